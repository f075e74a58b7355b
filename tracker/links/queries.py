"""Reading what a mailed link opens: one body's work and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from tracker import clock, codes
from tracker.access.actors import LinkHolder
from tracker.assignments.models import Assignment, Decision, Report
from tracker.assignments.queries import in_sight_of, latest_report
from tracker.assignments.rules import SAID_OF
from tracker.bodies.models import Body, BodyMailbox
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.links.models import MailedLink
from tracker.reviews.models import Period
from tracker.tasks.models import Task

A = Assignment
Place = tuple[int, str, int]
"""What a link belongs to: a body, one of its mailboxes, an assignment."""


def genuine(code: str, key: bytes) -> MailedLink | None:
    """The link a code belongs to, alive or not, with its body; None for a code that is nobody's."""
    wanted = codes.number_in(code)
    if wanted is None:
        return None
    whose = joinedload(MailedLink.body).joinedload(Body.mailboxes)
    rows = db.session.scalars(select(MailedLink).where(MailedLink.id == wanted).options(whose)).unique()
    found = rows.one_or_none()
    if found is None or not codes.is_genuine(code, key, found.id, found.secret_version):
        return None
    return found


def is_alive(link: MailedLink, now: datetime) -> bool:
    """Not expired, not revoked, and still a mailbox of its body that has links: a changed contact ends it at once."""
    return link.revoked_at is None and now < link.expires_at and is_of_body(link)


def is_of_body(link: MailedLink) -> bool:
    """Whether the link's mailbox is one of its body's, and not one that is only told."""
    others = {box.address for box in link.body.mailboxes if not box.is_copy}
    return link.mailbox.lower() in others | {link.body.email.lower()}


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


def standing_decision(holder: LinkHolder, work: Assignment) -> Decision | None:
    """Why the work stands where the office put it: returned, suspended, cancelled; None when nothing was decided."""
    said = SAID_OF.get(work.state, ())
    last = (
        db.session.scalar(
            select(Decision).where(Decision.assignment_id == work.id).order_by(Decision.id.desc()).limit(1)
        )
        if said
        else None
    )
    return last if last is not None and last.verb in said else None


def last_report_id(holder: LinkHolder, assignment_id: int) -> int | None:
    """The id of the latest report on the work, withdrawn or not."""
    return db.session.scalar(
        select(func.max(Report.id))
        .join(Report.assignment)
        .where(Assignment.body_id.in_(holder.body_ids), Assignment.id == assignment_id)
    )


def same_report(holder: LinkHolder, work: Assignment, *, status: str, note: str, reporter: str) -> int | None:
    """The id of the report that still stands on the work, where it says today just this in the same name."""
    last = latest_report(holder, work.id)
    if last is None or (last.via, last.day, last.round) != ("link", clock.today(), work.round):
        return None
    return last.id if (last.status, last.note, last.reporter_name) == (status, note, reporter) else None


def demands(holder: LinkHolder, ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """For each work: whether its directive asks for a file, and for somebody signed in; in the order of the ids."""
    found = {
        id: (file, sign_in)
        for id, file, sign_in in db.session.execute(
            select(Assignment.id, Directive.demands_file, Directive.demands_sign_in)
            .join(Directive, Directive.id == Assignment.directive_id)
            .where(Assignment.body_id.in_(holder.body_ids), Assignment.id.in_(ids))
        )
    }
    return {id: found[id] for id in ids if id in found}


def is_being_reviewed(period: str) -> bool:
    """Whether a review period is on record and not closed yet."""
    return db.session.scalar(select(Period.state).where(Period.name == period)) == "open"


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
    """Due day by place, for assignments the body leads and mailboxes of it that have links; the others are missing."""
    own = and_(BodyMailbox.body_id == Body.id, BodyMailbox.is_copy.is_(False))
    rows = db.session.execute(
        select(A.id, A.body_id, A.due_on, func.lower(Body.email), BodyMailbox.address)
        .join(Body, Body.id == A.body_id)
        .outerjoin(BodyMailbox, own)
        .where(A.id.in_({assignment_id for _, _, assignment_id in wanted}))
    )
    known: dict[Place, date | None] = {}
    for id, body_id, due_on, *mailboxes in rows:
        known |= {(body_id, mailbox, id): due_on for mailbox in mailboxes if mailbox}
    asked = {place: (place[0], place[1].lower(), place[2]) for place in sorted(wanted)}
    return {place: known[key] for place, key in asked.items() if key in known}
