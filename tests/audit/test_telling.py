"""The log in the reader's words: names instead of numbers, from what to what, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from tests.access.stage import build
from tests.architecture.source import modules, tree
from tests.counting import count_sql
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.audit import queries
from tracker.audit.fields import FIELDS
from tracker.audit.labels import THINGS, VERBS
from tracker.audit.naming import NAMES, names
from tracker.audit.telling import mentioned, thing_said, told
from tracker.bodies import actions as bodies
from tracker.contacts import actions as contacts
from tracker.people import actions as people
from tracker.settings.actions import change_rules
from tracker.workdays.actions import set_day

LOG = "/quan-tri/nhat-ky"
SAID = {"after", "before", "facts", "old", "told", "named"}
SignIn = Callable[[str], FlaskClient]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def rows_of(browser: FlaskClient, query: str) -> str:
    """The words of the log's rows."""
    reader = _Text()
    reader.feed(browser.get(f"{LOG}?{query}").text.partition("<tbody")[2].partition("</tbody>")[0])
    return " ".join(reader.words)


def test_what_changed_is_told_from_what_to_what(world: World, sign_in: SignIn) -> None:
    bodies.edit_body(SYSTEM, world.dam, name="UBND xã Đàm Thượng", phone="")
    contacts.set_mailboxes(SYSTEM, world.dam, main="moi@lamgiang.example")
    browser = sign_in("an")
    said = rows_of(browser, "verb=body.edit")
    assert "từ dam@lamgiang.example thành moi@lamgiang.example" in rows_of(browser, "verb=body.mailboxes")
    assert "từ 0206 3655 102 thành (trống)" in said
    assert "Tên:" not in said, "what stayed the same is left out"


def test_rows_are_named(world: World, sign_in: SignIn) -> None:
    people.join_body(SYSTEM, world.people["lam"], world.dam, valid_from=world.work.assigned_on)
    said = rows_of(sign_in("an"), "verb=person.edit")
    assert "Đơn vị: UBND xã Đàm Thượng" in said
    assert "Tài khoản Trần Quang Lâm" in said
    assert "body_id" not in said


def test_codes_and_days_are_said_in_words(world: World, sign_in: SignIn) -> None:
    set_day(SYSTEM, world.work.assigned_on, is_working=True, name="Làm bù", source="Thông báo 1")
    people.enable_person(SYSTEM, world.people["chi"], is_enabled=False)
    browser = sign_in("an")
    assert f"{world.work.assigned_on:%d/%m/%Y}" in rows_of(browser, "kind=calendar")
    assert "Được đăng nhập: từ có thành không" in rows_of(browser, "verb=person.enable")
    role = rows_of(browser, f"thing=person:{world.people['khanh'].id}")
    assert "Vai trò: Kiểm tra, giám sát (chỉ xem)" in role


def test_one_thing_and_one_kind(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    one = browser.get(f"{LOG}?thing=body:{world.dam.id}").text
    assert "Đối tượng: UBND xã Đàm Thượng" in one.partition("chips")[2], "the filter can be taken off"
    assert "UBND xã Chí Minh Khai" not in one
    kind = rows_of(browser, "kind=body")
    assert "UBND xã Chí Minh Khai" in kind
    assert "Nhóm đơn vị" not in kind, "body_group is another kind"
    for odd in ("kind=nothing", f"thing=person:{10**30}", "thing=x"):
        assert browser.get(f"{LOG}?{odd}").status_code == 200


def test_long_texts_are_folded(world: World, sign_in: SignIn) -> None:
    change_rules(SYSTEM, office_name="Văn phòng " + "rất dài " * 30)
    page = sign_in("an").get(f"{LOG}?verb=setting.change").text
    assert "<details" in page


def test_everything_the_product_writes_down_has_words(app: Flask, world: World) -> None:
    build(app, world)
    with app.test_request_context():
        page = queries.lines(world.viewer("khanh"))
        found = list(page.rows)
        while page.next_key:
            page = queries.lines(world.viewer("khanh"), after=page.next_key)
            found += page.rows
        assert {line.verb for line in found} <= set(VERBS)
        assert {line.thing.partition(":")[0] for line in found} <= set(THINGS)
        with count_sql(app) as sent:
            called = names(mentioned(found))
        assert len(sent) == 1
        facts = [fact for line in found for fact in told(line, called)]
    assert facts
    things = {line.thing for line in found if line.thing.partition(":")[0] in NAMES}
    nameless = things - set(called)
    assert {thing.partition(":")[0] for thing in nameless} <= {"directive"}, (
        "a draft without number and subject"
    )
    with app.test_request_context():
        assert all(thing_said(thing, called) for thing in nameless)


def names_written() -> set[str]:
    """Every name of a fact spelled out where an audit line is written."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(tree(path)) if "demo" not in path.parts else ():
            if isinstance(node, ast.FunctionDef) and "trail.record(" in ast.unparse(node):
                found |= {key for said in facts_in(node) for key in keys_of(said)}
            elif isinstance(node, ast.FunctionDef) and node.name in {"_facts", "facts_of"}:
                found |= keys_of(node) if "actions" in path.parts else set()
    return found


def facts_in(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        by_keyword = isinstance(node, ast.keyword) and node.arg in SAID
        if by_keyword or (
            isinstance(node, ast.Assign) and any(ast.unparse(one) in SAID for one in node.targets)
        ):
            yield node.value


def keys_of(node: ast.AST) -> set[str]:
    dicts = (part for part in ast.walk(node) if isinstance(part, ast.Dict))
    return {str(key.value) for each in dicts for key in each.keys if isinstance(key, ast.Constant)}


def test_every_fact_has_a_name(app: Flask) -> None:
    written = names_written()
    assert len(written) > 40
    assert written - set(FIELDS) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_step_taken_back_is_told_by_task(app: Flask, world: World, language: str) -> None:
    line = queries.Line(
        1, world.work.received_at or world.directive.created_at, "person", "Oanh", "directive.edit",
        f"directive:{world.directive.id}", {str(world.task.id): {"state": "accepted"}}, {"undo": "edit"}, None,
    )  # fmt: skip
    with app.test_request_context():
        session["language"] = language
        first, second = told(line, names(mentioned([line])))
    assert first.label.startswith("Lập kế hoạch")
    assert first.old
    assert "accepted" not in first.old
    assert second == {
        "vi": ("Hoàn tác bước", None, "sửa nhiệm vụ"), "en": ("Taken back", None, "correcting task"),
    }[language]  # fmt: skip
