"""How what a body has arranged inside itself is said, on its list and on the page of the work."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.assignments.labels import Mark
from tracker.assignments.rules import OWED
from tracker.handling.rules import day_that_counts, days_after_own
from tracker.web.catalogue import gettext, ngettext
from tracker.web.filters import day_short


class InsideMarks:
    """The days and tags of what a body has arranged for one assignment."""

    def __init__(self, assignment: Any, today: date) -> None:
        self._due_on, self._state, self._today = assignment.due_on, assignment.state, today

    def day(self, own_due_on: date | None) -> date | None:
        """A day of the body's own as it counts: never after the due day."""
        return day_that_counts(own_due_on, self._due_on)

    def own(self, own_due_on: date | None) -> Mark | None:
        """The tag of work past the body's own day; None in time, or when nothing is owed."""
        return own_mark(own_due_on, self._due_on, self._state, self._today)

    def step(self, step: Any) -> Mark | None:
        """The same of a step that is not done."""
        return None if step.done_at else self.own(step.due_on)


def own_mark(own_due_on: date | None, due_on: date | None, state: str, today: date) -> Mark | None:
    """The tag of work past a day the body set itself, while it owes a report; None otherwise. Never "overdue"."""
    late = days_after_own(own_due_on, due_on, today) if state in OWED else 0
    return Mark("soon", days_said(late)) if late else None


def days_said(days: int) -> str:
    """So many days past a day the body set itself."""
    return str(ngettext("%(num)s day past its own day", "%(num)s days past its own day", days))


def arranged(row: Any) -> str:
    """What the body has arranged for a row: " · Nông Thị Chi, own day 12/3 · my step: …"; "" for nothing."""
    day = day_that_counts(row.own_due_on, row.due_on)
    own = gettext("own day %(day)s", day=day_short(day)) if day else ""
    said = ", ".join(part for part in (row.handler, own) if part)
    mine = gettext("my step: %(title)s", title=row.my_step) if row.my_step else ""
    return "".join(f" · {part}" for part in (said, mine) if part)
