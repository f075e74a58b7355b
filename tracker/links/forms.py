"""What is typed on the pages behind a mailed link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")
NEWS = [
    SelectChoice("", lazy_gettext("No news")),
    SelectChoice("done", lazy_gettext("Done")),
    SelectChoice("doing", lazy_gettext("In progress")),
]


class WithdrawForm(Form):
    """Which report is taken back."""

    report = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class RenewForm(Form):
    """The code of the link that no longer works."""

    code = HiddenField()


class ManyForm(Form):
    """Several works at once, a row of choices and a line each (`rows_form` adds the rows)."""

    reporter = StringField(lazy_gettext("Reported by"), [Length(max=120, message=TOO_LONG)])
    ids: tuple[int, ...] = ()

    def rows(self) -> list[tuple[int, Any, Any]]:
        """(id of the work, its choice, its line) in the order of the page."""
        return [(id, self[f"status_{id}"], self[f"note_{id}"]) for id in self.ids]

    @property
    def said(self) -> dict[int, tuple[str, str]]:
        """Work to (status, note), for the rows with news."""
        return {id: (choice.data, line.data or "") for id, choice, line in self.rows() if choice.data}

    def validate_reporter(self, field: StringField) -> None:
        """A report without a single piece of news is none."""
        if not self.said:
            raise ValidationError(lazy_gettext("Choose how at least one piece of work stands."))


def rows_form(ids: Iterable[int], **kwargs: Any) -> ManyForm:
    """The form for these works."""
    fields: dict[str, Any] = {"ids": tuple(ids)}
    for id in fields["ids"]:
        fields[f"status_{id}"] = RadioField(lazy_gettext("How it stands"), choices=NEWS, default="")
        fields[f"note_{id}"] = StringField(lazy_gettext("Result"), [Length(max=1000, message=TOO_LONG)])
    return cast(ManyForm, type("RowsForm", (ManyForm,), fields)(**kwargs))
