"""The letters besides the ladder: of the week, not accepted, about the review, to heads and leaders, of the morning."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.reminders.clockwork import LONG_AGO, MONDAY, TUESDAY, WEDNESDAY, letter, letters, only, run
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.reminders import queries, rules
from tracker.reminders.actions import urge
from tracker.workdays import actions as workdays


def test_the_week_s_letter_tells_everything_that_is_open(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    make.make_assignment(world.dam, date(2026, 3, 12), assigned_on=LONG_AGO)
    make.make_assignment(world.dam, None, assigned_on=LONG_AGO)
    back = make.make_assignment(world.dam, date(2026, 4, 1), assigned_on=LONG_AGO, state="returned")
    make.make_assignment(world.dam, None, state="completed", confirmed_on=date(2026, 3, 6))
    run(MONDAY)
    told = letter("dam", "weekly")
    assert told.subject == "Tuần này: 1 việc đến hạn, 1 quá hạn – UBND xã Đàm Thượng"
    assert (
        "Tuần 09/03–13/03, đơn vị có 1 việc quá hạn, 1 việc đến hạn trong tuần, 1 việc được trả lại"
        in told.body_text
    )
    assert "Đã xong tuần qua: 1 việc. Xin cảm ơn." in told.body_text
    for heading in ("QUÁ HẠN", "ĐẾN HẠN TRONG TUẦN", "ĐƯỢC TRẢ LẠI ĐỂ BỔ SUNG", "ĐANG THỰC HIỆN"):
        assert heading in told.body_text
    assert f"⟦link:{back.id}⟧" in told.body_html
    assert not told.is_optional
    assert told.is_deadline


def test_nothing_open_no_letter(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    with transaction():
        for row in db.session.scalars(select(Assignment)):
            row.state = "completed"
    assert run(MONDAY) == 0


def test_more_than_ten_are_counted(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    for _ in range(15):
        make.make_assignment(world.dam, None, assigned_on=LONG_AGO)
    run(MONDAY)
    told = letter("dam", "weekly")
    assert "và 6 việc khác" in told.body_text
    assert told.body_text.count("Báo cáo: ") == 10


@pytest.mark.parametrize("ladder_ran", [True, False])
def test_it_is_caught_up_in_the_week_where_the_clock_stood_still(
    app: Flask, world: World, ladder_ran: bool
) -> None:
    only(weekly_weekday=1)
    if ladder_ran:
        run(MONDAY)
    run(TUESDAY)
    run(WEDNESDAY)
    day = "09/03" if ladder_ran else "10/03"
    assert letters("weekly") == [(day, name, "weekly") for _, name, _ in letters("weekly")]
    assert len(letters("weekly")) == 3


def test_one_that_ran_out_unsent_comes_the_next_day_and_no_more(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    run(MONDAY)
    with transaction():
        letter("dam", "weekly").state = "expired"
    run(TUESDAY)
    run(WEDNESDAY)
    assert [each[:2] for each in letters("weekly") if each[0] != "09/03"] == [("10/03", "dam")]


def test_a_day_off_moves_it_to_the_next_working_day(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    workdays.set_day(SYSTEM, MONDAY, is_working=False, name="Nghỉ bù", source="TB 1")
    assert run(MONDAY) == 0
    assert run(TUESDAY) == 3


@pytest.mark.parametrize(
    ("off", "weekday", "wanted"),
    [
        ([], 1, "2026-03-09"),
        ([9, 10], 1, "2026-03-11"),
        ([13], 5, "2026-03-12"),  # nothing later in the week: the day before
        ([9, 10, 11, 12, 13], 3, None),
        ([], 0, None),
    ],
)
def test_the_day_of_a_week(off: list[int], weekday: int, wanted: str | None) -> None:
    days_off = {date(2026, 3, day): False for day in off}
    found = rules.in_week(WEDNESDAY, weekday, days_off)
    assert (str(found) if found else None) == wanted


def test_what_was_urged_by_hand_on_its_day_takes_its_place(app: Flask, world: World) -> None:
    """The letter that still waits is called back; the week's letter comes the next day with all the rest."""
    only(weekly_weekday=1)
    other = make.make_assignment(world.dam, None, assigned_on=LONG_AGO)
    run(MONDAY)
    waiting = letter("dam", "weekly")
    with clock.frozen_at(clock.at(MONDAY, 7, 31)):
        urge(world.viewer("oanh"), assignment_ids=[world.work.id])
    db.session.refresh(waiting)
    assert waiting.state == "cancelled"
    assert run(MONDAY, 9) == 0
    run(TUESDAY)
    told = letter("dam", "weekly")
    assert (f"{clock.local(told.due_at):%d/%m}", f"⟦link:{other.id}⟧" in told.body_text) == ("10/03", True)


def test_urging_in_the_morning_leaves_no_second_letter_that_day(app: Flask, world: World) -> None:
    only(weekly_weekday=1)
    with clock.frozen_at(clock.at(date(2026, 3, 6), 16)):
        urge(world.viewer("oanh"), assignment_ids=[world.work.id], when="morning")
    run(MONDAY)
    assert "dam" not in {mailbox for _, mailbox, _ in letters("weekly")}


@pytest.mark.parametrize(("accepted", "wanted"), [(False, ["04/03"]), (True, [])])
def test_who_has_not_accepted_is_asked_once(
    app: Flask, world: World, accepted: bool, wanted: list[str]
) -> None:
    only(accept_after=2)
    if accepted:
        assignments.accept(world.viewer("binh"), world.work)
    for n in range(2, 14):
        run(date(2026, 3, n))
    assert [day for day, mailbox, _ in letters("accept") if mailbox == "dam"] == wanted
    if not accepted:
        told = letter("dam", "accept")
        assert told.subject == "Chưa tiếp nhận 1 nhiệm vụ (1847/UBND-KTN)"
        assert "Đơn vị có 1 việc chưa tiếp nhận." in told.body_text
        assert queries.still_due([told])[told.id] == "due"
        assignments.accept(world.viewer("binh"), db.session.get_one(Assignment, world.work.id))
        assert queries.still_due([told])[told.id] == "cancelled", "accepted before it left"
        front = letter("mttq", "accept")
        assert front.subject == "Đề nghị xác nhận đã nhận 1 nội dung (1847/UBND-KTN)"


def test_before_a_cut_everybody_then_whoever_has_said_nothing(app: Flask, world: World) -> None:
    only(review_before=7, review_silent=3)
    with transaction():
        for row in (world.work, world.other_work, world.asked):
            db.session.merge(row).assigned_on = LONG_AGO
    chi = db.session.get_one(Assignment, world.other_work.id)
    for n in range(2, 20):
        run(date(2026, 3, n))
        if n == 6:
            with clock.frozen_at(clock.at(date(2026, 3, n), 10)):
                assignments.post_report(world.viewer("chi"), chi, status="doing", note="Đang lấy ý kiến")
    told = letters("review")
    assert told == [
        *(("04/03", name, "review") for name in ("chi", "dam", "mttq")),
        *(("10/03", name, "review") for name in ("dam", "mttq")),
    ]
    assert letter("dam", "review").subject == "Chưa cập nhật: rà soát tháng 3 chốt ngày 14/03"
    said = f"{letter('mttq', 'review').subject} {letter('mttq', 'review').body_text}".lower()
    assert "quá hạn" not in said
    assert "giao" not in said
