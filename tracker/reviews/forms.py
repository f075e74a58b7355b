"""What the office types in a review."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import DateField, FileField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from tracker.reviews.beside import name_of
from tracker.reviews.labels import SECTIONS
from tracker.reviews.rules import span
from tracker.web.forms import FilterForm, Form, VersionedForm

NEEDED = lazy_gettext("Fill this in.")
TOO_LONG = lazy_gettext("At most %(max)d characters.")


class RemarkForm(VersionedForm):
    """Words on one section; version 0 when nobody has written there yet."""

    section = HiddenField(render_kw={"id": False}, validators=[AnyOf(list(SECTIONS))])
    words = TextAreaField(lazy_gettext("Remark"), [DataRequired(NEEDED), Length(max=8_000, message=TOO_LONG)])


class ConclusionForm(VersionedForm):
    """One line of what was concluded; version 0 for a new one, no words to take one out."""

    words = TextAreaField(lazy_gettext("Conclusion"), [Length(max=2_000, message=TOO_LONG)])


class CloseForm(Form):
    """Who signs, and the password again (decision 13)."""

    signer_name = StringField(
        lazy_gettext("Signer's name"), [DataRequired(NEEDED), Length(max=100, message=TOO_LONG)]
    )
    signer_position = StringField(
        lazy_gettext("Signer's position"), [DataRequired(NEEDED), Length(max=100, message=TOO_LONG)]
    )
    authority_lines = TextAreaField(
        lazy_gettext("Lines of authority above the position"), [Length(max=300, message=TOO_LONG)]
    )
    note = TextAreaField(lazy_gettext("Note on what is still open"), [Length(max=2_000, message=TOO_LONG)])
    password = PasswordField(
        lazy_gettext("Your password again"), [DataRequired(NEEDED), Length(max=200, message=TOO_LONG)]
    )


class ReopenForm(Form):
    """Why a closed period is opened again."""

    reason = TextAreaField(
        lazy_gettext("Reason"), [DataRequired(NEEDED), Length(max=2_000, message=TOO_LONG)]
    )


class SignedCopyForm(Form):
    """The signed paper as a scan."""

    file = FileField(lazy_gettext("Signed paper"), [DataRequired(lazy_gettext("Choose a file."))])


class PeriodForm(FilterForm):
    """Which period to show: one by name, or any days."""

    ky = SelectField(lazy_gettext("Period"), validators=[Optional()], validate_choice=False)
    tu = DateField(lazy_gettext("From the day"), [Optional()])
    den = DateField(lazy_gettext("To the end of"), [Optional()])
    tinh = DateField(
        lazy_gettext("As at the end of"),
        [Optional()],
        description=lazy_gettext("Leave empty to judge as at the last of these days."),
    )

    @property
    def chosen(self) -> str | None:
        """The name of a period that exists."""
        first, last, cut = self.tu.data, self.den.data, self.tinh.data
        name = name_of(first, last, cut or last) if first and last else self.ky.data or ""
        return name if span(name) else None

    def say_what_is_wrong(self) -> None:
        """Put on its field what keeps the days typed from being a period."""
        first, last, cut = self.tu.data, self.den.data, self.tinh.data
        if first and last and last < first:
            self.refuse("den", lazy_gettext("This day is before the first one."))
        elif last and cut and cut < last:
            self.refuse("tinh", lazy_gettext("This day is before the last of these days."))
        elif not self.errors and (first or last or cut) and not (first and last):
            self.refuse(
                "den" if first else "tu", lazy_gettext("A span of days needs its first and its last day.")
            )
