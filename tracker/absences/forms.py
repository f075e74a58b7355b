"""What is typed about an absence."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from tracker.bodies.forms import NOT_A_DATE, number
from tracker.web.forms import Form

PLACES = {
    "absence_place": "deputy_id",
    "absence_deputy_away": "deputy_id",
    "absence_ends_first": "last_on",
    "absence_too_long": "last_on",
    "absence_not_lent": "may_decide",
}
"""Code of a refusal to the field it belongs to; the others belong to the first day."""


class AbsenceForm(Form):
    """From when to when, in which place, and who stands in."""

    first_on = DateField(lazy_gettext("First day away"), [InputRequired(NOT_A_DATE)])
    last_on = DateField(lazy_gettext("Last day away"), [InputRequired(NOT_A_DATE)])
    body_id = SelectField(lazy_gettext("In which body"), coerce=number, default=0, validate_choice=False)
    deputy_id = SelectField(lazy_gettext("Deputy"), coerce=number, default=0, validate_choice=False)
    may_decide = BooleanField(lazy_gettext("The deputy may also decide in my place"))
