"""The letters besides the ladder: of the week, not accepted, about the review, to heads and leaders, of the morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.mailsink import mailsink
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.config import Config
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.outbox import rules as outbox
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.reminders import queries, rules
from tracker.reminders.actions import choose, queue_ladder, queue_morning, urge
from tracker.scheduler.jobs import doors
from tracker.settings.actions import change_letter_rules
from tracker.workdays import actions as workdays

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, 9) + timedelta(days=n) for n in range(3))
LONG_AGO = date(2026, 1, 5)


def run(day: date, hour: int = 7, minute: int = 30) -> int:
    with clock.frozen_at(clock.at(day, hour, minute)):
        return queue_ladder(SYSTEM, day)


def letters(*kinds: str) -> list[tuple[str, str, str]]:
    """(day, mailbox, kind) of letters of the clock, first to last."""
    found = select(Letter.due_at, Letter.to_addr, Letter.kind).order_by(Letter.due_at, Letter.to_addr)
    rows = db.session.execute(found)
    told = [(f"{clock.local(at):%d/%m}", to.split("@")[0], kind) for at, to, kind in rows]
    return [each for each in told if each[2] in kinds]


def letter(mailbox: str, kind: str) -> Letter:
    found = select(Letter).where(Letter.to_addr.startswith(mailbox), Letter.kind == kind)
    return db.session.scalars(
        found.order_by(Letter.id.desc()).limit(1).execution_options(populate_existing=True)
    ).one()


def only(**limits: int | str) -> None:
    """Nothing but what the test speaks of."""
    nothing = {"remind_before": "", "remind_after": "", "accept_after": 0, "weekly_weekday": 0, "head_after": 0,
               "leader_after": 0, "review_before": 0, "review_silent": 0}  # fmt: skip
    change_letter_rules(SYSTEM, **(nothing | limits))


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
        assert "Đơn vị chưa xác nhận đã nhận" in told.body_text
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


def head_of(world: World, login: str = "chu") -> None:
    chair = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND xã", is_head=True)
    people.take_post(SYSTEM, make.make_person("Nông Văn Chủ", login=login), chair, valid_from=LONG_AGO)


def test_the_head_is_told_of_what_is_long_overdue_and_then_weekly(app: Flask, world: World) -> None:
    only(head_after=7, weekly_weekday=1)
    head_of(world)
    for n in range(16, 32):
        run(date(2026, 3, n))
    assert letters("head") == [("16/03", "chu", "head"), ("23/03", "chu", "head"), ("30/03", "chu", "head")]
    told = letter("chu", "head")
    assert told.subject == "UBND xã Đàm Thượng còn 1 việc quá hạn trên 7 ngày"
    assert "Kính gửi đồng chí Nông Văn Chủ" in told.body_text
    assert "⟦" not in told.body_text, "a head signs in: the body's links are not theirs"
    assert not told.is_optional


def test_a_head_s_letter_does_not_keep_the_body_s_away(app: Flask, world: World) -> None:
    change_letter_rules(SYSTEM, weekly_weekday=0, review_before=0, review_silent=0, accept_after=0)
    head_of(world)
    run(date(2026, 3, 16))
    assert {mailbox for _, mailbox, _ in letters("late")} >= {"dam"}
    assert letters("head") == [("16/03", "chu", "head")]


def test_whoever_heads_no_more_or_may_not_sign_in_is_not_told(app: Flask, world: World) -> None:
    only(head_after=7)
    head_of(world)
    chief = db.session.scalars(select(Person).where(Person.login == "chu")).one()
    people.enable_person(world.viewer("an"), chief, is_enabled=False)
    run(date(2026, 3, 16))
    assert letters("head") == []


def test_leaders_get_one_list_a_week_and_may_say_no(app: Flask, world: World) -> None:
    only(leader_after=14, leader_weekday=2)
    for n in range(23, 32):
        run(date(2026, 3, n))
    assert letters("leader") == [("31/03", "lam", "leader")]
    told = letter("lam", "leader")
    assert told.subject == "2 việc quá hạn trên 14 ngày của 2 đơn vị"
    assert "MTTQ" not in told.body_text, "who is asked is never overdue"
    assert told.is_optional
    choose(world.viewer("lam"), world.people["lam"], kind="leader", is_on=False)
    run(date(2026, 4, 7))
    assert len(letters("leader")) == 1


def test_an_officer_s_own_copy_comes_on_the_day_they_chose(app: Flask, world: World) -> None:
    only()
    run(MONDAY)
    assert letters("weekly") == []
    choose(world.viewer("binh"), world.people["binh"], kind="weekly", is_on=True, weekday=3)
    for day in (MONDAY, TUESDAY, WEDNESDAY, WEDNESDAY + timedelta(days=1)):
        run(day)
    assert letters("weekly") == [("11/03", "binh", "weekly")]
    told = letter("binh", "weekly")
    assert told.is_optional
    assert "⟦" not in told.body_text
    assert "Chí Minh Khai" not in told.body_text
    assert "/tai-khoan/thu" in told.body_html


def test_the_office_s_morning(app: Flask, world: World) -> None:
    def morning(day: date, hour: int = 7) -> int:
        with clock.frozen_at(clock.at(day, hour)):
            return queue_morning(SYSTEM, day)

    assert morning(date(2026, 3, 4)) == 0, "nothing to tell"
    assert morning(date(2026, 3, 6)) == 1
    assert letter("oanh", "morning").subject == "Sáng nay: 2 quá hạn (+2)"
    assert morning(date(2026, 3, 6)) == 0
    assert morning(date(2026, 3, 7)) == 0, "Saturday"
    assert morning(MONDAY) == 1
    assert letter("oanh", "morning").subject == "Sáng nay: 2 quá hạn"
    choose(world.viewer("oanh"), world.people["oanh"], kind="morning", is_on=False)
    assert morning(TUESDAY) == 0
    change_letter_rules(SYSTEM, morning=0)
    choose(world.viewer("oanh"), world.people["oanh"], kind="morning", is_on=True)
    assert morning(WEDNESDAY) == 0, "the office sends none"


@pytest.mark.parametrize(
    ("name", "kind"), [("oanh", "weekly"), ("binh", "morning"), ("lam", "late"), ("an", "leader")]
)
def test_a_letter_is_chosen_by_whom_it_is_for(app: Flask, world: World, name: str, kind: str) -> None:
    with pytest.raises(NotFound):
        choose(world.viewer(name), world.people[name], kind=kind, is_on=True)
    with pytest.raises(NotAllowed):
        choose(world.viewer("oanh"), world.people["lam"], kind="leader", is_on=False)


def test_letters_about_one_assignment_are_one_thread_and_only_optional_ones_can_be_refused(
    app: Flask, world: World, config: Config
) -> None:
    only(weekly_weekday=1, leader_after=1, leader_weekday=1)
    with mailsink() as sink:
        sending = replace(config, smtp_host="127.0.0.1", smtp_port=sink.port, mail_from="vp@lamgiang.example")
        run(MONDAY)
        with clock.frozen_at(clock.at(MONDAY, 8)):
            deliver_due(sending, doors(), owner="a")
        with clock.frozen_at(clock.at(TUESDAY, 10)):
            urge(world.viewer("oanh"), assignment_ids=[world.work.id])
            deliver_due(sending, doors(), owner="a")
        heads = [each.message for each in sink.letters()]
    threads = {head["References"] for head in heads if head["To"] and "dam@" in head["To"]}
    assert len(threads) == 1
    assert threads != {None}
    refused = {("lam@" in head["To"], bool(head["List-Unsubscribe"])) for head in heads}
    assert refused == {(True, True), (False, False)}
    (leader,) = [head for head in heads if "lam@" in head["To"]]
    assert leader["List-Unsubscribe"] == "<http://127.0.0.1:8000/tai-khoan/thu>"


def test_every_kind_of_the_clock_is_a_kind_the_outbox_knows() -> None:
    assert outbox.DAILY | {"leader", "morning"} == outbox.MORNING
    assert outbox.DAILY < outbox.DEADLINE


def test_the_same_few_statements_for_a_week_of_three_bodies_and_of_forty(app: Flask, world: World) -> None:
    with count_sql(app) as few:
        run(MONDAY)
    for _ in range(40):
        body = make.make_body(email=f"xa{next(make.number)}@lamgiang.example")
        make.make_assignment(body, date(2026, 4, 10), assigned_on=LONG_AGO)
    with count_sql(app) as many:
        assert run(MONDAY + timedelta(days=7)) >= 40
    assert len(many) <= len(few) + 4


@pytest.mark.parametrize("words", ["3, x", "-1", "61", "1,2,3,4,5,6,7"])
def test_days_that_are_none_are_refused(app: Flask, world: World, words: str) -> None:
    with pytest.raises(Refused, match="days_unreadable"):
        change_letter_rules(world.viewer("an"), remind_before=words)


def test_the_ladder_follows_the_office_s_days(app: Flask, world: World) -> None:
    only(remind_before="1", remind_after="2", remind_every=3)
    for n in range(2, 17):
        run(date(2026, 3, n))
    assert [day for day, mailbox, _ in letters("due", "late") if mailbox == "dam"] == [
        "04/03",
        "09/03",
        "12/03",
    ]
