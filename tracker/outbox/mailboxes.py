"""Letters to a body reach each of its mailboxes: those with links of their own, and those that are only told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select

from tracker.bodies.models import Body, BodyMailbox
from tracker.db import db
from tracker.outbox import rules
from tracker.outbox.draft import Draft


class Further(NamedTuple):
    """A further mailbox of a body, and the body's main one."""

    id: int
    body_id: int
    address: str
    is_copy: bool
    main: str


def further(body_ids: Collection[int] | None = None) -> dict[int, list[Further]]:
    """Body to its further mailboxes, in the order they came; of all bodies unless some are named."""
    found = select(BodyMailbox.id, BodyMailbox.body_id, BodyMailbox.address, BodyMailbox.is_copy, Body.email)
    found = found.join(Body, Body.id == BodyMailbox.body_id).order_by(BodyMailbox.id)
    if body_ids is not None:
        found = found.where(BodyMailbox.body_id.in_(body_ids))
    boxes: dict[int, list[Further]] = {}
    for row in db.session.execute(found):
        boxes.setdefault(row.body_id, []).append(Further(*row))
    return boxes


def besides(body_ids: Collection[int]) -> tuple[int, dict[int, list[str]]]:
    """How many more letters go where one goes to each of these bodies (as often as named), and to which addresses."""
    found = {body_id: [box.address for box in boxes] for body_id, boxes in further(set(body_ids)).items()}
    return sum(len(found.get(body_id, ())) for body_id in body_ids), found


def to_each(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, and beside each to a body's main mailbox the same to its further ones; one statement, or none."""
    bodies = {draft.body_id for draft in drafts if _is_shared(draft)}
    boxes = further([each for each in bodies if each is not None]) if bodies else {}
    if not boxes:
        return list(drafts)
    made = []
    for draft in drafts:
        made.append(draft)
        if _is_shared(draft):
            made += [_twin(draft, box) for box in boxes.get(draft.body_id or 0, ()) if _is_main(draft, box)]
    return made


def _is_shared(draft: Draft) -> bool:
    """Whether the body's other mailboxes get it too: not what the clock writes, mailbox by mailbox, nor what is said
    to one mailbox about itself."""
    return draft.body_id is not None and draft.kind not in rules.TO_ONE_MAILBOX


def _is_main(draft: Draft, box: Further) -> bool:
    return draft.to.lower() == box.main.lower()


def _twin(draft: Draft, box: Further) -> Draft:
    facts = draft.facts | {"copy_of": box.main} if box.is_copy else draft.facts
    return replace(draft, key=f"{draft.key}{rules.TWIN}{box.id}", to=box.address, facts=facts)
