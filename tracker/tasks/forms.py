"""Choosing the upper task one serves."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import StringField

from tracker.web.forms import FilterForm, VersionedForm


class FindTaskForm(FilterForm):
    """Words of a task, or the number or subject of its directive."""

    tim = StringField(lazy_gettext("Task, number or subject"))


class ServeForm(VersionedForm):
    """The upper task: the button pressed carries its id, "" for none."""

    upper = StringField()

    @property
    def upper_id(self) -> int | None:
        """The task chosen; None for none, 0 (which no task has) for what is no number."""
        word = self.upper.data or ""
        if not word:
            return None
        return int(word) if word.isdecimal() and len(word) < 19 else 0
