"""What the office types to answer a difficulty or to pass it up, and how a body says it has met it too."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from tracker.audit.fields import explain
from tracker.people.labels import ROLE_NAMES
from tracker.web.forms import Form

explain("difficulty", level={code: ROLE_NAMES[code] for code in ("office", "leader")})


class AnswerForm(Form):
    """The answer the body will read."""

    text = TextAreaField(
        lazy_gettext("Answer"),
        [
            InputRequired(lazy_gettext("Write the answer; the body gets it by letter.")),
            Length(max=4000, message=lazy_gettext("At most %(max)d characters.")),
        ],
    )


class PassUpForm(Form):
    """What the leader should know besides the body's words."""

    note = TextAreaField(
        lazy_gettext("To the leader"),
        [Length(max=2000, message=lazy_gettext("At most %(max)d characters."))],
    )


class ShareForm(Form):
    """A body's press of "we have met it too", for its own work on the same task."""

    work = IntegerField(widget=HiddenInput(), validators=[InputRequired()], render_kw={"id": False})
