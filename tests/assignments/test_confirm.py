"""The office confirms, or sends back with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.assignments.closing import close_period
from tests.conftest import MONDAY
from tests.world import DUE, World
from tracker import clock
from tracker.assignments import actions
from tracker.assignments.models import Decision
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.outbox.models import Letter, LetterAssignment


@pytest.fixture
def sent(world: World) -> World:
    """Bình has reported his work as done."""
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    return world


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_confirming_completes_and_tells_the_body(sent: World) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        actions.confirm(sent.viewer("oanh"), sent.work)
    assert (sent.work.state, sent.work.confirmed_on, sent.work.reported_on) == (
        "completed",
        date(2026, 3, 3),
        date(2026, 3, 2),
    )
    (letter,) = letters()
    assert (letter.to_addr, letter.kind, letter.body_id) == ("dam@lamgiang.example", "outcome", sent.dam.id)
    assert db.session.scalar(select(LetterAssignment.assignment_id)) == sent.work.id
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.verb, decision.round, decision.decided_by) == ("confirm", 1, "Phạm Thị Oanh")
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert line.verb == "assignment.confirm"


@pytest.mark.parametrize("name", ["binh", "chi", "lam", "khanh", "an"])
def test_only_the_office_decides(sent: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm(sent.viewer(name), sent.work)
    with pytest.raises(NotAllowed):
        actions.return_for_rework(sent.viewer(name), sent.work, reason="Thiếu quyết định")


def test_nothing_to_confirm_before_a_report(world: World) -> None:
    with pytest.raises(Conflict):
        actions.confirm(world.viewer("oanh"), world.work)


def test_what_changed_since_it_was_read_is_not_confirmed(sent: World) -> None:
    seen = sent.work.version
    actions.post_report(sent.viewer("binh"), sent.work, status="done", note="Bổ sung")
    with pytest.raises(Conflict, match="stale"):
        actions.confirm(sent.viewer("oanh"), sent.work, seen=seen)


def test_returned_in_time_gets_two_working_days(sent: World) -> None:
    with clock.frozen_at(clock.at(DUE, 16)):  # Thursday, the due day
        actions.return_for_rework(sent.viewer("oanh"), sent.work, reason="Thiếu quyết định kiện toàn")
    assert (sent.work.state, sent.work.round, sent.work.reported_on) == ("returned", 2, None)
    assert (sent.work.due_on, sent.work.first_due_on) == (date(2026, 3, 9), DUE)  # Monday
    (letter,) = letters()
    assert "Thiếu quyết định kiện toàn" in letter.body_text


def test_returned_late_gets_nothing(world: World) -> None:
    with clock.frozen_at(clock.at(DUE + timedelta(days=1), 9)):
        actions.post_report(world.viewer("binh"), world.work, status="done")
        actions.return_for_rework(world.viewer("oanh"), world.work, reason="Thiếu")
    assert world.work.due_on == DUE


def test_a_return_needs_its_reason(sent: World) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        actions.return_for_rework(sent.viewer("oanh"), sent.work, reason="  ")
    assert letters() == []


def test_returned_stays_until_the_next_report(sent: World) -> None:
    actions.return_for_rework(sent.viewer("oanh"), sent.work, reason="Thiếu")
    report = actions.post_report(sent.viewer("binh"), sent.work, status="doing")
    assert (sent.work.state, report.round, report.state_before) == ("in_progress", 2, "returned")


def test_a_body_without_a_mailbox_gets_no_letter(sent: World) -> None:
    with transaction():
        sent.dam.email = ""
    actions.confirm(sent.viewer("oanh"), sent.work)
    assert (sent.work.state, letters()) == ("completed", [])


def test_a_closed_month_takes_no_decision(sent: World) -> None:
    close_period(date(2026, 3, 3))
    with pytest.raises(Conflict, match="period_closed"):
        actions.confirm(sent.viewer("oanh"), sent.work)
    assert db.session.scalar(select(func.count(Decision.id))) == 0
