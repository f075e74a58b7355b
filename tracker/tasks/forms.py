"""Choosing the upper task one serves; the date of the event a task waits for; one more body."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.search.boxes import WordsField
from tracker.web.forms import FilterForm, Form, VersionedForm, chosen_id

LARGEST = 2**63 - 1  # key a table can hold


class FindTaskForm(FilterForm):
    """Words of a task, or the number or subject of its directive."""

    tim = WordsField(lazy_gettext("Task, number or subject"))


class EventForm(VersionedForm):
    """When the event a task waits for makes it due, and what says so."""

    due_on = DateField(
        lazy_gettext("Due day"), [InputRequired(lazy_gettext("Choose the day the task is due."))]
    )
    reason = TextAreaField(
        lazy_gettext("What happened"),
        [
            InputRequired(lazy_gettext("Say which event it was, and what document tells of it.")),
            Length(max=2000, message=lazy_gettext("At most %(max)d characters.")),
        ],
    )


class GiveForm(VersionedForm):
    """One more body; a day to come where the task's own has passed."""

    body_id = SelectField(
        lazy_gettext("Body"),
        [NumberRange(min=1, max=LARGEST, message=lazy_gettext("Choose the body."))],
        coerce=lambda value: int(value or 0),
        validate_choice=False,  # sent twice, the body is no choice any more; the action says who may be
        default=0,
    )
    due_on = DateField(lazy_gettext("Due day"), [Optional()])


class HelpingForm(Form):
    """The date of one body that works with the leads; `was` is the one it had when the page was opened."""

    due_on = DateField(lazy_gettext("Date of its own"), [Optional()])
    was = HiddenField()

    @property
    def seen_on(self) -> date | None:
        """The date the office saw; what is no date is none."""
        try:
            return date.fromisoformat(self.was.data or "")
        except ValueError:
            return None


class HelperForm(Form):
    """One more body that works with the leads, by a date of its own where one is given."""

    body_id = SelectField(
        lazy_gettext("Body"),
        [NumberRange(min=1, max=LARGEST, message=lazy_gettext("Choose the body."))],
        coerce=lambda value: int(value or 0),
        validate_choice=False,  # sent twice, the body is no choice any more; the action says who may be
        default=0,
    )
    due_on = DateField(lazy_gettext("Date of its own"), [Optional()])


class ServeForm(VersionedForm):
    """The upper task: the button pressed carries its id, "" for none."""

    upper = StringField()

    @property
    def upper_id(self) -> int | None:
        """The task chosen; None for none, 0 (which no task has) for what is no number."""
        return chosen_id(self.upper.data)
