"""Reading the outbox: letters by state, those whose outcome nobody knows, one letter with its attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.access.actors import Actor
from tracker.db import db
from tracker.errors import NotFound
from tracker.outbox import rules
from tracker.outbox.models import STATES, Attempt, Breaker, Letter
from tracker.paging import PAGE, Page, decode_key, page_of

READERS = frozenset({"office", "admin"})
STUCK = ("dead", "held")
UNKNOWNS = "unknown"
BOUNCED = "bounced"
VIEWS = ("waiting", "stuck", BOUNCED, UNKNOWNS, "sent", "all")


CAME_BACK = and_(Letter.state == "dead", Letter.last_class.in_(("permanent", "bounced")))
"""Refused for good by a mail server, or come back after it was taken; until the office has dealt with it."""


def require_reader(viewer: Actor) -> None:
    """Letters are for the office and the administrator. Raises NotFound for everyone else."""
    if viewer.role not in READERS:
        raise NotFound("letter")


def condition(view: str) -> ColumnElement[bool] | None:
    """Which letters a view shows; None for all."""
    conditions: dict[str, ColumnElement[bool]] = {
        "waiting": Letter.state.in_(("pending", "sending")),
        "stuck": Letter.state.in_(STUCK),
        BOUNCED: CAME_BACK,
        UNKNOWNS: Letter.unknowns > 0,
        "sent": Letter.state == "sent",
    }
    return conditions.get(view)


def letters(viewer: Actor, view: str, after: str | None = None, *, named: str = "") -> Page[Any]:
    """One page of letters, the latest first, as tuples with all a row shows; `named` by mailbox or Message-ID."""
    require_reader(viewer)
    rows = (
        select(
            Letter.id,
            Letter.kind,
            Letter.to_name,
            Letter.to_addr,
            Letter.subject,
            Letter.state,
            Letter.due_at,
            Letter.sent_at,
            Letter.attempts,
            Letter.unknowns,
            Letter.last_class,
            Letter.last_reply,
        )
        .order_by(Letter.id.desc())
        .limit(PAGE + 1)
    )
    if (wanted := condition(view)) is not None:
        rows = rows.where(wanted)
    if named:
        ids, mailboxes = rules.named_in(named)
        either = {spelling for each in mailboxes for spelling in (each, each.lower())}
        rows = rows.where(or_(Letter.message_id.in_(ids), Letter.to_addr.in_(either)))
    if (key := decode_key(after, int)) is not None:
        rows = rows.where(Letter.id < key[0])
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.id,))


def figures(viewer: Actor) -> dict[str, int]:
    """How many letters each view has."""
    require_reader(viewer)
    by_state = {
        state: n for state, n in db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    }
    unknown = db.session.scalar(select(func.count()).where(Letter.unknowns > 0)) or 0
    return {
        "waiting": by_state.get("pending", 0) + by_state.get("sending", 0),
        "stuck": sum(by_state.get(state, 0) for state in STUCK),
        BOUNCED: db.session.scalar(select(func.count()).where(CAME_BACK)) or 0,
        UNKNOWNS: unknown,
        "sent": by_state.get("sent", 0),
        "all": sum(by_state.get(state, 0) for state in STATES),
    }


def came_back(mailbox: str, besides: int) -> int:
    """How many other letters to a mailbox were refused or came back and wait for the office."""
    found = select(func.count()).where(CAME_BACK, Letter.to_addr == mailbox, Letter.id != besides)
    return db.session.scalar(found) or 0


def came_back_from(viewer: Actor, mailboxes: Collection[str]) -> dict[str, int]:
    """Lower-case mailbox to how many letters were refused there or came back and wait for the office."""
    require_reader(viewer)
    address = func.lower(Letter.to_addr)
    found = select(address, func.count()).where(CAME_BACK, address.in_([each.lower() for each in mailboxes]))
    return {mailbox: number for mailbox, number in db.session.execute(found.group_by(address))}


def letter(viewer: Actor, letter_id: int) -> Letter:
    """One letter. Raises NotFound for whoever may not read letters."""
    require_reader(viewer)
    found = db.session.get(Letter, letter_id, populate_existing=True)
    if found is None:
        raise NotFound("letter")
    return found


def returned(viewer: Actor, message_ids: Sequence[str], mailboxes: Sequence[str]) -> Letter | None:
    """The letter a bounce mail is about: by its Message-ID, else the last one that left for the mailbox it names.

    None where it names several mailboxes that letters went to: one of them is only whom to ask.
    """
    require_reader(viewer)
    found = select(Letter).order_by(Letter.id.desc()).limit(1)
    if message_ids:
        return db.session.scalars(found.where(Letter.message_id.in_(message_ids))).first()
    either = {spelling for each in mailboxes for spelling in (each, each.lower())}
    left = [Letter.state == "sent", Letter.to_addr.in_(either)]
    written = {each.lower() for each in db.session.scalars(select(Letter.to_addr).where(*left).distinct())}
    return db.session.scalars(found.where(*left)).first() if len(written) == 1 else None


def attempts(viewer: Actor, letter_ids: Sequence[int]) -> dict[int, list[Attempt]]:
    """Every try at sending each of these letters, first to last."""
    require_reader(viewer)
    found: dict[int, list[Attempt]] = {letter_id: [] for letter_id in letter_ids}
    for attempt in db.session.scalars(
        select(Attempt).where(Attempt.outbox_id.in_(letter_ids)).order_by(Attempt.outbox_id, Attempt.n)
    ):
        found[attempt.outbox_id].append(attempt)
    return found


def breaker() -> Breaker | None:
    """The mail server's state of health; None when nothing ever failed."""
    return db.session.get(Breaker, "smtp")
