"""What the office types to answer a difficulty."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.web.forms import Form


class AnswerForm(Form):
    """The answer the body will read."""

    text = TextAreaField(
        lazy_gettext("Answer"),
        [
            InputRequired(lazy_gettext("Write the answer; the body gets it by letter.")),
            Length(max=4000, message=lazy_gettext("At most %(max)d characters.")),
        ],
    )
