"""A body says the work is not its own; the leader decides; what was ended may be taken up again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.assignments.closing import close_period
from tests.conftest import MONDAY
from tests.make import LONG_AGO
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import SYSTEM, LinkHolder
from tracker.assignments import actions
from tracker.assignments.models import Assignment, Decision
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions as extensions
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.people.models import PostHolding
from tracker.reminders.actions import queue_ladder
from tracker.reminders.queries import selection

WHY = "Đường thuộc tỉnh quản lý, không thuộc xã."


@pytest.fixture
def head(world: World) -> World:
    """Bình is the Chairman of his commune."""
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=LONG_AGO)
    return world


@pytest.fixture
def objected(head: World) -> Assignment:
    return actions.object_to(head.viewer("binh"), head.work, reason=WHY)


def last_line() -> AuditLine:
    return db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()


def test_the_head_objects_with_a_reason(head: World) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        actions.object_to(head.viewer("binh"), head.work, reason=" ")
    actions.object_to(head.viewer("binh"), head.work, reason=WHY)
    assert (head.work.state, head.work.is_owed, head.work.due_on) == ("objected", True, DUE)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.verb, decision.reason, decision.state_before) == ("object", WHY, "assigned")
    assert (last_line().verb, last_line().reason) == ("assignment.object", WHY)


def test_whoever_is_not_the_head_does_not(world: World) -> None:
    with pytest.raises(Refused, match="not_head"):
        actions.object_to(world.viewer("binh"), world.work, reason=WHY)
    holder = LinkHolder("x", frozenset({world.dam.id}))
    for actor in (world.viewer("chi"), world.viewer("lam"), world.viewer("khanh"), holder):
        with pytest.raises(NotAllowed):
            actions.object_to(actor, world.work, reason=WHY)


def test_a_former_head_does_not(head: World) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        held = db.session.scalars(select(PostHolding)).one()
        people.leave_post(SYSTEM, held, valid_to=date(2026, 3, 3))
        with pytest.raises(Refused, match="not_head"):
            actions.object_to(head.viewer("binh"), head.work, reason=WHY)


@pytest.mark.parametrize(("days", "taken"), [(2, True), (3, False)])
def test_a_body_objects_within_two_working_days(head: World, days: int, taken: bool) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=days)):
        if taken:
            assert actions.object_to(head.viewer("binh"), head.work, reason=WHY).state == "objected"
        else:
            with pytest.raises(Refused, match="object_late"):
                actions.object_to(head.viewer("binh"), head.work, reason=WHY)


def test_the_office_writes_down_what_came_on_paper_later(world: World) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=9)):
        actions.object_to(world.viewer("oanh"), world.work, reason=WHY, document="45/UBND-VP")
    assert db.session.scalars(select(Decision)).one().document == "45/UBND-VP"


def test_work_received_is_not_objected_to(head: World) -> None:
    actions.accept(head.viewer("binh"), head.work)
    with pytest.raises(Conflict, match="moved_on"):
        actions.object_to(head.viewer("binh"), head.work, reason=WHY)


def test_nothing_is_reported_or_urged_meanwhile(head: World, objected: Assignment) -> None:
    with pytest.raises(Conflict, match="moved_on"):
        actions.post_report(head.viewer("binh"), objected, status="done")
    chosen = selection(head.viewer("oanh"), [objected.id])
    assert (chosen.letters, list(chosen.left_out)) == ([], ["objected"])
    with clock.frozen_at(clock.at(DUE, 8)):
        queue_ladder(SYSTEM, DUE)
    assert "dam@lamgiang.example" not in set(db.session.scalars(select(Letter.to_addr)))


def test_not_accepted_the_work_stays_and_the_body_is_told(head: World, objected: Assignment) -> None:
    with pytest.raises(Refused, match="document_needed"):
        actions.uphold(head.viewer("oanh"), objected, reason="Tuyến đường đã bàn giao cho xã.")
    actions.uphold(head.viewer("lam"), objected, reason="Tuyến đường đã bàn giao cho xã.")
    assert (objected.state, objected.due_on) == ("assigned", DUE)
    (letter,) = db.session.scalars(select(Letter))
    assert "vẫn do đơn vị thực hiện" in letter.body_text
    assert "đã bàn giao" in letter.body_text
    with clock.frozen_at(clock.at(DUE, 8)):
        assert queue_ladder(SYSTEM, DUE) > 0


def test_accepted_the_work_is_cancelled_and_the_body_is_told(head: World, objected: Assignment) -> None:
    extensions.cancel(head.viewer("oanh"), objected, reason="Đúng là của tỉnh.", document="90/UBND-TH")
    assert (objected.state, objected.stopped_on) == ("cancelled", date(2026, 3, 2))
    (letter,) = db.session.scalars(select(Letter))
    assert "không giao cho đơn vị nữa" in letter.body_text
    assert "/b/" not in letter.body_text


@pytest.mark.parametrize("name", ["binh", "chi", "khanh", "an"])
def test_others_do_not_decide_on_it(head: World, objected: Assignment, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.uphold(head.viewer(name), objected, reason="x", document="1/UB")


def completed(world: World) -> Assignment:
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Xong")
    return actions.confirm(world.viewer("oanh"), world.work)


def test_confirmed_work_is_taken_up_again(world: World) -> None:
    work = completed(world)
    with pytest.raises(Refused, match="reason_needed"):
        actions.reopen(world.viewer("oanh"), work, reason="")
    with clock.frozen_at(clock.at(date(2026, 3, 20), 9)):  # Friday
        actions.reopen(world.viewer("oanh"), work, reason="Kiểm tra thấy thiếu 2 tiêu chí.")
    assert (work.state, work.round, work.confirmed_on, work.reported_on) == ("in_progress", 2, None, None)
    assert (work.due_on, work.first_due_on) == (date(2026, 3, 24), DUE)
    report = db.session.scalars(select(Decision).where(Decision.verb == "reopen")).one()
    assert (report.state_before, report.round) == ("completed", 1)


def test_work_that_was_late_gets_no_more_time(world: World) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=7)):
        work = completed(world)
        actions.reopen(world.viewer("oanh"), work, reason="Thiếu")
    assert work.due_on == DUE


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_reopens(world: World, name: str) -> None:
    work = completed(world)
    with pytest.raises(NotAllowed):
        actions.reopen(world.viewer(name), work, reason="x")


def test_a_cancellation_by_the_leader_is_taken_back_with_his_document(world: World) -> None:
    extensions.cancel(world.viewer("lam"), world.work, reason="Thôi")
    with pytest.raises(Refused, match="document_needed"):
        actions.reopen(world.viewer("oanh"), world.work, reason="Giao lại")
    actions.reopen(world.viewer("oanh"), world.work, reason="Giao lại", document="12/UBND")
    assert (world.work.state, world.work.stopped_on, world.work.due_on) == ("assigned", None, DUE)


def test_what_did_not_apply_applies_after_all_without_a_document(world: World) -> None:
    actions.accept(world.viewer("binh"), world.work)
    extensions.exempt(world.viewer("oanh"), world.work, reason="Xã không có làng nghề")
    actions.reopen(world.viewer("oanh"), world.work, reason="Có 1 làng nghề")
    assert world.work.state == "in_progress"


def test_a_closed_period_takes_no_such_decision(world: World) -> None:
    work = completed(world)
    close_period(date(2026, 3, 3))
    with pytest.raises(Conflict, match="period_closed"):
        actions.reopen(world.viewer("oanh"), work, reason="Thiếu")
