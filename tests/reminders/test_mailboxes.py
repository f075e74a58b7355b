"""A body with several mailboxes, and a mailbox that serves several bodies: one letter a day each, told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reminders.clockwork import MONDAY, TUESDAY, WEDNESDAY, only, run
from tests.reminders.test_urge import post
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.contacts.actions import set_mailboxes
from tracker.contacts.queries import mailboxes
from tracker.db import db, transaction
from tracker.outbox.models import Letter, LetterAssignment
from tracker.outbox.rules import DAILY
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.reminders import queries
from tracker.reminders.actions import ladder, urge
from tracker.reminders.models import Reminder
from tracker.scheduler import jobs

MAIN, SECOND, TOLD = "dam@lamgiang.example", "vanphong.dam@lamgiang.example", "huyen@lamgiang.example"


@pytest.fixture
def several(world: World) -> World:
    """The cast's commune with two mailboxes and one that is only told; its work falls due on Wednesday."""
    only(remind_before="2, 0")
    boxes(world.dam, further=[SECOND], copies=[TOLD])
    with transaction():
        for work in (world.work, world.other_work, world.asked):
            work.due_on = WEDNESDAY
            db.session.merge(work)
    return world


def boxes(body: Body, **said: list[str]) -> None:
    set_mailboxes(SYSTEM, db.session.get_one(Body, body.id), main=body.email, **said)


def daily(day: date | None = None) -> dict[str, Letter]:
    db.session.rollback()
    found = db.session.scalars(select(Letter).where(Letter.kind.in_(DAILY)).order_by(Letter.id))
    return {each.to_addr: each for each in found if day is None or clock.local(each.due_at).date() == day}


def words(letter: Letter) -> str:
    db.session.rollback()
    return jobs.fill([(db.session.merge(letter), letter.body_text)])[0]


def test_each_mailbox_gets_its_own_letter_and_the_ledger_one_line(several: World) -> None:
    assert run(MONDAY) == 5
    told = daily()
    assert {MAIN, SECOND, TOLD} < set(told)
    codes = {box: words(told[box]).partition("/b/")[2].split()[0] for box in (MAIN, SECOND)}
    assert codes[MAIN] != codes[SECOND]
    assert "/b/" not in words(told[TOLD])
    assert f"/phan-cong/{several.work.id}" in words(told[TOLD])
    assert f"Bản sao để biết. Thư chính gửi {MAIN}" in told[TOLD].body_text
    assert "Bản sao để biết" in told[TOLD].body_html
    assert "⟦" not in told[TOLD].body_text + told[TOLD].body_html
    lines = db.session.scalars(select(Reminder).where(Reminder.assignment_id == several.work.id)).all()
    assert [(line.step, line.letter_id) for line in lines] == [(f"{WEDNESDAY}:D-2", told[MAIN].id)]
    assert run(MONDAY) == 0
    assert run(TUESDAY) == 0  # nothing new
    assert run(WEDNESDAY) == 5  # the day itself, in all of them, whatever their minute of the half-hour


