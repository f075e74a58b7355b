"""A body wishes to change its mailboxes: the new one confirms, the old one may object."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.contacts import queries, rules
from tracker.contacts.actions import register
from tracker.contacts.models import MailboxChange
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.links import actions as links
from tracker.links.models import MailedLink
from tracker.outbox import post
from tracker.outbox.rules import is_address
from tracker.settings.queries import office_rules

PLACE = re.compile(r"⟦(newbox|oldbox):(\d{1,18})⟧")
PAGES = {"newbox": "hom-thu-moi", "oldbox": "hom-thu-cu"}
"""Purpose of a code to the page behind it."""


def fill(text: str) -> str:
    """A letter's text with the addresses to confirm or to object in the place of their marks."""
    return PLACE.sub(
        lambda found: links.address(
            f"{PAGES[found[1]]}/{rules.code_of(links.link_key(), found[1], int(found[2]))}"
        ),
        text,
    )


@action
def ask_change(
    actor: Actor,
    link: MailedLink,
    *,
    mailbox: str,
    asked_by: str,
    what: str = "replace",
    is_copy: bool = False,
) -> MailboxChange:
    """Ask, for the link's body, that its main mailbox be another (`replace`), or that a further one come or go.

    A letter goes to the mailbox that confirms and to the one that may object: nothing changes until the first says
    yes. Raises Refused: bad_address, mailbox_same, mailbox_unknown, mailbox_many, mailbox_disputed.
    """
    policy.require(actor, "mailbox.ask", link)
    body = db.session.get_one(Body, link.body_id, populate_existing=True)
    there = queries.mailboxes(body)
    _require_fit(body, there, mailbox, what)
    _end_earlier(body)
    goes = what == "remove"
    made = MailboxChange(
        body_id=body.id,
        assignment_id=link.assignment_id,
        what=what,
        is_copy=there.get(mailbox.lower()) == "copy" if goes else is_copy,
        old_mailbox=mailbox.lower() if goes else body.email,
        new_mailbox=body.email if goes else mailbox,
        asked_by=asked_by,
        asked_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    for purpose, to in (("new", made.new_mailbox), ("old", made.old_mailbox)):
        _tell(made, body, purpose, to)
    told = {"what": what, "to": mailbox, "by": asked_by}
    trail.record(actor, "mailbox.ask", made, before={"to": body.email}, after=told)
    return made


def _end_earlier(body: Body) -> None:
    """A body wishes one thing at a time: a later wish takes the place of one that waits."""
    waiting = update(MailboxChange).where(MailboxChange.body_id == body.id, MailboxChange.state == "asked")
    db.session.execute(waiting.values(state="replaced", version=MailboxChange.version + 1))


def _require_fit(body: Body, there: Mapping[str, str], mailbox: str, what: str) -> None:
    """Raise for a wish that cannot be, or that would change nothing."""
    if not is_address(mailbox):
        raise Refused("bad_address", address=mailbox)
    place = there.get(mailbox.lower())
    if place == "main" if what == "replace" else what == "add" and place is not None:
        raise Refused("mailbox_same", address=mailbox)
    if what == "remove" and place not in {"own", "copy"}:
        raise Refused("mailbox_unknown", address=mailbox)
    if what == "add" and len(there) > rules.MOST:
        raise Refused("mailbox_many", most=rules.MOST)
    if queries.is_disputed(body.id):
        raise Refused("mailbox_disputed")


@action
def confirm_change(actor: Actor, change: MailboxChange) -> MailboxChange:
    """The new mailbox says yes: what was asked for holds from now on, links mailed to one that goes end.

    Raises Conflict("mailbox_over") when the change was stopped, is too old, or the office entered another mailbox.
    """
    policy.require(actor, "mailbox.confirm", change)
    body = _now(change)
    if not queries.may_confirm(change):
        raise Conflict("mailbox_over")
    change.state, change.confirmed_at = "confirmed", clock.now()
    main, wanted = rules.made_so(change, body.email, queries.mailboxes(body))
    register.put(actor, body, main, wanted)
    if change.what != "remove" and not change.is_copy:
        key = f"mailbox:{change.id}:link"
        new, work = change.new_mailbox, change.assignment_id
        links.welcome(actor, body, mailbox=new, assignment_id=work, key=key)
    trail.record(
        actor,
        "mailbox.confirm",
        change,
        before={"to": change.old_mailbox},
        after={"to": change.new_mailbox},
    )
    return change


@action
def object_to_change(actor: Actor, change: MailboxChange, *, reason: str) -> MailboxChange:
    """The old mailbox says no: a change asked for is stopped, one in force is taken back, and the office is told.

    Raises Conflict("mailbox_over") when there is nothing to object to any more.
    """
    policy.require(actor, "mailbox.object", change)
    body = _now(change)
    state = queries.after_objection(change)
    if state is None:
        raise Conflict("mailbox_over")
    if state == "undone":
        main, wanted = rules.taken_back(change, body.email, queries.mailboxes(body))
        register.put(actor, body, main, wanted)
    change.state, change.objected_at, change.objection = state, clock.now(), reason
    if to := office_rules().office_email:
        _tell(change, body, "objection", to)
    trail.record(actor, "mailbox.object", change, after={"state": state}, reason=reason)
    return change


def _now(change: MailboxChange) -> Body:
    """Read the row and its body anew under a lock: both mailboxes may press at once."""
    db.session.refresh(change, ["state", "confirmed_at", "version"], with_for_update=True)
    return db.session.get_one(Body, change.body_id, populate_existing=True, with_for_update=True)


def _tell(change: MailboxChange, body: Body, what: str, to: str) -> None:
    post.enqueue(
        f"mailbox:{change.id}:{what}",
        kind="contact",
        to=to,
        to_name=office_rules().office_name if what == "objection" else body.name,
        template=f"mailbox_{what}",
        body_id=None if what == "objection" else body.id,
        body_name=body.name,
        change_id=change.id,
        old=change.old_mailbox,
        new=change.new_mailbox,
        asked_by=change.asked_by,
        reason=change.objection,
        is_back=change.state == "undone",
        what=change.what,
        is_copy=change.is_copy,
        days=rules.TO_CONFIRM.days,
        object_days=rules.TO_OBJECT.days,
    )
