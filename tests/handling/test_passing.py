"""Passing work on inside the body, with a day of its own: who may, what it changes, and what it never does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import make
from tests.handling import cast
from tests.world import DUE, World
from tracker.access.actors import LinkHolder
from tracker.assignments import actions as assignments
from tracker.assignments.inside import InsideMarks
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions as extensions
from tracker.extensions.actions import set_event_day
from tracker.handling import actions, queries
from tracker.people import actions as people
from tracker.people.models import Membership
from tracker.scheduler.jobs import doors

TODAY = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)


def frozen(work: Assignment) -> Any:
    """Every column of the assignment: nothing inside the body may touch one of them."""
    table: Any = Assignment.__table__
    with db.engine.connect() as connection:
        return tuple(connection.execute(select(table).where(table.c.id == work.id)).one())


def test_a_person_of_the_body_is_named_told_and_seen(world: World) -> None:
    phu, binh, before = cast.add_colleague(world), world.viewer("binh"), frozen(world.work)
    actions.pass_on(binh, world.work, person=phu, own_due_on=WEDNESDAY, words="Làm theo mẫu 2")
    assert frozen(world.work) == before
    row = cast.handling(world.work)
    assert (row.person_id, row.own_due_on, row.passed_on, row.passed_by) == (
        phu.id,
        WEDNESDAY,
        TODAY,
        "Hoàng Văn Bình",
    )
    [letter] = cast.letters()
    assert letter.to_addr == "phu@lamgiang.example"
    for words in ("Hoàng Văn Bình", "UBND xã Đàm Thượng", "Làm theo mẫu 2", "04/03/2026", "05/03/2026"):
        assert words in letter.body_text
        assert words in letter.body_html
    assert f"/phan-cong/{world.work.id}" in letter.body_text
    assert cast.history(world.work) == [
        ("own_day", "", ""),
        ("passed", "Lục Văn Phú", "Làm theo mẫu 2"),
    ]
    [(thing, was, now)] = cast.lines("handling.pass_on")
    assert thing == f"assignment:{world.work.id}"
    assert was == {"handler_id": None, "own_due_on": None, "note": ""}
    assert now == {"handler_id": phu.id, "own_due_on": "2026-03-04", "note": "Làm theo mẫu 2"}
    for name in ("binh", "phu", "oanh", "lam", "khanh"):
        seen = queries.inside(world.viewer(name), world.work)
        assert seen.who is not None
        assert (seen.who.name, seen.own_due_on) == ("Lục Văn Phú", WEDNESDAY)


def test_the_letter_goes_whatever_becomes_of_the_work(world: World) -> None:
    actions.pass_on(world.viewer("binh"), world.work, person=cast.add_colleague(world))
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assert list(doors().still_due(cast.letters()).values()) == ["due"]
    [words] = doors().fill([(letter, letter.body_text) for letter in cast.letters()])
    assert "⟦" not in words


def test_nobody_writes_to_themselves(world: World) -> None:
    binh = world.viewer("binh")
    actions.pass_on(binh, world.work, person=world.people["binh"])
    assert cast.letters() == []
    assert queries.inside(binh, world.work).who is not None


def test_the_same_person_again_is_told_once(world: World) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    actions.pass_on(binh, world.work, person=phu)
    actions.pass_on(binh, world.work, person=phu, own_due_on=WEDNESDAY)
    actions.pass_on(binh, world.work, person=phu, own_due_on=WEDNESDAY, words="Gấp")
    assert len(cast.letters()) == 1
    assert [kind for kind, *_ in cast.history(world.work)] == ["passed", "own_day", "noted"]


def test_it_is_taken_back(world: World) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    actions.pass_on(binh, world.work, person=phu, own_due_on=WEDNESDAY)
    actions.pass_on(binh, world.work, person=None)
    assert queries.inside(binh, world.work).is_empty
    assert [kind for kind, *_ in cast.history(world.work)][-2:] == ["own_day", "taken_back"]
    row = cast.handling(world.work)
    assert (row.passed_on, row.passed_by) == (None, "")


@pytest.mark.parametrize("name", ["oanh", "lam", "khanh", "an", "chi"])
def test_only_the_body_itself_arranges_its_work(world: World, name: str) -> None:
    cast.add_colleague(world)
    actor = cast.add_helper(world) if name == "chi" else world.viewer(name)
    with pytest.raises(NotAllowed):
        actions.pass_on(actor, world.work, person=world.people["phu"])
    with pytest.raises(NotAllowed):
        actions.add_step(actor, world.work, title="Lập tổ")
    assert cast.history(world.work) == []


def test_a_mailed_link_only_reports(world: World) -> None:
    holder = LinkHolder("qua liên kết", frozenset({world.dam.id}))
    with pytest.raises(NotAllowed):
        actions.pass_on(holder, world.work, person=None)


def test_a_body_that_works_with_it_sees_nothing_of_it(world: World) -> None:
    phu, chi = cast.add_colleague(world), cast.add_helper(world)
    actions.pass_on(world.viewer("binh"), world.work, person=phu, own_due_on=WEDNESDAY)
    actions.add_step(world.viewer("binh"), world.work, title="Lập tổ rà soát")
    assert queries.inside(chi, world.work) == queries.Inside()


def test_somebody_of_another_body_cannot_be_named(world: World) -> None:
    with pytest.raises(Refused, match="not_colleague"):
        actions.pass_on(world.viewer("binh"), world.work, person=world.people["chi"])


def test_nor_who_has_left_or_may_not_sign_in(world: World) -> None:
    gone, shut = cast.add_colleague(world), cast.add_colleague(world, "xa", "Mã Văn Xa")
    people.enable_person(world.viewer("an"), shut, is_enabled=False)
    place = db.session.scalars(select(Membership).where(Membership.person_id == gone.id)).one()
    people.leave_body(world.viewer("an"), place, valid_to=TODAY)
    for person in (gone, shut):
        with pytest.raises(Refused, match="not_colleague"):
            actions.pass_on(world.viewer("binh"), world.work, person=person)
    assert queries.colleagues(world.work) == [(world.people["binh"].id, "Hoàng Văn Bình")]


@pytest.mark.parametrize(
    ("day", "code"),
    [(DUE, None), (TODAY, None), (DUE + timedelta(days=1), "own_day_after_due"), (date(2026, 3, 1), "own_day_passed")],
)  # fmt: skip
def test_the_own_day_lies_between_today_and_the_due_day(world: World, day: date, code: str | None) -> None:
    binh = world.viewer("binh")
    if code is None:
        actions.pass_on(binh, world.work, person=None, own_due_on=day)
        assert cast.handling(world.work).own_due_on == day
        return
    with pytest.raises(Refused, match=code):
        actions.pass_on(binh, world.work, person=None, own_due_on=day)


def test_a_day_off_is_a_day_too_and_work_without_a_day_has_no_limit(world: World) -> None:
    work = make.make_assignment(world.dam)
    actions.pass_on(world.viewer("binh"), work, person=None, own_due_on=date(2026, 3, 8))  # a Sunday
    assert cast.handling(work).own_due_on == date(2026, 3, 8)


def test_a_due_day_that_comes_to_lie_before_the_own_day_caps_it(world: World) -> None:
    binh, oanh = world.viewer("binh"), world.viewer("oanh")
    task = make.make_task(text="Báo cáo sau hội nghị.", deadline_kind="event")
    work = make.make_assignment(world.dam, task=task)
    set_event_day(oanh, task, due_on=date(2026, 3, 20), reason="Thông báo 9", version=task.version)
    actions.pass_on(binh, work, person=None, own_due_on=date(2026, 3, 20))
    set_event_day(oanh, task, due_on=date(2026, 3, 10), reason="Thông báo 10", version=task.version)
    work = db.session.get_one(Assignment, work.id, populate_existing=True)
    assert InsideMarks(work, TODAY).day(cast.handling(work).own_due_on) == date(2026, 3, 10)
    actions.pass_on(
        binh, work, person=world.people["binh"], own_due_on=date(2026, 3, 20)
    )  # what stays may stay
    with pytest.raises(Refused, match="own_day_after_due"):
        actions.pass_on(binh, work, person=None, own_due_on=date(2026, 3, 11))


def test_two_at_once_one_is_told(world: World) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    actions.pass_on(binh, world.work, person=phu, seen=0)
    with pytest.raises(Conflict, match="stale"):
        actions.pass_on(binh, world.work, person=None, seen=0)
    version = cast.handling(world.work).version
    actions.pass_on(binh, world.work, person=None, seen=version)
    with pytest.raises(Conflict, match="stale"):
        actions.pass_on(binh, world.work, person=phu, seen=version)


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_work_that_has_ended_is_not_passed_on(world: World, state: str) -> None:
    binh, oanh = world.viewer("binh"), world.viewer("oanh")
    actions.pass_on(binh, world.work, person=world.people["binh"])
    if state == "completed":
        assignments.post_report(binh, world.work, status="done")
        assignments.confirm(oanh, world.work)
    else:
        extensions.exempt(oanh, world.work, reason="Không áp dụng")
    with pytest.raises(Conflict, match="moved_on"):
        actions.pass_on(binh, world.work, person=None)
    with pytest.raises(Conflict, match="moved_on"):
        actions.add_step(binh, world.work, title="Muộn")
    assert queries.inside(binh, world.work).who is not None


def test_suspended_and_reported_work_may_still_be_arranged(world: World) -> None:
    binh, oanh = world.viewer("binh"), world.viewer("oanh")
    assignments.post_report(binh, world.work, status="done")
    actions.pass_on(binh, world.work, person=world.people["binh"])
    extensions.suspend(oanh, world.work, reason="Chờ", document="1/UB")
    actions.add_step(binh, world.work, title="Chuẩn bị trước")
    assert len(cast.steps(world.work)) == 1
