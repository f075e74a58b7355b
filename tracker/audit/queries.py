"""Reading the log of who did what, and of what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select

from tracker import clock
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
    on_behalf_of: str | None = None
    via: str | None = None


_LINES = select(
    AuditLine.seq, AuditLine.at, AuditLine.actor_kind, AuditLine.actor_label, AuditLine.verb, AuditLine.thing,
    AuditLine.before, AuditLine.after, AuditLine.reason, AuditLine.on_behalf_of, AuditLine.via,
).order_by(AuditLine.seq.desc())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines; "" and None leave nothing out. Days are the office's, both included.

    `who` is part of a name as it was written at the time, the absent one's for a deputy's deed too.
    """

    thing: str = ""
    kind: str = ""
    who: str = ""
    verb: str = ""
    via: str = ""
    since: date | None = None
    until: date | None = None


EVERYTHING = Asked()


def lines(viewer: Viewer, asked: Asked = EVERYTHING, after: str = "") -> Page[Line]:
    """The log, newest first, a page at a time."""
    policy.require(viewer, "audit.read")
    return _page(_LINES.where(*_conditions(asked)), after)


def of_things(viewer: Viewer, which: ColumnElement[bool], after: str = "") -> Page[Line]:
    """Lines about things whose page the viewer may open: who asks has looked that up (`history`)."""
    return _page(_LINES.where(which), after)


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.thing:
        yield AuditLine.thing == asked.thing
    if asked.kind:
        yield AuditLine.thing.startswith(f"{asked.kind}:", autoescape=True)
    if asked.who:
        named = (AuditLine.actor_label, AuditLine.on_behalf_of)
        yield or_(*(name.icontains(asked.who, autoescape=True) for name in named))
    if asked.verb:
        yield AuditLine.verb == asked.verb
    if asked.via:
        yield AuditLine.via == asked.via
    if asked.since:
        yield AuditLine.at >= clock.midnight(asked.since)
    if asked.until:
        yield AuditLine.at < clock.end_of(asked.until)


def _page(rows: Select[Any], after: str) -> Page[Line]:
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
