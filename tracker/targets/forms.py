"""What is typed about targets."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.bodies.forms import NOT_A_DATE, TOO_LONG, number
from tracker.targets.labels import SENTENCES
from tracker.targets.rules import read_figure
from tracker.web.forms import FilterForm, Form, VersionedForm


def is_figure(form: Any, field: Field) -> None:
    """A validator: the text is a figure."""
    try:
        read_figure(field.data or "")
    except ValueError:
        raise ValidationError(SENTENCES["figure_needed"]) from None


FIGURE = (InputRequired(SENTENCES["figure_needed"]), Length(max=20, message=TOO_LONG), is_figure)
FIGURE_LOOK = {"inputmode": "decimal", "autocomplete": "off"}


class SearchForm(FilterForm):
    """Which targets are listed."""

    van_ban = StringField()
    cham = StringField()
    ky = StringField()


class TargetForm(VersionedForm):
    """What a target counts and until when; its plan changes by revision only."""

    unit = StringField(
        lazy_gettext("What is counted"),
        [InputRequired(SENTENCES["target_unit"]), Length(max=120, message=TOO_LONG)],
    )
    first_on = DateField(lazy_gettext("Counted from"), [InputRequired(NOT_A_DATE)])
    due_on = DateField(lazy_gettext("To be reached by"), [InputRequired(NOT_A_DATE)])


class NewTargetForm(Form):
    """A target the text does not give as a figure of its own."""

    unit = StringField(
        lazy_gettext("What is counted"),
        [InputRequired(SENTENCES["target_unit"]), Length(max=120, message=TOO_LONG)],
    )
    planned = StringField(lazy_gettext("Plan"), FIGURE, render_kw=FIGURE_LOOK)
    due_on = DateField(lazy_gettext("To be reached by"), [InputRequired(NOT_A_DATE)])
    quote = StringField(lazy_gettext("Words of the directive"), [Length(max=500, message=TOO_LONG)])


class ShareForm(Form):
    """Which bodies are to reach a part, and how much each."""

    group_id = SelectField(
        lazy_gettext("All bodies of a group"), coerce=number, default=0, validate_choice=False
    )
    bodies = SelectMultipleField(lazy_gettext("Or single bodies"), coerce=number, validate_choice=False)
    planned = StringField(lazy_gettext("Plan of each"), FIGURE, render_kw=FIGURE_LOOK)


class MeasureForm(Form):
    """What has been reached by a day."""

    actual = StringField(lazy_gettext("Reached so far"), FIGURE, render_kw=FIGURE_LOOK)
    day = DateField(lazy_gettext("As of the day"), [InputRequired(NOT_A_DATE)])
    note = TextAreaField(lazy_gettext("Note"), [Optional(), Length(max=1000, message=TOO_LONG)])


class ReviseForm(VersionedForm):
    """Another plan, with who approved it and why."""

    planned = StringField(lazy_gettext("New plan"), FIGURE, render_kw=FIGURE_LOOK)
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(lazy_gettext("Give the reason.")), Length(max=2000, message=TOO_LONG)],
    )
    document = StringField(lazy_gettext("Document that says so"), [Length(max=120, message=TOO_LONG)])
    approved_by = StringField(
        lazy_gettext("Approved by"),
        [InputRequired(lazy_gettext("Say who approved it.")), Length(max=120, message=TOO_LONG)],
    )
    day = DateField(lazy_gettext("Approved on"), [InputRequired(NOT_A_DATE)])
