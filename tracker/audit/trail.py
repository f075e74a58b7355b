"""Writing and verifying the audit chain."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.audit.models import AuditHead, AuditLine
from tracker.db import db, fetch, in_transaction, one_sight, written

request_id: ContextVar[str] = ContextVar("request_id", default="-")
way_in: ContextVar[str] = ContextVar("way_in", default="command")
"""By which way deeds come now: page, import, command, job; what a mailed link's holder does came by the link."""
_key = b""

FIELDS = (
    "seq",
    "at",
    "request_id",
    "actor_kind",
    "actor_id",
    "actor_label",
    "verb",
    "thing",
    "before",
    "after",
    "reason",
)
SINCE = ("via", "on_behalf_of")
"""Fields that older lines do not have; a line is sealed with those it has."""

Facts = dict[str, Any] | None
Entry = tuple[Any, Facts, Facts]
"""A thing (a row, or its name as text) with what it was and what it is now."""

_HEAD = select(AuditHead.seq, AuditHead.mac).where(AuditHead.id == 1).with_for_update()
_ADD = insert(AuditLine.__table__)  # type: ignore[arg-type]


def use_key(key: bytes) -> None:
    """Set the key of the chain; it lives in a file beside the database, never in it."""
    global _key
    _key = key


@contextmanager
def coming_by(way: str) -> Iterator[None]:
    """What is done meanwhile came by this way in."""
    before = way_in.set(way)
    try:
        yield
    finally:
        way_in.reset(before)


def name_of(thing: Any) -> str:
    """`assignment:42` for a row, the text itself for a text."""
    return thing if isinstance(thing, str) else f"{thing.__tablename__}:{thing.id}"


def record(
    actor: Actor,
    verb: str,
    thing: Any,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add one line to the chain in the caller's transaction. Facts must be JSON; no secrets, no letter bodies.

    The database itself moves the chain's head to the line.
    """
    [head] = fetch(_HEAD)
    line = _line(actor, verb, thing, head.seq + 1, clock.now(), before, after, reason)
    mac = seal(head.mac, line)
    written(_ADD, **line, prev=head.mac, mac=mac)
    db.session.info["audited"] = db.session.info.get("audited", 0) + 1


def record_each(actor: Actor, verb: str, entries: Sequence[Entry], *, reason: str | None = None) -> None:
    """Add one line for each of many things of one deed, in two statements however many; none, no line."""
    if not entries:
        return
    [head] = fetch(_HEAD)
    number, mac, now = head.seq, head.mac, clock.now()
    lines: list[dict[str, Any]] = []
    for thing, before, after in entries:
        number += 1
        line = _line(actor, verb, thing, number, now, before, after, reason)
        sealed = seal(mac, line)
        lines.append(line | {"prev": mac, "mac": sealed})
        mac = sealed
    db.session.execute(_ADD, lines)
    db.session.info["audited"] = db.session.info.get("audited", 0) + len(lines)


def _line(
    actor: Actor, verb: str, thing: Any, number: int, at: datetime, before: Facts, after: Facts, reason: str | None
) -> dict[str, Any]:  # fmt: skip
    return {
        "seq": number,
        "at": at,
        "request_id": request_id.get(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
        "verb": verb,
        "thing": name_of(thing),
        "before": before,
        "after": after,
        "reason": reason,
        "via": "link" if actor.kind == "link" else way_in.get(),
        "on_behalf_of": policy.on_behalf_of(actor, verb, thing),
    }


def wait_turn() -> None:
    """Hold the end of the chain until the transaction ends: nothing else is changed meanwhile."""
    fetch(_HEAD)


def seal(previous: bytes, line: dict[str, Any]) -> bytes:
    """The mark of a line: HMAC-SHA-256(key, previous mark + canonical JSON of its fields)."""
    plain = {name: line[name] for name in FIELDS} | {"at": line["at"].astimezone(UTC).isoformat()}
    plain |= {name: line[name] for name in SINCE if line[name] is not None}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(_key, previous + text.encode(), sha256)


def verify(session: Session | None = None) -> int | None:
    """Recompute the whole chain, of this database or of a session's. None when sound, else the first unsound line."""
    if session is None and not in_transaction():
        one_sight()  # a line written meanwhile is neither among the lines nor at the end of the chain
    session = session or db.session()
    previous, expected = b"", 1
    lines = session.scalars(select(AuditLine).order_by(AuditLine.seq).execution_options(yield_per=2000))
    with closing(lines):
        for line in lines:
            facts = {name: getattr(line, name) for name in (*FIELDS, *SINCE)}
            if line.seq != expected or line.prev != previous or line.mac != seal(previous, facts):
                return expected
            previous, expected = line.mac, expected + 1
    head = session.execute(select(AuditHead.seq, AuditHead.mac)).one()
    return None if (head.seq, head.mac) == (expected - 1, previous) else expected
