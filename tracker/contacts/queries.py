"""Reading changes of mailboxes: a body's own last one, the one behind a letter's code, all of them for the office."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.access.actors import Actor, LinkHolder
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyMailbox
from tracker.contacts import rules
from tracker.contacts.models import MailboxChange
from tracker.db import db
from tracker.errors import NotFound
from tracker.links.models import MailedLink
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task

READERS = frozenset({"office", "admin"})


def behind(code: str, key: bytes, purpose: str) -> MailboxChange:
    """The change whose letter holds this code, with its body. Raises NotFound for a code that is nobody's."""
    id = rules.change_id(code, key, purpose)
    found = db.session.scalar(
        select(MailboxChange)
        .where(MailboxChange.id == (id or 0))
        .options(joinedload(MailboxChange.body))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("mailbox_change")
    return found


def body_of(link: MailedLink) -> Body:
    """The link's body as it stands, also after a wish was refused and what was read before is forgotten."""
    return db.session.get_one(Body, link.body_id)


def mailboxes(body: Body) -> dict[str, str]:
    """Lower-case address to its place (`main`, `own`, `copy`), the main one first, then in the order they came."""
    rows = select(BodyMailbox.address, BodyMailbox.is_copy).where(BodyMailbox.body_id == body.id)
    found = db.session.execute(rows.order_by(BodyMailbox.id)).all()
    further = {address: "copy" if is_copy else "own" for address, is_copy in found}
    return ({body.email.lower(): "main"} if body.email else {}) | further


def last_of(holder: LinkHolder) -> MailboxChange | None:
    """The latest change the body has asked for."""
    return db.session.scalar(
        select(MailboxChange)
        .where(MailboxChange.body_id.in_(holder.body_ids))
        .order_by(MailboxChange.id.desc())
        .limit(1)
    )


def is_disputed(body_id: int) -> bool:
    """Whether the old mailbox has objected lately: the office speaks first."""
    since = clock.now() - rules.QUIET_AFTER_OBJECTION
    found = select(MailboxChange.id).where(
        MailboxChange.body_id == body_id, MailboxChange.objected_at > since
    )
    return db.session.scalar(found.limit(1)) is not None


def may_confirm(change: MailboxChange) -> bool:
    """Whether the new mailbox may say yes now; of a body that is no more nobody may."""
    return change.body.is_valid_on(clock.today()) and rules.may_confirm(
        change.state,
        change.asked_at,
        clock.now(),
        is_unchanged=rules.is_unchanged(change, mailboxes(change.body)),
    )


def after_objection(change: MailboxChange) -> str | None:
    """Where the old mailbox's objection would lead now; None when it comes too late."""
    return rules.after_objection(
        change.state,
        change.asked_at,
        change.confirmed_at,
        clock.now(),
        is_in_force=rules.is_in_force(change, mailboxes(change.body)),
    )


def rows(viewer: Actor, after: str | None = None) -> Page[Any]:
    """One page of changes, the latest first, as tuples. Raises NotFound for whoever does not look after mailboxes."""
    if viewer.role not in READERS:
        raise NotFound("mailbox_change")
    found = (
        select(
            MailboxChange.id,
            MailboxChange.body_id,
            Body.name,
            MailboxChange.old_mailbox,
            MailboxChange.new_mailbox,
            MailboxChange.what,
            MailboxChange.is_copy,
            MailboxChange.state,
            MailboxChange.asked_by,
            MailboxChange.asked_at,
            MailboxChange.confirmed_at,
            MailboxChange.objected_at,
            MailboxChange.objection,
        )
        .join(Body, Body.id == MailboxChange.body_id)
        .order_by(MailboxChange.id.desc())
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, int)) is not None:
        found = found.where(MailboxChange.id < key[0])
    return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))


def body(viewer: Actor, body_id: int) -> Body:
    """A body whose links the viewer looks after. Raises NotFound."""
    found = db.session.get(Body, body_id) if viewer.role in READERS else None
    if found is None:
        raise NotFound("body")
    return found


def shared(viewer: Actor, body: Body, places: Collection[str]) -> dict[str, list[Any]]:
    """Address to the (id, name) of other bodies of today that letters go to there too; at most twenty each."""
    if viewer.role not in READERS or not places:
        return {}
    further = select(BodyMailbox.address, Body.id, Body.name).join(Body, Body.id == BodyMailbox.body_id)
    main = select(func.lower(Body.email).label("address"), Body.id, Body.name)
    there = Body.is_valid_on(clock.today()), Body.id != body.id
    both = union_all(
        further.where(BodyMailbox.address.in_(places), *there),
        main.where(func.lower(Body.email).in_(places), *there),
    )
    found: dict[str, list[Any]] = {}
    for row in db.session.execute(both.limit(20 * len(places))):
        found.setdefault(row.address, []).append(row)
    return found


def living_links(viewer: Actor, body: Body) -> list[Any]:
    """The links that open something today, as tuples: the last made first, at most a hundred.

    A link of a mailbox that has left the register is revoked, so every living one is of a mailbox of today.
    """
    return list(
        db.session.execute(
            select(
                MailedLink.id,
                Task.text,
                MailedLink.mailbox,
                MailedLink.created_at,
                MailedLink.expires_at,
                Assignment.id.label("work"),
            )
            .join(Assignment, Assignment.id == MailedLink.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(
                MailedLink.body_id == body.id,
                MailedLink.revoked_at.is_(None),
                MailedLink.expires_at > clock.now(),
            )
            .order_by(MailedLink.id.desc())
            .limit(100)
        )
    )
