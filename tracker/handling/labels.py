"""How what is arranged inside a body is said."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from tracker.assignments.labels import Mark
from tracker.assignments.rules import OWED
from tracker.handling.rules import day_that_counts, days_after_own
from tracker.web.catalogue import ngettext
from tracker.web.sentences import register

register(
    {
        "not_colleague": lazy_gettext(
            "%(person)s holds no place in the body today: choose somebody who does."
        ),
        "own_day_after_due": lazy_gettext("The body's own day lies on or before the due day."),
        "own_day_passed": lazy_gettext("This day has passed: choose today or a day to come."),
        "step_title": lazy_gettext("Say what the step is."),
        "steps_full": lazy_gettext("There are %(most)s steps already: that is the most there can be."),
        "step_changed": lazy_gettext("Somebody else has changed the steps meanwhile."),
    }
)

FIELD_OF = {"not_colleague": "person_id", "own_day_passed": "own_due_on"}
"""Which field of a form a refusal concerns, where it is not its day or its words."""


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
