"""Accounts: made, corrected, shut, unlocked by administrators and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.counting import count_sql
from tests.make import make_person
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.auth import rates, rules
from tracker.db import db, transaction
from tracker.errors import Conflict, Refused
from tracker.outbox.models import Letter
from tracker.people import actions, queries
from tracker.people.models import Membership, Person

LIST = "/quan-tri/nguoi-dung"
SignIn = Callable[[str], FlaskClient]


def new(world: World) -> dict[str, str]:
    return {
        "name": "Đặng Thị Hạnh",
        "login": "Hanhdt",
        "email": "hanhdt@lamgiang.example",
        "phone": "0206 3655 103",
        "role": "officer",
        "body_id": str(world.dam.id),
        "is_focal": "y",
    }


def test_a_new_account_is_mailed_its_link(world: World, app: Flask, sign_in: SignIn) -> None:
    app.extensions["config"] = replace(app.extensions["config"], smtp_host="127.0.0.1")
    answer = send(sign_in("an"), f"{LIST}/moi", LIST, **new(world))
    person = db.session.query(Person).filter_by(login="hanhdt").one()
    assert answer.location == f"{LIST}/{person.id}"
    letter = db.session.query(Letter).one()
    assert (letter.kind, letter.to_addr) == ("password", "hanhdt@lamgiang.example")
    membership = db.session.query(Membership).filter_by(person_id=person.id).one()
    assert (membership.body_id, membership.is_focal, membership.valid_from) == (
        world.dam.id,
        True,
        clock.today(),
    )


def test_without_mail_the_link_is_shown_once(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    sent = fields_of(browser.get(f"{LIST}/moi").text, LIST) | new(world)
    answer = browser.post(LIST, data=sent)
    assert "http://127.0.0.1:8000/mat-khau/" in answer.text
    again = browser.post(LIST, data=sent)
    assert again.status_code == 303, "sent twice is one account, and no second link"
    assert db.session.query(Person).filter_by(login="hanhdt").count() == 1
    assert "/mat-khau/" not in browser.get(again.location).text


@pytest.mark.parametrize("taken", [{"login": "binh"}, {"email": "Binh@lamgiang.example"}])
def test_login_and_address_belong_to_one_person(world: World, sign_in: SignIn, taken: dict[str, str]) -> None:
    answer = send(sign_in("an"), f"{LIST}/moi", LIST, **new(world) | taken)
    assert answer.status_code == 422
    with pytest.raises(Refused, match="login_taken"):
        make_person(**taken)


def test_search_ignores_marks_and_pages_go_on(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    assert "Hoàng Văn Bình" in browser.get(f"{LIST}?q=hoang+binh").text
    assert "Phạm Thị Oanh" not in browser.get(f"{LIST}?q=hoang+binh").text
    with transaction():
        for n in range(60):
            make_person(f"Nguyễn Văn {n:02d}")
    first = queries.people(world.viewer("an"))
    second = queries.people(world.viewer("an"), after=first.next_key or "")
    names = [row.name for row in (*first.rows, *second.rows)]
    assert len(names) == len(set(names)) == 66
    assert second.next_key is None


def test_the_list_and_a_record_cost_few_statements(world: World, app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("an")
    for path in (LIST, f"{LIST}/{world.people['binh'].id}"):
        with count_sql(app) as sent:
            assert browser.get(path).status_code == 200
        assert len(sent) <= 15, sent


def test_correcting(world: World, sign_in: SignIn) -> None:
    path = f"{LIST}/{world.people['binh'].id}"
    answer = send(sign_in("an"), path, path, name="Hoàng Văn Bằng", role="office")
    assert answer.status_code == 303
    db.session.refresh(world.people["binh"])
    assert (world.people["binh"].name, world.people["binh"].role) == ("Hoàng Văn Bằng", "office")
    line = db.session.query(AuditLine).filter_by(verb="person.edit").order_by(AuditLine.seq.desc()).first()
    assert line is not None
    assert line.before["name"] == "Hoàng Văn Bình"
    assert line.after["role"] == "office"


def test_two_administrators_at_once(world: World) -> None:
    person = world.people["binh"]
    facts = {"name": "A", "login": "binh", "email": person.email, "phone": "", "role": "officer"}
    stale = person.version
    actions.edit_person(world.viewer("an"), person, version=stale, **facts)
    with pytest.raises(Conflict, match="stale"):
        actions.edit_person(world.viewer("an"), person, version=stale, **facts)


def test_the_second_of_two_saves_shows_both_and_may_then_go_over_the_first(
    sign_in: SignIn, world: World
) -> None:
    binh, browser = world.people["binh"], sign_in("an")
    path = f"{LIST}/{binh.id}"
    page = browser.get(path).text
    first, second = (
        {"name": "Hoàng Văn Bằng", "role": "office"},
        {"name": "Hoàng Văn Bích", "phone": "0912", "role": "officer"},
    )
    assert browser.post(path, data=fields_of(page, path) | first).status_code == 303
    answer = browser.post(path, data=fields_of(page, path) | second | {"rt": "c" * 22})
    assert answer.status_code == 409
    for text in ("Hoàng Văn Bằng", 'value="Hoàng Văn Bích"', 'value="0912"', "Bản kia đã lưu"):
        assert text in answer.text
    assert (
        browser.post(
            path, data=fields_of(answer.text, path) | {"role": "officer", "rt": "d" * 22}
        ).status_code
        == 303
    )
    db.session.refresh(binh)
    assert (binh.name, binh.phone) == ("Hoàng Văn Bích", "0912")


def test_the_last_administrator_stays(world: World) -> None:
    an = world.people["an"]
    with pytest.raises(Refused, match="last_admin"):
        actions.enable_person(world.viewer("an"), an, is_enabled=False)
    make_person("Quản trị khác", "admin")
    actions.enable_person(world.viewer("an"), an, is_enabled=False)
    assert not an.is_enabled


def test_disabling_and_enabling(world: World, sign_in: SignIn) -> None:
    browser, bodys = sign_in("an"), sign_in("binh")
    path = f"{LIST}/{world.people['binh'].id}"
    assert bodys.get("/tai-khoan").status_code == 200
    send(browser, path, f"{path}/trang-thai")
    assert bodys.get("/tai-khoan").status_code == 302
    page = browser.get(f"{LIST}?state=disabled").text
    assert "Hoàng Văn Bình" in page
    send(browser, path, f"{path}/trang-thai")
    db.session.refresh(world.people["binh"])
    assert world.people["binh"].is_enabled


def test_unlocking(world: World, sign_in: SignIn) -> None:
    person = world.people["binh"]
    with transaction() as session:
        session.execute(update(Person).values(locked_until=clock.now() + timedelta(minutes=10)))
    for _ in range(5):
        rates.attempt(f"password:{person.id}", limit=5, seconds=rules.QUARTER_HOUR)
    path = f"{LIST}/{person.id}"
    send(sign_in("an"), path, f"{path}/mo-khoa")
    assert rates.attempt(f"password:{person.id}", limit=5, seconds=rules.QUARTER_HOUR) == 4
    assert "mo-khoa" not in sign_in("an").get(path).text


def test_bodies_and_posts_of_a_person(world: World, sign_in: SignIn) -> None:
    browser, person = sign_in("an"), world.people["khanh"]
    path = f"{LIST}/{person.id}"
    send(browser, path, f"{path}/don-vi", body_id=str(world.dam.id), valid_from="2026-03-02")
    assert queries.body_ids(person.id, clock.today()) == {world.dam.id}
    membership = db.session.query(Membership).filter_by(person_id=person.id).one()
    db.session.commit()  # the next read sees what the request wrote
    leaving = f"{path}/don-vi/{membership.id}/thoi"
    assert send(browser, leaving, leaving, valid_to="gestern").status_code == 422
    assert send(browser, leaving, leaving).location == path
    assert queries.body_ids(person.id, clock.today()) == frozenset()


@pytest.mark.parametrize("name", ["oanh", "binh", "lam", "khanh"])
def test_nobody_else(world: World, sign_in: SignIn, name: str) -> None:
    browser, person = sign_in(name), world.people["chi"]
    token = {"csrf_token": fields_of(browser.get("/tai-khoan").text, "/dang-xuat")["csrf_token"]}
    for path in (LIST, f"{LIST}/moi", f"{LIST}/{person.id}"):
        assert browser.get(path).status_code == 403
    for path in (
        "",
        f"/{person.id}",
        f"/{person.id}/trang-thai",
        f"/{person.id}/mo-khoa",
        f"/{person.id}/lien-ket",
    ):
        answer = browser.post(LIST + path, data=token | new(world))
        assert answer.status_code == 403, path
    db.session.refresh(person)
    assert person.is_enabled
    assert db.session.query(Person).count() == 6
