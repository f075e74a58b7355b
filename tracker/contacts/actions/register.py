"""The mailboxes of a body as they are to be: what leaves the register opens nothing any more and gets nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert
from sqlalchemy.orm.attributes import flag_modified

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body, BodyMailbox
from tracker.contacts import queries, rules
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.links import actions as links
from tracker.outbox import post
from tracker.outbox.rules import is_address


@action
def set_mailboxes(
    actor: Actor,
    body: Body,
    *,
    main: str,
    further: Iterable[str] = (),
    copies: Iterable[str] = (),
    version: int | None = None,
) -> Body:
    """Enter a body's mailboxes: the main one, further ones with links of their own, and those that are only told.

    Links mailed to one that leaves end for good: should it come back, the next letter brings new ones. Raises
    Refused: bad_address, mailbox_main_needed, mailbox_many; Conflict("stale") when it was saved since `version`.
    """
    policy.require(actor, "body.mailboxes", body)
    db.session.refresh(body, with_for_update={"of": Body})
    if version is not None and body.version != version:
        raise Conflict("stale")
    wanted = rules.mailboxes(main, further, copies)
    if wrong := next((each for each in wanted if not is_address(each)), None):
        raise Refused("bad_address", address=wrong)
    if fault := rules.fault(main, wanted):
        raise Refused(fault, most=rules.MOST)
    before = queries.mailboxes(body)
    if main != body.email or wanted != before:
        put(actor, body, main, wanted)
        after = rules.said(wanted)
        trail.record(actor, "body.mailboxes", body, before=rules.said(before), after=after)
    else:
        trail.record(actor, "body.mailboxes", body)
    return body


def put(actor: Actor, body: Body, main: str, wanted: Mapping[str, str]) -> None:
    """Make a body's mailboxes these (lower-case address to `main`, `own` or `copy`), all that follows from it included.

    Letters that wait for a main mailbox that leaves follow the body to the new one; those for another are called back.
    """
    there, former = queries.mailboxes(body), body.email
    for address, place in there.items():
        if place in rules.WITH_LINKS and wanted.get(address) not in rules.WITH_LINKS:
            links.revoke(actor, body, mailbox=address)
    leaves = bool(former) and former.lower() not in wanted
    if leaves and main:
        post.call_back_to(body.id, main)  # a further one that becomes the main one: it gets what follows
        post.move_waiting(body.id, former, main, but="contact")
    for address in there.keys() - wanted.keys():
        post.call_back_to(body.id, address)
    body.email = main
    flag_modified(body, "email")  # so that two who save at once are told apart, whichever mailbox they change
    _write(body, {each: place for each, place in wanted.items() if place != "main"})


def _write(body: Body, wanted: Mapping[str, str]) -> None:
    there = {each: place for each, place in queries.mailboxes(body).items() if place != "main"}
    gone = [each for each in there if wanted.get(each) != there[each]]
    if gone:
        db.session.execute(
            delete(BodyMailbox).where(BodyMailbox.body_id == body.id, BodyMailbox.address.in_(gone))
        )
    fresh = [
        {"body_id": body.id, "address": each, "is_copy": place == "copy"}
        for each, place in wanted.items()
        if there.get(each) != place
    ]
    if fresh:
        db.session.execute(insert(BodyMailbox), fresh)
