"""What a document cites: noted, corrected, taken off, tied to a document of the register. Before and after issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.recognition import settle
from tracker.directives.rules import number_key
from tracker.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class Citation:
    """What is said of a document cited."""

    number: str
    relation: str = "can_cu"
    issued_on: date | None = None
    issuer: str = ""


@action
def add_citation(actor: Actor, directive: Directive, *, said: Citation) -> DirectiveLink:
    """Note a document cited; one in the register is recognised. Raises Conflict for a document thrown away."""
    policy.require(actor, "citation.add", directive)
    db.session.refresh(directive, with_for_update={"of": Directive})
    if directive.state == "withdrawn":
        raise Conflict("draft_closed", url=f"/van-ban/{directive.id}")
    made = cite(directive, said)
    db.session.flush()
    settle([made])
    trail.record(actor, "citation.add", made, after=_facts(made))
    return made


def cite(directive: Directive, said: Citation) -> DirectiveLink:
    """A citation of a document, not yet tied to anything."""
    made = DirectiveLink(directive_id=directive.id)
    _put(made, said)
    db.session.add(made)
    return made


@action
def edit_citation(actor: Actor, link: DirectiveLink, *, version: int, said: Citation) -> DirectiveLink:
    """Correct what is said of a document cited; the register is asked anew unless it was tied by hand."""
    before = _fresh(actor, link, version)
    _put(link, said)
    settle([link])
    trail.record(actor, "citation.edit", link, before=before, after=_facts(link))
    return link


@action
def tie_citation(
    actor: Actor, link: DirectiveLink, *, version: int, target: Directive | None
) -> DirectiveLink:
    """Say which document of the register is meant, or that none is. Raises Refused("cites_itself")."""
    before = _fresh(actor, link, version)
    if target is not None and target.id == link.directive_id:
        raise Refused("cites_itself")
    link.target_id, link.is_by_hand = target.id if target else None, True
    trail.record(actor, "citation.edit", link, before=before, after=_facts(link))
    return link


@action
def remove_citation(actor: Actor, link: DirectiveLink, *, version: int) -> int:
    """Take off what is no citation after all; the audit line keeps what it said. Gives its id."""
    before = _fresh(actor, link, version)
    trail.record(actor, "citation.edit", link, before=before, after={"removed": True})
    db.session.delete(link)
    return link.id


def _fresh(actor: Actor, link: DirectiveLink, version: int) -> dict[str, Any]:
    """Lock the citation and compare its version; gives its facts as they were."""
    policy.require(actor, "citation.edit", link)
    db.session.refresh(link, with_for_update={"of": DirectiveLink})
    if link.version != version:
        raise Conflict("stale", url=f"/van-ban/{link.directive_id}/vien-dan/{link.id}")
    return _facts(link)


def _put(link: DirectiveLink, said: Citation) -> None:
    link.number, link.number_key = said.number, number_key(said.number)
    link.relation, link.issued_on, link.issuer = said.relation, said.issued_on, said.issuer


def _facts(link: DirectiveLink) -> dict[str, Any]:
    return {
        "directive": link.directive_id,
        "number": link.number,
        "relation": link.relation,
        "issued_on": link.issued_on.isoformat() if link.issued_on else None,
        "issuer": link.issuer,
        "target": link.target_id,
    }
