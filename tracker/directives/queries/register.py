"""Reading the register of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, exists, func, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from tracker import clock
from tracker.access.actors import Actor, is_office
from tracker.assignments.models import Assignment, Coordinator
from tracker.db import db
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.rules import CHANGING, ENDINGS, year_of
from tracker.errors import NotFound
from tracker.paging import Page, decode_key, page_of
from tracker.search.matching import holds

PAGE = 50
ISSUED: ColumnElement[bool] = Directive.state.not_in(("draft", "withdrawn"))
"""Said so that no index of states is used: nearly all are issued, and a plan that began there read them all."""


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register shows; "" is everything. `leans_on` is a directive that those shown cite."""

    kind: str = ""
    state: str = ""
    text: str = ""
    origin: str = ""
    leans_on: int = 0


def in_sight_of(viewer: Actor) -> ColumnElement[bool]:
    """The one condition every read of directives starts from: drafts are the office's alone."""
    if is_office(viewer):
        return true()
    if viewer.role in {"leader", "auditor", "system"}:
        return ISSUED
    work, ours = aliased(Assignment), viewer.body_ids  # asked of each directive shown, by an index of both
    lead = exists().where(work.directive_id == Directive.id, work.body_id.in_(ours)).correlate_except(work)
    works_with = (
        select(Assignment.directive_id)
        .join(Coordinator, Coordinator.assignment_id == Assignment.id)
        .where(Coordinator.body_id.in_(ours))
    )
    return ISSUED & or_(lead, Directive.id.in_(works_with))


def register(viewer: Actor, chosen: RegisterFilter, after: str | None) -> Page[Any]:
    """One page of the register as tuples: drafts first, then the latest entered.

    Each is read by an index of its own: an order across both would be made of all there are.
    """
    key = decode_key(after, int, int) or (0, None)
    is_draft = Directive.state == "draft"
    parts = [
        _part(viewer, chosen, rank, condition, key[1] if key[0] == rank else None)
        for rank, condition in enumerate((is_draft, ~is_draft))
        if rank >= key[0]
    ]
    rows = union_all(*(select(part.subquery()) for part in parts)).subquery()
    page = select(rows).order_by(rows.c.rank, rows.c.id.desc()).limit(PAGE + 1)
    return page_of(db.session.execute(page).all(), key=lambda row: (row.rank, row.id), size=PAGE)


def _part(
    viewer: Actor, chosen: RegisterFilter, rank: int, is_there: ColumnElement[bool], after: int | None
) -> Select[Any]:
    """The drafts, or the others, behind a row: no more than a page of them."""
    rows: Any = (
        select(
            Directive.id,
            literal(rank).label("rank"),
            Directive.state,
            Directive.ending,
            Directive.origin,
            Directive.kind,
            Directive.number,
            Directive.issued_on,
            Directive.issued_month,
            Directive.issuer,
            Directive.subject,
            Directive.urgency,
            Directive.created_at,
        )
        .where(in_sight_of(viewer), is_there, *_conditions(chosen))
        .order_by(Directive.id.desc())
        .limit(PAGE + 1)
    )
    found: Select[Any] = rows if after is None else rows.where(Directive.id < after)
    return found


def leaning_on(directive_id: int) -> Select[int]:
    """The ids of documents that carry out or cite another, those that change it left out."""
    return select(DirectiveLink.directive_id).where(
        DirectiveLink.target_id == directive_id, DirectiveLink.relation.not_in(CHANGING)
    )


def _conditions(chosen: RegisterFilter) -> list[ColumnElement[bool]]:
    stated = [Directive.state != "withdrawn"]
    if chosen.kind:
        stated.append(Directive.kind == chosen.kind)
    if chosen.state in ENDINGS:
        stated.append(Directive.ending == chosen.state)
    elif chosen.state:
        stated += [Directive.state == chosen.state, Directive.ending == ""]
    if chosen.origin:
        stated.append(Directive.origin == chosen.origin)
    if chosen.leans_on:
        stated.append(Directive.id.in_(leaning_on(chosen.leans_on)))
    if chosen.text.strip():
        stated.append(holds(Directive, chosen.text))
    return stated


@dataclass(frozen=True, slots=True)
class RollUp:
    """Lead assignments of something: how many there are, are done, are overdue."""

    total: int = 0
    done: int = 0
    overdue: int = 0


def counted(today: date) -> tuple[ColumnElement[int], ...]:
    """The three figures of a RollUp as columns; those asked (not given) are never overdue on a screen (decision 6)."""
    late = case((Assignment.is_overdue(today) & (Assignment.mode == "giao"), 1), else_=0)
    done = case((Assignment.state == "completed", 1), else_=0)
    there = case(
        (Assignment.state != "cancelled", 1), else_=0
    )  # what does not apply to a body is not counted
    return (
        func.coalesce(func.sum(there), 0),
        func.coalesce(func.sum(done), 0),
        func.coalesce(func.sum(late), 0),
    )


def roll_ups(viewer: Actor, directive_ids: Iterable[int], today: date) -> dict[int, RollUp]:
    """Each directive's figures, of the viewer's own bodies where the viewer sees no others."""
    rows = (
        select(Assignment.directive_id, *counted(today))
        .where(Assignment.directive_id.in_(list(directive_ids)), *_own(viewer))
        .group_by(Assignment.directive_id)
    )
    return {row[0]: RollUp(row[1], row[2], row[3]) for row in db.session.execute(rows)}


def _own(viewer: Actor) -> list[ColumnElement[bool]]:
    return (
        []
        if viewer.role in {"office", "leader", "auditor", "system"}
        else [Assignment.body_id.in_(viewer.body_ids)]
    )


def card(viewer: Actor, directive_id: int) -> Directive:
    """A directive with its file, targets and cited documents; of these `target` is None where it is out of sight.

    Raises NotFound out of sight.
    """
    found = db.session.scalar(
        select(Directive)
        .where(in_sight_of(viewer), Directive.id == directive_id)
        .options(
            joinedload(Directive.file),
            selectinload(Directive.links).joinedload(DirectiveLink.target.and_(in_sight_of(viewer))),
            selectinload(Directive.targets),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("directive")
    return found


def document_year(directive: Any) -> int:
    """The year the number of a directive (or of a row with its dates) runs in."""
    entered = clock.local(directive.created_at).date()
    return year_of(directive.issued_on, directive.issued_month, entered)
