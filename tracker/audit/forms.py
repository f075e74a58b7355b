"""Looking for deeds."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from tracker.audit.labels import VERBS
from tracker.web.forms import FilterForm


class LogFilter(FilterForm):
    """By thing (`assignment:42`), by who did it, by what was done."""

    who = StringField(lazy_gettext("Who"))
    verb = SelectField(
        lazy_gettext("What was done"),
        choices=[
            SelectChoice("", lazy_gettext("Everything")),
            *(SelectChoice(verb, label) for verb, label in VERBS.items()),
        ],
        default="",
    )
    thing = StringField(lazy_gettext("To what"))
