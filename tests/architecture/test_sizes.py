"""Hard sizes: files, functions, handlers, templates."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, TEMPLATES, modules, parts, tree

FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "service"}


def test_files_are_short() -> None:
    python = [*modules(), *(ROOT / "tests").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): n
        for path in python
        if "versions" not in path.parts and (n := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_functions_and_handlers_are_short() -> None:
    long = []
    for path in modules():
        if "versions" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines = (node.end_lineno or first) - first + 1
            handler = "views" in parts(path) and any("bp." in ast.unparse(d) for d in node.decorator_list)
            if lines > (20 if handler else 40):
                long.append((str(path.relative_to(ROOT)), node.name, lines))
    assert long == []


def test_templates_are_short() -> None:
    long = {}
    for path in TEMPLATES.rglob("*.html"):
        limit = 40 if path.name.startswith("_") else 80
        lines = len(path.read_text("utf-8").splitlines())
        if lines > limit and path.parent.name not in {"ui", "layouts"}:
            long[str(path.relative_to(TEMPLATES))] = lines
    assert long == {}


def test_no_drawer_for_everything() -> None:
    assert [path for path in modules() if path.stem in FORBIDDEN] == []


def test_top_level_is_what_was_decided() -> None:
    allowed = {
        "tracker",
        "templates",
        "static",
        "instance",
        "tests",
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
    }
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - allowed - {"artifacts"} == set()
