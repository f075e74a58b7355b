"""The register: looked through by everybody, kept by the office and administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.make import make_body
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.bodies import actions, queries, register
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import Conflict, Refused

SignIn = Callable[[str], FlaskClient]


def test_names_are_found_without_marks_and_by_other_names(world: World) -> None:
    actions.add_alias(SYSTEM, world.dam, alias="xã Thượng Đàm")
    for words in ("dam thuong", "ubnd dam", "UBND xã Đàm Thượng", "xã Thượng Đàm"):
        assert [row.name for row in register.register_rows(clock.today(), words=words).rows] == [
            "UBND xã Đàm Thượng"
        ]
    assert register.register_rows(clock.today(), words="100%").rows == ()


def test_by_type_then_in_vietnamese_order(world: World) -> None:
    with transaction():
        for name in ("UBND xã Ẩm Thượng", "UBND xã Ân Hòa", "UBND xã An Bình"):
            make_body(name, world.commune)
    rows = register.register_rows(clock.today()).rows
    assert [row.name for row in rows] == [
        "UBND xã An Bình", "UBND xã Ẩm Thượng", "UBND xã Ân Hòa", "UBND xã Chí Minh Khai", "UBND xã Đàm Thượng",
        "Ủy ban MTTQ Việt Nam tỉnh",
    ]  # fmt: skip


def test_pages_go_on_where_they_ended(world: World) -> None:
    with transaction():
        for _ in range(70):
            make_body(type=world.commune)
    first = register.register_rows(clock.today())
    second = register.register_rows(clock.today(), after=first.next_key or "")
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(ids) == len(set(ids)) == 73


def test_a_new_body(world: World, sign_in: SignIn) -> None:
    answer = send(
        sign_in("oanh"), "/don-vi/moi", "/don-vi",
        name="UBND xã Mới", type_id=str(world.commune.id), parent_id=str(world.front.id), valid_from="2026-01-01",
    )  # fmt: skip
    made = db.session.query(Body).filter_by(name="UBND xã Mới").one()
    assert answer.location == f"/don-vi/{made.id}"
    assert register.parents(made.id, clock.today()) == [(world.front.id, world.front.name)]
    assert [member.name for member in queries.members([world.communes.id], clock.today())[world.communes.id]][
        -1
    ] == ("UBND xã Mới")


def test_correcting_and_moving(world: World, sign_in: SignIn) -> None:
    path = f"/don-vi/{world.dam.id}"
    answer = send(sign_in("an"), f"{path}/sua", path, phone="0206 3655 199", parent_id=str(world.front.id))
    assert answer.status_code == 303
    assert register.card(world.dam.id).phone == "0206 3655 199"
    assert register.children(world.front.id, clock.today()) == [(world.dam.id, world.dam.name)]
    day = "2026-02-01"
    answer = send(sign_in("an"), f"{path}/sua", path, parent_id="0", day=day)
    assert answer.status_code == 303
    assert register.parents(world.dam.id, date(2026, 2, 1)) == []
    assert register.parents(world.dam.id, clock.today()) == [], "what was entered for a later day too"
    send(sign_in("an"), f"{path}/sua", path, parent_id=str(world.front.id), day="2026-03-02")
    assert register.parents(world.dam.id, date(2026, 3, 1)) == []
    assert register.parents(world.dam.id, date(2026, 3, 2)) == [(world.front.id, world.front.name)]
    with pytest.raises(Refused, match="place_circle"):
        actions.place_body(SYSTEM, world.front, parent_id=world.dam.id, valid_from=clock.today())
    with pytest.raises(Conflict, match="stale"):
        actions.edit_body(SYSTEM, world.dam, name="x", phone="", version=1)


def test_the_second_of_two_saves_keeps_what_was_typed_and_shows_theirs(world: World, sign_in: SignIn) -> None:
    browser, path = sign_in("oanh"), f"/don-vi/{world.dam.id}"
    page = browser.get(f"{path}/sua").text
    common = fields_of(page, path) | {"parent_id": str(world.front.id)}
    assert browser.post(path, data=common | {"phone": "0206 1"}).status_code == 303
    late = browser.post(path, data=common | {"phone": "0206 2", "parent_id": "0", "rt": "e" * 22})
    assert late.status_code == 409
    for words in ('value="0206 2"', "<dd>0206 1</dd>", f"<dd>{world.front.name}</dd>"):
        assert words in late.text
    again = fields_of(late.text, path) | {"parent_id": "0", "rt": "f" * 22}
    assert browser.post(path, data=again).status_code == 303
    db.session.refresh(world.dam)
    assert world.dam.phone == "0206 2"


def test_a_name_belongs_to_one_body(world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    path = f"/don-vi/{world.dam.id}"
    assert send(browser, path, f"{path}/ten-khac", alias="xã Đàm").status_code == 303
    other = f"/don-vi/{world.chi_body.id}"
    assert send(browser, other, f"{other}/ten-khac", alias="Xã  Đàm").status_code == 422


def test_the_page_shows_work_only_to_whom_it_concerns(world: World, sign_in: SignIn) -> None:
    path = f"/don-vi/{world.dam.id}"
    link = f"don-vi={world.dam.id}"
    assert link in sign_in("oanh").get(path).text
    assert link in sign_in("binh").get(path).text
    assert link not in sign_in("chi").get(path).text
    assert link not in sign_in("an").get(path).text


def test_groups_on_a_day(world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    send(browser, "/don-vi/nhom", "/don-vi/nhom", name="Các thành viên BCĐ")
    group = register.groups()[0]
    path = f"/don-vi/nhom/{group.id}"
    send(browser, path, f"{path}/thanh-vien", body_id=str(world.dam.id), valid_from="2026-03-02")
    assert world.dam.name in browser.get(f"{path}?day=2026-03-02").text
    assert "ledger" not in browser.get(f"{path}?day=2026-03-01").text


def test_statements(world: World, app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    for path in (
        "/don-vi",
        f"/don-vi/{world.dam.id}",
        "/don-vi/nhom",
        f"/don-vi/nhom/{world.communes.id}",
        "/don-vi/moi",
    ):
        with count_sql(app) as sent:
            assert browser.get(path).status_code == 200
        assert len(sent) <= 15, (path, len(sent))


@pytest.mark.parametrize("name", ["binh", "lam", "khanh"])
def test_only_the_office_and_administrators_write(world: World, sign_in: SignIn, name: str) -> None:
    browser = sign_in(name)
    token = {"csrf_token": fields_of(browser.get("/don-vi").text, "/dang-xuat")["csrf_token"]}
    one = f"/don-vi/{world.dam.id}"
    for path in (
        "/don-vi",
        one,
        f"{one}/ten-khac",
        f"{one}/chuc-vu",
        "/don-vi/loai",
        "/don-vi/nhom",
    ):
        facts = {
            "name": "x",
            "alias": "y",
            "title": "z",
            "day": "2026-03-02",
            "version": "1",
            "mode": "giao",
        }
        answer = browser.post(path, data=token | facts)
        assert answer.status_code in {403, 422}, path
    assert browser.get("/don-vi/moi").status_code == 403
    assert db.session.query(Body).count() == 3
    assert register.card(world.dam.id).aliases == []
