"""Laws of verbs: who may, what is written down, and that a verb has one name everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.source import PACKAGE, TEMPLATES, modules, tree
from tracker.access.policy import MAY

PLAIN = {"str", "int", "bool", "date", "datetime", "float"}
WRITES = {
    "db.session.add", "db.session.add_all", "db.session.delete", "post.enqueue", "post.enqueue_all", "trail.record",
    "trail.record_each",
}  # fmt: skip


class Action(NamedTuple):
    """A function under `@action` and what it calls besides other actions, itself first."""

    place: str
    function: ast.FunctionDef
    reached: tuple[ast.FunctionDef, ...]


def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions a file defines, and those it takes by name from another file of ours."""
    found: dict[str, ast.FunctionDef] = {}
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tracker."):
            source = PACKAGE.joinpath(*(node.module or "").split(".")[1:]).with_suffix(".py")
            named = {alias.name for alias in node.names}
            if source.exists():
                theirs = (each for each in tree(source).body if isinstance(each, ast.FunctionDef))
                found |= {each.name: each for each in theirs if each.name in named}
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = node
    return found


def is_action(function: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "action" for mark in function.decorator_list)


def actions() -> Iterator[Action]:
    for path in modules():
        known = functions_of(path)
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and is_action(node):
                place = f"{path.relative_to(PACKAGE)}:{node.name}"
                yield Action(place, node, reached(node, known))


def reached(function: ast.FunctionDef, known: dict[str, ast.FunctionDef]) -> tuple[ast.FunctionDef, ...]:
    """The function and what it calls, at any depth; other actions ask and write for themselves."""
    found, ahead = [function], [function]
    while ahead:
        for name in {node.func.id for node in calls(ahead.pop()) if isinstance(node.func, ast.Name)}:
            called = known.get(name)
            if called is not None and called not in found and not is_action(called):
                found.append(called)
                ahead.append(called)
    return tuple(found)


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def verbs(functions: tuple[ast.AST, ...], wanted: str) -> set[str]:
    """The verbs named in calls of `policy.require` or `trail.record`: the second argument, spelled out."""
    return {
        str(call.args[1].value)
        for function in functions
        for call in calls(function)
        if ast.unparse(call.func) == wanted and len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    }


ACTIONS = list(actions())


def by_place(each: Action) -> str:
    return each.place


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 40


@pytest.mark.parametrize("each", ACTIONS, ids=by_place)
def test_the_actor_comes_first_then_rows_and_facts_by_keyword(each: Action) -> None:
    stated = each.function.args
    first = [*stated.posonlyargs, *stated.args]
    assert first[0].arg == "actor"
    if not each.function.name.startswith("_"):
        plain = [one.arg for one in first[1:] if ast.unparse(one.annotation or ast.Constant("")) in PLAIN]
        assert plain == [] or len(first) == 2, "facts are named; a day or a year may be the thing itself"


@pytest.mark.parametrize("each", ACTIONS, ids=by_place)
def test_an_action_asks_leave_for_one_known_verb(each: Action) -> None:
    asked = verbs((each.function,), "policy.require") or verbs(each.reached, "policy.require")
    assert len(asked) == 1
    assert asked <= set(MAY)


@pytest.mark.parametrize("each", ACTIONS, ids=by_place)
def test_leave_is_asked_before_anything_is_written(each: Action) -> None:
    asking = {"policy.require", *(function.name for function in each.reached)}
    order = [ast.unparse(call.func) for call in sorted(calls(each.function), key=lambda call: call.lineno)]
    named = [name for name in order if name in asking | WRITES]
    assert named, "neither asks nor writes"
    assert named[0] in asking


@pytest.mark.parametrize("each", ACTIONS, ids=by_place)
def test_it_writes_down_what_it_did(each: Action) -> None:
    """Its own audit line, or that of the action it consists of; `action.py` refuses to commit without one."""
    others = {one.function.name for one in ACTIONS}
    called = {ast.unparse(call.func).split(".")[-1] for one in each.reached for call in calls(one)}
    recorded = verbs(each.reached, "trail.record") | verbs(each.reached, "trail.record_each")
    assert recorded or called & others
    assert all("." in verb for verb in recorded)


def test_every_verb_of_the_table_of_rights_is_used() -> None:
    used = {
        str(call.args[1].value)
        for path in modules()
        for call in calls(tree(path))
        if ast.unparse(call.func) in {"policy.require", "require"}
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    }
    assert set(MAY) - used == set()


def test_no_verb_is_asked_for_that_nobody_has() -> None:
    unknown = [
        (str(path.relative_to(PACKAGE)), call.lineno, call.args[1].value)
        for path in modules()
        for call in calls(tree(path))
        if ast.unparse(call.func) in {"policy.require", "policy.may"}
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
        and call.args[1].value not in MAY
    ]
    assert unknown == []


def letters() -> list[Path]:
    return sorted(path for path in (TEMPLATES / "emails").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", letters(), ids=lambda path: path.name)
def test_a_letter_has_a_subject_and_a_body_in_plain_text(folder: Path) -> None:
    assert {"subject.txt", "body.txt"} <= {path.name for path in folder.iterdir()}
    assert (folder / "body.txt").read_text("utf-8").strip()
