"""What a leader says to work put before him."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.submissions.labels import ANSWERS
from tracker.submissions.rules import LONGEST
from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")


class AnswerForm(Form):
    """The leader's word, and words of his own."""

    answer = RadioField(
        lazy_gettext("Your word on the ticked work"),
        [InputRequired(lazy_gettext("Choose your answer."))],
        choices=[SelectChoice(code, label) for code, label in ANSWERS.items()],
    )
    words = TextAreaField(lazy_gettext("In your own words"), [Length(max=LONGEST, message=TOO_LONG)])
