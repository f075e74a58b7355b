"""Letters to people: heads, leaders, officers who asked for a copy, the office of a morning; and their envelopes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.mailsink import mailsink
from tests.reminders.clockwork import LONG_AGO, MONDAY, TUESDAY, WEDNESDAY, letter, letters, only, run
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.bodies import actions as bodies
from tracker.config import Config
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.outbox import rules as outbox
from tracker.outbox.delivery import deliver_due
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.reminders.actions import choose, queue_morning, urge
from tracker.scheduler.jobs import doors
from tracker.settings.actions import change_letter_rules


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


def test_a_leader_who_heads_a_body_gets_both_on_two_days(app: Flask, world: World) -> None:
    only(head_after=7, weekly_weekday=1, leader_after=7, leader_weekday=1)
    chair = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND xã", is_head=True)
    people.take_post(SYSTEM, world.people["lam"], chair, valid_from=LONG_AGO)
    for n in range(16, 28):
        run(date(2026, 3, n))
    assert letters("head") == [("16/03", "lam", "head"), ("23/03", "lam", "head")]
    assert letters("leader") == [("17/03", "lam", "leader"), ("24/03", "lam", "leader")]


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


def test_who_of_the_office_heads_a_body_gets_one_letter_that_day(app: Flask, world: World) -> None:
    only(head_after=7)
    chair = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND xã", is_head=True)
    people.take_post(SYSTEM, world.people["oanh"], chair, valid_from=LONG_AGO)
    for day in (date(2026, 3, 16), date(2026, 3, 17)):
        with clock.frozen_at(clock.at(day, 7)):
            queue_morning(SYSTEM, day)
        run(day)
    assert letters("head", "morning") == [("16/03", "oanh", "head"), ("17/03", "oanh", "morning")]
