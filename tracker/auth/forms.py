"""What people type to come in."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from tracker.auth.labels import KEYS
from tracker.web.forms import Form

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
LONGEST_PASSWORD = 200


class SignInForm(Form):
    """Login or e-mail, and the password."""

    next = HiddenField()
    login = StringField(
        lazy_gettext("Login or e-mail"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)]
    )
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(NEEDED), Length(max=LONGEST_PASSWORD, message=TOO_LONG)]
    )


class AddressForm(Form):
    """The address a code or a reset link goes to."""

    next = HiddenField()
    address = EmailField(
        lazy_gettext("Official e-mail address"),
        [
            DataRequired(NEEDED),
            Length(max=200, message=TOO_LONG),
            Email(lazy_gettext("This is no e-mail address.")),
        ],
    )


class CodeForm(Form):
    """The digits of a mailed code; spaces between them do no harm."""

    next = HiddenField()
    code = StringField(
        lazy_gettext("Code from the letter"),
        [DataRequired(NEEDED), Length(max=20, message=TOO_LONG)],
        filters=[lambda text: "".join((text or "").split())],
    )


class PasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(
        lazy_gettext("New password"), [InputRequired(NEEDED), Length(max=LONGEST_PASSWORD, message=TOO_LONG)]
    )
    again = PasswordField(lazy_gettext("The new password once more"), [InputRequired(NEEDED)])

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError(lazy_gettext("The two are not the same."))


class ChangePasswordForm(PasswordForm):
    """The same, by someone signed in, who proves with the old one."""

    current = PasswordField(
        lazy_gettext("Current password"),
        [InputRequired(NEEDED), Length(max=LONGEST_PASSWORD, message=TOO_LONG)],
    )


class KeysForm(Form):
    """Whether keys move through lists."""

    keys = RadioField(
        lazy_gettext("Use the keys"),
        [InputRequired(NEEDED)],
        choices=[SelectChoice(*each) for each in KEYS.items()],
    )
