"""Choosing who follows a body or a directive."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from tracker.officials.models import Official
from tracker.officials.queries import people
from tracker.web.forms import FilterForm, VersionedForm

NOBODY = 0
DIRECTIVE = "v"
"""What marks a ticked directive (văn bản) among the ids of bodies."""


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


def offered() -> list[tuple[int, str]]:
    """Nobody, then the office's people."""
    return [(NOBODY, lazy_gettext("Nobody yet")), *((row.id, row.name) for row in people())]


def to_choose_from() -> list[SelectChoice]:
    """The same, below a choice nobody makes by a slip."""
    choose = SelectChoice("", lazy_gettext("Choose an official"))
    return [choose, *(SelectChoice(str(id), name) for id, name in offered())]


def _chosen(word: str | None) -> int | None:
    """Raises ValueError for what is no number: it must not pass for nobody."""
    return int(word) if word else None


class Choosing:
    """Who is to follow what was ticked; None while nobody was chosen, NOBODY for nobody."""

    person_id = SelectField(lazy_gettext("Official in charge"), coerce=_chosen, choices=to_choose_from)


class SeveralForm(Choosing, FilterForm):
    """The way from what was ticked to the page that shows what would change."""
