"""The automatic ladder: one letter a day and mailbox for all that is earned, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.errors import NotAllowed
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter
from tracker.outbox.rules import DAILY
from tracker.reminders import queries, rules
from tracker.reminders.actions import note_call, queue_ladder, urge
from tracker.reminders.models import Reminder
from tracker.settings.actions import change_letter_rules
from tracker.workdays import actions as workdays

MONDAY, THURSDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _only_the_ladder(app: Flask) -> None:
    """The letters of the week and about the review have tests of their own."""
    change_letter_rules(SYSTEM, weekly_weekday=0, review_before=0, review_silent=0, accept_after=0)


def run(day: date, hour: int = 7, minute: int = 30) -> int:
    with clock.frozen_at(clock.at(day, hour, minute)):
        return queue_ladder(SYSTEM, day)


def letters() -> list[tuple[str, str]]:
    """(day, mailbox) of every automatic letter, first to last."""
    rows = db.session.execute(select(Letter.due_at, Letter.to_addr).where(Letter.kind.in_(DAILY)))
    return sorted((str(clock.local(due_at).date()), to.split("@")[0]) for due_at, to in rows)


def change(assignment: Assignment, **facts: object) -> None:
    with transaction():
        row = db.session.get_one(Assignment, assignment.id, populate_existing=True)
        for name, value in facts.items():
            setattr(row, name, value)


@pytest.mark.parametrize(
    ("begun", "first", "last"), [((7, 30), "07:30", "08:00"), ((16, 50), "16:50", "17:00")]
)
def test_letters_are_spread_over_half_an_hour(
    world: World, begun: tuple[int, int], first: str, last: str
) -> None:
    """A mailbox has its own moment, whoever queues and however late; none falls into the evening."""
    for n in range(40):
        body = make.make_body(f"UBND xã Thử {n}", world.commune, email=f"xa{n}@lamgiang.example")
        make.make_assignment(body, THURSDAY)
    assert run(MONDAY, *begun) == 43
    found = dict(
        db.session.execute(select(Letter.to_addr, Letter.due_at).where(Letter.kind.in_(DAILY))).all()
    )
    moments = [f"{clock.local(at):%H:%M}" for at in found.values()]
    assert all(first <= moment < last for moment in moments)
    assert max(moments.count(moment) for moment in moments) <= (6 if begun[0] == 7 else 12)
    if begun == (7, 30):
        assert (
            clock.local(found["dam@lamgiang.example"]).time()
            == rules.moment(
                "dam@lamgiang.example", clock.local(clock.at(MONDAY, 7, 30)), clock.local(clock.at(MONDAY, 8))
            ).time()
        )


def test_three_days_before_each_body_has_one_letter(app: Flask, world: World) -> None:
    make.make_assignment(world.dam, MONDAY)  # joined with the other in one letter
    assert run(MONDAY) == 3
    assert letters() == [("2026-03-02", "chi"), ("2026-03-02", "dam"), ("2026-03-02", "mttq")]
    letter = db.session.scalars(select(Letter).where(Letter.to_addr.startswith("dam"))).one()
    assert letter.subject == "1 việc đến hạn hôm nay, 1 sắp đến hạn – UBND xã Đàm Thượng"
    assert letter.is_deadline
    assert clock.local(letter.expires_at).isoformat() == "2026-03-02T17:00:00+07:00"


def test_the_same_run_again_adds_nothing(app: Flask, world: World) -> None:
    assert run(MONDAY) == 3
    assert run(MONDAY, 7, 45) == 0
    assert run(date(2026, 3, 3)) == 0
    assert len(db.session.scalars(select(Reminder.id)).all()) == 3


def test_a_missed_day_is_caught_up_once(app: Flask, world: World) -> None:
    assert run(date(2026, 3, 3)) == 3
    assert [step.partition(":")[2] for step in db.session.scalars(select(Reminder.step))] == ["D-3"] * 3


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8)])
def test_days_off_are_silent(app: Flask, world: World, day: date) -> None:
    assert run(day) == 0


def test_a_holiday_and_the_evening_are_silent(app: Flask, world: World) -> None:
    workdays.set_day(SYSTEM, MONDAY, is_working=False, name="Nghỉ bù", source="TB 1")
    assert run(MONDAY) == 0
    assert run(FRIDAY, 17, 0) == 0
    assert run(FRIDAY, 16, 59) == 3


@pytest.mark.parametrize("state", ["submitted", "completed", "suspended", "cancelled"])
def test_whoever_owes_nothing_is_left_alone(app: Flask, world: World, state: str) -> None:
    change(world.work, state=state)
    run(MONDAY)
    assert "dam" not in {mailbox for _, mailbox in letters()}


def test_an_extension_asked_for_keeps_the_ladder_still(app: Flask, world: World) -> None:
    with transaction() as session:
        session.add(
            Extension(
                assignment_id=world.work.id, old_due_on=THURSDAY, new_due_on=date(2026, 3, 20),
                reason="Chờ số liệu", asked_at=clock.now(), asked_by="x",
            )
        )  # fmt: skip
    assert run(MONDAY) == 2


def test_a_moved_date_starts_anew(app: Flask, world: World) -> None:
    run(MONDAY)
    change(world.work, due_on=FRIDAY)
    run(date(2026, 3, 3))
    assert letters()[-1] == ("2026-03-03", "dam")


@pytest.mark.parametrize("by_hand", ["urge", "call"])
def test_reminding_by_hand_stands_in_for_the_day(app: Flask, world: World, by_hand: str) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 1), 16)):
        if by_hand == "urge":
            urge(world.viewer("oanh"), assignment_ids=[world.work.id])
        else:
            note_call(world.viewer("oanh"), assignment_ids=[world.work.id], note="Hẹn gửi chiều nay")
    assert run(MONDAY) == 2
    assert run(date(2026, 3, 3)) == 1, "the step is reached, not hit"


def test_bodies_that_share_a_mailbox_get_one_letter(app: Flask, world: World) -> None:
    with transaction():
        world.chi_body.email = "DAM@lamgiang.example"
        db.session.merge(world.chi_body)
    assert run(MONDAY) == 2
    letter = db.session.scalars(select(Letter).where(Letter.to_addr.istartswith("dam"))).one()
    assert letter.body_id is None
    assert "UBND xã Chí Minh Khai, UBND xã Đàm Thượng" in letter.body_text


def test_a_letter_that_was_never_sent_is_not_a_reminder(app: Flask, world: World) -> None:
    run(MONDAY)
    with transaction() as session:
        for letter in session.scalars(select(Letter)):
            letter.state = "expired"
    assert run(date(2026, 3, 3)) == 3


def test_the_front_is_asked_and_never_told_it_is_late(app: Flask, world: World) -> None:
    run(date(2026, 3, 10))
    letter = db.session.scalars(select(Letter).where(Letter.to_addr.startswith("mttq"))).one()
    said = f"{letter.subject}\n{letter.body_text}\n{letter.body_html}".lower()
    assert "đề nghị" in said
    assert "quá hạn" not in said
    assert "giao" not in said


def test_only_the_clock_climbs_the_ladder(app: Flask, world: World) -> None:
    with pytest.raises(NotAllowed), clock.frozen_at(clock.at(MONDAY, 7, 30)):
        queue_ladder(world.viewer("oanh"), MONDAY)


def test_the_same_few_statements_for_two_bodies_and_for_forty(app: Flask, world: World) -> None:
    with count_sql(app) as few:
        run(MONDAY)
    for _ in range(40):
        make.make_assignment(make.make_body(email=f"xa{next(make.number)}@lamgiang.example"), FRIDAY)
    with count_sql(app) as many:
        assert run(date(2026, 3, 3)) == 40
    assert len(many) <= len(few) + 1


def test_sixty_days_give_exactly_these_letters(app: Flask, world: World) -> None:
    """Đàm is never heard of, Chí reports on the 12th, the Front is asked all along; Monday the 16th has no power."""
    workdays.seed_year(SYSTEM, 2026)
    day = MONDAY
    while day < MONDAY + timedelta(days=60):
        with clock.frozen_at(clock.at(day, 15)):
            if day == date(2026, 3, 9):
                urge(world.viewer("oanh"), assignment_ids=[world.work.id])
            if day == date(2026, 3, 12):
                work = db.session.get_one(Assignment, world.other_work.id, populate_existing=True)
                assignments.post_report(world.viewer("chi"), work, status="done", note="Đã nộp")
        day += timedelta(days=1)
        if day != date(2026, 3, 16):
            run(day)
            run(day, 9)
    april = ["2026-04-06", "2026-04-13", "2026-04-20", "2026-04-28"]
    assert letters() == sorted(
        [(each, "dam") for each in ("2026-03-03", "2026-03-05", "2026-03-06", "2026-03-11", "2026-03-17")]
        + [(each, "chi") for each in ("2026-03-03", "2026-03-05", "2026-03-06", "2026-03-10")]
        + [(each, "mttq") for each in ("2026-03-03", "2026-03-05", "2026-03-06", "2026-03-10", "2026-03-17")]
        + [(each, name) for each in ("2026-03-23", "2026-03-30", *april) for name in ("dam", "mttq")]
    )


def test_what_is_due_is_asked_again_when_a_letter_leaves(app: Flask, world: World) -> None:
    run(MONDAY)
    letter = db.session.scalars(select(Letter).where(Letter.to_addr.startswith("dam"))).one()
    assert queries.still_due([letter])[letter.id] == "due"
    change(world.work, due_on=FRIDAY)
    assert queries.still_due([letter])[letter.id] == "cancelled", "moved"
    change(world.work, due_on=THURSDAY, state="submitted")
    assert queries.still_due([letter])[letter.id] == "cancelled", "reported"
    change(world.work, state="assigned")
    with transaction() as session:
        session.merge(world.dam).email = "moi@lamgiang.example"
    assert queries.still_due([letter])[letter.id] == "cancelled", "another mailbox"
    with transaction():
        letter.last_class = "released"
    assert queries.still_due([letter])[letter.id] == "due", "the office said so"
