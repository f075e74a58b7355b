"""Looking for deeds, and for what was refused."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from tracker.audit.labels import THINGS, VERBS
from tracker.audit.security import KINDS
from tracker.web.forms import FilterForm


def choices(words: Mapping[str, LazyString], everything: LazyString) -> list[SelectChoice]:
    """Each code with its words, in the order of the codes; first the choice that leaves nothing out."""
    return [SelectChoice("", everything), *(SelectChoice(code, label) for code, label in words.items())]


class LogFilter(FilterForm):
    """By who did it, by what was done, by kind of thing; `thing` is one thing alone (`assignment:42`)."""

    who = StringField(lazy_gettext("Who"))
    verb = SelectField(
        lazy_gettext("What was done"), choices=choices(VERBS, lazy_gettext("Everything")), default=""
    )
    kind = SelectField(lazy_gettext("To what"), choices=choices(THINGS, lazy_gettext("Anything")), default="")
    thing = HiddenField()


class EventFilter(FilterForm):
    """By kind of event, by part of a name or IP address; `person` is one account alone."""

    who = StringField(lazy_gettext("A name or an IP address"))
    kind = SelectField(
        lazy_gettext("What happened"), choices=choices(KINDS, lazy_gettext("Everything")), default=""
    )
    person = HiddenField()
