"""What is typed about bodies, their types and groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from tracker.audit.fields import explain
from tracker.web.forms import FilterForm, Form, VersionedForm

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
NOT_A_DATE = lazy_gettext("Write the date as day/month/year.")
MODES = {"giao": lazy_gettext("given to them"), "de_nghi": lazy_gettext("asked of them")}
explain("body_type", mode=MODES)


def offered(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as a list to choose from."""
    return [SelectChoice(value, label) for value, label in pairs]


def number(value: Any) -> int:
    """A choice's value; 0 for none."""
    return int(value or 0)


class _About(Form):
    name = StringField(lazy_gettext("Name"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)])
    phone = TelField(lazy_gettext("Telephone"), [Optional(), Length(max=40, message=TOO_LONG)])


class NewBodyForm(_About):
    """A new body."""

    email = StringField(
        lazy_gettext("Official mailbox"),
        [Optional(), Length(max=200, message=TOO_LONG), Email(lazy_gettext("This is no e-mail address."))],
        description=lazy_gettext("Letters go here. Without it nothing can be mailed to this body."),
    )
    type_id = SelectField(lazy_gettext("Type"), coerce=number)
    parent_id = SelectField(lazy_gettext("Directly under"), coerce=number, default=0)
    code = StringField(
        lazy_gettext("Code"),
        [Optional(), Length(max=35, message=TOO_LONG)],
        description=lazy_gettext("As in the national register of agencies, where there is one."),
    )
    valid_from = DateField(lazy_gettext("Exists from"), [InputRequired(NOT_A_DATE)])


class EditBodyForm(_About, VersionedForm):
    """Correcting a body."""

    parent_id = SelectField(lazy_gettext("Directly under"), coerce=number, default=0)
    day = DateField(
        lazy_gettext("Under it from"),
        [InputRequired(NOT_A_DATE)],
        description=lazy_gettext("Counts only where the body above has changed."),
    )


class AliasForm(Form):
    """Another name texts use."""

    alias = StringField(lazy_gettext("Other name"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)])


class PostForm(Form):
    """A post in a body."""

    title = StringField(lazy_gettext("Post"), [DataRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    is_head = BooleanField(lazy_gettext("Head of the body"))


class TypeForm(Form):
    """A kind of body."""

    name = StringField(lazy_gettext("Name"), [DataRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    mode = RadioField(
        lazy_gettext("Work is"),
        choices=offered(MODES.items()),
        default="giao",
    )


class GroupForm(Form):
    """A group texts address."""

    name = StringField(lazy_gettext("Name"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)])
    type_id = SelectField(lazy_gettext("Members"), coerce=number, default=0)


class MemberForm(Form):
    """A body that belongs to a listed group from a day on."""

    body_id = SelectField(lazy_gettext("Body"), coerce=number)
    valid_from = DateField(lazy_gettext("From"), [InputRequired(NOT_A_DATE)])


class RegisterFilter(FilterForm):
    """Looking for a body."""

    q = StringField(lazy_gettext("Name or other name"))
    type_id = SelectField(lazy_gettext("Type"), coerce=number, default=0)


class DayFilter(FilterForm):
    """The day a group is shown on."""

    day = DateField(lazy_gettext("On the day"), [Optional()])
