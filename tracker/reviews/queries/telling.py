"""What stands beside the figures: the overdue list, what changed in the period, other periods, what to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.assignments.models import Assignment, Coordinator, Decision, Report
from tracker.bodies.models import Body, BodyType
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.extensions.models import Extension
from tracker.reminders.models import Reminder
from tracker.reviews.figures import Account, ChangeRow, Compared, LateRow, RemarkRow
from tracker.reviews.freezing import CHANGES_ON_PAGE, ON_PAGE
from tracker.reviews.models import Period
from tracker.reviews.queries.counting import NUMBER, bucket_sql, figures, in_period, total
from tracker.reviews.queries.kept import totals
from tracker.reviews.queries.moved import whose
from tracker.reviews.rules import Span, neighbour, span, year_before
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task

A = Assignment


def account(days: Span, as_of: date, period: Period | None, *, whole: bool = False) -> Account:
    """A period's account as the database stands; `whole` brings every row for the files, not the page's first."""
    rules = office_rules()
    judged = replace(days, cut_on=as_of)
    limit, fewer = (None, None) if whole else (ON_PAGE, CHANGES_ON_PAGE)
    changed, counts = changes(judged, fewer)
    return Account(
        figures(days, as_of, rules.ranking_minimum),
        late_rows(judged, limit),
        changed,
        counts.get("extended", 0),
        counts.get("returned", 0),
        compared(neighbour(days.name, -1)),
        compared(year_before(days.name)) if whole else None,
        {
            row.section: RemarkRow(row.section, row.words, row.by, row.at, row.version)
            for row in (period.remarks if period else ())
        },
        {
            "authority_name": rules.authority_name,
            "parent_name": rules.parent_name,
            "authority_symbol": rules.authority_symbol,
            "place": rules.place,
            "ranking_minimum": rules.ranking_minimum,
        },
    )


def compared(name: str | None) -> Compared | None:
    """The total of another period, frozen if it is closed; None for a period in which nothing was counted."""
    days = span(name, office_rules().period_first_day) if name else None
    if days is None:
        return None
    cells = totals([days.name]).get(days.name) or total(days)
    return Compared(days.name, cells) if cells.total else None


def late_rows(days: Span, limit: int | None = None) -> list[LateRow]:
    """Biểu 02 (domain 4.4): all by group and body, the latest first; with a limit the latest of all."""
    late = and_(
        in_period(days),
        A.mode == "giao",
        A.due_on < days.cut_on,
        bucket_sql(days.cut_on) == NUMBER["open_overdue"],
    )
    rows = _late_columns(days)
    if limit is None:
        order = (BodyType.position, BodyType.id, Body.sort_key, Body.id, A.due_on, A.id)
        return [LateRow(*row) for row in db.session.execute(rows.where(late).order_by(*order))]
    first = _latest(late, days, limit)
    shown = rows.join(first, first.c.id == A.id).order_by(A.due_on, A.id)
    return [LateRow(*row) for row in db.session.execute(shown)]


def _latest(late: ColumnElement[bool], days: Span, limit: int) -> Subquery:
    """The ids of the longest overdue, without looking at all that are: each way to be so has an index of its own
    that gives them in order, or holds few."""
    ways = (
        A.is_owed.is_(True),
        A.state.in_(("submitted", "suspended", "cancelled")),
        A.confirmed_on > days.cut_on,
    )
    parts = [
        select(A.id, A.due_on).where(way, late).order_by(A.due_on, A.id).limit(limit).subquery()
        for way in ways
    ]
    rows = union_all(*(select(part) for part in parts)).subquery()
    return select(rows.c.id).order_by(rows.c.due_on, rows.c.id).limit(limit).subquery()


def _late_columns(days: Span) -> Select[Any]:
    return (
        select(
            A.id,
            Directive.number,
            Directive.issued_on,
            Task.text,
            Body.name,
            BodyType.name,
            A.assigned_on,
            A.due_on,
            *(detail.correlate(A).scalar_subquery() for detail in _details(days)),
        )
        .select_from(A)
        .join(Body, Body.id == whose(days.cut_on))
        .join(BodyType, BodyType.id == Body.type_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
    )


def _details(days: Span) -> Iterator[Select[Any]]:
    """The further columns of `LateRow`, as the assignment stood at the cut."""
    after = clock.midnight(days.cut_on + timedelta(days=1))
    granted = and_(
        Extension.assignment_id == A.id, Extension.state == "granted", Extension.decided_at < after
    )
    yield select(func.count(Extension.id)).where(granted)
    yield select(func.max(Extension.new_due_on)).where(granted)
    said = select(Report.note).where(
        Report.assignment_id == A.id, Report.withdrawn_at.is_(None), Report.day <= days.cut_on
    )
    yield said.order_by(Report.id.desc()).limit(1)
    told = and_(Difficulty.assignment_id == A.id, Difficulty.raised_on <= days.cut_on)
    for words in (Difficulty.what, Difficulty.proposal):
        yield select(words).where(told).order_by(Difficulty.id.desc()).limit(1)
    helper = aliased(Body)
    helping = select(func.aggregate_strings(helper.name, "; ")).join(
        Coordinator, Coordinator.body_id == helper.id
    )
    yield helping.where(Coordinator.assignment_id == A.id)
    reminded = and_(Reminder.assignment_id == A.id, Reminder.at < after)
    yield select(func.count(Reminder.id)).where(reminded)
    yield select(func.max(Reminder.at)).where(reminded)


def changes(days: Span, limit: int | None = None) -> tuple[list[ChangeRow], dict[str, int]]:
    """Extensions granted and reports returned within the days, newest first, and how many there are of each."""
    start, after = clock.midnight(days.first_on), clock.midnight(days.cut_on + timedelta(days=1))
    extended = select(
        literal("extended").label("kind"),
        Extension.decided_at.label("at"),
        Extension.assignment_id,
        Extension.old_due_on.label("old"),
        Extension.new_due_on.label("new"),
        Extension.reason,
    ).where(Extension.state == "granted", Extension.decided_at >= start, Extension.decided_at < after)
    returned = select(
        literal("returned").label("kind"),
        Decision.decided_at.label("at"),
        Decision.assignment_id,
        null().label("old"),
        null().label("new"),
        Decision.reason,
    ).where(Decision.verb == "return", Decision.day >= days.first_on, Decision.day <= days.cut_on)
    both = union_all(extended, returned).subquery()
    newest = (both.c.at.desc(), both.c.assignment_id)
    numbered = select(*both.c, func.count().over(partition_by=both.c.kind).label("n"))
    first = numbered.order_by(*newest).limit(limit).subquery()
    rows = db.session.execute(
        select(*first.c, Task.text, Directive.number, Body.name)
        .join(A, A.id == first.c.assignment_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(Body, Body.id == whose(days.cut_on))
        .order_by(first.c.at.desc(), first.c.assignment_id)
    ).all()
    found = [
        ChangeRow(kind, clock.local(at).date(), assignment_id, text, number, body, old, new, reason)
        for kind, at, assignment_id, old, new, reason, _, text, number, body in rows
    ]
    return found, {row.kind: row.n for row in rows}


def warnings(days: Span) -> tuple[dict[str, int], Sequence[Any]]:
    """What the check page mentions before closing, none of it blocking (decision 13): counts, and (id, name) of silent
    bodies.

    waiting = reported by the cut, not yet confirmed; after_cut = reported after it, in the next period; asked =
    extensions nobody has decided. Silent = still owes work, and said nothing since the period began.
    """
    begun = clock.midnight(days.first_on)
    submitted = and_(in_period(days), A.state == "submitted")
    counts = db.session.execute(
        select(
            select(func.count(A.id)).where(submitted, A.reported_on <= days.cut_on).scalar_subquery(),
            select(func.count(A.id)).where(submitted, A.reported_on > days.cut_on).scalar_subquery(),
            select(func.count(Extension.id)).where(Extension.state == "asked").scalar_subquery(),
        )
    ).one()
    spoke = func.max(A.last_report_at)
    quiet = (
        select(A.body_id)
        .where(in_period(days), A.mode == "giao", A.is_open.is_(True))
        .group_by(A.body_id)
        .having((spoke.is_(None)) | (spoke < begun))
    )
    silent = select(Body.id, Body.name).where(Body.id.in_(quiet)).order_by(Body.sort_key, Body.id)
    return dict(zip(("waiting", "after_cut", "asked"), counts, strict=True)), db.session.execute(silent).all()
