"""Writing down a bulk act: the batch and what became of each row, in two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from tracker import clock
from tracker.access.actors import Actor
from tracker.bulk import queries, rules
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.bulk.planning import Plan, plan
from tracker.db import db
from tracker.errors import Refused


def sorted_out(actor: Actor, verb: str, seen: Mapping[int, int | None], **facts: Any) -> Plan:
    """The plan of an act with its rows held until the end: who presses at the same moment waits, and then sees it.

    Raises Refused: too_many_selected (or the word of `rules.TOO_MANY`), bulk_nothing.
    """
    directives = facts.get("directives", {})
    if len(seen) + len(directives) > (most := rules.MOST_AT_ONCE[verb]):
        raise Refused(rules.TOO_MANY.get(verb, "too_many_selected"), most=most)
    (queries.bodies if verb in rules.OF_BODIES else queries.versions)(seen)
    if directives:
        queries.hold_directives(directives)
    found = plan(actor, verb, seen, facts)
    if not found.rows:
        raise Refused("bulk_nothing")
    return found


def keep(
    actor: Actor, verb: str, said: dict[str, Any], done: Sequence[dict[str, Any]], left: Sequence[dict[str, Any]]
) -> BulkBatch:  # fmt: skip
    """The batch of an act; `done` and `left` are rows as `row_of` makes them."""
    made = BulkBatch(
        verb=verb,
        made_by=actor.label,
        made_at=clock.now(),
        facts={name: value for name, value in said.items() if value},
        done=len(done),
        left_out=len(left),
    )
    db.session.add(made)
    db.session.flush()
    rows = [{"batch_id": made.id, **row} for row in (*done, *left)]
    db.session.execute(insert(BulkRow), rows)
    return made


def row_of(
    body_id: int | None, assignment_id: int | None, *, directive_id: int | None = None,
    version: int = 0, reason: str = "", **facts: Any,
) -> dict[str, Any]:  # fmt: skip
    """What became of one thing; `version` is how it stands now."""
    known = {"body_id": body_id, "assignment_id": assignment_id, "directive_id": directive_id}
    return known | {"version": version, "reason": reason, "facts": facts, "undone": ""}


def left_rows(found: Plan) -> list[dict[str, Any]]:
    """Those left out, with the reason of each."""
    each = [(reason, row) for reason, rows in found.left_out.items() for row in rows]
    if found.verb in rules.OF_BODIES:
        return [
            row_of(row.body_id, None, directive_id=row.directive_id, reason=reason) for reason, row in each
        ]
    return [row_of(row.body_id, row.id, reason=reason) for reason, row in each]
