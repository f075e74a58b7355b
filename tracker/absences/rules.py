"""Who may stand in for whom, and what of the absent one's rights a deputy has. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.access.actors import LENDABLE, Stand

LONGEST = 366  # days


def fault(first_on: date, last_on: date, today: date) -> str | None:
    """What is wrong with the days of an absence, as the code of a sentence; None for nothing."""
    if last_on < first_on:
        return "absence_ends_first"
    if first_on < today:
        return "absence_in_the_past"
    return "absence_too_long" if (last_on - first_on).days >= LONGEST else None


def fits(role: str, deputy_role: str, body_id: int | None) -> bool:
    """Whether a deputy's role holds the same kind of place. An administrator's or auditor's place is not lent."""
    if body_id is None:
        return role in LENDABLE and deputy_role in LENDABLE
    return role == deputy_role == "officer"


def stands(deputy_role: str, body_ids: frozenset[int], rows: Iterable[Any]) -> tuple[Stand, ...]:
    """What the absences in which somebody is the deputy come to as things are today.

    `rows` are of `queries.STANDS`. Each lends only the absent one's own place, never what that one stands in for;
    a place either of the two has left lends nothing. A leader's right to decide is lent when the leader said so.
    """
    found: dict[int, Stand] = {}
    for row in rows:
        if row.absence_id is None or row.absent_role is None:
            continue
        here = row.absent_body is None or (row.absent_body in body_ids and row.is_still_there)
        if here and fits(row.absent_role, deputy_role, row.absent_body):
            lends = row.absent_role == "office" or (row.absent_role == "leader" and row.absent_may_decide)
            found[row.absence_id] = Stand(
                row.absent_id, row.absent_name, row.absent_role, row.absent_body, row.absent_until, lends
            )
    return tuple(found.values())
