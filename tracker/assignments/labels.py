"""How an assignment's state and time are said: words are looked up once per page, not once per row."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask_babel import LazyString, lazy_gettext

from tracker.assignments.rules import OWED, SCREEN, days_late
from tracker.audit.fields import explain
from tracker.web.catalogue import gettext, ngettext


class Mark(NamedTuple):
    """One tag: `kind` chooses glyph and colour, `label` is the word."""

    kind: str
    label: str


class Marks:
    """The tags of rows on one page. `row` has state, mode, due_on, reported_on."""

    def __init__(self, today: date, soon_on: date) -> None:
        self.today, self.soon_on = today, soon_on
        self._states = states()
        self._objected = Mark("diff", gettext("Objected"))
        self._said: dict[tuple[str, int], str] = {}

    def of(self, row: Any) -> list[Mark]:
        """Time first, then the state where it says more; at most two. An objection is a flag on its state."""
        kind = SCREEN[row.state]
        if row.state == "completed":
            return [self._finished(row)]
        if row.state == "objected":
            return [Mark("new", self._states["new"]), self._objected]
        time = self._time(row) if row.state in OWED else None
        said = kind in {"back", "wait", "new", "stop"} or time is None
        return [*([time] if time else []), *([Mark(kind, self._states[kind])] if said else [])]

    def is_late(self, row: Any) -> bool:
        """Whether the row carries the red edge: never for bodies that are only asked (decision 6)."""
        return row.state in OWED and row.mode == "giao" and days_late(row.due_on, self.today) > 0

    def _time(self, row: Any) -> Mark | None:
        if row.due_on is None:
            return None
        if late := days_late(row.due_on, self.today):
            if row.mode != "giao":
                return Mark("soon", gettext("Time to compile the results"))
            return Mark("late", self._days("late", late))
        left = (row.due_on - self.today).days
        if left == 0:
            return Mark("soon", gettext("Due today"))
        if row.due_on <= self.soon_on:
            return Mark("soon", self._days("left", left))
        return None

    def _finished(self, row: Any) -> Mark:
        late = days_late(row.due_on, row.reported_on or self.today)
        if late and row.mode == "giao":
            return Mark("donelate", self._days("done late", late))
        return Mark("done", self._states["done"])

    def _days(self, what: str, days: int) -> str:
        if (what, days) not in self._said:
            self._said[what, days] = days_said(what, days)
        return self._said[what, days]


def days_said(what: str, days: int) -> str:
    """So many days overdue ("late"), left ("left") or finished late ("done late")."""
    if what == "late":
        return str(ngettext("Overdue by %(num)s day", "Overdue by %(num)s days", days))
    if what == "left":
        return str(ngettext("%(num)s day left", "%(num)s days left", days))
    return str(ngettext("Completed %(num)s day late", "Completed %(num)s days late", days))


def states() -> dict[str, str]:
    """The six states of the screen (decision 4)."""
    return {
        "new": gettext("Not yet received"),
        "doing": gettext("In progress"),
        "wait": gettext("Awaiting confirmation"),
        "done": gettext("Completed"),
        "back": gettext("Returned"),
        "stop": gettext("Stopped"),
    }


def decided() -> dict[str, str]:
    """What a decision did, as a line of history begins."""
    return {
        "confirm": gettext("Completion confirmed"),
        "take_back": gettext("Confirmation taken back"),
        "return": gettext("Returned"),
        "object": gettext("The body objected"),
        "uphold": gettext("The work stays with the body"),
        "suspend": gettext("Suspended"),
        "resume": gettext("Resumed"),
        "cancel": gettext("Cancelled"),
        "uncancel": gettext("Cancellation taken back"),
        "exempt": gettext("Does not apply to this body"),
        "reopen": gettext("Reopened"),
    }


def offers() -> dict[str, tuple[str, str]]:
    """What may be decided on an assignment besides its result, with what it does."""
    return {
        "uphold": (
            gettext("The work stays with the body"),
            gettext("The objection is not accepted. The body is told why by letter; the due day stays."),
        ),
        "suspend": (
            gettext("Suspend"),
            gettext(
                "The clock stops: no reminders, never overdue. "
                "On resuming, the due day moves by the working days stopped."
            ),
        ),
        "resume": (
            gettext("Resume"),
            gettext(
                "The work stands where it stood; the due day moves by the working days it was suspended."
            ),
        ),
        "cancel": (
            gettext("Cancel the work"),
            gettext("Taken off the body and out of every total. The history stays."),
        ),
        "exempt": (
            gettext("Does not apply to this body"),
            gettext("The body leaves the task's count; other bodies keep the task."),
        ),
        "reopen": (
            gettext("Reopen"),
            gettext("Back to the body as open work. Figures of closed periods stay as they are."),
        ),
    }


def views() -> dict[str, str]:
    """The views of a body's own list."""
    return {
        "owed": gettext("All open"),
        "mine": gettext("Assigned to me"),
        "late": gettext("Overdue"),
        "soon": gettext("Due soon"),
        "returned": gettext("Returned"),
        "waiting": gettext("Awaiting confirmation"),
        "stopped": gettext("Stopped"),
        "done": gettext("Finished lately"),
        "helping": gettext("Work with others"),
    }


def source(document: str, section: str) -> str:
    """ "1847/UBND-KTN, mục 1, ý 2"; the section alone is left out where the text has none."""
    return ", ".join(part for part in (document, section) if part)


def letter_states() -> dict[str, str]:
    """What became of a letter; %(at)s is the moment."""
    return {
        "pending": gettext("Waiting to be sent"),
        "sending": gettext("Being sent"),
        "sent": gettext("Taken by the mail server at %(at)s"),
        "held": gettext("Held: the office decides"),
        "dead": gettext("Could not be delivered"),
        "cancelled": gettext("Not sent: no longer needed"),
        "expired": gettext("Not sent: its time had passed"),
    }


def letter_kinds() -> dict[str, str]:
    """What a letter was about."""
    return {
        "assigned": gettext("Assignment of work"),
        **dict.fromkeys(("accept", "due", "late", "review"), gettext("Automatic reminder")),
        "weekly": gettext("Letter of the week"),
        "head": gettext("To the head of the body"),
        "urge": gettext("Urged by the office"),
        "outcome": gettext("Outcome"),
    }


def state_said(code: str) -> str:
    """A state as it is stored, in the words of the screen."""
    return states()[SCREEN[code]]


def way_said(code: str) -> str:
    """By which door a report came in."""
    return {
        "web": gettext("signed in"),
        "link": gettext("through the link in the letter"),
        "office": gettext("written down by the office"),
    }.get(code, code)


CHANNELS: dict[str, LazyString] = {
    "phone": lazy_gettext("By telephone"),
    "paper": lazy_gettext("On paper"),
    "person": lazy_gettext("In person"),
}
"""How a body told the office what the office writes down for it."""


def deeds() -> dict[str, str]:
    """What the office may write down for a body besides a report."""
    return {
        "accept": gettext("It has received the work"),
        "withdraw": gettext("It takes its last report back"),
    }


explain("assignment", state=state_said, via=way_said, channel=CHANNELS)
