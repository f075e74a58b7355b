"""What the office types for its documents."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import DateField, FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from tracker import clock
from tracker.reviews.sentences import PARTS
from tracker.web.forms import FilterForm, Form, VersionedForm

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")
_HIDDEN = {"id": False}
LONGEST = 12_000


class WordingForm(VersionedForm):
    """One part of a report, a paragraph a line; version 0 where nobody has written yet."""

    part = HiddenField(render_kw=_HIDDEN, validators=[AnyOf(PARTS)])
    words = TextAreaField(
        lazy_gettext("Text on paper, a paragraph on each line"),
        [DataRequired(NEEDED), Length(max=LONGEST, message=TOO_LONG)],
    )


class RevertForm(VersionedForm):
    """Back to the generated sentences."""

    part = HiddenField(render_kw=_HIDDEN, validators=[AnyOf(PARTS)])


class LetterForm(FilterForm):
    """What an official letter says besides the facts; nothing of it is kept."""

    kieu = RadioField(
        lazy_gettext("Letters"),
        choices=[
            SelectChoice("tung", lazy_gettext("One letter for each body")),
            SelectChoice("chung", lazy_gettext("One letter for all")),
        ],
        default="tung",
    )
    loai = RadioField(
        lazy_gettext("File"),
        choices=[
            SelectChoice("word", lazy_gettext("Word, to work on")),
            SelectChoice("pdf", lazy_gettext("PDF, to read")),
        ],
        default="word",
    )
    han = DateField(lazy_gettext("Report by"), [Optional()])
    ky = StringField(lazy_gettext("Signer's name"), [Length(max=100, message=TOO_LONG)])
    chuc = StringField(lazy_gettext("Signer's position"), [Length(max=100, message=TOO_LONG)])
    quyen = TextAreaField(
        lazy_gettext("Lines of authority above the position"), [Length(max=300, message=TOO_LONG)]
    )

    def validate_han(self, field: DateField) -> None:
        """Nobody can report by a day that is over."""
        if field.data and field.data < clock.today():
            raise ValidationError(lazy_gettext("This day has passed: choose one from today on."))


class TemplateForm(Form):
    """A Word file to be used in place of ours."""

    file = FileField(lazy_gettext("Word file (.docx)"), [DataRequired(lazy_gettext("Choose a file."))])
