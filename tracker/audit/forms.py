"""Looking for deeds, and for what was refused."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from tracker.audit.labels import THINGS, VERBS, WAYS
from tracker.audit.security import KINDS
from tracker.web.filters import day
from tracker.web.forms import FilterForm


def choices(words: Mapping[str, LazyString], everything: LazyString) -> list[SelectChoice]:
    """Each code with its words, in the order of the codes; first the choice that leaves nothing out."""
    return [SelectChoice("", everything), *(SelectChoice(code, label) for code, label in words.items())]


def _said(field: Field) -> str:
    """What was chosen or typed, as the reader knows it."""
    if isinstance(field, SelectField):
        return next((str(choice.label) for choice in field.choices if choice.value == field.data), "")
    return day(field.data) if isinstance(field, DateField) else str(field.data)


class LogFilter(FilterForm):
    """By who, what, kind of thing, way in and days; `thing` is one thing alone (`assignment:42`)."""

    who = StringField(lazy_gettext("Who"))
    verb = SelectField(
        lazy_gettext("What was done"), choices=choices(VERBS, lazy_gettext("Everything")), default=""
    )
    kind = SelectField(lazy_gettext("To what"), choices=choices(THINGS, lazy_gettext("Anything")), default="")
    via = SelectField(lazy_gettext("Came in"), choices=choices(WAYS, lazy_gettext("Every way")), default="")
    since = DateField(lazy_gettext("From day"), [Optional()])
    until = DateField(lazy_gettext("Until day"), [Optional()])
    thing = HiddenField(lazy_gettext("To what"))

    @property
    def stated(self) -> dict[str, str]:
        """The filters in force as the address writes them; none while one cannot be read."""
        values = {} if self.errors else self.clean
        return {name: str(value) for name, value in values.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether the filters that are folded away say something."""
        return bool(self.via.data or self.since.raw_data or self.until.raw_data) and any(
            self[name].data or self[name].errors for name in ("via", "since", "until")
        )

    @property
    def said(self) -> dict[str, str]:
        """The filters in force in words."""
        return {name: _said(self[name]) for name in self.stated}


class EventFilter(FilterForm):
    """By kind of event, by part of a name or IP address; `person` is one account alone."""

    who = StringField(lazy_gettext("A name or an IP address"))
    kind = SelectField(
        lazy_gettext("What happened"), choices=choices(KINDS, lazy_gettext("Everything")), default=""
    )
    person = HiddenField()
