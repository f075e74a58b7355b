"""Reading what a mailed link opens: one body's work and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.access.actors import LinkHolder
from tracker.assignments.models import Assignment, Decision, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import NotFound
from tracker.links import rules
from tracker.links.models import MailedLink
from tracker.tasks.models import Task

Place = tuple[int, str, int]
"""What a link belongs to: a body, one of its mailboxes, an assignment."""


def genuine(code: str, key: bytes) -> MailedLink | None:
    """The link a code belongs to, alive or not, with its body; None for a code that is nobody's."""
    wanted = rules.link_id(code)
    if wanted is None:
        return None
    found = db.session.scalar(
        select(MailedLink).where(MailedLink.id == wanted).options(joinedload(MailedLink.body))
    )
    if found is None or not rules.is_genuine(code, key, found.id, found.secret_version):
        return None
    return found


def is_alive(link: MailedLink, now: datetime) -> bool:
    """Not expired, not revoked, and still the mailbox of its body: a changed contact ends it at once."""
    return (
        link.revoked_at is None and now < link.expires_at and link.mailbox.lower() == link.body.email.lower()
    )


def leader(link: MailedLink) -> Body:
    """The body that leads the link's assignment now."""
    found = select(Body).join(Assignment, Assignment.body_id == Body.id)
    return db.session.scalars(found.where(Assignment.id == link.assignment_id)).one()


def holder_of(link: MailedLink, name: str = "") -> LinkHolder:
    """Whoever holds the link, as an actor; `name` is who they say they are."""
    label = f"{name or link.mailbox} ({link.body.name}, qua liên kết trong thư)"
    return LinkHolder(label, frozenset({link.body_id}))


def work(holder: LinkHolder, assignment_id: int) -> Assignment:
    """One assignment the link's body leads, with what its page says of it. Raises NotFound."""
    found = db.session.scalar(
        select(Assignment)
        .where(Assignment.body_id.in_(holder.body_ids), Assignment.id == assignment_id)
        .options(joinedload(Assignment.body), joinedload(Assignment.task).joinedload(Task.directive))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("assignment")
    return found


def works(holder: LinkHolder, ids: Iterable[int]) -> list[Assignment]:
    """The rows of several assignments the body leads, in the order of their ids."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.body_id.in_(holder.body_ids), Assignment.id.in_(list(ids)))
            .order_by(Assignment.id)
        )
    )


def report(holder: LinkHolder, report_id: int) -> Report:
    """A report on work in the link's sight. Raises NotFound."""
    found = db.session.scalar(
        select(Report).join(Report.assignment).where(in_sight_of(holder), Report.id == report_id)
    )
    if found is None:
        raise NotFound("report")
    return found


def last_reporter(holder: LinkHolder) -> str:
    """Who last reported for the body through a letter's link, so that the name need not be typed again."""
    found = db.session.scalar(
        select(Report.reporter_name)
        .join(Report.assignment)
        .where(Assignment.body_id.in_(holder.body_ids), Report.via == "link")
        .order_by(Report.id.desc())
        .limit(1)
    )
    return found or ""


def last_return(holder: LinkHolder, work: Assignment) -> Decision | None:
    """Why the office sent the work back, while it is back."""
    if work.state != "returned":
        return None
    return db.session.scalar(
        select(Decision)
        .where(Decision.assignment_id == work.id, Decision.verb == "return")
        .order_by(Decision.id.desc())
        .limit(1)
    )


def of_mailboxes(wanted: Collection[Place]) -> dict[Place, MailedLink]:
    """The links that mailboxes have had, by place; those never made are missing."""
    rows = db.session.scalars(
        select(MailedLink).where(
            MailedLink.assignment_id.in_({assignment_id for _, _, assignment_id in wanted})
        )
    )
    found = {(link.body_id, link.mailbox, link.assignment_id): link for link in rows}
    return {place: found[place] for place in wanted if place in found}


def due_days(wanted: Collection[Place]) -> dict[Place, date | None]:
    """Due day by place, for assignments the body leads; the others are missing."""
    rows = db.session.execute(
        select(Assignment.id, Assignment.body_id, Assignment.due_on).where(
            Assignment.id.in_({assignment_id for _, _, assignment_id in wanted})
        )
    )
    known = {(body_id, id): due_on for id, body_id, due_on in rows}
    return {place: known[place[0], place[2]] for place in sorted(wanted) if (place[0], place[2]) in known}
