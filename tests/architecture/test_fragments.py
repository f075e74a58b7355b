"""Laws of templates: a fragment says what it needs, a page stands in a layout, a swap says when it is sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from tests.architecture.source import TEMPLATES

APART = {"ui", "layouts", "emails"}
FRAGMENTS = sorted(path for path in TEMPLATES.rglob("_*.html") if path.parent.name not in APART)
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if not path.name.startswith("_")
    and not APART & set(path.relative_to(TEMPLATES).parts)
    and path.parent.name != "swaps"
)
SWAPS = sorted(TEMPLATES.rglob("swaps/*.html"))
FIRST = re.compile(r"{# needs: (.+?) #}", re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def declared(text: str) -> set[str]:
    """The variables of the first line; none where only macros are drawn, what follows a mark is explanation."""
    found = FIRST.match(text)
    assert found, "the first line says what the fragment needs"
    stated = re.split(r"[.;:]", found[1])[0]
    if stated.startswith(("nothing", "(macro)")):
        return set()
    return {word.strip() for word in stated.split(",")}


def known(app: Flask) -> set[str]:
    """What every template has: globals and the variables every answer brings."""
    with app.test_request_context():
        brought: dict[str, object] = {}
        app.update_template_context(brought)
    return set(app.jinja_env.globals) | set(brought) | {"oob"}


def needed(app: Flask, path: Path) -> set[str]:
    """The variables a template asks for, those of what it includes among them, without what it sets itself."""
    text = path.read_text("utf-8")
    parsed = app.jinja_env.parse(text)
    asked = set(meta.find_undeclared_variables(parsed)) - optional(parsed) - given(parsed)
    for included in parsed.find_all(nodes.Include):
        assert isinstance(included.template, nodes.Const), "what is included is named outright"
        asked |= needed(app, TEMPLATES / included.template.value) - given(parsed)
    asked -= known(app)
    if FIRST.match(text):  # what it is given under the name of a global counts as well
        spoken = {each.name for each in parsed.find_all(nodes.Name)}
        asked |= declared(text) & known(app) & spoken
    return asked


def given(parsed: nodes.Template) -> set[str]:
    """Names the template sets: by set, with, for."""
    return {each.name for each in parsed.find_all(nodes.Name) if each.ctx in {"store", "param"}}


def optional(parsed: nodes.Template) -> set[str]:
    """Names the template asks after with `is defined`."""
    tests = (each for each in parsed.find_all(nodes.Test) if each.name in {"defined", "undefined"})
    return {each.node.name for each in tests if isinstance(each.node, nodes.Name)}


@pytest.mark.parametrize("path", FRAGMENTS, ids=name)
def test_a_fragment_needs_exactly_what_it_says(app: Flask, path: Path) -> None:
    assert needed(app, path) == declared(path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_stands_in_a_layout(path: Path) -> None:
    first = re.sub(r"{#.*?#}\s*", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.match(r'{% extends "(layouts/\w+|errors/_page)\.html" %}', first)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_one_title_and_one_heading(path: Path) -> None:
    text = path.read_text("utf-8")
    if "errors/_page.html" in text[:200]:
        return
    assert "{% block title %}" in text
    drawn = text.count("<h1") + len(
        re.findall(r"{{ ?page_head\(|{% call page_head\(|{% call confirm\(", text)
    )
    assert drawn >= 1, "no heading"


@pytest.mark.parametrize("path", SWAPS, ids=name)
def test_a_swap_says_when_it_is_sent(path: Path) -> None:
    assert re.match(r"{# after \w+", path.read_text("utf-8"))
