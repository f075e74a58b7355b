"""Confirmed or given to another body by a slip: taken back while the letters wait, as if it had never been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests import make
from tests.bulk.conftest import hidden, seen
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.bulk import actions
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db, transaction
from tracker.errors import Conflict, Refused
from tracker.extensions import actions as extensions
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter
from tracker.tasks.models import Addressee

SignIn = Callable[[str], FlaskClient]
WHY: dict[str, Any] = {"reason": "Sai địa bàn", "document": "5/UB"}


def marks(batch: BulkBatch) -> dict[int | None, str]:
    rows = select(BulkRow.assignment_id, BulkRow.undone).where(
        BulkRow.batch_id == batch.id, BulkRow.reason == ""
    )
    return {work: undone for work, undone in db.session.execute(rows)}


def fresh(work: Assignment) -> Assignment:
    return db.session.get_one(Assignment, work.id, populate_existing=True)


def pending() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter).where(Letter.state == "pending")) or 0


def sent(*kinds: str, body: Body) -> None:
    with transaction() as session:
        which = (Letter.kind.in_(kinds), Letter.body_id == body.id)
        session.execute(update(Letter).where(*which).values(state="sent", sent_at=clock.now()))


@pytest.fixture
def confirmed(app: Flask, world: World) -> BulkBatch:
    for name, work in (("binh", world.work), ("chi", world.other_work)):
        assignments.post_report(world.viewer(name), fresh(work), status="done", note="Xong")
    return actions.confirm_many(world.viewer("oanh"), seen=seen(fresh(world.work), fresh(world.other_work)))


@pytest.fixture
def heir(world: World) -> Body:
    return make.make_body("UBND xã Nhận Thay", world.commune, email="thay@lamgiang.example")


def given(world: World, heir: Body, *works: Assignment) -> BulkBatch:
    return actions.reassign_all(
        world.viewer("oanh"), seen=seen(*map(fresh, works)), body=heir, due_on=date(2026, 3, 20), **WHY
    )


def of(body: Body) -> Assignment | None:
    return db.session.scalar(select(Assignment).where(Assignment.body_id == body.id))


def test_confirmed_work_waits_again_and_no_letter_leaves(world: World, confirmed: BulkBatch) -> None:
    actions.undo(world.viewer("oanh"), confirmed)
    assert marks(confirmed) == {world.work.id: "yes", world.other_work.id: "yes"}
    for work in (world.work, world.other_work):
        now = fresh(work)
        assert (now.state, now.confirmed_on, now.round) == ("submitted", None, 1)
        assert now.reported_on == clock.today(), "the day of the report stays"
    assert pending() == 0
    assert trail.verify() is None


def test_what_was_decided_or_told_since_stays_confirmed(world: World, confirmed: BulkBatch) -> None:
    sent("outcome", body=world.dam)
    actions.undo(world.viewer("oanh"), confirmed)
    assert marks(confirmed) == {world.work.id: "told", world.other_work.id: "yes"}
    assert (fresh(world.work).state, fresh(world.other_work).state) == ("completed", "submitted")
    assert trail.verify() is None, "the chain holds where one of two was not taken back"


def test_once_everybody_has_been_told_nothing_is(world: World, confirmed: BulkBatch) -> None:
    sent("outcome", body=world.dam)
    sent("outcome", body=world.chi_body)
    with pytest.raises(Refused, match="undo_nothing") as refused:
        actions.undo(world.viewer("oanh"), confirmed)
    assert refused.value.facts == {"told": 2}
    assert confirmed.undone_at is None


def test_each_reason_why_nothing_is_taken_back_is_told_with_its_rows(
    world: World, confirmed: BulkBatch, sign_in: SignIn
) -> None:
    office, url = sign_in("oanh"), f"/hang-loat/lo/{confirmed.id}"
    sent("outcome", body=world.dam)
    assignments.reopen(world.viewer("oanh"), fresh(world.other_work), reason="Thiếu phụ lục")
    answer = office.post(f"{url}/hoan-tac", data=hidden(office.get(url).text))
    assert answer.status_code == 422
    why = "đã thay đổi sau đó (1 dòng); đơn vị đã được thông báo (1 dòng)"
    assert f"<li>Chưa hoàn tác được dòng nào: {why}.</li>" in answer.text
    db.session.rollback()
    assert marks(confirmed) == {world.work.id: "", world.other_work.id: ""}


def test_reopened_since_it_stays_open(world: World, confirmed: BulkBatch) -> None:
    assignments.reopen(world.viewer("oanh"), fresh(world.work), reason="Thiếu phụ lục")
    actions.undo(world.viewer("oanh"), confirmed)
    assert marks(confirmed) == {world.work.id: "changed", world.other_work.id: "yes"}
    assert fresh(world.work).state == "in_progress"


def test_when_the_letters_may_have_left_it_is_over(world: World, confirmed: BulkBatch) -> None:
    later = clock.now() + timedelta(minutes=11)
    with clock.frozen_at(later), pytest.raises(Refused, match="undo_letters_left"):
        actions.undo(world.viewer("oanh"), confirmed)


def test_given_work_comes_back_and_the_other_body_never_had_it(world: World, heir: Body) -> None:
    with transaction() as session:
        session.add(
            Extension(
                assignment_id=world.work.id, old_due_on=date(2026, 3, 5), new_due_on=date(2026, 3, 9),
                reason="Chờ", asked_at=clock.now(), asked_by="Bình",
            )
        )  # fmt: skip
    named = select(func.count()).select_from(Addressee).where(Addressee.task_id == world.work.task_id)
    before, addressees = fresh(world.work), db.session.scalar(named)
    stood = (before.state, before.due_on, before.round, before.stopped_on)
    batch = given(world, heir, world.work)
    waits = db.session.scalars(select(Letter).where(Letter.body_id == heir.id)).one()
    assert waits.due_at > clock.now(), "the other body's letter waits as those of an issue do"
    actions.undo(world.viewer("oanh"), batch)
    now = fresh(world.work)
    assert (now.state, now.due_on, now.round, now.stopped_on) == stood
    assert of(heir) is None
    assert db.session.scalar(named) == addressees
    asked = db.session.scalars(select(Extension).execution_options(populate_existing=True)).one()
    assert (asked.state, asked.decided_by, asked.document) == ("asked", "", "")
    assert pending() == 0
    assert [*db.session.scalars(select(Decision.verb).order_by(Decision.id))] == ["cancel", "uncancel"]
    assert trail.verify() is None
    assert given(world, heir, world.work).done == 1, "and can be given again"


def test_suspended_work_comes_back_suspended_from_its_day(world: World, heir: Body) -> None:
    oanh = world.viewer("oanh")
    extensions.suspend(oanh, fresh(world.work), **WHY)
    stopped = fresh(world.work).stopped_on
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        batch = given(world, heir, world.work)
        actions.undo(oanh, batch)
    assert (fresh(world.work).state, fresh(world.work).stopped_on) == ("suspended", stopped)


def test_a_first_letter_that_waited_waits_again(world: World, heir: Body) -> None:
    third = make.make_body("UBND xã Thứ Ba", world.commune, email="ba@lamgiang.example")
    given(world, heir, world.work)
    own = of(heir)
    assert own is not None
    batch = given(world, third, own)
    assert pending() == 1
    actions.undo(world.viewer("oanh"), batch)
    [letter] = db.session.scalars(select(Letter).where(Letter.state == "pending"))
    assert letter.body_id == heir.id


@pytest.mark.parametrize("what", ["accepted", "sent", "reopened"])
def test_what_was_followed_by_something_stays(world: World, heir: Body, what: str) -> None:
    oanh, batch = world.viewer("oanh"), given(world, heir, world.work)
    new = of(heir)
    assert new is not None
    if what == "accepted":
        assignments.accept(oanh, new, told=assignments.Told("Anh Tư", "phone", clock.today()))
    elif what == "sent":
        sent("assigned", body=heir)
    else:
        assignments.reopen(oanh, fresh(world.work), reason="Nhầm", document="6/UB")
    with pytest.raises(Refused, match="undo_nothing") as refused:
        actions.undo(oanh, batch)
    assert refused.value.facts == {"told" if what == "sent" else "changed": 1}
    assert of(heir) is not None
    assert fresh(world.work).state == ("assigned" if what == "reopened" else "cancelled")
    assert trail.verify() is None


def test_an_objection_that_was_told_it_was_right_stays_so(world: World, heir: Body) -> None:
    assignments.object_to(world.viewer("oanh"), fresh(world.work), **WHY)
    batch = given(world, heir, world.work)
    sent("outcome", body=world.dam)
    with pytest.raises(Refused, match="undo_nothing") as refused:
        actions.undo(world.viewer("oanh"), batch)
    assert refused.value.facts == {"told": 1}
    assert of(heir) is not None


def test_taken_back_twice_it_is_said(world: World, confirmed: BulkBatch) -> None:
    actions.undo(world.viewer("oanh"), confirmed)
    with pytest.raises(Conflict, match="undone"):
        actions.undo(world.viewer("oanh"), confirmed)


def test_the_page_offers_it_while_the_letters_wait(
    world: World, confirmed: BulkBatch, sign_in: SignIn
) -> None:
    browser, url = sign_in("oanh"), f"/hang-loat/lo/{confirmed.id}"
    shown = browser.get(url).text
    assert "trong 10 phút" in shown
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert "/hoan-tac" not in browser.get(url).text
        late = browser.post(f"{url}/hoan-tac", data=hidden(shown))
    assert late.status_code == 422
    assert "trong 10 phút; thời gian đó đã hết" in late.text
    assert browser.post(f"{url}/hoan-tac", data=hidden(shown)).status_code == 303
    assert "2 dòng" in browser.get(url).text
