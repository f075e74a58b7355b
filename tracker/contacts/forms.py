"""What a body types about its mailbox."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length

from tracker.outbox.forms import WRONG
from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")


class MailboxForm(Form):
    """Another mailbox, and who asks for it."""

    mailbox = EmailField(lazy_gettext("New mailbox"), [InputRequired(WRONG), Length(max=200), Email(WRONG)])
    asked_by = StringField(
        lazy_gettext("Who asks"),
        [
            InputRequired(lazy_gettext("Write who asks; the other mailbox reads it.")),
            Length(max=120, message=TOO_LONG),
        ],
    )


class AnswerForm(Form):
    """A button: the new mailbox's yes."""


class ObjectionForm(Form):
    """Why the old mailbox says no."""

    reason = TextAreaField(
        lazy_gettext("What is not right"),
        [
            InputRequired(lazy_gettext("Say what is not right; the office reads it.")),
            Length(max=1000, message=TOO_LONG),
        ],
    )


class RevokeForm(Form):
    """Why links are ended; the log keeps it."""

    reason = StringField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Say why; the log keeps it.")),
            Length(max=300, message=TOO_LONG),
        ],
    )
