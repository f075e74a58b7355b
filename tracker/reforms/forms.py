"""What is typed about a change of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TelField
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.bodies.forms import NEEDED, NOT_A_DATE, TOO_LONG, number
from tracker.bodies.register import Common
from tracker.web.forms import Form


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


AS_BEFORE = -1
"""Chosen for type or place: what the bodies before have."""


class ReformForm(Form):
    """A change; which of the fields are asked for depends on its kind."""

    day = DateField(lazy_gettext("From the day"), [InputRequired(NOT_A_DATE)])
    document = StringField(
        lazy_gettext("Ordered by"),
        [Optional(), Length(max=200, message=TOO_LONG)],
        description=lazy_gettext("Number and issuer of the resolution or decision."),
    )
    body_id = SelectField(lazy_gettext("Body"), coerce=number, default=0, validate_choice=False)
    old = Boxes(lazy_gettext("Bodies that become one"), coerce=number, validate_choice=False)
    into = SelectField(lazy_gettext("They become"), coerce=number, default=0, validate_choice=False)
    heirs = Boxes(lazy_gettext("It becomes"), coerce=number, validate_choice=False)
    name = StringField(lazy_gettext("New name"), [Optional(), Length(max=200, message=TOO_LONG)])
    type_id = SelectField(lazy_gettext("Type"), coerce=int, default=AS_BEFORE, validate_choice=False)
    parent_id = SelectField(
        lazy_gettext("Directly under"), coerce=int, default=AS_BEFORE, validate_choice=False
    )
    email = StringField(
        lazy_gettext("Official mailbox"),
        [Optional(), Length(max=200, message=TOO_LONG), Email(lazy_gettext("This is no e-mail address."))],
        description=lazy_gettext("Letters go here. Without it nothing can be mailed to this body."),
    )
    phone = TelField(lazy_gettext("Telephone"), [Optional(), Length(max=40, message=TOO_LONG)])

    def is_whole(self, kind: str) -> bool:
        """Whether all is there that a change of this kind needs; marks what is missing."""
        whole = self.ok
        if self.makes_new(kind) and not (self.name.data and self.type_id.data):
            self.refuse("name", NEEDED)
            whole = False
        if self.makes_new(kind) and self.type_id.data == AS_BEFORE:
            self.refuse("type_id", lazy_gettext("The bodies are of several types: choose one."))
            whole = False
        return whole

    def take_over(self, found: Common) -> None:
        """Whatever is to be as before, as it was before."""
        if self.type_id.data == AS_BEFORE and found.type_id:
            self.type_id.data = found.type_id
        if self.parent_id.data == AS_BEFORE:
            self.parent_id.data = found.parent_id or 0
        self.email.data = self.email.data or found.email
        self.phone.data = self.phone.data or found.phone

    def makes_new(self, kind: str) -> bool:
        """Whether the change brings a body into being."""
        return kind == "rename" or (kind == "merge" and not self.into.data)

    def is_ahead(self, today: date) -> bool:
        """Whether the change is for a day to come."""
        return bool(self.day.data and self.day.data > today)

    def old_ids(self, kind: str) -> list[int]:
        """The bodies that change."""
        return list(self.old.data or []) if kind == "merge" else [id for id in [self.body_id.data] if id]

    def heir_ids(self, kind: str) -> list[int]:
        """Bodies of the register that succeed them."""
        if kind == "split":
            return list(self.heirs.data or [])
        return [self.into.data] if kind in {"merge", "dissolve"} and self.into.data else []

    def place_of(self, kind: str, code: str) -> str:
        """The field a refusal of the action belongs to."""
        if code == "reform_which_bodies":
            return "old" if kind == "merge" else "body_id"
        if code in {"reform_which_successors", "reform_open_work"}:
            return "heirs" if kind == "split" else "into"
        return "day"

    def chosen_name(self, field: SelectField) -> str:
        """The words of what is chosen."""
        return next((str(name) for id, name, *_ in field.iter_choices() if id == field.data), "")

    def sent(self) -> Iterator[tuple[str, Any]]:
        """(name, value) of what was filled in, to be sent again with the confirmation."""
        for field in self:
            if field.short_name not in {"csrf_token", "rt"}:
                yield from ((field.name, value) for value in field.raw_data or [])


def first_of(heirs: list[int], word: str) -> list[int]:
    """The successors, first the one named: work that comes up until the day is theirs."""
    first = int(word) if word.isdecimal() and len(word) < 18 else 0
    return sorted(heirs, key=lambda heir: heir != first)


def chosen(sent: Mapping[str, str], prefix: str) -> dict[int, int]:
    """Thing to successor of the boxes named `<prefix>-<id>`; whatever is no number is left out."""
    pairs = (
        (name[len(prefix) + 1 :], value) for name, value in sent.items() if name.startswith(f"{prefix}-")
    )
    return {
        int(id): int(value)
        for id, value in pairs
        if id.isdecimal() and value.isdecimal() and len(id + value) < 36
    }
