"""Several bodies and directives put in the charge of one official at once, and of those before again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.bodies.models import Body
from tracker.bulk.actions.keeping import keep, left_rows, row_of, sorted_out
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db
from tracker.directives.models import Directive
from tracker.officials.actions import set_official
from tracker.people.models import Person

Seen = Mapping[int, int | None]
"""Id to the version its official was shown in."""


@action
def put_in_charge(
    actor: Actor, *, seen: Seen, directives: Seen | None = None, person_id: int | None
) -> BulkBatch:
    """Say who follows bodies and directives from now on (None: nobody), each by its id in the version it was shown in.

    Raises what `sorted_out` and `set_official` raise.
    """
    policy.require(actor, "official.set")
    found = sorted_out(actor, "official", seen, directives=directives or {}, person_id=person_id or 0)
    person = db.session.get(Person, person_id) if person_id else None
    name, done = person.name if person else "", []
    for row in sorted(found.rows, key=in_order):
        version = _put(actor, row, person_id)
        facts = {"old": row.official or "", "new": name, "was": row.person_id}
        done.append(row_of(row.body_id, None, directive_id=row.directive_id, version=version, **facts))
    return keep(actor, "official", {"official": name}, done, left_rows(found))


def put_back(actor: Actor, row: BulkRow) -> None:
    """Who followed the body or directive before follows it again. Raises what `set_official` raises."""
    _put(actor, row, row.facts["was"])


def in_order(row: Any) -> tuple[int, int]:
    """Bodies, then directives, the lowest id first: whoever holds a later one waits for none before it."""
    return row.directive_id or 0, row.body_id or 0


def _put(actor: Actor, row: Any, person_id: int | None) -> int:
    thing: Body | Directive = (
        db.session.get_one(Directive, row.directive_id)
        if row.directive_id
        else db.session.get_one(Body, row.body_id)
    )
    kept = set_official(actor, thing, person_id=person_id, version=row.version)
    db.session.flush()
    return kept.version
