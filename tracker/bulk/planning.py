"""Which chosen assignments (or bodies) a bulk act changes, and why others are left out: asked by preview and act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.access.actors import Actor
from tracker.bulk import queries, rules
from tracker.extensions.rules import may_grant
from tracker.officials import queries as officials
from tracker.submissions import queries as submissions
from tracker.workdays.queries import exceptions

FAR = timedelta(days=60)


@dataclass
class Plan:
    """What an act would do: the rows it changes, those left out by reason, and for more time each one's new day."""

    verb: str
    rows: list[Any]
    left_out: dict[str, list[Any]]
    days: dict[int, date] = field(default_factory=dict)

    @property
    def bodies(self) -> int:
        """How many bodies the work is of."""
        return len({row.body_id for row in self.rows})

    @property
    def everything(self) -> list[Any]:
        """Every chosen row in sight, left out or not."""
        return self.rows + [row for rows in self.left_out.values() for row in rows]

    def leave_out(self, row: Any, reason: str) -> None:
        """Put a row among those left out."""
        self.rows.remove(row)
        self.left_out.setdefault(reason, []).append(row)


def plan(viewer: Actor, verb: str, seen: Mapping[int, int | None], facts: Mapping[str, Any]) -> Plan:
    """Sort chosen assignments, with the version each was shown in (None: not shown yet), by what was typed so far.

    A telephone call took place whatever has changed meanwhile; all else is done only to what was shown. Mailboxes and
    officials are of bodies, not of assignments.
    """
    if verb == "official":
        return _officials(viewer, seen, facts)
    if verb == "mailbox":
        return _mailboxes(viewer, seen)
    rows = queries.chosen(viewer, seen)
    days = _days(rows, facts) if verb == "extend" else {}
    waiting = submissions.before(facts["leader_id"], list(seen)) if facts.get("leader_id") else set()

    def reason(row: Any) -> str | None:
        if verb != "call" and (changed := _changed(seen, row)):
            return changed
        if (bar := rules.bar(verb, row)) is not None:
            return bar
        if row.id in days and not may_grant(state=row.state, due_on=row.due_on, new_due_on=days[row.id]):
            return "not_later"
        if row.id in waiting:
            return "waits_already"
        return "has_task" if row.body_id == facts.get("body_id") else None

    return Plan(verb, *rules.by_reason(rows, reason), days=days)


def _officials(viewer: Actor, seen: Mapping[int, int | None], facts: Mapping[str, Any]) -> Plan:
    """The same for bodies, and for the `directives` among the facts, by who follows them; `person_id` 0 for nobody."""
    wanted, directives = facts.get("person_id"), facts.get("directives", {})

    def reason(row: Any) -> str | None:
        changed = _changed(directives if row.directive_id else seen, row)
        return changed or ("so_already" if wanted == (row.person_id or 0) else None)

    rows = [*officials.of_bodies(viewer, seen), *officials.of_directives(viewer, directives)]
    return Plan("official", *rules.by_reason(rows, reason))


def _mailboxes(viewer: Actor, seen: Mapping[int, int | None]) -> Plan:
    """The same for bodies whose mailboxes are typed beside them."""
    rows = queries.mailboxes(viewer, seen)
    return Plan("mailbox", *rules.by_reason(rows, lambda row: _changed(seen, row)))


def _changed(seen: Mapping[int, int | None], row: Any) -> str | None:
    return "changed" if seen[row.id] not in (None, row.version) else None


def _days(rows: Any, facts: Mapping[str, Any]) -> dict[int, date]:
    """The day each dated row would get; none while nothing was typed."""
    day, number = facts.get("new_due_on"), facts.get("working_days")
    dated = [row for row in rows if row.due_on is not None]
    if not dated or (day is None and number is None):
        return {}
    today = clock.today()
    last = max(day or today, max(row.due_on for row in dated)) + timedelta(days=2 * (number or 0)) + FAR
    calendar = exceptions(min(today, day or today), last)
    return {
        row.id: rules.later_day(row.due_on, today, calendar, new_due_on=day, working_days=number)
        for row in dated
    }
