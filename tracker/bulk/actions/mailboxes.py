"""Several bodies' mailboxes changed at once, each to one of its own."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.bodies.models import Body
from tracker.bulk import queries, rules
from tracker.bulk.actions.keeping import keep, row_of
from tracker.bulk.models import BulkBatch
from tracker.contacts import queries as contacts
from tracker.contacts.actions import set_mailboxes
from tracker.db import db
from tracker.errors import Refused
from tracker.outbox.rules import is_address


@action
def change_mailboxes(
    actor: Actor, *, seen: Mapping[int, int | None], mailboxes: Mapping[int, str]
) -> BulkBatch:
    """Give bodies other mailboxes: body to the version it was shown in, body to its new mailbox.

    A body whose mailbox stays is none of it. Raises Refused: too_many_bodies, bad_address, bulk_nothing.
    """
    policy.require(actor, "body.edit")
    if len(mailboxes) > rules.MOST_AT_ONCE["mailbox"]:
        raise Refused("too_many_bodies", most=rules.MOST_AT_ONCE["mailbox"])
    done, left = [], []
    for body in queries.bodies(mailboxes).values():
        wanted, before = mailboxes[body.id], body.email
        if not is_address(wanted):
            raise Refused("bad_address", address=wanted)
        if wanted.lower() == before.lower():
            continue
        if body.version != seen.get(body.id):
            left.append(row_of(body.id, None, reason="changed", old=before, new=wanted))
            continue
        put_mailbox(actor, body, wanted)
        done.append(row_of(body.id, None, version=body.version, old=before, new=wanted))
    if not done:
        raise Refused("bulk_nothing")
    return keep(actor, "mailbox", {}, done, left)


def put_mailbox(actor: Actor, body: Body, mailbox: str) -> None:
    """What the page of its mailboxes does, with the further ones as they stand."""
    there = contacts.mailboxes(body)
    own, copies = ([each for each, at in there.items() if at == place] for place in ("own", "copy"))
    set_mailboxes(actor, body, main=mailbox, further=own, copies=copies)
    db.session.flush()
