"""Words for the codes of a task."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from tracker.audit.fields import explain
from tracker.web.filters import number

DEADLINE_KINDS: dict[str, LazyString] = {
    "fixed": lazy_gettext("By a day"),
    "recurring": lazy_gettext("Recurring"),
    "standing": lazy_gettext("Standing"),
    "yearly_plan": lazy_gettext("By the year's plan"),
    "event": lazy_gettext("When an event comes"),
    "none": lazy_gettext("No deadline"),
}
RECURRENCES: dict[str, LazyString] = {
    "weekly": lazy_gettext("every week"),
    "monthly": lazy_gettext("every month"),
    "quarterly": lazy_gettext("every quarter"),
    "semiannual": lazy_gettext("every half-year"),
    "annual": lazy_gettext("every year"),
    "ongoing": lazy_gettext("all the time"),
}
STATES: dict[str, LazyString] = {
    "proposed": lazy_gettext("Proposed"),
    "accepted": lazy_gettext("Accepted"),
    "dropped": lazy_gettext("Dropped"),
    "issued": lazy_gettext("Tasks assigned"),
}

PROBLEMS: dict[str, LazyString] = {
    "serves_own_document": lazy_gettext(
        "This would lead back to a task of the same directive: a task cannot serve its own document."
    ),
    "helper_unfit": lazy_gettext(
        "Choose a body that is there today and does not yet work on this task: it may lead it, or all of it is over."
    ),
    "helping_day_passed": lazy_gettext("This day has passed."),
    "helping_changed": lazy_gettext("Somebody else has changed this date meanwhile."),
    "has_task": lazy_gettext(
        "This body has the task already; what was cancelled is reopened on its own page."
    ),
    "not_given_out": lazy_gettext(
        "The document of this task is not in force, so the task is given to nobody."
    ),
    "no_event": lazy_gettext("This task waits for no event."),
    "event_day_passed": lazy_gettext("This day has passed: choose one from today on."),
    "upper_not_issued": lazy_gettext("Only a task that has been assigned can be served."),
}


def lower_said(lower: Any) -> str:
    """How far the lower level has got: "Lower level: 3 tasks, 40/93 assignments finished"; lateness is said apart."""
    return str(
        gettext(
            "Lower level: %(tasks)s, %(done)s/%(total)s assignments finished",
            tasks=ngettext("%(num)s task", "%(num)s tasks", lower.tasks),
            done=number(lower.figures.done),
            total=number(lower.figures.total),
        )
    )


def deadline_said(kind: str, due_on: date | None, recurrence: str) -> str:
    """The deadline of a task in a few words: "16/11/2026", "every month", "no deadline"."""
    day = f"{due_on:%d/%m/%Y}" if due_on else ""
    if kind == "recurring":
        said = gettext("recurring, %(period)s", period=RECURRENCES.get(recurrence, RECURRENCES["monthly"]))
    elif kind == "yearly_plan":
        said = gettext("by the year's plan, %(day)s", day=day or "31/12")
    elif kind == "event":
        said = gettext("when the event comes, %(day)s", day=day) if day else gettext("when the event comes")
    elif kind == "fixed":
        said = day or gettext("not set")
    else:
        said = gettext("standing") if kind == "standing" else gettext("no deadline")
    return str(said)


explain("task", deadline_kind=DEADLINE_KINDS, recurrence=RECURRENCES, state=STATES)
