"""Taking a bulk act back: what still stands as it was left, once, and the rest says why not."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.bulk.conftest import seen
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.bulk import actions
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder
from tracker.submissions import actions as submissions
from tracker.submissions.models import Submission, SubmittedWork

DUE = date(2026, 3, 5)


def marks(batch: BulkBatch) -> Counter[str]:
    return Counter(db.session.scalars(select(BulkRow.undone).where(BulkRow.batch_id == batch.id)))


def fresh(work: Assignment) -> Assignment:
    return db.session.get_one(Assignment, work.id, populate_existing=True)


def test_a_call_counts_no_more(app: Flask, world: World) -> None:
    oanh = world.viewer("oanh")
    batch = actions.call_all(oanh, seen=seen(world.work, world.other_work), note="Nhầm số")
    actions.undo(oanh, batch)
    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 0
    assert (batch.undone, batch.undone_by, marks(batch)) == (2, "Phạm Thị Oanh", {"yes": 2})
    with pytest.raises(Conflict, match="undone"):
        actions.undo(oanh, batch)
    assert trail.verify() is None


@pytest.fixture
def extended(app: Flask, world: World) -> BulkBatch:
    return actions.extend_all(
        world.viewer("oanh"),
        seen=seen(world.work, world.other_work),
        new_due_on=date(2026, 3, 20),
        reason="Chờ",
        document="1/UB",
    )


def test_more_time_is_taken_back_where_nothing_has_changed(world: World, extended: BulkBatch) -> None:
    assignments.accept(world.viewer("chi"), fresh(world.other_work))
    actions.undo(world.viewer("oanh"), extended, reason="Nhầm văn bản")
    assert (fresh(world.work).due_on, fresh(world.other_work).due_on) == (DUE, date(2026, 3, 20))
    assert marks(extended) == {"yes": 1, "changed": 1}
    given = dict(db.session.execute(select(Extension.assignment_id, Extension.state)).all())
    assert given == {world.work.id: "refused", world.other_work.id: "granted"}
    states = dict(db.session.execute(select(Letter.assignment_id, Letter.state)).all())
    assert states == {world.work.id: "cancelled", world.other_work.id: "pending"}, (
        "unsent: called back, not corrected"
    )


def test_whoever_has_had_the_letter_is_told_by_another(world: World, extended: BulkBatch) -> None:
    with transaction() as session:
        session.execute(update(Letter).values(state="sent", sent_at=clock.now()))
    actions.undo(world.viewer("oanh"), extended, reason="Nhầm văn bản")
    told = db.session.scalars(select(Letter).where(Letter.state == "pending")).all()
    assert {letter.to_addr for letter in told} == {"dam@lamgiang.example", "chi@lamgiang.example"}
    assert "05/03/2026" in told[0].body_text
    assert "Nhầm văn bản" in told[0].body_text


def test_the_bodies_read_why(world: World, extended: BulkBatch) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        actions.undo(world.viewer("oanh"), extended)
    assert fresh(world.work).due_on == date(2026, 3, 20)


def test_nothing_is_left_to_take_back(world: World, extended: BulkBatch) -> None:
    for name, work in (("binh", world.work), ("chi", world.other_work)):
        assignments.accept(world.viewer(name), fresh(work))
    with pytest.raises(Refused, match="undo_nothing"):
        actions.undo(world.viewer("oanh"), extended, reason="Nhầm")
    assert extended.undone_at is None


def test_a_mailbox_comes_back_unless_it_was_changed_again(app: Flask, world: World) -> None:
    oanh, bodies = world.viewer("oanh"), (world.dam, world.chi_body)
    batch = actions.change_mailboxes(
        oanh,
        seen={body.id: body.version for body in bodies},
        mailboxes={body.id: f"moi{body.id}@lamgiang.example" for body in bodies},
    )
    later = actions.change_mailboxes(
        oanh, seen={world.dam.id: world.dam.version}, mailboxes={world.dam.id: "nua@lamgiang.example"}
    )
    actions.undo(oanh, batch)
    for body in bodies:
        db.session.refresh(body)
    assert (world.dam.email, world.chi_body.email) == ("nua@lamgiang.example", "chi@lamgiang.example")
    assert (marks(batch), later.undone) == ({"yes": 1, "changed": 1}, 0)


def test_what_the_leader_has_answered_stays(app: Flask, world: World) -> None:
    oanh = world.viewer("oanh")
    batch = actions.submit_all(
        oanh, seen=seen(world.work, world.other_work), leader=world.people["lam"], proposal="Phê bình"
    )
    page = db.session.get_one(Submission, batch.facts["made"])
    submissions.answer(world.viewer("lam"), page, assignment_ids=[world.work.id], answer="agreed")
    actions.undo(oanh, batch)
    gone = select(SubmittedWork.assignment_id).where(SubmittedWork.withdrawn_at.is_not(None))
    assert db.session.scalars(gone).all() == [world.other_work.id]
    assert marks(batch) == {"yes": 1, "changed": 1}


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_takes_back(world: World, extended: BulkBatch, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.undo(world.viewer(name), extended, reason="x")
