"""What an administrator sets for letters, and what a person chooses for their own."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.audit.fields import explain, name_fields
from tracker.letters.labels import TEXTS, WEEKDAYS
from tracker.outbox.texts import LONGEST, is_fit, names_of
from tracker.settings.queries import KNOWN_OF_LETTERS
from tracker.settings.rules import day_numbers
from tracker.web.forms import Form, VersionedForm

TOO_LONG = lazy_gettext("At most %(max)d characters.")
BETWEEN = lazy_gettext("A whole number from %(min)s to %(max)s.")
DAYS = lazy_gettext("Whole numbers to 60, with commas between them, at most six: 3, 0")
ASKED_WORDS = lazy_gettext("Bodies that are asked never read “quá hạn” or “giao”.")
DAY_CHOICES = [SelectChoice(number, label) for number, label in WEEKDAYS.items()]
NEVER = SelectChoice(0, lazy_gettext("Never"))


def days(label: str, high: int = 60) -> IntegerField:
    """A number of working days; 0 stands for never."""
    return IntegerField(label, [InputRequired(BETWEEN), NumberRange(0, high, message=BETWEEN)])


def weekday(label: str) -> SelectField:
    """A day of the week, or never."""
    return SelectField(label, coerce=int, choices=[NEVER, *DAY_CHOICES])


class LetterRulesForm(VersionedForm):
    """Names are those of `settings.rules.LetterRules`."""

    remind_before = StringField(lazy_gettext("Before the due day, working days (0 is the day itself)"))
    remind_after = StringField(lazy_gettext("After the due day, working days"))
    remind_every = days(lazy_gettext("Then every so many working days, without a letter of the week"))
    accept_after = days(lazy_gettext("Not accepted so many working days after issue"))
    weekly_weekday = weekday(lazy_gettext("Letter of the week"))
    head_after = days(lazy_gettext("To the head: working days overdue"))
    leader_after = days(lazy_gettext("To leaders: working days overdue"))
    leader_weekday = weekday(lazy_gettext("The list for leaders"))
    review_before = days(lazy_gettext("Working days before the cut, to all"), 15)
    review_silent = days(lazy_gettext("Working days before the cut, to whoever has said nothing"), 15)
    morning = SelectField(
        lazy_gettext("The office's letter of the morning"),
        coerce=int,
        choices=[SelectChoice(1, lazy_gettext("Every working day at 07:00")), NEVER],
    )

    def validate_remind_before(self, field: Any) -> None:
        """A list of days."""
        if day_numbers(field.data or "") is None:
            field.errors = [*field.errors, DAYS]

    validate_remind_after = validate_remind_before


class WordingForm(VersionedForm):
    """The texts of one kind of letter; an empty one is as delivered."""

    opening = TextAreaField(TEXTS["opening"], [Length(max=LONGEST, message=TOO_LONG)])
    closing = TextAreaField(TEXTS["closing"], [Length(max=LONGEST, message=TOO_LONG)])
    opening_asked = TextAreaField(TEXTS["opening_asked"], [Length(max=LONGEST, message=TOO_LONG)])
    closing_asked = TextAreaField(TEXTS["closing_asked"], [Length(max=LONGEST, message=TOO_LONG)])
    signature = StringField(TEXTS["signature"], [Length(max=200, message=TOO_LONG)])

    def of(self, kind: str) -> WordingForm:
        """Only the texts this kind has."""
        for name in TEXTS:
            if name not in names_of(kind):
                del self[name]
        return self

    def fits(self, kind: str) -> bool:
        """Whether everything may stand in a letter; marks what may not."""
        unfit = [name for name, text in self.clean.items() if not is_fit(name, text, kind)]
        for name in unfit:
            self.refuse(name, ASKED_WORDS)
        return not unfit


class WishForm(Form):
    """One's own word on one optional letter."""

    is_on = BooleanField(lazy_gettext("Send me this letter"))
    weekday = SelectField(lazy_gettext("Day of the week"), coerce=int, choices=DAY_CHOICES)


name_fields({name: getattr(LetterRulesForm, name).args[0] for name in KNOWN_OF_LETTERS} | TEXTS)
name_fields({"is_on": WishForm.is_on.args[0], "weekday": WishForm.weekday.args[0]})
DAYS_SAID = {str(number): label for number, label in WEEKDAYS.items()}
explain("person", weekday=DAYS_SAID)
explain("setting", weekly_weekday=DAYS_SAID, leader_weekday=DAYS_SAID)
