"""Reading what a mailed link opens: one body's work and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.access.actors import LinkHolder
from tracker.assignments.models import Assignment, Report
from tracker.assignments.queries import in_sight_of
from tracker.db import db
from tracker.errors import NotFound
from tracker.links import rules
from tracker.links.models import MailedLink
from tracker.tasks.models import Task


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


def of_mailbox(body_id: int, mailbox: str, assignment_ids: Iterable[int]) -> dict[int, MailedLink]:
    """The links a mailbox of a body has had, by assignment."""
    rows = select(MailedLink).where(
        MailedLink.body_id == body_id,
        MailedLink.mailbox == mailbox,
        MailedLink.assignment_id.in_(list(assignment_ids)),
    )
    return {link.assignment_id: link for link in db.session.scalars(rows)}


def due_days(body_id: int, assignment_ids: Iterable[int]) -> dict[int, date | None]:
    """Due day by assignment, for those the body leads."""
    rows = db.session.execute(
        select(Assignment.id, Assignment.due_on).where(
            Assignment.body_id == body_id, Assignment.id.in_(list(assignment_ids))
        )
    )
    return {id: due_on for id, due_on in rows}
