"""The pages of a change: form, preview, confirmation, result; without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import make_assignment, make_body
from tests.sending import fields_of, send
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies import register
from tracker.bodies.models import Body
from tracker.db import db
from tracker.reforms.models import Reform

SignIn = Callable[[str], FlaskClient]
NEW = "/don-vi/sap-xep/moi?kieu={}"


def test_merging_on_the_pages(world: World, sign_in: SignIn) -> None:
    browser, page = sign_in("oanh"), NEW.format("merge")
    facts = {
        "day": "2026-03-02", "document": "Nghị quyết 1658", "old": [str(world.dam.id), str(world.chi_body.id)],
        "name": "UBND xã Lam Sơn", "type_id": str(world.commune.id), "email": "lamson@lamgiang.example",
    }  # fmt: skip
    preview = send(browser, page, page, **facts)
    assert preview.status_code == 200
    assert "UBND xã Lam Sơn" in preview.text
    assert not db.session.scalars(select(Body).where(Body.name == "UBND xã Lam Sơn")).all()
    db.session.rollback()
    assert preview.text.count('name="old"') == 2, "what was chosen is sent again"
    sent = fields_of(preview.text, page) | {"old": facts["old"], "do": "confirm"}
    answer = browser.post(page, data=sent)
    made = db.session.scalars(select(Reform)).one()
    assert answer.location == f"/don-vi/sap-xep/{made.id}"
    assert made.moved == 2
    again = browser.post(page, data=sent)
    assert again.status_code in {303, 409, 422}
    assert db.session.query(Reform).count() == 1
    shown = browser.get(answer.location).text
    assert "Lập kế hoạch chi tiết" in shown
    assert "UBND xã Lam Sơn" in browser.get(f"/don-vi/{world.dam.id}").text, "nay là"
    heir = db.session.scalars(select(Body).where(Body.name == "UBND xã Lam Sơn")).one()
    assert "UBND xã Đàm Thượng" in browser.get(f"/don-vi/{heir.id}").text
    assert "UBND xã Lam Sơn" in browser.get("/don-vi/sap-xep").text


def test_a_new_name_alone_changes_nothing_else(world: World, sign_in: SignIn) -> None:
    """Type, place, mailbox and telephone are as before unless said otherwise, and the preview says which they are."""
    province = make_body("UBND tỉnh Lam Giang")
    bodies.place_body(SYSTEM, world.dam, parent_id=province.id, valid_from=date(2024, 1, 1))
    browser, page = sign_in("oanh"), NEW.format("rename")
    asked = {"body_id": str(world.dam.id), "name": "UBND xã Đàm Thượng Mới"}
    fresh = browser.get(page).text
    assert fresh.count(">Như trước<") == 2
    as_sent = fields_of(fresh, page) | asked | {"type_id": "-1", "parent_id": "-1"}
    preview = browser.post(page, data=as_sent)
    for words in (world.commune.name, "UBND tỉnh Lam Giang", world.dam.email):
        assert words in preview.text
    sent = fields_of(preview.text, page) | {"do": "confirm"}
    assert browser.post(page, data=sent).status_code == 303
    heir = db.session.scalars(select(Body).where(Body.name == asked["name"])).one()
    assert (heir.type_id, heir.email, heir.phone) == (world.commune.id, world.dam.email, world.dam.phone)
    assert register.parents(heir.id, date(2026, 3, 2)) == [(province.id, province.name)]


def test_bodies_of_several_types_ask_for_one(world: World, sign_in: SignIn) -> None:
    front = make_body("Ủy ban Mặt trận Tổ quốc", world.front_type)
    browser, page = sign_in("oanh"), NEW.format("merge")
    chosen = {"old": [str(world.dam.id), str(front.id)], "name": "X", "type_id": "-1", "parent_id": "-1"}
    answer = send(browser, page, page, **chosen)
    assert answer.status_code == 422
    assert 'id="type_id-error"' in answer.text


def test_splitting_asks_on_the_page(world: World, sign_in: SignIn) -> None:
    north, south = make_body("UBND xã Đàm Bắc", world.commune), make_body("UBND xã Đàm Nam", world.commune)
    second = make_assignment(world.dam)
    browser, page = sign_in("an"), NEW.format("split")
    facts = {
        "day": "2026-03-02",
        "body_id": str(world.dam.id),
        "heirs": [str(north.id), str(south.id)],
    }
    preview = send(browser, page, page, **facts)
    assert f'name="viec-{second.id}"' in preview.text
    person = world.people["binh"].id
    sent = facts | {f"viec-{second.id}": str(south.id), f"nguoi-{person}": str(south.id), "do": "confirm"}
    assert browser.post(page, data=fields_of(preview.text, page) | sent).status_code == 303
    owners = {id: body for id, body in db.session.execute(select(Assignment.id, Assignment.body_id))}
    assert (owners[world.work.id], owners[second.id]) == (north.id, south.id)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("rename", {"name": ""}),
        ("rename", {"name": "X", "day": "mai"}),
        ("merge", {"name": "X", "old": []}),
        ("split", {"heirs": []}),
        ("dissolve", {"do": "confirm"}),
    ],
)
def test_what_is_missing_is_said(world: World, sign_in: SignIn, kind: str, facts: dict[str, str]) -> None:
    browser, page = sign_in("oanh"), NEW.format(kind)
    whole = {
        "day": "2026-03-02",
        "body_id": str(world.dam.id),
        "type_id": str(world.commune.id),
        "do": "confirm",
    }
    answer = send(browser, page, page, **(whole | facts))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert db.session.query(Reform).count() == 0


def test_others_only_look(world: World, sign_in: SignIn) -> None:
    for name in ("binh", "lam", "khanh"):
        browser = sign_in(name)
        assert browser.get("/don-vi/sap-xep").status_code == 200
        assert browser.get(NEW.format("merge")).status_code == 403
