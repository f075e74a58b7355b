"""Reading what documents cite: which of the register are meant, and who cites whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from tracker.access.actors import Actor
from tracker.db import db
from tracker.directives.likeness import Cited, Likeness, Registered, likeness
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries.register import document_year, in_sight_of
from tracker.directives.rules import CHANGING
from tracker.errors import NotFound
from tracker.vietnamese import fold

SHOWN = 20  # documents on a page; the register shows the rest


@dataclass(frozen=True, slots=True)
class Citing:
    """Who cites a document: those that mend or end it, and the latest of those that lean on it."""

    changing: Sequence[Any] = ()
    leaning: Sequence[Any] = ()
    total: int = 0


def registered(keys: Iterable[str]) -> dict[str, list[Registered]]:
    """The documents of the register by `rules.number_key`, those thrown away left out."""
    found: dict[str, list[Registered]] = defaultdict(list)
    wanted = {key for key in keys if key}
    if not wanted:
        return found
    rows = db.session.execute(
        select(
            Directive.id,
            Directive.number_key,
            Directive.issued_on,
            Directive.issued_month,
            Directive.issuer,
            Directive.created_at,
        ).where(Directive.number_key.in_(wanted), Directive.state != "withdrawn")
    )
    for row in rows:
        year = document_year(row) if row.issued_on is not None or row.issued_month else None
        found[row.number_key].append(Registered(row.id, row.issued_on, year, row.issuer))
    return found


def cited(link: DirectiveLink, citing_year: int) -> Cited:
    """A citation as it is compared."""
    return Cited(link.number, link.issued_on, link.issuer, citing_year)


def years(directive_ids: Iterable[int]) -> dict[int, int]:
    """The year each document's number runs in."""
    rows = db.session.execute(
        select(Directive.id, Directive.issued_on, Directive.issued_month, Directive.created_at).where(
            Directive.id.in_(set(directive_ids))
        )
    )
    return {row.id: document_year(row) for row in rows}


def may_be_meant(directive: Directive) -> dict[int, list[Directive]]:
    """For each citation nobody has decided on and that is not recognised: the documents that may be meant."""
    return _offered(
        [link for link in directive.links if link.target_id is None and not link.is_by_hand], directive
    )


def meant_by(link: DirectiveLink) -> list[Directive]:
    """The documents one citation (with its `directive`) may mean, besides the one it is tied to."""
    found = _offered([link], link.directive).get(link.id, [])
    return [other for other in found if other.id != link.target_id]


def _offered(links: Sequence[DirectiveLink], citing: Directive) -> dict[int, list[Directive]]:
    known = registered(link.number_key for link in links) if links else {}
    meant = {
        link.id: [
            other.id
            for other in known.get(link.number_key, ())
            if other.id != citing.id
            and likeness(cited(link, document_year(citing)), other) >= Likeness.POSSIBLE
        ]
        for link in links
    }
    ids = {id for found in meant.values() for id in found}
    rows = db.session.scalars(select(Directive).where(Directive.id.in_(ids))) if ids else ()
    by_id = {row.id: row for row in rows}
    return {link_id: [by_id[id] for id in found] for link_id, found in meant.items() if found}


def citation(viewer: Actor, directive_id: int, link_id: int) -> DirectiveLink:
    """One citation with its two documents, for the office, which alone mends them. Raises NotFound."""
    found = db.session.scalar(
        select(DirectiveLink)
        .join(DirectiveLink.directive)
        .where(DirectiveLink.id == link_id, DirectiveLink.directive_id == directive_id)
        .where(Directive.state != "withdrawn", in_sight_of(viewer))
        .options(joinedload(DirectiveLink.directive), joinedload(DirectiveLink.target))
        .execution_options(populate_existing=True)
    )
    if found is None or viewer.role != "office":
        raise NotFound("citation")
    return found


def citable(viewer: Actor, directive_id: int, text: str) -> Sequence[Directive]:
    """Documents of the register that hold the words looked for, the latest first; nothing for no words."""
    words = fold(text).split()[:8]
    if not words:
        return []
    rows = (
        select(Directive)
        .where(in_sight_of(viewer), Directive.state != "withdrawn", Directive.id != directive_id)
        .where(*(Directive.folded.contains(word, autoescape=True) for word in words))
        .order_by(Directive.id.desc())
        .limit(SHOWN)
    )
    return db.session.scalars(rows).all()


def citing(viewer: Actor, directive_id: int) -> Citing:
    """Who cites a document, of what is in the viewer's sight; drafts of the office change nothing yet."""
    rank = case((DirectiveLink.relation.in_(CHANGING), 0), else_=1).label("rank")
    rows = db.session.execute(
        select(
            Directive.id,
            Directive.kind,
            Directive.number,
            Directive.subject,
            Directive.state,
            Directive.issued_on,
            Directive.issued_month,
            Directive.issuer,
            DirectiveLink.relation,
            rank,
            func.count().over(partition_by=rank).label("total"),
        )
        .join(DirectiveLink, DirectiveLink.directive_id == Directive.id)
        .where(DirectiveLink.target_id == directive_id, Directive.state != "withdrawn", in_sight_of(viewer))
        .order_by(rank, Directive.id.desc())
        .limit(2 * SHOWN)
    ).all()
    changing = [row for row in rows if row.rank == 0 and row.state == "issued"]
    leaning = [row for row in rows if row.rank == 1]
    return Citing(changing, leaning[:SHOWN], leaning[0].total if leaning else 0)


def leaning_counts(viewer: Actor, directive_ids: Iterable[int]) -> dict[int, int]:
    """How many documents in sight carry out each directive."""
    rows = db.session.execute(
        select(DirectiveLink.target_id, func.count(DirectiveLink.directive_id.distinct()))
        .join(Directive, Directive.id == DirectiveLink.directive_id)
        .where(DirectiveLink.target_id.in_(list(directive_ids)), DirectiveLink.relation.not_in(CHANGING))
        .where(Directive.state != "withdrawn", in_sight_of(viewer))
        .group_by(DirectiveLink.target_id)
    )
    return {target_id: number for target_id, number in rows if target_id is not None}
