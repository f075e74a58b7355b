"""What a body types to ask for a later day, and a leader or the office to decide."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.extensions.labels import STATES
from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")


class AskForm(Form):
    """The day asked for and why."""

    new_due_on = DateField(
        lazy_gettext("New due day"), [InputRequired(lazy_gettext("Choose the day asked for."))]
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(lazy_gettext("Say why more time is needed.")), Length(max=2000, message=TOO_LONG)],
    )


class DecideForm(Form):
    """Yes or no, with the document that says so."""

    granted = RadioField(
        lazy_gettext("Decision"),
        [InputRequired(lazy_gettext("Choose the decision."))],
        choices=[SelectChoice("yes", STATES["granted"]), SelectChoice("no", STATES["refused"])],
    )
    document = StringField(lazy_gettext("Document of the decision"), [Length(max=120, message=TOO_LONG)])
    note = TextAreaField(lazy_gettext("Note to the body"), [Length(max=2000, message=TOO_LONG)])
