"""Whoever leaves, and work that goes to another body, leave nothing dangling."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tests import make
from tests.handling import cast
from tests.make import LONG_AGO
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.bodies import actions as bodies
from tracker.db import db
from tracker.handling import actions, queries
from tracker.people import actions as people
from tracker.people.models import Membership, Person
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.scheduler import jobs

TODAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)


def place(person: Person) -> Membership:
    return db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()


def holds(world: World) -> tuple[int | None, list[int | None]]:
    """Who has the work in hand, and its steps."""
    return cast.handling(world.work).person_id, [step.person_id for step in cast.steps(world.work)]


def arranged(world: World) -> tuple[Person, Person]:
    """Phú has Bình's commune's work in hand, one step done and one not; Xa works there too."""
    phu, xa = cast.add_colleague(world), cast.add_colleague(world, "xa", "Mã Văn Xa")
    binh = world.viewer("binh")
    actions.pass_on(binh, world.work, person=phu)
    done = actions.add_step(binh, world.work, title="Đã xong", person=phu)
    actions.add_step(binh, world.work, title="Chưa xong", person=phu)
    actions.mark_step(binh, done, is_done=True)
    return phu, xa


def test_a_successor_has_the_work_and_the_steps_that_are_left(world: World) -> None:
    phu, xa = arranged(world)
    actions.leave_body(world.viewer("an"), place(phu), valid_to=TODAY, successor=xa)
    assert holds(world) == (xa.id, [phu.id, xa.id])
    assert cast.history(world.work)[-1] == ("succeeded", "Lục Văn Phú", "Mã Văn Xa")
    letter = cast.letters()[-1]
    assert letter.to_addr == "xa@lamgiang.example"
    assert "Ông/bà tiếp tục việc Lục Văn Phú đang làm tại UBND xã Đàm Thượng" in letter.body_text
    [(thing, was, now)] = cast.lines("handling.settle")
    assert (thing, was, now) == (
        f"assignment:{world.work.id}",
        {"handler_id": phu.id},
        {"handler_id": xa.id},
    )


def test_a_successor_hears_of_much_work_once(world: World) -> None:
    phu, xa = arranged(world)
    for _ in range(3):
        actions.pass_on(world.viewer("binh"), make.make_assignment(world.dam), person=phu)
    actions.leave_body(world.viewer("an"), place(phu), valid_to=TODAY, successor=xa)
    assert [letter.to_addr for letter in cast.letters()].count("xa@lamgiang.example") == 1
    assert len(cast.lines("handling.settle")) == 4


def test_without_a_successor_it_is_the_bodys_again(world: World) -> None:
    phu, _ = arranged(world)
    actions.leave_body(world.viewer("an"), place(phu), valid_to=TODAY)
    assert holds(world) == (None, [phu.id, None])
    assert cast.history(world.work)[-1][0] == "fell_back"
    assert jobs.settle() == {"settled": 0}


def test_who_leaves_on_a_day_to_come_goes_on_until_then(world: World) -> None:
    phu, xa = arranged(world)
    actions.leave_body(world.viewer("an"), place(phu), valid_to=FRIDAY, successor=xa)
    assert holds(world)[0] == phu.id
    for day, who in ((date(2026, 3, 5), phu), (FRIDAY, xa)):
        with clock.frozen_at(clock.at(day, 0, 20)):
            jobs.settle()
        assert holds(world)[0] == who.id


def test_a_successor_who_has_left_as_well_is_followed_by_theirs(world: World) -> None:
    phu, xa = arranged(world)
    people.leave_body(world.viewer("an"), place(phu), valid_to=TODAY, successor=xa)
    people.leave_body(world.viewer("an"), place(xa), valid_to=TODAY, successor=world.people["binh"])
    assert jobs.settle() == {"settled": 1}
    assert holds(world)[0] == world.people["binh"].id


def test_two_who_named_each_other_and_both_went_leave_it_to_the_body(world: World) -> None:
    phu, xa = arranged(world)
    for leaver, successor in ((phu, xa), (xa, phu), (phu, None)):  # a successor works there again
        people.leave_body(world.viewer("an"), last_place(leaver), valid_to=TODAY, successor=successor)
    assert jobs.settle() == {"settled": 1}
    assert holds(world)[0] is None


def last_place(person: Person) -> Membership:
    found = select(Membership).where(Membership.person_id == person.id).order_by(Membership.id.desc())
    return db.session.scalars(found.limit(1)).one()


def test_a_shut_account_gives_its_work_back_by_night(world: World) -> None:
    phu, _ = arranged(world)
    people.enable_person(world.viewer("an"), phu, is_enabled=False)
    seen = queries.inside(world.viewer("oanh"), world.work)
    assert seen.who is not None
    assert not seen.who.is_here
    assert jobs.settle() == {"settled": 1}
    assert holds(world)[0] is None


def test_what_has_ended_keeps_the_name_it_had(world: World) -> None:
    phu, xa = arranged(world)
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assignments.confirm(world.viewer("oanh"), world.work)
    actions.leave_body(world.viewer("an"), place(phu), valid_to=TODAY, successor=xa)
    assert holds(world)[0] == phu.id


def test_work_of_a_post_goes_with_the_post(world: World) -> None:
    phu, xa = cast.add_colleague(world), cast.add_colleague(world, "xa", "Mã Văn Xa")
    post = bodies.create_post(SYSTEM, world.dam, title="Phó Chủ tịch")
    work = make.make_assignment(world.dam, post_id=post.id)
    with clock.frozen_at(clock.now() - timedelta(days=3)):
        holding = people.take_post(SYSTEM, phu, post, valid_from=LONG_AGO)
        for each in (work, world.work):
            actions.pass_on(world.viewer("binh"), each, person=phu)
    actions.leave_post(world.viewer("an"), holding, valid_to=TODAY, successor=xa)
    assert cast.handling(work).person_id == xa.id
    assert cast.handling(world.work).person_id == phu.id  # given to the person, who still works there
    actions.pass_on(world.viewer("binh"), work, person=phu)
    assert jobs.settle() == {"settled": 0}  # given anew, knowing that the post is another's


def test_a_successor_body_begins_anew_with_the_steps_it_finds(world: World) -> None:
    arranged(world)
    actions.pass_on(
        world.viewer("binh"), world.work, person=world.people["binh"], own_due_on=date(2026, 3, 4)
    )
    oanh = world.viewer("oanh")
    new = NewBody("UBND phường Đàm Mới", world.commune.id)
    reform = change_bodies(oanh, kind="rename", day=TODAY, old=[world.dam.id], new=new)
    assert holds(world) == (None, [None, None])
    assert cast.handling(world.work).own_due_on is None
    assert cast.history(world.work)[-1][0] == "left_behind"
    settled = cast.lines("handling.settle")[-1]
    assert settled == (f"reform:{reform.id}", None, {"assignments": [world.work.id]})
    seen = queries.inside(oanh, world.work)
    assert (seen.who, [step.title for step in seen.steps]) == (None, ["Đã xong", "Chưa xong"])
    binh = world.viewer("binh")  # works for the new body
    db.session.refresh(world.work)
    actions.pass_on(binh, world.work, person=world.people["phu"])
    assert queries.inside(oanh, world.work).who is not None


def test_a_change_of_bodies_that_finds_nothing_says_nothing(world: World) -> None:
    new = NewBody("UBND phường Đàm Mới", world.commune.id)
    change_bodies(world.viewer("oanh"), kind="rename", day=TODAY, old=[world.dam.id], new=new)
    assert cast.lines("handling.settle") == []


def test_reopened_work_that_follows_its_body_counts_none_of_the_old_arrangement(world: World) -> None:
    phu, _ = arranged(world)
    oanh = world.viewer("oanh")
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assignments.confirm(oanh, world.work)
    new = NewBody("UBND phường Đàm Mới", world.commune.id)
    change_bodies(oanh, kind="rename", day=TODAY, old=[world.dam.id], new=new)
    assert cast.handling(world.work).person_id == phu.id  # ended work stays with the old body, as it was
    db.session.refresh(world.work)
    assignments.reopen(oanh, world.work, reason="Thiếu số liệu")
    assert queries.inside(oanh, world.work).who is None