def test_the_page_before_urging_counts_every_mailbox(
    several: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    page = post(sign_in("oanh"), "/nhac/xem-truoc", id=[str(several.work.id)]).text
    assert "3 thư" in page
    assert SECOND in page


def test_a_shared_mailbox_gets_one_letter_with_the_work_of_both(several: World) -> None:
    boxes(several.chi_body, further=[SECOND])
    run(MONDAY)
    told = daily()[SECOND]
    spoken = set(
        db.session.scalars(
            select(LetterAssignment.assignment_id).where(LetterAssignment.letter_id == told.id)
        )
    )
    assert spoken == {several.work.id, several.other_work.id}
    assert told.body_id is None
    assert words(told).count("/b/") >= 2


def test_one_that_is_only_told_of_one_body_and_serves_another(several: World) -> None:
    """Its letter leads to a report's page for its own body and to the signed-in page for the other."""
    boxes(several.dam, copies=["chi@lamgiang.example"])
    run(MONDAY)
    text = words(daily()["chi@lamgiang.example"])
    assert f"/phan-cong/{several.work.id}" in text
    assert f"/phan-cong/{several.other_work.id}" not in text
    assert "Bản sao" not in text


def test_what_waits_is_judged_anew_for_each_mailbox(several: World) -> None:
    run(MONDAY)
    told = daily()
    every = [told[box] for box in (MAIN, SECOND, TOLD)]
    assert set(queries.still_due(every).values()) == {"due"}
    with transaction():
        db.session.get_one(Assignment, several.work.id).due_on = date(2026, 3, 20)
    assert set(queries.still_due(every).values()) == {"cancelled"}


def test_a_mailbox_taken_away_gets_nothing_that_waits(several: World) -> None:
    run(MONDAY)
    boxes(several.dam, copies=[TOLD])
    assert {box: letter.state for box, letter in daily().items() if box in (MAIN, SECOND, TOLD)} == {
        MAIN: "pending", SECOND: "cancelled", TOLD: "pending",
    }  # fmt: skip


def test_a_reminder_by_hand_takes_the_place_of_all_of_them(several: World) -> None:
    run(MONDAY)
    with clock.frozen_at(clock.at(MONDAY, 7, 31)):
        urge(several.viewer("oanh"), assignment_ids=[several.other_work.id], when="now")
        assert daily()[SECOND].state == "pending"  # of another body
        with transaction():
            db.session.execute(Reminder.__table__.delete())  # as if nothing had been said of it for a day
        urge(several.viewer("oanh"), assignment_ids=[several.work.id], when="now")
    found = daily()
    assert {found[box].state for box in (MAIN, SECOND, TOLD)} == {"cancelled"}
    by_hand = db.session.scalars(
        select(Letter).where(Letter.kind == "urge", Letter.body_id == several.dam.id)
    )
    letters = {each.to_addr: each for each in by_hand}
    assert set(letters) == {MAIN, SECOND, TOLD}
    assert set(queries.still_due(list(letters.values())).values()) == {"due"}


@pytest.mark.parametrize("broken_after", range(5))
def test_a_run_broken_off_is_finished_by_the_next(
    several: World, monkeypatch: pytest.MonkeyPatch, broken_after: int
) -> None:
    """Letters are queued some at a time; wherever the power goes, each mailbox is told once in the end."""
    monkeypatch.setattr(ladder, "IN_ONE_TRANSACTION", 1)
    queue, parts = ladder._keep, iter(range(5))

    def breaks(*given: Any) -> None:
        queue(*given)
        if next(parts) == broken_after:
            raise OSError("no power")

    monkeypatch.setattr(ladder, "_keep", breaks)
    with pytest.raises(OSError, match="no power"):
        run(MONDAY)
    assert len(daily()) == broken_after
    monkeypatch.setattr(ladder, "_keep", queue)
    assert run(MONDAY) == 5 - broken_after
    assert len(daily()) == 5
    assert len(db.session.scalars(select(Reminder)).all()) == 3
    assert run(MONDAY) == 0


def test_a_new_name_keeps_the_mailboxes_and_a_merger_brings_them(several: World) -> None:
    new = NewBody("UBND xã Lam Sơn", several.commune.id, email="lamson@lamgiang.example")
    boxes(several.chi_body, further=[SECOND], copies=["lamson@lamgiang.example"])
    change_bodies(
        several.viewer("oanh"),
        kind="merge",
        day=clock.today(),
        old=[several.dam.id, several.chi_body.id],
        new=new,
    )
    heir = db.session.scalars(select(Body).where(Body.name == new.name)).one()
    assert mailboxes(heir) == {"lamson@lamgiang.example": "main", SECOND: "own", TOLD: "copy"}
    told = db.session.scalars(select(Letter.to_addr).where(Letter.kind == "handover"))
    assert set(told) == {"lamson@lamgiang.example", SECOND, TOLD}
