"""What ends a session ends it at once, for whoever holds a copy of the cookie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.access.rights import READ
from tests.access.writing import WRITE
from tests.auth.conftest import PASSWORD
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.auth import actions, onetime
from tracker.auth.models import UserSession
from tracker.config import Config
from tracker.db import db
from tracker.errors import Refused
from tracker.people.actions import edit_person, enable_person


def works(app: Flask, cookie: str) -> bool:
    browser = app.test_client()
    browser.set_cookie("s", cookie)
    return browser.get("/tai-khoan").status_code == 200


def by_signing_out(world: World, app: Flask) -> None:
    actions.end_sessions(world.viewer("oanh"), world.people["oanh"])


def by_disabling(world: World, app: Flask) -> None:
    onetime.shut_account(world.viewer("an"), world.people["oanh"])


def by_new_password(world: World, app: Flask) -> None:
    actions.change_password(world.viewer("oanh"), current=PASSWORD, new="bốn con cò đứng ngủ gật")


@pytest.mark.parametrize("end", [by_signing_out, by_disabling, by_new_password])
def test_a_copied_cookie_is_worth_nothing_afterwards(
    known: World, app: Flask, end: Callable[[World, Flask], None]
) -> None:
    cookie = known.session_cookie("oanh")
    assert works(app, cookie)
    end(known, app)
    assert not works(app, cookie)


def test_enabling_again_revives_no_session(known: World, app: Flask) -> None:
    cookie = known.session_cookie("oanh")
    by_disabling(known, app)
    enable_person(known.viewer("an"), known.people["oanh"], is_enabled=True)
    assert not works(app, cookie)


def test_a_new_password_keeps_this_browser(known: World, client: FlaskClient, app: Flask) -> None:
    client.set_cookie("s", known.session_cookie("oanh"))
    other = known.session_cookie("oanh")
    answer = send(
        client, "/tai-khoan", "/tai-khoan/mat-khau",
        current=PASSWORD, password="bốn con cò đứng ngủ gật", again="bốn con cò đứng ngủ gật",
    )  # fmt: skip
    assert answer.status_code == 303
    assert client.get("/tai-khoan").status_code == 200
    assert not works(app, other)


def test_a_new_role_holds_in_sessions_already_open(known: World, app: Flask) -> None:
    browser = app.test_client()
    browser.set_cookie("s", known.session_cookie("an"))
    assert browser.get("/quan-tri/nguoi-dung").status_code == 200
    from tests.make import make_person

    make_person("Quản trị khác", "admin")
    person = known.people["an"]
    edit_person(
        SYSTEM, person, name=person.name, login=person.login, email=person.email, phone="", role="officer",
        version=person.version,
    )  # fmt: skip
    assert browser.get("/quan-tri/nguoi-dung").status_code == 403


@pytest.mark.parametrize(("after", "still"), [(-60, True), (60, False)])
def test_idle_limit(known: World, app: Flask, config: Config, after: int, still: bool) -> None:
    cookie = known.session_cookie("oanh")
    with clock.frozen_at(clock.now() + timedelta(minutes=config.idle_minutes, seconds=after)):
        assert works(app, cookie) is still


@pytest.mark.parametrize(("after", "still"), [(-60, True), (60, False)])
def test_an_administrator_rests_five_minutes(known: World, app: Flask, after: int, still: bool) -> None:
    cookie = known.session_cookie("an")
    with clock.frozen_at(clock.now() + timedelta(minutes=5, seconds=after)):
        assert works(app, cookie) is still


def test_who_rests_longer_reaches_no_page_that_gives_rights(app: Flask) -> None:
    """The short limit goes by role; that is enough only while these pages are the administrator's alone."""
    pages = READ | {name: letters for name, (letters, _) in WRITE.items()}
    giving = {name for name in pages if name.startswith("people.") or name in {"ops.show", "ops.update"}}
    assert len(giving) > 8
    assert {pages[name] for name in giving} == {"a"}


@pytest.mark.parametrize(("after", "still"), [(-60, True), (60, False)])
def test_absolute_limit_even_for_the_busy(
    known: World, app: Flask, config: Config, after: int, still: bool
) -> None:
    cookie, start = known.session_cookie("oanh"), clock.now()
    for minutes in range(0, config.session_hours * 60, config.idle_minutes - 1):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert works(app, cookie)
    with clock.frozen_at(start + timedelta(hours=config.session_hours, seconds=after)):
        assert works(app, cookie) is still


def test_polling_is_no_activity(known: World, app: Flask, config: Config) -> None:
    cookie, start = known.session_cookie("oanh"), clock.now()
    browser = app.test_client()
    browser.set_cookie("s", cookie)
    for minutes in (5, 10, 14):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert browser.get("/tai-khoan", headers={"X-Poll": "1"}).status_code == 200
    with clock.frozen_at(start + timedelta(minutes=config.idle_minutes + 1)):
        assert not works(app, cookie)


def test_the_database_holds_no_cookie(known: World) -> None:
    cookie = known.session_cookie("oanh")
    row = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert row is not None
    assert cookie.encode() not in row.id_hash
    assert len(row.id_hash) == 32


def test_ending_one_of_ones_own(known: World, client: FlaskClient, app: Flask) -> None:
    client.set_cookie("s", known.session_cookie("oanh"))
    other = known.session_cookie("oanh")
    newest = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert newest is not None
    answer = send(client, "/tai-khoan", f"/tai-khoan/phien/{newest.id}/ket-thuc")
    assert answer.status_code == 303
    assert not works(app, other)
    assert client.get("/tai-khoan").status_code == 200


def test_nobody_elses(known: World, client: FlaskClient, app: Flask) -> None:
    client.set_cookie("s", known.session_cookie("oanh"))
    theirs = known.session_cookie("binh")
    newest = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert newest is not None
    page = client.get("/tai-khoan").text
    from tests.sending import fields_of

    sent = fields_of(page, "/dang-xuat")
    assert client.post(f"/tai-khoan/phien/{newest.id}/ket-thuc", data=sent).status_code == 404
    assert works(app, theirs)


def test_proving_again_who_one_is(known: World) -> None:
    known.session_cookie("oanh")
    row = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert row is not None
    viewer = known.viewer("oanh")
    from dataclasses import replace

    viewer = replace(viewer, session_id=row.id)
    with clock.frozen_at(clock.now() + timedelta(minutes=10)):
        with pytest.raises(Refused, match="wrong_credentials"):
            actions.confirm_identity(viewer, "x" * 20)
        assert row.reauth_at < clock.now()
        actions.confirm_identity(viewer, PASSWORD)
        db.session.refresh(row)
        assert row.reauth_at == clock.now()
