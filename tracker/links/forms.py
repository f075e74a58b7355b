"""What is typed on the pages behind a mailed link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from tracker.web.forms import Form

TOO_LONG = lazy_gettext("At most %(max)d characters.")
NOTHING = lazy_gettext("Choose how at least one piece of work stands.")
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

    reporter = StringField(
        lazy_gettext("Reported by"),
        [InputRequired(lazy_gettext("Write who reports.")), Length(max=120, message=TOO_LONG)],
    )
    ids: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()

    def rows(self) -> list[tuple[int, Any, Any]]:
        """(id of the work, its choice, its line) in the order of the page; works kept apart have neither."""
        return [(id, self[f"status_{id}"], self[f"note_{id}"]) for id in self.ids]

    @property
    def said(self) -> dict[int, tuple[str, str]]:
        """Work to (status, note), for the rows with news."""
        return {id: (choice.data, line.data or "") for id, choice, line in self.rows() if choice.data}

    def lost(self, sent: Mapping[str, str]) -> int:
        """How many rows with news were sent whose work takes no report any more."""
        mine = {f"status_{id}" for id in self.ids}
        return sum(
            1 for name, value in sent.items() if name.startswith("status_") and value and name not in mine
        )

    def has_news(self, lost: int = 0) -> bool:
        """Valid, and something is reported; said at the first row where nothing is. `lost` rows were news too."""
        valid = self.ok
        if self.ids and not self.said and not lost:
            self.refuse(f"status_{self.ids[0]}", NOTHING)
        return valid and not self.errors


def rows_form(works: Mapping[int, tuple[bool, bool]], **kwargs: Any) -> ManyForm:
    """The form for these works: each with whether a file and somebody signed in are asked for (`queries.demands`).

    Where a file is asked for, finished work is reported on its own page; the other has no row at all.
    """
    own = tuple(id for id, (_, sign_in) in works.items() if not sign_in)
    fields: dict[str, Any] = {"ids": own, "apart": tuple(id for id in works if id not in own)}
    for id in own:
        news = [choice for choice in NEWS if choice.value != "done" or not works[id][0]]
        fields[f"status_{id}"] = RadioField(lazy_gettext("How it stands"), choices=news, default="")
        fields[f"note_{id}"] = StringField(lazy_gettext("Result"), [Length(max=1000, message=TOO_LONG)])
    return cast(ManyForm, type("RowsForm", (ManyForm,), fields)(**kwargs))
