"""What a body types to arrange its work inside."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.handling.rules import LONGEST_TITLE
from tracker.web.forms import Form, VersionedForm

TOO_LONG = lazy_gettext("At most %(max)d characters.")
NOT_A_DATE = lazy_gettext("Write the date as day/month/year.")


def _number(value: str | int | None) -> int:
    return int(value or 0)


def choices(nobody: str, people: Sequence[tuple[int, str]]) -> list[SelectChoice]:
    """Nobody in particular, then everybody who works for the body."""
    return [SelectChoice(0, nobody), *(SelectChoice(id, name) for id, name in people)]


class PassOnForm(VersionedForm):
    """Who handles the work, by which day of the body's own, and a word to them."""

    person_id = SelectField(lazy_gettext("Handled by"), coerce=_number, default=0)
    own_due_on = DateField(lazy_gettext("The body's own day"), [Optional()])
    note = TextAreaField(lazy_gettext("A word to them"), [Length(max=2000, message=TOO_LONG)])


class StepForm(Form):
    """One step of the body's own."""

    title = StringField(
        lazy_gettext("What is to be done"),
        [
            DataRequired(lazy_gettext("Say what the step is.")),
            Length(max=LONGEST_TITLE, message=TOO_LONG),
        ],
    )
    person_id = SelectField(lazy_gettext("Done by"), coerce=_number, default=0)
    due_on = DateField(lazy_gettext("By the day"), [Optional()])


class EditStepForm(StepForm, VersionedForm):
    """A step corrected."""


class MarkForm(Form):
    """A press of "done" or "not done after all"; `next` is the page to go back to."""

    is_done = HiddenField(validators=[InputRequired()])
    next = HiddenField()


class MoveForm(Form):
    """A press that puts a step before or after its neighbour."""

    to = HiddenField(validators=[InputRequired()])
