"""Reading the log of who did what, and of what was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.audit.models import AuditLine, SecurityEvent
from tracker.db import db
from tracker.paging import Page, decode_key, page_of
from tracker.people.models import Person
from tracker.vietnamese import fold


class Line(NamedTuple):
    """One deed as the page shows it."""

    seq: int
    at: datetime
    actor_kind: str
    actor_label: str
    verb: str
    thing: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


def lines(
    viewer: Viewer, *, thing: str = "", kind: str = "", who: str = "", verb: str = "", after: str = ""
) -> Page[Line]:
    """The log, newest first, a page at a time: of one `thing`, or of all of a `kind`.

    `who` is part of a name as it was written at the time.
    """
    policy.require(viewer, "audit.read")
    rows = select(
        AuditLine.seq, AuditLine.at, AuditLine.actor_kind, AuditLine.actor_label, AuditLine.verb, AuditLine.thing,
        AuditLine.before, AuditLine.after, AuditLine.reason,
    ).order_by(AuditLine.seq.desc())  # fmt: skip
    if thing:
        rows = rows.where(AuditLine.thing == thing)
    if kind:
        rows = rows.where(AuditLine.thing.startswith(f"{kind}:", autoescape=True))
    if who:
        rows = rows.where(AuditLine.actor_label.icontains(who, autoescape=True))
    if verb:
        rows = rows.where(AuditLine.verb == verb)
    if key := decode_key(after, int):
        rows = rows.where(AuditLine.seq < key[0])
    found = db.session.execute(rows.limit(51)).all()
    return page_of([Line(*row) for row in found], key=lambda row: (row.seq,))


class Event(NamedTuple):
    """Something refused or failed, as the page shows it."""

    id: int
    at: datetime
    kind: str
    person_id: int | None
    person: str | None
    ip: str | None
    facts: dict[str, Any] | None


def security_events(
    viewer: Viewer, *, kind: str = "", who: str = "", person: int | None = None, after: str = ""
) -> Page[Event]:
    """What was refused or failed, newest first, a page at a time. `who` is part of a name or begins an IP address."""
    policy.require(viewer, "audit.read")
    rows = (
        select(
            SecurityEvent.id, SecurityEvent.at, SecurityEvent.kind, SecurityEvent.person_id, Person.name,
            SecurityEvent.ip, SecurityEvent.facts,
        )
        .outerjoin(Person, Person.id == SecurityEvent.person_id)
        .order_by(SecurityEvent.id.desc())
    )  # fmt: skip
    if kind:
        rows = rows.where(SecurityEvent.kind == kind)
    if person is not None:
        rows = rows.where(SecurityEvent.person_id == person)
    if who:
        named = Person.folded.contains(fold(who), autoescape=True)
        rows = rows.where(or_(named, SecurityEvent.ip.startswith(who, autoescape=True)))
    if key := decode_key(after, int):
        rows = rows.where(SecurityEvent.id < key[0])
    found = db.session.execute(rows.limit(51)).all()
    return page_of([Event(*row) for row in found], key=lambda row: (row.id,))
