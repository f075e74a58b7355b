"""A body says how its work stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from tests.assignments.closing import close_period
from tests.conftest import MONDAY
from tests.world import World
from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.assignments import actions
from tracker.assignments.models import Assignment, Evidence, Report
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.files.actions import store
from tracker.files.keeping import Kept

PAPER = Kept("ab" * 32, 1000, "application/pdf", "118-BC-UBND.pdf")


def test_done_waits_for_the_office_and_the_day_is_kept(world: World) -> None:
    report = actions.post_report(
        world.viewer("binh"), world.work, status="done", note="Đã gửi", result_number="118/BC"
    )
    assert (world.work.state, world.work.reported_on) == ("submitted", clock.today())
    assert (report.round, report.state_before, report.via, report.reporter_name) == (
        1,
        "assigned",
        "web",
        "Hoàng Văn Bình",
    )
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert (line.verb, line.thing, line.before) == (
        "assignment.report",
        f"assignment:{world.work.id}",
        {"state": "assigned"},
    )


@pytest.mark.parametrize("status", ["doing", "difficulty"])
def test_the_first_word_receives_the_work(world: World, status: str) -> None:
    actions.post_report(world.viewer("binh"), world.work, status=status)
    assert (world.work.state, world.work.received_at, world.work.reported_on) == ("in_progress", MONDAY, None)


@pytest.mark.parametrize("name", ["chi", "lam", "khanh", "an"])
def test_others_may_not(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.post_report(world.viewer(name), world.work, status="done")


def test_the_office_writes_down_what_it_was_told(world: World) -> None:
    told = actions.Told("Anh Bình, Phó Chủ tịch", "phone", clock.today())
    report = actions.post_report(world.viewer("oanh"), world.work, status="done", told=told)
    assert (report.via, report.reporter_name) == ("office", "Anh Bình, Phó Chủ tịch")


def test_a_link_speaks_for_its_body_only(world: World) -> None:
    holder = LinkHolder("Anh Bình (thư)", frozenset({world.dam.id}))
    assert actions.post_report(holder, world.work, status="doing").via == "link"
    with pytest.raises(NotAllowed):
        actions.post_report(holder, world.other_work, status="doing")


def test_a_colleague_adds_and_the_first_day_stays(world: World) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done")
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        report = actions.post_report(world.viewer("binh"), world.work, status="done", note="Bổ sung")
    assert (report.state_before, world.work.reported_on) == ("submitted", date(2026, 3, 2))


def test_what_is_submitted_is_not_in_progress_again(world: World) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done")
    with pytest.raises(Conflict):
        actions.post_report(world.viewer("binh"), world.work, status="doing")


def test_a_file_where_the_directive_asks_for_one(world: World) -> None:
    with transaction():
        world.directive.demands_file = True
    with pytest.raises(Refused, match="file_needed"):
        actions.post_report(world.viewer("binh"), world.work, status="done")
    report = actions.post_report(world.viewer("binh"), world.work, status="done", kept=[PAPER])
    assert db.session.scalar(select(func.count()).where(Evidence.report_id == report.id)) == 1


def test_earlier_files_are_the_body_s_own(world: World) -> None:
    mine = store(world.viewer("binh"), PAPER, body_id=world.dam.id)
    theirs = store(world.viewer("chi"), PAPER, body_id=world.chi_body.id)
    actions.post_report(world.viewer("binh"), world.work, status="doing", file_ids=[mine.id])
    with pytest.raises(NotFound):
        actions.post_report(world.viewer("binh"), world.work, status="doing", file_ids=[theirs.id])


def test_a_result_is_not_dated_tomorrow(world: World) -> None:
    with pytest.raises(Refused, match="result_in_future"):
        actions.post_report(world.viewer("binh"), world.work, status="done", result_on=date(2026, 3, 3))


def test_two_at_once_give_one_effect_and_one_conflict(world: World) -> None:
    seen = db.session.get_one(Assignment, world.work.id)
    with transaction() as session:
        session.execute(text("UPDATE assignment SET version = version + 1"))
    with pytest.raises(Conflict, match="stale"):
        actions.post_report(world.viewer("binh"), seen, status="doing")
    assert db.session.scalar(select(func.count(Report.id))) == 0


def test_a_closed_month_takes_no_report(world: World) -> None:
    close_period(date(2026, 3, 2))
    with pytest.raises(Conflict, match="period_closed"):
        actions.post_report(world.viewer("binh"), world.work, status="doing")
    assert db.session.scalar(select(func.count(Report.id))) == 0
