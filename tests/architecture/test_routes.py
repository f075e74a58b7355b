"""Laws of addresses: closed unless listed, typed, in one style of words; what GET, POST and forms may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.source import PACKAGE, TEMPLATES, modules, parts, tree
from tests.architecture.test_actions import ACTIONS
from tests.architecture.test_htmx_words import JINJA

SECRET_WORDS = {"code", "secret"}  # looked up whole, never parsed
PERIOD_WORDS = {"section", "name", "kind", "change", "letter_kind"}
"""The review's period, its parts and files, a kind of letter: checked against a list."""
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
VERBS = {each.function.name for each in ACTIONS}
MODULES_OF_VERBS = {"actions", *(Path(each.place.split(":")[0]).stem for each in ACTIONS)}
SAMPLES = {"int": "1", "default": "x", "path": "x"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def sample_url(rule: Rule) -> str:
    """An address of the rule's shape; nothing of the kind exists."""
    return re.sub(r"<(?:(\w+)(?:\(.*?\))?:)?\w+>", lambda found: SAMPLES[found[1] or "default"], rule.rule)


def test_a_form_without_the_pages_token_is_refused(app: Flask) -> None:
    browser = app.test_client()
    taken = [
        (rule.rule, answer.status_code)
        for rule in rules(app)
        for method in (rule.methods or set()) & UNSAFE
        if rule.endpoint != "csp.create"
        and (answer := browser.open(sample_url(rule), method=method)).status_code not in (400, 403)
    ]
    assert taken == []


def test_addresses_are_vietnamese_words_with_hyphens_and_typed_numbers(app: Flask) -> None:
    wrong = []
    for rule in rules(app):
        for part in rule.rule.strip("/").split("/"):
            if part.startswith("<"):
                name = part.strip("<>").split(":")[-1]
                if not part.startswith("<int:") and name not in SECRET_WORDS | PERIOD_WORDS:
                    wrong.append(rule.rule)
                if part.startswith("<int:") and not name.endswith("_id"):
                    wrong.append(rule.rule)
            elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|", part):
                wrong.append(rule.rule)
    assert wrong == []


def test_only_get_and_post_are_spoken(app: Flask) -> None:
    """A form without script knows no other methods."""
    spoken = {method for rule in rules(app) for method in rule.methods or set()}
    assert spoken <= {"GET", "HEAD", "OPTIONS", "POST"}


def handlers(mark: str) -> Iterator[tuple[Path, ast.FunctionDef, dict[str, ast.FunctionDef]]]:
    """(file, handler, functions of the file) for every function under a `bp.get(…)` or `bp.post(…)`."""
    for path in modules():
        if "views" not in parts(path):
            continue
        own = {node.name: node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
        for function in own.values():
            if any(ast.unparse(each).startswith(f"bp.{mark}(") for each in function.decorator_list):
                yield path, function, own


def said(function: ast.FunctionDef, own: dict[str, ast.FunctionDef]) -> set[str]:
    """Every name and last part of a dotted name the handler speaks of, through its own file's functions too."""
    seen, ahead, names = {function.name}, [function], set()
    while ahead:
        for node in ast.walk(ahead.pop()):
            if isinstance(node, ast.Name):
                names.add(node.id)
                if node.id in own and node.id not in seen:
                    seen.add(node.id)
                    ahead.append(own[node.id])
            elif (
                isinstance(node, ast.Attribute) and ast.unparse(node.value).split(".")[-1] in MODULES_OF_VERBS
            ):
                names.add(node.attr)
    return names


def verbs_known(path: Path) -> set[str]:
    """Verbs a file can reach: those it takes by name and, through the modules it takes, all."""
    taken = {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tracker.")
        for alias in node.names
    }
    whole = VERBS if taken & MODULES_OF_VERBS else set()
    return (VERBS & taken) | whole


def test_get_handlers_change_nothing_and_have_one_body() -> None:
    """No action, no swap: a GET answers the same page whoever asks (rule 6, decision 9)."""
    wrong = [
        (str(path.relative_to(PACKAGE)), function.name, name)
        for path, function, own in handlers("get")
        for name in said(function, own) & (verbs_known(path) | {"swap", "refused", "is_htmx", "go"})
        if name not in own
    ]
    assert wrong == []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = dict(attrs)
        names = {name.split(":")[0] for name in stated}
        if names & {"hx-post", "hx-put", "hx-patch", "hx-delete"}:
            if tag != "form" or "action" not in stated or stated.get("method") != "post":
                self.faults.append(f"<{tag} hx-post>: a form with action and method works without script")
            elif stated.get("hx-post") != stated["action"]:
                self.faults.append("with and without script the form goes to the same address")
        if "hx-get" in names and tag not in {"a", "form", "input", "select"}:
            self.faults.append(f"<{tag} hx-get>: a link or a form works without script")
        if "hx-get" in names and tag == "a" and "href" not in stated:
            self.faults.append("<a hx-get> without href")


def faults(text: str) -> list[str]:
    tags = _Tags()
    tags.feed(JINJA.sub(lambda found: f"[{found[0].strip('{}% ').replace(chr(34), '')}]", text))
    return tags.faults


@pytest.mark.parametrize(
    "text",
    [
        '<button hx-post="/x">',
        '<form hx-post="/x" action="/x">',
        '<form hx-post="/x" action="/y" method="post">',
        '<div hx-get="/x">',
        '<a hx-get="{{ u }}">',
    ],
)
def test_faults_of_forms_are_seen(text: str) -> None:
    assert faults(text)


TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_what_htmx_sends_a_browser_alone_can_send(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_form_that_posts_carries_the_pages_token(path: Path) -> None:
    text = path.read_text("utf-8")
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
        assert "hidden(" in form or "csrf_token" in form or "confirm(" in form, form[:120]
