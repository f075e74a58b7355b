"""What an administrator types about people."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, EmailField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp

from tracker.bodies.forms import offered
from tracker.people.labels import ROLE_NAMES
from tracker.web.forms import FilterForm, Form, VersionedForm

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
NOT_A_DATE = lazy_gettext("Write the date as day/month/year.")


class _About(Form):
    name = StringField(lazy_gettext("Full name"), [DataRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    login = StringField(
        lazy_gettext("Login"),
        [
            DataRequired(NEEDED),
            Length(max=80, message=TOO_LONG),
            Regexp(
                r"^[A-Za-z0-9._-]+$",
                message=lazy_gettext("Only unaccented letters, digits, dot, dash and underscore."),
            ),
        ],
        description=lazy_gettext("Short and without accents, for example hoant."),
    )
    email = EmailField(
        lazy_gettext("Official e-mail address"),
        [
            DataRequired(NEEDED),
            Length(max=200, message=TOO_LONG),
            Email(lazy_gettext("This is no e-mail address.")),
        ],
    )
    phone = TelField(lazy_gettext("Telephone"), [Optional(), Length(max=40, message=TOO_LONG)])
    role = SelectField(lazy_gettext("Role"), choices=offered(ROLE_NAMES.items()))


class NewPersonForm(_About):
    """A new account; an officer's body at once."""

    body_id = SelectField(lazy_gettext("Works for"), coerce=lambda value: int(value or 0), default=0)
    is_focal = BooleanField(lazy_gettext("Contact of the body (focal officer)"))


class EditPersonForm(_About, VersionedForm):
    """Correcting an account."""


class MembershipForm(Form):
    """The person works for a body from a day on."""

    body_id = SelectField(lazy_gettext("Body"), coerce=int)
    valid_from = DateField(lazy_gettext("From"), [InputRequired(NOT_A_DATE)])
    is_focal = BooleanField(lazy_gettext("Contact of the body (focal officer)"))


class HoldingForm(Form):
    """The person holds a post from a day on."""

    post_id = SelectField(lazy_gettext("Post"), coerce=int)
    valid_from = DateField(lazy_gettext("From"), [InputRequired(NOT_A_DATE)])


class LeaveForm(Form):
    """The person leaves a body or a post from a day on, and who carries on."""

    valid_to = DateField(
        lazy_gettext("From the day"),
        [InputRequired(NOT_A_DATE)],
        description=lazy_gettext("The day before is the last."),
    )
    successor_id = SelectField(lazy_gettext("Carried on by"), coerce=lambda value: int(value or 0), default=0)


class PeopleFilter(FilterForm):
    """Looking for an account."""

    q = StringField(lazy_gettext("Name, login or e-mail"))
    role = SelectField(
        lazy_gettext("Role"),
        choices=offered([("", lazy_gettext("All roles")), *ROLE_NAMES.items()]),
        default="",
    )
    state = SelectField(
        lazy_gettext("State"),
        choices=offered(
            [
                ("", lazy_gettext("All states")),
                ("new", lazy_gettext("No password yet")),
                ("locked", lazy_gettext("Locked for now")),
                ("disabled", lazy_gettext("Disabled")),
            ]
        ),
        default="",
    )
