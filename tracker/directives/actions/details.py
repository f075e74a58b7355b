"""Entering a document, correcting what is known of it, throwing a draft away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives import passages
from tracker.directives.models import Directive, Passage
from tracker.directives.recognition import recognise
from tracker.directives.rules import number_key, searchable, written_date
from tracker.errors import Conflict


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a document besides its text and tasks; every part may be blank."""

    kind: str = "cong_van"
    number: str = ""
    issued_on: date | None = None
    issued_month: str = ""
    issuer: str = ""
    subject: str = ""
    signer_name: str = ""
    signer_position: str = ""
    urgency: str = "thuong"
    origin: str = "own"
    demands_sign_in: bool = False
    demands_file: bool = False


@action
def create_directive(
    actor: Actor,
    details: Details,
    *,
    text: str = "",
    file_id: int | None = None,
    counts: dict[str, int] | None = None,
    **read: Any,
) -> Directive:
    """Enter a document as a draft. `read` are what was read from its text (sections, recipients, is_machine_read),
    `counts` what the audit line says of it.
    """
    policy.require(actor, "directive.draft")
    made = Directive(
        state="draft", text=text, file_id=file_id, created_by_id=actor.id, created_at=clock.now(), **read
    )
    _put(made, details)
    db.session.add(made)
    db.session.flush()
    if found := passages.rows(made.id, text):
        db.session.execute(insert(Passage), found)
    facts = _facts(made) | {"file_id": file_id, "cited_by": recognise(made)} | (counts or {})
    trail.record(actor, "directive.draft", made, after=facts)
    return made


@action
def edit_details(actor: Actor, directive: Directive, *, version: int, **details: Any) -> Directive:
    """Correct what is known of a draft (`details` as in `Details`). Raises Conflict with both texts when stale."""
    policy.require(actor, "directive.edit", directive)
    db.session.refresh(directive, with_for_update={"of": Directive})
    before = _facts(directive)
    mine = Details(**details)
    if directive.version != version:
        raise Conflict("stale", theirs=_shown(directive), mine=_shown(mine), url=f"/van-ban/{directive.id}")
    if directive.state != "draft":
        raise Conflict("draft_closed", url=f"/van-ban/{directive.id}")
    former = directive.number_key
    _put(directive, mine)
    db.session.flush()
    facts = _facts(directive) | {"cited_by": recognise(directive, keys=[former])}
    trail.record(actor, "directive.edit", directive, before=before, after=facts)
    return directive


@action
def discard(actor: Actor, directive: Directive) -> Directive:
    """Throw a draft away; the row stays, out of every list. Raises Conflict once it is issued."""
    policy.require(actor, "directive.discard", directive)
    db.session.refresh(directive, with_for_update={"of": Directive})
    if directive.state != "draft":
        raise Conflict("draft_closed", url=f"/van-ban/{directive.id}")
    directive.state = "withdrawn"
    db.session.flush()
    recognise(directive)
    trail.record(
        actor, "directive.discard", directive, before={"state": "draft"}, after={"state": "withdrawn"}
    )
    return directive


def _put(directive: Directive, details: Details) -> None:
    for name in Details.__dataclass_fields__:
        setattr(directive, name, getattr(details, name))
    directive.number_key = number_key(details.number)
    directive.folded = searchable(details.number, details.subject, details.issuer)


def _facts(directive: Directive) -> dict[str, Any]:
    facts = {name: getattr(directive, name) for name in Details.__dataclass_fields__}
    return facts | {"issued_on": directive.issued_on.isoformat() if directive.issued_on else None}


def _shown(details: Directive | Details) -> str:
    """The details as lines, for a person to compare."""
    signed = f"{details.signer_position} {details.signer_name}".strip()
    lines = (
        details.number,
        written_date(details.issued_on, details.issued_month),
        details.issuer,
        details.subject,
        signed,
    )
    return "\n".join(line for line in lines if line)
