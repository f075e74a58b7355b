"""What stands beside the figures: the overdue list, what changed in the period, other periods, what to check."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from tracker import clock
from tracker.assignments.models import Assignment, Decision
from tracker.bodies.models import Body
from tracker.db import UtcDateTime, among, db, fetch
from tracker.directives.models import Directive, Target
from tracker.extensions.models import Extension
from tracker.reviews.annexes import NONE
from tracker.reviews.bands import OFFICE
from tracker.reviews.beside import before, year_before
from tracker.reviews.figures import Account, ChangeRow, Compared, ConclusionRow, RemarkRow
from tracker.reviews.freezing import CHANGES_ON_PAGE, ON_PAGE
from tracker.reviews.models import Period
from tracker.reviews.queries.annexes import annexes, late_rows
from tracker.reviews.queries.attention import silent_bodies
from tracker.reviews.queries.counting import PLACES, figures, in_period, placed, total
from tracker.reviews.queries.kept import totals
from tracker.reviews.queries.moved import body_at
from tracker.reviews.queries.rows import told_after
from tracker.reviews.rules import CHANGED, Span, judged
from tracker.settings.queries import office_rules
from tracker.targets.models import Revision, TargetShare
from tracker.tasks.models import Task

A = Assignment


def account(days: Span, as_of: date, period: Period | None, *, whole: bool = False) -> Account:
    """A period's account as the database stands; `whole` brings every row for the files, not the page's first."""
    rules, first_day = office_rules(), office_rules().period_first_day
    there = judged(days, as_of)
    previous, year_ago = compared(before(days, first_day), year_before(days, first_day))
    limit, fewer = (None, None) if whole else (ON_PAGE, CHANGES_ON_PAGE)
    changed, counts = changes(there, fewer)
    return Account(
        figures(days, as_of, rules.ranking_minimum),
        late_rows(there, limit),
        changed,
        counts.get("extended", 0),
        counts.get("returned", 0),
        previous,
        year_ago,
        {
            row.section: RemarkRow(row.section, row.words, row.by, row.at, row.version)
            for row in (period.remarks if period else ())
        },
        {name: getattr(rules, name) for name in OFFICE},
        [ConclusionRow(row.id, row.words, row.by, row.at) for row in (period.conclusions if period else ())],
        annexes(days, as_of) if whole else NONE,
        counts["stopped"],
        counts["revised"],
    )


def compared(*others: Span | None) -> list[Compared | None]:
    """The totals of other periods, frozen where they are closed; None for one in which nothing was counted."""
    kept = totals([days.name for days in others if days is not None])
    found = [
        days and Compared(days.name, kept.get(days.name) or total(days), days.name not in kept)
        for days in others
    ]
    return [each if each and each.cells.total else None for each in found]


DECIDED = {"return": "returned", "exempt": "exempted", "suspend": "suspended", "cancel": "cancelled"}
"""Verbs of decisions that a review tells of, and what it calls the change."""
_KINDS = ("extended", *DECIDED.values())


def changes(days: Span, limit: int | None = None) -> tuple[list[ChangeRow], dict[str, int]]:
    """Extensions granted, reports returned, work stopped and targets revised within the days, newest first, and how
    many there are of each."""
    midnights = {"start": clock.midnight(days.first_on), "after": clock.end_of(days.cut_on)}
    most = {} if limit is None else {"most": limit}
    rows = fetch(_changing(limit is None), **placed(days), **midnights, **most)
    found = [
        ChangeRow(
            row.kind, clock.local(row.at).date(), row.assignment_id, row.text, row.number, row.name,
            row.old, row.new, row.reason,
        )
        for row in rows
    ]  # fmt: skip
    of_kind = {kind: int(getattr(rows[0], kind)) if rows else 0 for kind in _KINDS}
    counts = {number: sum(of_kind.get(kind, 0) for kind in kinds) for number, kinds in CHANGED.items()}
    revised = _revised(days)
    newest_first = sorted([*found, *revised], key=lambda row: row.on, reverse=True)
    return newest_first[:limit], counts | {"revised": len(revised)}


@cache
def _changing(whole: bool) -> Select[Any]:
    both = _decided().subquery()
    each = (func.sum(case((both.c.kind == kind, 1), else_=0)).over().label(kind) for kind in _KINDS)
    numbered = select(*both.c, *each)  # counted before the newest are taken
    order = (both.c.at.desc(), both.c.assignment_id)
    most = None if whole else bindparam("most", type_=Integer)
    first = numbered.order_by(*order).limit(most).subquery()
    return (
        select(*first.c, Task.text, Directive.number, Body.name)
        .join(A, A.id == first.c.assignment_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(Body, Body.id == body_at(PLACES.cut_on))
        .order_by(first.c.at.desc(), first.c.assignment_id)
    )


def _decided() -> CompoundSelect[Any]:
    """(kind, at, assignment_id, old, new, reason) of extensions granted and of decisions a review tells of."""
    start, after = (bindparam(name, type_=UtcDateTime) for name in ("start", "after"))
    extended = select(
        literal("extended").label("kind"),
        Extension.decided_at.label("at"),
        Extension.assignment_id,
        Extension.old_due_on.label("old"),
        Extension.new_due_on.label("new"),
        Extension.reason,
    ).where(Extension.state == "granted", Extension.decided_at >= start, Extension.decided_at < after)
    returned = select(
        case(DECIDED, value=Decision.verb).label("kind"),
        Decision.decided_at.label("at"),
        Decision.assignment_id,
        null().label("old"),
        null().label("new"),
        Decision.reason,
    ).where(among(Decision.verb, DECIDED), Decision.day.between(PLACES.first_on, PLACES.cut_on))
    return union_all(extended, returned)


def _revised(days: Span) -> list[ChangeRow]:
    """Plans of targets that were revised: of the whole, or of one body's part."""
    rows = db.session.execute(
        select(Revision, Target.unit, Directive.number, Body.name)
        .join(Target, Target.id == Revision.target_id)
        .join(Directive, Directive.id == Target.directive_id)
        .outerjoin(TargetShare, TargetShare.id == Revision.share_id)
        .outerjoin(Body, Body.id == TargetShare.body_id)
        .where(Revision.day.between(days.first_on, days.cut_on))
        .order_by(Revision.day.desc(), Revision.id)
    )
    return [
        ChangeRow(
            "revised",
            one.day,
            0,
            unit,
            number,
            body or "",
            None,
            None,
            one.reason,
            one.target_id,
            one.old,
            one.new,
        )
        for one, unit, number, body in rows
    ]


def warnings(days: Span) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """What the check page mentions before closing, none of it blocking (decision 13): counts, and (id, name) of silent
    bodies.

    waiting = reported by the cut, not yet confirmed; after_cut = reported after it, in the next period; asked =
    extensions nobody has decided. Silent = still owes work, and said nothing since the period began.
    """
    submitted = and_(in_period(days), A.state == "submitted")
    counts = db.session.execute(
        select(
            select(func.count(A.id)).where(submitted, A.reported_on <= days.cut_on).scalar_subquery(),
            select(func.count(A.id)).where(*told_after(days)).scalar_subquery(),
            select(func.count(Extension.id)).where(Extension.state == "asked").scalar_subquery(),
        )
    ).one()
    silent = [(line.body_id, line.name) for line in silent_bodies(days)]
    return dict(zip(("waiting", "after_cut", "asked"), counts, strict=True)), silent
