"""What the administrator fills in: the office's rules, a day of the calendar."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from tracker.audit.fields import name_fields
from tracker.settings.queries import KNOWN
from tracker.web.forms import VersionedForm
from tracker.workdays.models import CalendarDay
from tracker.workdays.rules import SATURDAY

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
BETWEEN = lazy_gettext("A whole number from %(min)s to %(max)s.")


def days(label: str, low: int, high: int) -> IntegerField:
    """A number of days, hours or tasks."""
    return IntegerField(label, [InputRequired(BETWEEN), NumberRange(low, high, message=BETWEEN)])


class RulesForm(VersionedForm):
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
    objection_days = days(lazy_gettext("A body may object within (working days)"), 1, 15)
    extension_days = days(lazy_gettext("An extension is asked for at least (working days before)"), 1, 15)
    extension_times = days(lazy_gettext("A body may be granted so many extensions of one work"), 1, 10)
    answer_days = days(lazy_gettext("A difficulty is answered within (working days)"), 1, 30)
    silent_days = days(lazy_gettext("Without news: days"), 7, 120)
    withdraw_hours = days(lazy_gettext("A report may be withdrawn within (hours)"), 0, 72)
    recall_minutes = days(
        lazy_gettext(
            "Issuing may be recalled, a confirmation taken back within (minutes; 0: letters leave at once)"
        ),
        0,
        120,
    )
    period_first_day = SelectField(
        lazy_gettext("A month of review"),
        coerce=int,
        choices=[
            SelectChoice(15, lazy_gettext("from the 15th to the 14th (decree 09/2019/NĐ-CP)")),
            SelectChoice(1, lazy_gettext("the calendar month")),
        ],
    )
    ranking_minimum = days(lazy_gettext("Ranked from so many due tasks on"), 1, 50)
    band_rate = days(lazy_gettext("The middle band of completion begins at (per cent)"), 1, 99)
    praise_tasks = days(lazy_gettext("Commended: with more tasks than"), 0, 100_000)
    praise_rate = days(lazy_gettext("Commended: more completed of the due than (per cent)"), 0, 100)
    praise_late = days(lazy_gettext("Commended: less of the completed late than (per cent)"), 0, 100)
    low_rate = days(lazy_gettext("Reminded: less completed of the due than (per cent)"), 0, 100)
    link_days_after_due = days(lazy_gettext("A mailed link works until (days after the due day)"), 1, 90)
    link_days_without_due = days(lazy_gettext("Without a due day, a mailed link works (days)"), 7, 180)


class DayForm(VersionedForm):
    """A day off, or a day of the week-end that is worked."""

    day = HiddenField()
    kind = RadioField(
        lazy_gettext("This day is"),
        [InputRequired(lazy_gettext("Say whether offices work on this day."))],
        choices=[
            SelectChoice("off", lazy_gettext("a day off")),
            SelectChoice("worked", lazy_gettext("worked")),
        ],
    )
    name = StringField(lazy_gettext("Occasion"), [DataRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    source = StringField(
        lazy_gettext("Source"),
        [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)],
        description=lazy_gettext("The document that says so, such as a notice on swapped working days"),
    )

    def start(self, day: date, known: CalendarDay | None) -> None:
        """Begin with what the table says, or with the opposite of the ordinary week; what was typed stays."""
        self.day.data = day.isoformat()
        if not self.kind.data or self.kind.data == "None":
            is_working = known.is_working if known else day.weekday() >= SATURDAY
            self.kind.data = "worked" if is_working else "off"
        if self.version.data is None:
            self.version.data = known.version if known else 0

    def meet_day(self, known: CalendarDay | None) -> None:
        """Somebody else has said meanwhile what the day is, or taken it out of the table."""
        if known:
            self.meet(known, kind="worked" if known.is_working else "off", day=self.day.data)
        else:
            self.theirs = ()
            self.carry(0)


name_fields({name: getattr(RulesForm, name).args[0] for name in KNOWN})
