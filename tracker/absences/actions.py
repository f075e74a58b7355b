"""Saying that somebody is away and who stands in, and ending it early."""

from __future__ import annotations

from tracker import clock
from tracker.absences import queries, rules
from tracker.absences.models import Absence
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.outbox import post
from tracker.people.models import Person
from tracker.settings.queries import office_rules


@action
def set_absence(
    actor: Actor,
    absence: Absence,
    *,
    deputy: Person,
    person: Person,
    may_decide: bool = False,
) -> Absence:
    """Enter an absence (a row not yet kept, naming person, place and days) with its deputy, who is told by letter.

    Raises Refused for days that cannot be, for a deputy without the same kind of place, for a second deputy in one
    place, for a chain (somebody's deputy who is away too), and for a right to decide that the leader did not lend.
    """
    policy.require(actor, "absence.set", absence)
    if problem := rules.fault(absence.first_on, absence.last_on, clock.today()):
        raise Refused(problem)
    _require_place(absence, person, deputy)
    _require_no_chain(absence, deputy)
    if may_decide and not (person.role == "leader" and actor.id == person.id):
        raise Refused("absence_not_lent")
    absence.deputy_id, absence.may_decide = deputy.id, may_decide
    absence.made_at, absence.made_by = clock.now(), actor.label
    db.session.add(absence)
    db.session.flush()
    after = {
        "person_id": person.id, "deputy_id": deputy.id, "body_id": absence.body_id,
        "from": str(absence.first_on), "last_on": str(absence.last_on), "may_decide": may_decide,
    }  # fmt: skip
    trail.record(actor, "absence.set", absence, after=after)
    _tell(absence, person, deputy)
    return absence


@action
def end_absence(actor: Actor, absence: Absence) -> Absence:
    """The person is back, or the absence was not to be: what was lent goes back at once. Raises Conflict when over."""
    policy.require(actor, "absence.end", absence)
    if absence.ended_at is not None or absence.last_on < clock.today():
        raise Conflict("absence_over")
    absence.ended_at, absence.ended_by = clock.now(), actor.label
    before = {"last_on": str(absence.last_on)}
    trail.record(actor, "absence.end", absence, before=before, after={"last_on": str(clock.today())})
    return absence


def _require_place(absence: Absence, person: Person, deputy: Person) -> None:
    """Both hold the place on the first day: the office's side, or the same body."""
    body_id, day = absence.body_id, absence.first_on
    fits = person.id != deputy.id and rules.fits(person.role, deputy.role, body_id) and deputy.is_enabled
    both = (person.id, deputy.id)
    if not fits or (body_id is not None and not queries.all_work_for(both, body_id, day)):
        raise Refused("absence_place")


def _require_no_chain(absence: Absence, deputy: Person) -> None:
    for other in queries.overlapping([absence.person_id, deputy.id], absence.first_on, absence.last_on):
        if other.person_id == absence.person_id and other.body_id == absence.body_id:
            raise Refused("absence_twice")
        if other.person_id == deputy.id:
            raise Refused("absence_deputy_away", name=deputy.name)
        if other.deputy_id == absence.person_id:
            raise Refused("absence_is_deputy")


def _tell(absence: Absence, person: Person, deputy: Person) -> None:
    body = db.session.get(Body, absence.body_id) if absence.body_id is not None else None
    post.enqueue(
        f"absence:{absence.id}",
        kind="absence",
        to=deputy.email,
        to_name=deputy.name,
        template="absence",
        name=person.name,
        place=body.name if body else office_rules().authority_name,
        first_on=absence.first_on,
        last_on=absence.last_on,
        may_decide=absence.may_decide,
        made_by=absence.made_by,
    )
