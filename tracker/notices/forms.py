"""What a person says of their notices."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from tracker.web.forms import Form


class ReadForm(Form):
    """A notice is read; `go` is pressed to be led to what it tells of."""

    go = StringField()


class LettersForm(Form):
    """Which letters come besides the notices."""

    on_mention = BooleanField(lazy_gettext("A letter when somebody mentions me"))
