"""Who of the office follows a body or a directive: said once, changed, by several at once, and shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.officials import actions, queries
from tracker.officials.models import Official
from tracker.people import actions as people

SignIn = Callable[[str], FlaskClient]


def test_it_is_said_changed_and_taken_back(world: World) -> None:
    oanh = world.viewer("oanh")
    ky = make.make_person("Trịnh Bá Kỷ", "office", login="ky")
    actions.set_official(oanh, world.dam, person_id=oanh.id, version=0)
    actions.set_official(oanh, world.dam, person_id=ky.id, version=1)
    kept = queries.of(world.dam)
    assert kept is not None
    assert kept.person is not None
    assert (kept.person.name, kept.version) == ("Trịnh Bá Kỷ", 2)
    actions.set_official(oanh, world.dam, person_id=None, version=2)
    assert db.session.scalar(select(func.count()).select_from(Official)) == 1
    lines = db.session.execute(
        select(AuditLine.thing, AuditLine.before, AuditLine.after)
        .where(AuditLine.verb == "official.set")
        .order_by(AuditLine.seq)
    ).all()
    assert [tuple(line) for line in lines] == [
        (f"body:{world.dam.id}", {"official_id": None}, {"official_id": oanh.id}),
        (f"body:{world.dam.id}", {"official_id": oanh.id}, {"official_id": ky.id}),
        (f"body:{world.dam.id}", {"official_id": ky.id}, {"official_id": None}),
    ]


def test_the_second_of_two_is_told(world: World) -> None:
    oanh = world.viewer("oanh")
    actions.set_official(oanh, world.directive, person_id=oanh.id, version=0)
    with pytest.raises(Conflict, match="stale"):
        actions.set_official(oanh, world.directive, person_id=None, version=0)


def test_only_the_office_s_own_people_follow(world: World) -> None:
    gone = make.make_person("Đã nghỉ", "office", login="nghi")
    people.enable_person(world.viewer("an"), gone, is_enabled=False)
    for person_id in (world.people["binh"].id, world.people["lam"].id, gone.id, 987654):
        with pytest.raises(Refused, match="not_of_office"):
            actions.set_official(world.viewer("oanh"), world.dam, person_id=person_id)
    for name in ("lam", "khanh", "binh", "an"):
        with pytest.raises(NotAllowed):
            actions.set_official(world.viewer(name), world.dam, person_id=None)


def test_several_bodies_at_once(sign_in: SignIn, world: World) -> None:
    office, oanh = sign_in("oanh"), world.people["oanh"].id
    page = office.get("/theo-doi?chuyen-vien=0").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "id": [world.dam.id, world.front.id], "person_id": oanh}
    answer = office.post("/theo-doi?chuyen-vien=0", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/theo-doi?chuyen-vien=0")
    left = office.get("/theo-doi?chuyen-vien=0").text.split('id="followed-bodies"')[1]
    assert "UBND xã Chí Minh Khai" in left
    assert "UBND xã Đàm Thượng" not in left
    assert (
        "UBND xã Đàm Thượng"
        in office.get(f"/theo-doi?chuyen-vien={oanh}").text.split('id="followed-bodies"')[1]
    )
    none = office.post("/theo-doi", data={"csrf_token": token, "person_id": oanh})
    assert none.status_code == 422
    assert office.post("/theo-doi", data=data | {"person_id": world.people["binh"].id}).status_code == 422


def test_the_desk_leads_from_an_official_to_the_work(sign_in: SignIn, world: World) -> None:
    oanh = world.viewer("oanh")
    actions.set_official(oanh, world.directive, person_id=oanh.id)
    office = sign_in("oanh")
    assert f"/don-doc?chuyen-vien={oanh.id}" in office.get("/theo-doi").text
    page = office.get(f"/don-doc?xem=new&chuyen-vien={oanh.id}").text
    assert page.count('name="id" value=') == 3
    assert "Phạm Thị Oanh" in sign_in("lam").get(f"/van-ban/{world.directive.id}").text
    assert "Phạm Thị Oanh" in office.get(f"/theo-doi/van-ban/{world.directive.id}").text
    assert f"/theo-doi/van-ban/{world.directive.id}" in office.get(f"/van-ban/{world.directive.id}").text
    assert "/theo-doi/" not in sign_in("binh").get(f"/van-ban/{world.directive.id}").text


def test_what_was_typed_stays_when_somebody_was_first(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    path = f"/theo-doi/don-vi/{world.dam.id}"
    token = office.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    actions.set_official(world.viewer("oanh"), world.dam, person_id=world.people["oanh"].id)
    answer = office.post(path, data={"csrf_token": token, "person_id": 0, "version": 0})
    assert answer.status_code == 409
    assert "Phạm Thị Oanh" in answer.text.split("banner s-soon")[1]
    again = office.post(path, data={"csrf_token": token, "person_id": 0, "version": 1})
    assert again.status_code == 303


def test_many_bodies_come_by_pages(sign_in: SignIn, world: World) -> None:
    for n in range(55):
        make.make_body(f"UBND xã Thử {n:02}", world.commune)
    office = sign_in("oanh")
    first = office.get("/theo-doi").text
    assert first.count('name="id" value=') == 50
    following = first.split("sau=")[1].split('"')[0]
    assert office.get(f"/theo-doi?sau={following}").text.count('name="id" value=') == 8
    gone = queries.bodies(world.viewer("oanh"), clock.today(), None, "zzz")
    assert len(gone.rows) == 50
