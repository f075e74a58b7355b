"""The matrix of rights: each address × each role. A new address stays untested for nobody: it must be entered here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from tests.access.rights import APART, READ, WRITE
from tests.access.stage import Stage, build
from tests.world import World
from tracker.db import Base, db
from tracker.web.gate import PUBLIC

ROLES = {"o": "oanh", "l": "lam", "b": "binh", "c": "chi", "k": "khanh", "a": "an", "-": ""}
"""Office, leader, officer of the body it is about, officer of another, auditor, admin, nobody."""

UNWATCHED = {"user_session", "rate_counter", "request_once", "audit_log", "security_event"}
"""Tables that note who came and what was refused."""


@pytest.fixture
def stage(app: Flask, world: World) -> Stage:
    return build(app, world)


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser(role: str, sign_in: Callable[[str], FlaskClient], client: FlaskClient) -> FlaskClient:
    return sign_in(ROLES[role]) if ROLES[role] else client


def closed(app: Flask, method: str) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if method in (rule.methods or set()) and rule.endpoint not in PUBLIC:
            yield rule


def token(browser: FlaskClient, role: str) -> str:
    page = browser.get("/tai-khoan" if ROLES[role] else "/dang-nhap").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def digest() -> dict[str, Any]:
    """How many rows each table has, and the sum of the versions of those that have one."""
    counted = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in UNWATCHED:
            version = func.sum(table.c.version) if "version" in table.c else func.count()
            counted[table.name] = tuple(
                db.session.execute(select(func.count(), version).select_from(table)).one()
            )
    db.session.rollback()
    return counted


def test_every_closed_address_stands_in_the_tables(app: Flask) -> None:
    assert {rule.endpoint for rule in closed(app, "GET")} == set(READ)
    assert {rule.endpoint for rule in closed(app, "POST")} == set(WRITE) | APART


def test_reading(app: Flask, stage: Stage, browser: FlaskClient, role: str) -> None:
    wrong = []
    for rule in closed(app, "GET"):
        with browser.get(stage.url(rule)) as answer:
            if role in READ[rule.endpoint]:
                good = answer.status_code == 200 or (answer.status_code, rule.endpoint) == (302, "home.index")
            elif role == "-":
                good = answer.status_code == 302 and "/dang-nhap" in answer.headers["Location"]
            else:
                good = answer.status_code in (403, 404) and "Đàm Thượng" not in answer.text
            if not good:
                wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []


def test_writing_without_the_pages_token(app: Flask, stage: Stage, browser: FlaskClient, role: str) -> None:
    """None, another session's, one made up: refused before anything is looked at (S6)."""
    stranger = token(app.test_client(), "-")
    before, wrong = digest(), []
    for rule in closed(app, "POST"):
        data = WRITE.get(rule.endpoint, ("", {}))[1]
        for sent in ({}, {"csrf_token": stranger}, {"csrf_token": "x" * 60}):
            answer = browser.post(stage.url(rule), data=data | sent)
            if answer.status_code not in (400, 403):
                wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_writing_from_elsewhere(app: Flask, stage: Stage, browser: FlaskClient, role: str) -> None:
    """The right token does not help a form that stands on another site."""
    own = {"csrf_token": token(browser, role)}
    before, wrong = digest(), []
    for rule in closed(app, "POST"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = browser.post(stage.url(rule), data=own, headers=headers)
            if answer.status_code != 403:
                wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_writing_what_is_not_ones_to_write(app: Flask, stage: Stage, browser: FlaskClient, role: str) -> None:
    """A form rightly filled in by the wrong person: out of sight does not exist, in sight is refused; nothing changes."""
    own = {"csrf_token": token(browser, role)}
    before, wrong = digest(), []
    for rule in closed(app, "POST"):
        letters, data = WRITE.get(rule.endpoint, (ROLES, {}))
        if role in letters:
            continue
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.post(stage.url(rule), data=stage.filled(data) | own, headers=headers)
            refused = (401, 303) if role == "-" else (403, 404)
            if answer.status_code not in refused or "Đàm Thượng" in answer.text:
                wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_what_does_not_exist(app: Flask, sign_in: Callable[[str], FlaskClient], stage: Stage) -> None:
    """The same answer as for what is out of sight."""
    browsers = {letter: sign_in(name) for letter, name in ROLES.items() if name}
    nothing = Stage({name: value if name == "kind" else 987654321 for name, value in stage.ids.items()})
    wrong = []
    for rule in closed(app, "GET"):
        if "<" not in rule.rule:
            continue
        for letter in READ[rule.endpoint]:
            answer = browsers[letter].get(nothing.url(rule))
            if answer.status_code != 404:
                wrong.append((rule.endpoint, letter, answer.status_code))
    assert wrong == []
