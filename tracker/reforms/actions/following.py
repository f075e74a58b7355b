"""Who of the office follows the bodies that come of a change: whoever followed those before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, select, update

from tracker.access.actors import Actor
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.officials.models import Official
from tracker.people.models import Person


def follow_on(actor: Actor, old: Sequence[int], heirs: Sequence[int]) -> None:
    """Successors that nobody follows yet are followed by who followed the bodies before them, the most of them first.

    A successor's own official stays, and the rows of the old bodies too: what was done there was followed by them.
    Whoever may no longer sign in follows nothing new.
    """
    person_id = _chosen(old)
    rows = select(Official.body_id, Official.person_id).where(Official.body_id.in_(heirs))
    known = {body: person for body, person in db.session.execute(rows)}
    nobodys = [heir for heir in heirs if known.get(heir) is None]
    if person_id is None or not nobodys:
        return
    again = [heir for heir in nobodys if heir in known]
    anew = [heir for heir in nobodys if heir not in known]
    if again:
        kept = update(Official).where(Official.body_id.in_(again))
        kept = kept.values(person_id=person_id, version=Official.version + 1)
        db.session.execute(kept.execution_options(**PLAIN))
    if anew:
        db.session.execute(
            insert(Official), [{"body_id": heir, "person_id": person_id, "version": 1} for heir in anew]
        )
    told = [(f"body:{heir}", {"official_id": None}, {"official_id": person_id}) for heir in nobodys]
    trail.record_each(actor, "official.set", told)


def _chosen(old: Sequence[int]) -> int | None:
    """Who followed the most of the old bodies; of equals whoever followed the one named first."""
    rows = db.session.execute(
        select(Official.body_id, Official.person_id)
        .join(Person, Person.id == Official.person_id)
        .where(Official.body_id.in_(old), Person.role == "office", Person.is_enabled.is_(True))
    )
    followed = {body: person for body, person in rows}
    counted = Counter(followed[body] for body in old if body in followed)
    return counted.most_common(1)[0][0] if counted else None
