"""Naming a view of the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, Length, Optional

from tracker.web.forms import Form, VersionedForm

MISSING = lazy_gettext("Write a name for the view.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
CHECKS = [DataRequired(MISSING), Length(max=80, message=TOO_LONG)]


class SaveForm(Form):
    """A name, and the filters as an address says them."""

    name = StringField(lazy_gettext("Name of the view"), CHECKS)
    query = HiddenField(validators=[Length(max=2000)])


class RenameForm(VersionedForm):
    """Another name."""

    name = StringField(lazy_gettext("Name of the view"), CHECKS)


class DeleteForm(VersionedForm):
    """A button: away with it."""


class FirstForm(Form):
    """The view to begin with; none is the desk as it is."""

    view = IntegerField(validators=[Optional()])
