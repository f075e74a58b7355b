"""Reading our own source: files, kinds, features and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tracker"
TEMPLATES = ROOT / "templates"

KINDS = ("rules", "models", "queries", "actions", "forms", "views")
ACTION_LIKE = {"post", "transport", "keeping", "trail", "backup", "health", "upgrading", "seed"}
FEATURE_ORDER = (
    {"bodies"},
    {"people"},
    {"absences"},
    {"auth"},
    {"directives"},
    {"officials"},
    {"tasks"},
    {"assignments"},
    {"notices"},
    {"extensions", "difficulties", "handling", "comments", "targets", "links", "feeds", "submissions"},
    {"intake", "reminders", "reviews", "contacts", "saved"},
    {"reforms", "registers", "letters", "issued"},
    {"bulk"},
    {"reports", "matrix", "search", "history"},
    {"documents"},
)
SERVED = {"access", "audit", "outbox", "files", "workdays", "settings"}
DOORS = {"scheduler", "ops", "home", "queues", "overview", "exports", "demo", "commands", "api"}
GROUND = {
    "web",
    "action",
    "cells",
    "clock",
    "codes",
    "config",
    "db",
    "errors",
    "keys",
    "migrations",
    "paging",
    "sqlite",
    "turns",
    "vietnamese",
}


class Edge(NamedTuple):
    """`importer` (a module path below tracker, in parts) imports `imported`."""

    importer: tuple[str, ...]
    imported: tuple[str, ...]


def modules() -> Iterator[Path]:
    """Every Python file of the product."""
    yield from sorted(path for path in PACKAGE.rglob("*.py") if "_ui" not in path.parts)


def parts(path: Path) -> tuple[str, ...]:
    """tracker/home/views.py -> ("home", "views")."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    return inside[:-1] if inside[-1] == "__init__" else inside


@cache
def tree(path: Path) -> ast.Module:
    """A module as parsed: the laws ask for all of them again and again."""
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def edges() -> list[Edge]:
    """Every import of one of our modules by another, type-only ones included."""
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tracker":
                base = tuple(node.module.split(".")[1:])
                for alias in node.names:
                    full = (*base, alias.name)
                    target = full if _is_module(full) else base
                    if target:
                        found.append(Edge(parts(path), target))
            elif isinstance(node, ast.Import):
                found += [
                    Edge(parts(path), tuple(alias.name.split(".")[1:]))
                    for alias in node.names
                    if alias.name.startswith("tracker.")
                ]
    return found


def _is_module(path: tuple[str, ...]) -> bool:
    place = PACKAGE.joinpath(*path)
    return place.with_suffix(".py").exists() or place.is_dir()


def kind(module: tuple[str, ...]) -> int | None:
    """Where a feature's file stands among the kinds: rules 0 … views 5; other named files are actions or rules."""
    if len(module) < 2:
        return None
    name = module[1]
    if name in KINDS:
        return KINDS.index(name)
    return KINDS.index("actions") if name in ACTION_LIKE else None


def rank(feature: str) -> int | None:
    """Where a feature stands from left to right."""
    for place, names in enumerate(FEATURE_ORDER):
        if feature in names:
            return place
    return None
