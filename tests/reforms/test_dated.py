"""What was dated ahead, or entered since a day that has passed, goes along when its body becomes another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.make import make_body, make_person
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.bodies import actions as bodies
from tracker.bodies import queries, register
from tracker.bodies.models import Body
from tracker.db import db
from tracker.people import actions as people
from tracker.people import queries as people_queries
from tracker.people.models import Membership
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody

TODAY = date(2026, 3, 2)
BEFORE, LATER = TODAY - timedelta(days=5), TODAY + timedelta(days=10)


def becomes(world: World, kind: str, day: date) -> Body:
    """UBND xã Đàm Thượng is another from a day on."""
    new = NewBody("UBND phường Đàm", world.commune.id)
    if kind == "split":
        halves = [make_body("UBND phường Đàm", world.commune), make_body("UBND phường Nam", world.commune)]
        change_bodies(SYSTEM, kind=kind, day=day, old=[world.dam.id], into=[half.id for half in halves])
    else:
        change_bodies(SYSTEM, kind=kind, day=day, old=[world.dam.id], new=new)
    db.session.expire_all()
    return db.session.scalars(select(Body).where(Body.name == "UBND phường Đàm")).one()


def days_there(person: Any, heir: Body) -> tuple[date, date | None, int | None]:
    mine = Membership.person_id == person.id, Membership.body_id == heir.id
    row = db.session.scalars(select(Membership).where(*mine)).one()
    return row.valid_from, row.valid_to, row.successor_id


@pytest.mark.parametrize("kind", ["rename", "merge", "split"])
def test_who_began_since_begins_later_or_is_to_leave(world: World, kind: str) -> None:
    new, coming, leaving = (make_person(name) for name in ("Mới Về", "Sắp Về", "Sắp Đi"))
    people.join_body(SYSTEM, new, world.dam, valid_from=TODAY - timedelta(days=1))
    people.join_body(SYSTEM, coming, world.dam, valid_from=LATER)
    held = people.join_body(SYSTEM, leaving, world.dam, valid_from=date(2025, 1, 1))
    people.leave_body(SYSTEM, held, valid_to=LATER, successor=world.people["binh"])
    heir = becomes(world, kind, BEFORE)
    assert days_there(new, heir) == (TODAY - timedelta(days=1), None, None)
    assert days_there(coming, heir) == (LATER, None, None)
    assert days_there(leaving, heir) == (BEFORE, LATER, world.people["binh"].id)
    assert people_queries.as_viewer(new, TODAY).body_ids >= {heir.id}
    assert people_queries.as_viewer(leaving, LATER).body_ids == set()


def test_posts_groups_and_places_keep_their_days(world: World) -> None:
    province, district, hamlet = (make_body(name) for name in ("UBND tỉnh", "UBND huyện", "Trường Mầm non"))
    bodies.place_body(SYSTEM, world.dam, parent_id=province.id, valid_from=date(2024, 1, 1))
    bodies.place_body(SYSTEM, world.dam, parent_id=district.id, valid_from=LATER)
    bodies.place_body(SYSTEM, hamlet, parent_id=world.dam.id, valid_from=date(2024, 1, 1))
    bodies.place_body(SYSTEM, hamlet, parent_id=province.id, valid_from=LATER)
    phu = make_person("Trần Phú")
    head = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    held = people.take_post(SYSTEM, world.people["binh"], head, valid_from=date(2025, 1, 1))
    people.leave_post(SYSTEM, held, valid_to=LATER, successor=None)
    people.take_post(SYSTEM, phu, head, valid_from=LATER)
    listed = bodies.create_group(SYSTEM, name="Các xã thí điểm")
    bodies.add_member(SYSTEM, listed, body_id=world.dam.id, valid_from=LATER)
    change_bodies(
        SYSTEM,
        kind="rename",
        day=TODAY,
        old=[world.dam.id],
        new=NewBody("UBND phường Đàm", world.commune.id, province.id),
    )
    db.session.expire_all()
    heir = db.session.scalars(select(Body).where(Body.name == "UBND phường Đàm")).one()
    [post] = register.posts_of(heir.id)
    assert people_queries.post_holders(heir.id, TODAY) == {post.id: world.people["binh"].name}
    assert people_queries.post_holders(heir.id, LATER) == {post.id: "Trần Phú"}
    assert queries.members([listed.id], TODAY).get(listed.id, []) == []
    assert [each.body_id for each in queries.members([listed.id], LATER)[listed.id]] == [heir.id]
    assert [name for _, name in register.parents(heir.id, TODAY)] == ["UBND tỉnh"]
    assert [name for _, name in register.parents(heir.id, LATER)] == ["UBND huyện"]
    assert [name for _, name in register.parents(hamlet.id, TODAY)] == ["UBND phường Đàm", "UBND tỉnh"]
    assert [name for _, name in register.parents(hamlet.id, LATER)] == ["UBND tỉnh"]
    assert clock.today() == TODAY
