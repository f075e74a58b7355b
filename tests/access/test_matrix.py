"""The matrix of rights: each address × each role. A new address stays untested for nobody: it must be entered here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from tests.access.rights import APART, READ, SIGNED_IN
from tests.access.stage import Stage, build
from tests.access.writing import WRITE
from tests.world import World
from tracker.assignments.models import Assignment
from tracker.db import Base, db, transaction
from tracker.web.gate import PUBLIC

ROLES = {"o": "oanh", "l": "lam", "b": "binh", "c": "chi", "k": "khanh", "a": "an", "-": ""}
"""Office, leader, officer of the body it is about, officer of another, auditor, admin, nobody."""

UNWATCHED = {"user_session", "rate_count", "security_event"}
"""Tables that note who came and what was refused."""


@dataclass
class Cast:
    """A browser for each role, and the token of its pages."""

    stage: Stage
    browsers: dict[str, FlaskClient]
    tokens: dict[str, str]


@pytest.fixture
def cast(app: Flask, world: World, sign_in: Callable[[str], FlaskClient]) -> Cast:
    stage = build(app, world)
    browsers = {letter: sign_in(name) if name else app.test_client() for letter, name in ROLES.items()}
    return Cast(stage, browsers, {letter: token(browser, letter) for letter, browser in browsers.items()})


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


def test_reading(app: Flask, cast: Cast) -> None:
    """Each address by each role; every answer under the content security policy and kept by nobody (S8, S13)."""
    wrong = []
    for rule, letter in product(closed(app, "GET"), ROLES):
        with cast.browsers[letter].get(cast.stage.url(rule)) as answer:
            if letter in READ[rule.endpoint]:
                good = answer.status_code == 200 or (answer.status_code, rule.endpoint) == (302, "home.index")
            elif letter == "-":
                good = answer.status_code == 302 and "/dang-nhap" in answer.headers["Location"]
            else:
                good = answer.status_code in (403, 404) and "Đàm Thượng" not in answer.text
            policy, kept = (
                answer.headers.get("Content-Security-Policy", ""),
                answer.headers.get("Cache-Control", ""),
            )
            sealed = "'unsafe-eval'" not in policy and ("script-src 'self'" in policy or "sandbox" in policy)
            if not good or not sealed or "no-store" not in kept:
                wrong.append((rule.endpoint, letter, answer.status_code, policy, kept))
    assert wrong == []


def test_writing_without_the_pages_token(app: Flask, cast: Cast) -> None:
    """None, another session's, one made up: refused before anything is looked at (S6)."""
    before, wrong = digest(), []
    for rule, letter in product(closed(app, "POST"), "ob-"):
        data = cast.stage.filled(WRITE.get(rule.endpoint, ("", {}))[1])
        stranger = cast.tokens["-" if letter != "-" else "o"]
        for sent in ({}, {"csrf_token": stranger}, {"csrf_token": "x" * 60}):
            answer = cast.browsers[letter].post(cast.stage.url(rule), data=data | sent)
            if answer.status_code not in (400, 403):
                wrong.append((rule.endpoint, letter, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_writing_from_elsewhere(app: Flask, cast: Cast) -> None:
    """The right token does not help a form that stands on another site."""
    before, wrong = digest(), []
    for rule, letter in product(closed(app, "POST"), "o-"):
        own = {"csrf_token": cast.tokens[letter]}
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = cast.browsers[letter].post(cast.stage.url(rule), data=own, headers=headers)
            if answer.status_code != 403:
                wrong.append((rule.endpoint, letter, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_writing_what_is_not_ones_to_write(app: Flask, cast: Cast) -> None:
    """A form rightly filled in by the wrong person: out of sight does not exist, in sight is refused."""
    before, wrong = digest(), []
    for rule, letter in product(closed(app, "POST"), ROLES):
        letters, data = WRITE.get(rule.endpoint, (SIGNED_IN, {}))
        if letter in letters:
            continue
        sent = cast.stage.filled(data) | {"csrf_token": cast.tokens[letter]}
        for headers in ({}, {"HX-Request": "true"}):
            answer = cast.browsers[letter].post(cast.stage.url(rule), data=sent, headers=headers)
            refused = (401, 303) if letter == "-" else (403, 404)
            if answer.status_code not in refused or "Đàm Thượng" in answer.text:
                wrong.append((rule.endpoint, letter, answer.status_code))
    assert wrong == []
    assert digest() == before


def test_what_does_not_exist(app: Flask, cast: Cast) -> None:
    """The same answer as for what is out of sight."""
    nothing = Stage({name: value if name == "kind" else 987654321 for name, value in cast.stage.ids.items()})
    wrong = [
        (rule.endpoint, letter, answer.status_code)
        for rule in closed(app, "GET")
        if "<" in rule.rule
        for letter in READ[rule.endpoint]
        if (answer := cast.browsers[letter].get(nothing.url(rule))).status_code != 404
    ]
    assert wrong == []


def test_closed_work_is_refused_too(app: Flask, cast: Cast, world: World) -> None:
    """What was confirmed or drawn back stays readable to those concerned and out of sight for the rest."""
    work = db.session.get(Assignment, cast.stage.ids["assignment_id"])
    assert work is not None
    with transaction():
        work.state = "cancelled"
    for letter in ROLES:
        answer = cast.browsers[letter].get(f"/phan-cong/{work.id}")
        assert answer.status_code == (
            200 if letter in READ["assignments.show"] else 302 if letter == "-" else 404
        )
    for verb, data in (("bao-cao", {"status": "done", "note": "x"}), ("tiep-nhan", {})):
        sent = data | {"csrf_token": cast.tokens["b"]}
        assert cast.browsers["b"].post(f"/phan-cong/{work.id}/{verb}", data=sent).status_code == 409
