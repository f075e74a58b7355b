"""What the office types about a letter that is stuck or came back."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import EmailField, FileField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length

from tracker.outbox import labels, returned, rules
from tracker.web.forms import FilterForm, Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")
LONGEST_MAIL = 60_000  # characters pasted
READ_BYTES = 256 * 1024
WRONG = lazy_gettext("This is not one plain e-mail address.")


class ReasonForm(Form):
    """Why a letter is sent again or dropped; the log keeps it."""

    reason = StringField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Say why; the log keeps it.")),
            Length(max=300, message=TOO_LONG),
        ],
    )


class AddressForm(ReasonForm):
    """Another mailbox for one letter."""

    to = EmailField(lazy_gettext("Mailbox"), [InputRequired(WRONG), Length(max=200), Email(WRONG)])


class BounceForm(Form):
    """A letter came back: why, and what the bounce mail says."""

    why = RadioField(
        lazy_gettext("Why it came back"),
        choices=[SelectChoice(code, label) for code, label in labels.BOUNCES.items()],
        validate_choice=False,
    )
    words = TextAreaField(lazy_gettext("What the bounce mail says"), [Length(max=4000, message=TOO_LONG)])

    def validate_why(self, field: RadioField) -> None:
        """Chosen, or said by the bounce mail itself."""
        if field.data not in labels.BOUNCES:
            if not self.words.data:
                raise ValidationError(
                    lazy_gettext("Choose why it came back, or paste what the bounce mail says.")
                )
            field.data = rules.bounce_class(self.words.data)


class ReturnedForm(Form):
    """A bounce mail, pasted or as the file a mail program keeps it in."""

    words = TextAreaField(
        lazy_gettext("What the bounce mail says"), [Length(max=LONGEST_MAIL, message=TOO_LONG)]
    )
    mail = FileField(lazy_gettext("Or the mail as a file (.eml)"))

    @property
    def read(self) -> returned.Returned:
        """What the mail says; of a file the first 256 KB."""
        raw = self.mail.data.read(READ_BYTES) if self.mail.data else b""
        return returned.read(returned.text_of(raw) if raw else self.words.data or "")


class FindForm(FilterForm):
    """Letters by mailbox or Message-ID, or by the text of a bounce mail that names either."""

    tim = StringField(lazy_gettext("Mailbox or Message-ID"), [Length(max=1000, message=TOO_LONG)])
