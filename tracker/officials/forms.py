"""Choosing who follows a body or a directive."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.officials.models import Official
from tracker.officials.queries import people
from tracker.web.forms import Form, VersionedForm

NOBODY = 0


class OfficialForm(VersionedForm):
    """One body's or directive's official."""

    person_id = SelectField(lazy_gettext("Official in charge"), coerce=int)

    def offer(self) -> None:
        """Fill in who may be chosen."""
        self.person_id.choices = offered()

    @classmethod
    def of(cls, kept: Official | None) -> OfficialForm:
        """The form as it stands: what was sent, else what is kept. A row never said has version 0."""
        form = cls(
            person_id=kept.person_id or NOBODY if kept else NOBODY, version=kept.version if kept else 0
        )
        form.offer()
        return form


class SeveralForm(Form):
    """The official of the bodies ticked."""

    id = SelectMultipleField(
        coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    person_id = SelectField(lazy_gettext("Official in charge"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = offered()


def offered() -> list[tuple[int, str]]:
    """Nobody, then the office's people."""
    return [(NOBODY, lazy_gettext("Nobody yet")), *((row.id, row.name) for row in people())]
