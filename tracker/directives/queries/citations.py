"""Reading what documents cite: which of the register are meant, and who cites whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import defer, joinedload

from tracker.access.actors import Actor
from tracker.db import db
from tracker.directives.likeness import Cited, Likeness, Registered, likeness
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries.register import document_year, in_sight_of
from tracker.directives.rules import CHANGING, same_issuer
from tracker.errors import NotFound
from tracker.search.matching import holds

SHOWN = 20  # documents on a page; the register shows the rest
LIKE_AT_MOST = 200  # documents under one number, looked at one by one


@dataclass(frozen=True, slots=True)
class Citing:
    """Who cites a document: those that mend or end it, and the latest of those that lean on it."""

    changing: Sequence[Any] = ()
    leaning: Sequence[Any] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Documents like one of the register: its twins, and by citation of it those that may be meant."""

    twins: list[Directive] = field(default_factory=list)
    meant: dict[int, list[Directive]] = field(default_factory=dict)


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
        found[row.number_key].append(_as_registered(row))
    return found


def _as_registered(row: Any) -> Registered:
    year = document_year(row) if row.issued_on is not None or row.issued_month else None
    return Registered(row.id, row.issued_on, year, row.issuer)


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


def alike(directive: Directive, links: Iterable[DirectiveLink]) -> Alike:
    """Others like a document and like those it cites by `links`, in one statement.

    A document without a number is like those of the same subject.
    """
    links = list(links)
    keys = {key for key in (directive.number_key, *(link.number_key for link in links)) if key}
    same: list[ColumnElement[bool]] = [Directive.number_key.in_(keys)] if keys else []
    if not directive.number_key and directive.subject:
        same.append(and_(Directive.number == directive.number, Directive.subject == directive.subject))
    if not same:
        return Alike()
    rows = db.session.scalars(
        select(Directive)
        .where(or_(*same), Directive.id != directive.id, Directive.state != "withdrawn")
        .options(defer(Directive.text))
        .order_by(Directive.id.desc())
        .limit(LIKE_AT_MOST)
    ).all()
    meant = {link.id: [row for row in rows if _may_be(link, directive, row)] for link in links}
    return Alike(
        [row for row in rows if _is_twin(row, directive)],
        {link_id: found for link_id, found in meant.items() if found},
    )


def _is_twin(one: Directive, other: Directive) -> bool:
    """Whether two documents bear one number, issuer and year (NĐ 30/2020/NĐ-CP, appendix VI)."""
    same = one.number_key == other.number_key and same_issuer(one.issuer, other.issuer)
    return same and document_year(one) == document_year(other)


def _may_be(link: DirectiveLink, citing: Directive, row: Directive) -> bool:
    if row.number_key != link.number_key:
        return False
    return likeness(cited(link, document_year(citing)), _as_registered(row)) >= Likeness.POSSIBLE


def same_documents(directive: Directive) -> list[Directive]:
    """Others in the register with the same number, issuer and year, or the same subject where there is no number."""
    return alike(directive, ()).twins


def undecided(directive: Directive) -> list[DirectiveLink]:
    """The citations of a document that lead nowhere and that nobody has decided on."""
    return [link for link in directive.links if link.target_id is None and not link.is_by_hand]


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
    if not text.strip():
        return []
    rows = (
        select(Directive)
        .where(in_sight_of(viewer), Directive.state != "withdrawn", Directive.id != directive_id)
        .where(holds(Directive, text))
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
