"""The clock stops and runs again; what is cancelled or does not apply leaves the totals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import MONDAY
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments import rules
from tracker.assignments.queries import in_sight_of
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.outbox.models import Letter
from tracker.reminders.actions import queue_ladder
from tracker.reviews.identities import require_line
from tracker.reviews.queries import figures
from tracker.reviews.rules import Span
from tracker.tasks.queries import figures as task_figures

LATER = date(2026, 3, 12)
WHY = {"reason": "Chờ Trung ương hướng dẫn", "document": "33/UBND-TH"}
MARCH = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))


@pytest.mark.parametrize(
    ("due_on", "stopped_on", "resumed_on", "new"),
    [
        (date(2026, 3, 5), date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 5)),  # the same day
        (date(2026, 3, 5), date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 9)),  # two days, over a week-end
        (
            date(2026, 3, 5),
            date(2026, 3, 6),
            date(2026, 3, 9),
            date(2026, 3, 6),
        ),  # late by then: late by as much
        (date(2026, 3, 5), date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 5)),  # Saturday to Sunday
        (date(2026, 4, 24), date(2026, 4, 23), date(2026, 5, 4), date(2026, 5, 5)),  # two days off within
        (None, date(2026, 3, 2), date(2026, 3, 9), None),
    ],
)
def test_the_due_day_moves_by_the_working_days_suspended(
    due_on: date | None, stopped_on: date, resumed_on: date, new: date | None
) -> None:
    off = {date(2026, 4, 27): False, date(2026, 4, 30): False, date(2026, 5, 1): False}
    assert rules.due_after_suspension(due_on, stopped_on, resumed_on, off) == new


def test_suspended_the_work_is_neither_owed_nor_late(world: World) -> None:
    post.enqueue(
        "daily:1", kind="late", to="dam@lamgiang.example", template="test", assignment_ids=[world.work.id],
        name="x",
    )  # fmt: skip
    actions.suspend(world.viewer("oanh"), world.work, **WHY)
    assert (world.work.state, world.work.stopped_on) == ("suspended", date(2026, 3, 2))
    assert db.session.scalars(select(Letter.state)).one() == "cancelled"
    with clock.frozen_at(clock.at(DUE + timedelta(days=4), 8)):
        queue_ladder(SYSTEM, clock.today())
        assert not world.work.is_overdue(clock.today())
    assert "dam@lamgiang.example" not in set(db.session.scalars(select(Letter.to_addr).where(Letter.id > 1)))
    with pytest.raises(Conflict, match="moved_on"):
        assignments.post_report(world.viewer("binh"), world.work, status="doing")


def test_resumed_it_stands_where_it_stood_and_its_ladder_begins_anew(world: World) -> None:
    assignments.accept(world.viewer("binh"), world.work)
    actions.suspend(world.viewer("lam"), world.work, reason="Chờ")
    with clock.frozen_at(MONDAY + timedelta(days=7)):
        actions.resume(world.viewer("lam"), world.work, reason="Đã có hướng dẫn")
    assert (world.work.state, world.work.stopped_on) == ("in_progress", None)
    assert (world.work.due_on, world.work.first_due_on) == (LATER, DUE)
    with clock.frozen_at(clock.at(LATER, 8)):
        queue_ladder(SYSTEM, LATER)
    assert "dam@lamgiang.example" in set(db.session.scalars(select(Letter.to_addr)))
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "assignment.resume")).one()
    assert (line.before, line.after["due_on"]) == ({"due_on": "2026-03-05"}, "2026-03-12")


def test_a_submitted_report_waits_for_the_office_again(world: World) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    actions.suspend(world.viewer("oanh"), world.work, **WHY)
    with pytest.raises(Conflict, match="moved_on"):
        assignments.confirm(world.viewer("oanh"), world.work)
    actions.resume(world.viewer("oanh"), world.work, **WHY)
    assert assignments.confirm(world.viewer("oanh"), world.work).state == "completed"


def test_a_request_for_more_time_moves_along(world: World) -> None:
    asked = assignments_ask(world)
    actions.suspend(world.viewer("oanh"), world.work, **WHY)
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        actions.resume(world.viewer("oanh"), world.work, **WHY)
        assert (asked.old_due_on, asked.new_due_on) == (date(2026, 3, 6), date(2026, 3, 13))
        actions.decide(world.viewer("lam"), asked, granted=True)
    assert world.work.due_on == date(2026, 3, 13)


def assignments_ask(world: World) -> Extension:
    return actions.ask(world.viewer("binh"), world.work, new_due_on=LATER, reason="Chờ số liệu")


def test_what_is_cancelled_ends_its_request(world: World) -> None:
    asked = assignments_ask(world)
    actions.cancel(world.viewer("oanh"), world.work, **WHY)
    db.session.refresh(asked)
    assert (asked.state, asked.decision_note, asked.document) == ("refused", WHY["reason"], WHY["document"])
    assert list(db.session.scalars(select(Letter))) == []


@pytest.mark.parametrize("verb", ["suspend", "cancel"])
def test_a_leaders_decision_has_reason_and_document(world: World, verb: str) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        getattr(actions, verb)(world.viewer("lam"), world.work, reason=" ")
    with pytest.raises(Refused, match="document_needed"):
        getattr(actions, verb)(world.viewer("oanh"), world.work, reason="Chờ")
    assert getattr(actions, verb)(world.viewer("lam"), world.work, reason="Chờ").stopped_on == date(
        2026, 3, 2
    )


@pytest.mark.parametrize("verb", ["suspend", "resume", "cancel", "exempt"])
@pytest.mark.parametrize("name", ["binh", "chi", "khanh", "an"])
def test_nobody_else_stops_work(world: World, name: str, verb: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(actions, verb)(world.viewer(name), world.work, **WHY)


def test_what_was_read_is_what_is_decided_on(world: World) -> None:
    seen = world.work.version
    assignments.accept(world.viewer("binh"), world.work)
    with pytest.raises(Conflict, match="stale"):
        actions.cancel(world.viewer("oanh"), world.work, **WHY, seen=seen)


def test_not_applicable_leaves_the_tasks_denominator(world: World) -> None:
    oanh = world.viewer("oanh")
    before = task_figures(world.task.id, in_sight_of(oanh), DUE)
    actions.exempt(oanh, world.other_work, reason="Xã không có làng nghề")
    after = task_figures(world.task.id, in_sight_of(oanh), DUE)
    assert (before.total, after.total) == (3, 2)


def test_the_review_counts_suspended_apart_and_cancelled_not_at_all(world: World) -> None:
    oanh = world.viewer("oanh")
    actions.suspend(oanh, world.work, **WHY)
    actions.cancel(oanh, world.other_work, **WHY)
    total = figures(MARCH, MARCH.cut_on, 5).total
    assert (total.total, total.suspended, total.open, total.done) == (1, 1, 0, 0)
    require_line(total, "xã")
    actions.resume(oanh, world.work, **WHY)
    total = figures(MARCH, MARCH.cut_on, 5).total
    assert (total.total, total.suspended, total.open_overdue) == (1, 0, 1)
