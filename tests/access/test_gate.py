"""Closed by default: what is not on the short list needs a session, and reading changes nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.world import World
from tracker.audit.models import AuditHead, SecurityEvent
from tracker.config import ROOT
from tracker.db import db
from tracker.web.gate import PUBLIC


def address(rule: Rule) -> str:
    """The rule's address with something in the place of each argument."""
    _, path = rule.build(
        dict.fromkeys(rule.arguments, "1") | {"period": "2026-03"}, append_unknown=False
    ) or ("", "")
    return path


def closed(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, method


def test_every_page_not_listed_leads_to_the_sign_in(world: World, app: Flask) -> None:
    before = db.session.query(AuditHead.seq).scalar()
    db.session.commit()
    seen = 0
    for rule, method in closed(app):
        if rule.endpoint == "csp.create":
            continue  # browsers report breaches without knowing who looks at the page
        answer = app.test_client().open(address(rule), method=method)
        if method == "GET":
            assert answer.status_code == 302, rule
            assert answer.location.startswith("/dang-nhap"), rule
        else:
            assert answer.status_code in {302, 303, 400, 403}, (rule, answer.status)
        seen += 1
    assert seen > 40
    assert db.session.query(AuditHead.seq).scalar() == before


@pytest.mark.own_app
def test_a_forgotten_guard_is_no_hole(world: World, app: Flask) -> None:
    """S9: a route nobody thought about is closed."""
    app.add_url_rule("/quen", "forgotten", lambda: "secret")
    assert app.test_client().get("/quen").status_code == 302


def test_the_short_list_is_short_and_true(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()} | {"static"}
    assert known >= PUBLIC, PUBLIC - known
    assert len(PUBLIC) <= 30


def test_htmx_is_told_to_go_to_the_sign_in_whole(app: Flask, client: FlaskClient) -> None:
    answer = client.get(
        "/quan-tri/nguoi-dung",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/quan-tri/nguoi-dung"},
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/dang-nhap?next=/quan-tri/nguoi-dung"


def test_reading_calls_no_action() -> None:
    """What a GET handler calls in a module of actions is a mistake (prefetching mail scanners would do it)."""
    wrong = []
    for path in handlers():
        tree = ast.parse(path.read_text("utf-8"))
        acting = {
            alias.asname or alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.name == "actions" or (node.module or "").endswith(".actions")
        }
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and any(
                "bp.get" in ast.unparse(d) for d in function.decorator_list
            ):
                used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)} & acting
                wrong += [(path.name, function.name, name) for name in used]
    assert wrong == []


def handlers() -> Iterator[Path]:
    for path in (ROOT / "tracker").rglob("*.py"):
        if path.stem == "views" or path.parent.name == "views":
            yield path


def test_a_refusal_is_kept_for_whoever_watches(sign_in: Callable[[str], FlaskClient], world: World) -> None:
    browser = sign_in("binh")
    assert browser.get("/quan-tri/he-thong").status_code == 403
    event = db.session.query(SecurityEvent).one()
    assert (event.kind, event.person_id) == ("not_allowed", world.people["binh"].id)
    assert event.facts == {"method": "GET", "path": "/quan-tri/he-thong"}
    assert browser.get("/viec").status_code == 200
    assert db.session.query(SecurityEvent).count() == 1
