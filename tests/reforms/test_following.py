"""Who of the office follows bodies that come of a change: whoever followed those before them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db
from tracker.officials import actions, queries
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody

TODAY = date(2026, 3, 2)


@pytest.fixture
def other(world: World) -> Person:
    return make.make_person("Đỗ Văn Quý", "office", login="quy")


def follow(world: World, body: Body, person: Person | None) -> None:
    actions.set_official(world.viewer("oanh"), body, person_id=person.id if person else None)


def follower(body: Body) -> str:
    found = queries.of(body)
    return found.person.name if found is not None and found.person is not None else ""


def merged(world: World, *bodies: Body) -> Body:
    change_bodies(
        SYSTEM, kind="merge", day=TODAY, old=[body.id for body in bodies],
        new=NewBody("UBND xã Lam Sơn", world.commune.id),
    )  # fmt: skip
    return db.session.scalars(select(Body).where(Body.name == "UBND xã Lam Sơn")).one()


def test_of_several_whoever_followed_the_most(world: World, other: Person) -> None:
    oanh, third = world.people["oanh"], make.make_body("UBND xã Thứ Ba", world.commune)
    follow(world, world.dam, other)
    follow(world, world.chi_body, oanh)
    follow(world, third, oanh)
    heir = merged(world, world.dam, world.chi_body, third)
    assert follower(heir) == oanh.name
    assert follower(world.dam) == other.name, "what was done there was followed by them"
    line = db.session.scalars(select(AuditLine).where(AuditLine.thing == f"body:{heir.id}")).all()[-1]
    assert (line.verb, line.after) == ("official.set", {"official_id": oanh.id})
    assert trail.verify() is None


def test_of_equals_whoever_followed_the_first(world: World, other: Person) -> None:
    follow(world, world.dam, other)
    follow(world, world.chi_body, world.people["oanh"])
    assert follower(merged(world, world.dam, world.chi_body)) == other.name


def test_a_successor_keeps_its_own_and_gets_one_where_it_has_none(world: World, other: Person) -> None:
    follow(world, world.dam, other)
    follow(world, world.chi_body, world.people["oanh"])
    change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[world.dam.id], into=[world.chi_body.id])
    assert follower(world.chi_body) == world.people["oanh"].name
    third = make.make_body("UBND xã Thứ Ba", world.commune)
    follow(world, third, other)
    follow(world, third, None)
    change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[world.chi_body.id], into=[third.id])
    kept = queries.of(third)
    assert kept is not None
    assert (follower(third), kept.version) == (world.people["oanh"].name, 3)


def test_every_part_of_a_split_is_followed(world: World, other: Person) -> None:
    follow(world, world.dam, other)
    parts = [make.make_body(f"UBND xã Đàm {part}", world.commune, valid_from=TODAY) for part in "AB"]
    change_bodies(SYSTEM, kind="split", day=TODAY, old=[world.dam.id], into=[body.id for body in parts])
    assert [follower(body) for body in parts] == [other.name, other.name]


def test_whoever_may_no_longer_sign_in_follows_nothing_new(world: World, other: Person) -> None:
    follow(world, world.dam, other)
    people.enable_person(world.viewer("an"), other, is_enabled=False)
    assert follower(merged(world, world.dam, world.chi_body)) == ""


def test_the_figure_of_an_official_is_the_length_of_their_list(
    world: World, other: Person, sign_in: Callable[[str], FlaskClient]
) -> None:
    follow(world, world.dam, other)
    follow(world, world.chi_body, other)
    merged(world, world.dam, world.chi_body)
    load = next(each for each in queries.loads(world.viewer("oanh"), clock.today()) if each.id == other.id)
    there = queries.bodies(world.viewer("oanh"), clock.today(), other.id, None).rows
    assert load.bodies == len(there) == 1
    assert "UBND xã Lam Sơn" in sign_in("oanh").get(f"/theo-doi?chuyen-vien={other.id}").text
