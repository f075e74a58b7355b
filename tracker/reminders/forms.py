"""What the office chooses and types before reminding bodies by hand."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from tracker.audit.fields import explain
from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")
MOMENTS = {"now": lazy_gettext("At once"), "morning": lazy_gettext("Next working morning, 07:30")}
explain("urge_batch", when=MOMENTS)


class UrgeForm(Form):
    """The opening sentence, the day asked for, and when the letters leave."""

    opening = TextAreaField(lazy_gettext("Opening sentence"), [Length(max=1000, message=TOO_LONG)])
    answer_by = DateField(lazy_gettext("Report asked for by"), [Optional()])
    heads = BooleanField(
        lazy_gettext("Copy to the head of each body"),
        description=lazy_gettext(
            "Heads who have a mailbox of their own in the register get the same letter."
        ),
    )
    when = RadioField(
        lazy_gettext("Send"),
        choices=[SelectChoice(code, label) for code, label in MOMENTS.items()],
        default="now",
    )


def chosen_ids(values: Iterable[str]) -> list[int]:
    """The ticked boxes as ids; what is no number is left out."""
    return list(dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 19))
