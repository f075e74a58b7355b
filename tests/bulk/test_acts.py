"""Each verb done to many: the single verb's rules, one line of the log each, left-outs with their reason."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.bulk.conftest import seen
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.bulk import actions
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db, transaction
from tracker.errors import NotAllowed, Refused
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder

LATE = date(2026, 2, 20)


def rows(batch: BulkBatch) -> Counter[str]:
    return Counter(db.session.scalars(select(BulkRow.reason).where(BulkRow.batch_id == batch.id)))


def lines(verb: str) -> list[str]:
    return list(db.session.scalars(select(AuditLine.thing).where(AuditLine.verb == verb)))


def fresh(work: Assignment) -> Assignment:
    return db.session.get_one(Assignment, work.id, populate_existing=True)


def test_a_call_about_many(app: Flask, world: World, forty: list[Assignment]) -> None:
    batch = actions.call_all(
        world.viewer("oanh"), seen=seen(*forty), note="Hứa gửi trong tuần", spoken_to="anh Bình"
    )
    assert (batch.done, batch.left_out, rows(batch)) == (40, 0, {"": 40})
    told = db.session.execute(select(Reminder.how, Reminder.note, Reminder.spoken_to)).all()
    assert {tuple(row) for row in told} == {("call", "Hứa gửi trong tuần", "anh Bình")}
    assert sorted(lines("reminder.call")) == sorted(f"assignment:{work.id}" for work in forty)
    assert trail.verify() is None, "the chain holds over lines written in one statement"


def test_a_call_counts_whatever_has_changed(app: Flask, world: World) -> None:
    shown = seen(world.work)
    assignments.accept(world.viewer("binh"), fresh(world.work))
    assert actions.call_all(world.viewer("oanh"), seen=shown).done == 1


def test_more_time_for_many(app: Flask, world: World, forty: list[Assignment]) -> None:
    oanh = world.viewer("oanh")
    batch = actions.extend_all(
        oanh, seen=seen(*forty), working_days=5, reason="Chờ hướng dẫn mới", document="312/UBND-TH"
    )
    assert (batch.done, rows(batch)) == (40, {"": 40})
    work = fresh(forty[0])
    assert (work.first_due_on, work.due_on) == (LATE, date(2026, 3, 9)), "five working days from today"
    given = db.session.scalars(select(Extension)).all()
    assert {(each.state, each.document, each.old_due_on) for each in given} == {
        ("granted", "312/UBND-TH", LATE)
    }
    assert len(lines("extension.decide")) == 40
    letters = db.session.scalars(select(Letter).where(Letter.kind == "outcome")).all()
    assert len(letters) == 40
    assert "Chờ hướng dẫn mới" in letters[0].body_text


def test_who_gets_no_more_time_and_why(app: Flask, world: World) -> None:
    oanh = world.viewer("oanh")
    done = make.make_assignment(world.dam, LATE, state="submitted", reported_on=LATE)
    undated = make.make_assignment(world.dam)
    later = make.make_assignment(world.dam, date(2026, 6, 1))
    asks = make.make_assignment(world.dam, date(2026, 3, 20))
    with transaction() as session:
        session.add(
            Extension(
                assignment_id=asks.id, old_due_on=date(2026, 3, 20), new_due_on=date(2026, 3, 25), reason="x",
                asked_at=clock.now(), asked_by="x",
            )
        )  # fmt: skip
    shown = seen(world.work, world.other_work, done, undated, later, asks)
    assignments.accept(world.viewer("chi"), fresh(world.other_work))
    batch = actions.extend_all(oanh, seen=shown, new_due_on=date(2026, 4, 4), reason="Chờ", document="1/UB")
    assert fresh(world.work).due_on == date(2026, 4, 6), "a Saturday moves to Monday"
    assert rows(batch) == {"": 1, "changed": 1, "not_owed": 1, "no_day": 1, "not_later": 1, "extension": 1}


def test_more_time_needs_a_reason_and_the_leaders_document(app: Flask, world: World) -> None:
    for said, code in (
        ({"reason": " ", "document": "1/UB"}, "reason_needed"),
        ({"reason": "x"}, "document_needed"),
    ):
        with pytest.raises(Refused, match=code):
            actions.extend_all(world.viewer("oanh"), seen=seen(world.work), working_days=3, **said)  # type: ignore[arg-type]
    assert fresh(world.work).due_on == date(2026, 3, 5)


def test_confirming_many(app: Flask, world: World) -> None:
    for name, work in (("binh", world.work), ("chi", world.other_work)):
        assignments.post_report(world.viewer(name), fresh(work), status="done", note="Xong")
    shown = seen(fresh(world.work), fresh(world.other_work), world.asked)
    batch = actions.confirm_many(world.viewer("oanh"), seen=shown)
    assert (batch.done, rows(batch)) == (2, {"": 2, "not_reported": 1})
    assert {fresh(each).state for each in (world.work, world.other_work)} == {"completed"}
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2
    assert len(lines("assignment.confirm")) == 2
    assert len(db.session.scalars(select(Letter).where(Letter.kind == "outcome")).all()) == 2


def test_a_report_withdrawn_meanwhile_is_not_confirmed(app: Flask, world: World) -> None:
    report = assignments.post_report(world.viewer("binh"), fresh(world.work), status="done", note="Xong")
    shown = seen(fresh(world.work))
    assignments.withdraw_report(world.viewer("binh"), report)
    with pytest.raises(Refused, match="bulk_nothing"):
        actions.confirm_many(world.viewer("oanh"), seen=shown)
    assert db.session.scalar(select(func.count()).select_from(BulkBatch)) == 0


def test_given_to_another_body(app: Flask, world: World) -> None:
    heir = make.make_body("UBND xã Nhận Thay", world.commune, email="thay@lamgiang.example")
    twin = make.make_assignment(world.dam, LATE, make.make_task(world.directive, due_on=LATE))
    batch = actions.reassign_all(
        world.viewer("oanh"),
        seen=seen(world.work, world.other_work, twin),
        body=heir,
        reason="Sai địa bàn",
        document="5/UB",
    )
    assert (batch.done, rows(batch)) == (1, {"": 1, "has_task": 1, "day_passed": 1})
    first, second = sorted((world.work, world.other_work), key=lambda each: each.id)
    assert (fresh(first).state, fresh(second).state, fresh(twin).state) == (
        "cancelled",
        "assigned",
        "assigned",
    )
    given = db.session.scalars(select(Assignment).where(Assignment.body_id == heir.id)).one()
    assert (given.task_id, given.due_on, given.state) == (world.task.id, date(2026, 3, 5), "assigned")
    assert db.session.scalars(select(Letter).where(Letter.kind == "assigned")).one().to_addr == heir.email


def test_put_before_a_leader_once(app: Flask, world: World) -> None:
    oanh, leader = world.viewer("oanh"), world.people["lam"]
    batch = actions.submit_all(oanh, seen=seen(world.work), leader=leader, proposal="Phê bình")
    assert batch.facts["leader"] == "Trần Quang Lâm"
    again = actions.submit_all(
        oanh, seen=seen(world.work, world.other_work), leader=leader, proposal="Phê bình"
    )
    assert rows(again) == {"": 1, "waits_already": 1}


def test_mailboxes_of_several_bodies(app: Flask, world: World) -> None:
    shown = {world.dam.id: world.dam.version, world.chi_body.id: world.chi_body.version + 1}
    wanted = {world.dam.id: "vanthu.dam@lamgiang.example", world.chi_body.id: "moi@lamgiang.example"}
    batch = actions.change_mailboxes(world.viewer("oanh"), seen=shown, mailboxes=wanted)
    assert (batch.done, rows(batch)) == (1, {"": 1, "changed": 1})
    db.session.refresh(world.dam)
    assert (world.dam.email, world.dam.phone) == ("vanthu.dam@lamgiang.example", "0206 3655 102")
    with pytest.raises(Refused, match="bad_address"):
        actions.change_mailboxes(world.viewer("oanh"), seen=shown, mailboxes={world.dam.id: "không phải"})


@pytest.mark.parametrize("verb", ["call", "extend", "submit", "confirm"])
def test_statements_do_not_grow_with_the_rows(
    app: Flask, world: World, forty: list[Assignment], verb: str
) -> None:
    if verb == "confirm":
        with transaction() as session:
            for work in forty:
                row = session.get(Assignment, work.id)
                assert row is not None
                row.state, row.reported_on = "submitted", LATE
    counts = []
    for some in (forty[:2], forty[2:40]):
        shown = seen(*map(fresh, some))
        db.session.commit()
        with count_sql(app) as sent:
            assert ACTS[verb](world, shown).done == len(some)
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 1, Counter(sent)


ACTS: dict[str, Any] = {
    "call": lambda world, shown: actions.call_all(world.viewer("oanh"), seen=shown),
    "extend": lambda world, shown: actions.extend_all(
        world.viewer("oanh"), seen=shown, working_days=9, reason="Chờ", document="1/UB"
    ),
    "confirm": lambda world, shown: actions.confirm_many(world.viewer("oanh"), seen=shown),
    "submit": lambda world, shown: actions.submit_all(
        world.viewer("oanh"), seen=shown, leader=world.people["lam"], proposal="Phê bình"
    ),
}


@pytest.mark.parametrize("name", ["binh", "khanh", "an"])
def test_nobody_else_does_any_of_it(app: Flask, world: World, name: str) -> None:
    viewer, shown = world.viewer(name), seen(world.work)
    more = {"reason": "x", "document": "1/UB"}
    with pytest.raises(NotAllowed):
        actions.call_all(viewer, seen=shown)
    with pytest.raises(NotAllowed):
        actions.extend_all(viewer, seen=shown, working_days=3, **more)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.confirm_many(viewer, seen=shown)
    with pytest.raises(NotAllowed):
        actions.reassign_all(viewer, seen=shown, body=world.front, **more)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.submit_all(viewer, seen=shown, leader=world.people["lam"], proposal="x")


def test_too_many_at_once(app: Flask, world: World) -> None:
    shown = dict.fromkeys(range(1, 52), 1)
    with pytest.raises(Refused, match="too_many_selected"):
        actions.confirm_many(world.viewer("oanh"), seen=shown)  # type: ignore[arg-type]


def test_what_was_taken_back_in_time(app: Flask, world: World) -> None:
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        batch = actions.call_all(world.viewer("oanh"), seen=seen(world.work))
    with clock.frozen_at(clock.now() + timedelta(hours=26)), pytest.raises(Refused, match="undo_late"):
        actions.undo(world.viewer("oanh"), batch)
