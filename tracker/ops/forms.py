"""The office's rules, as a page to fill in."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from tracker.audit.fields import name_fields
from tracker.settings.queries import KNOWN
from tracker.web.forms import Form

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
BETWEEN = lazy_gettext("A whole number from %(min)s to %(max)s.")


def days(label: str, low: int, high: int) -> IntegerField:
    """A number of days, hours or tasks."""
    return IntegerField(label, [InputRequired(BETWEEN), NumberRange(low, high, message=BETWEEN)])


class RulesForm(Form):
    """Names are those of `settings.rules.OfficeRules`."""

    authority_name = StringField(
        lazy_gettext("Name of the authority"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)]
    )
    parent_name = StringField(
        lazy_gettext("Line above it in a letterhead"), [Optional(), Length(max=200, message=TOO_LONG)]
    )
    authority_symbol = StringField(
        lazy_gettext("Symbol in document numbers"),
        [DataRequired(NEEDED), Length(max=20, message=TOO_LONG)],
        description=lazy_gettext("UBND as in 12/BC-UBND"),
    )
    place = StringField(lazy_gettext("Place name"), [Optional(), Length(max=60, message=TOO_LONG)])
    office_name = StringField(
        lazy_gettext("Name of the office"), [DataRequired(NEEDED), Length(max=120, message=TOO_LONG)]
    )
    office_phone = TelField(
        lazy_gettext("Telephone of the office"), [Optional(), Length(max=40, message=TOO_LONG)]
    )
    office_email = StringField(
        lazy_gettext("Mailbox of the office"),
        [Optional(), Length(max=200, message=TOO_LONG), Email(lazy_gettext("This is no e-mail address."))],
    )
    due_soon_days = days(lazy_gettext("Due soon: working days before"), 1, 15)
    confirm_days = days(lazy_gettext("The office confirms within (working days)"), 1, 15)
    return_days = days(lazy_gettext("More time after a return (working days)"), 1, 15)
    silent_days = days(lazy_gettext("Without news: days"), 7, 120)
    withdraw_hours = days(lazy_gettext("A report may be withdrawn within (hours)"), 0, 72)
    period_first_day = SelectField(
        lazy_gettext("A month of review"),
        coerce=int,
        choices=[
            SelectChoice(15, lazy_gettext("from the 15th to the 14th (decree 09/2019/NĐ-CP)")),
            SelectChoice(1, lazy_gettext("the calendar month")),
        ],
    )
    ranking_minimum = days(lazy_gettext("Ranked from so many due tasks on"), 1, 50)
    link_days_after_due = days(lazy_gettext("A mailed link works until (days after the due day)"), 1, 90)
    link_days_without_due = days(lazy_gettext("Without a due day, a mailed link works (days)"), 7, 180)


name_fields({name: getattr(RulesForm, name).args[0] for name in KNOWN})
