"""Laws 1 to 6 of the house: which way imports point."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.architecture.source import DOORS, GROUND, ROOT, SERVED, edges, kind, modules, parts, rank, tree

FEATURES_OF_ACTION = {"audit", "settings"}
TOP = {"app", "cli", "__main__", "__init__"}


def test_kinds_point_left() -> None:
    wrong = [
        edge
        for edge in edges()
        if (a := kind(edge.importer)) is not None and (b := kind(edge.imported)) is not None and b > a
    ]
    assert wrong == []


def test_features_point_left() -> None:
    wrong = []
    for edge in edges():
        a, b = edge.importer[0] if edge.importer else "", edge.imported[0]
        ranks = rank(a), rank(b)
        if (
            a != b
            and None not in ranks
            and kind(edge.importer) == kind(edge.imported)
            and ranks[1] >= ranks[0]
        ):
            wrong.append(edge)
    assert wrong == []


def test_nothing_below_imports_what_is_above() -> None:
    wrong = []
    for edge in edges():
        if not edge.importer or edge.importer[0] in TOP | DOORS:
            continue
        a, b = edge.importer[0], edge.imported[0]
        if (
            (b in TOP | DOORS and a not in {"migrations"})
            or (a in SERVED and rank(b) is not None and edge.imported[-1] != "models")
            or (a in GROUND - {"web", "action"} and (rank(b) is not None or b in SERVED - {"audit"}))
        ):
            wrong.append(edge)
    assert wrong == []


def test_no_web_inside() -> None:
    inside = {"rules", "queries", "actions"}
    wrong = []
    for path in modules():
        module = parts(path)
        if len(module) < 2 or module[1] not in inside:
            continue
        for node in ast.walk(tree(path)):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            wrong += [
                (path.name, name)
                for name in names
                if name.split(".")[0] == "flask" or name.startswith("tracker.web")
            ]
    assert wrong == []


def test_readers_do_not_write() -> None:
    wrong = [
        e
        for e in edges()
        if e.importer and e.importer[0] in {"home", "search", "reports"} and "actions" in e.imported
    ]
    assert wrong == []


def test_only_the_clock_asks_for_the_time() -> None:
    asks = {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("date", "today"),
        ("time", "time"),
        ("datetime", "today"),
    }
    wrong = []
    for path in modules():
        if parts(path) in {("clock",)}:
            continue
        for node in ast.walk(tree(path)):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and (node.value.id, node.attr) in asks:
                wrong.append((str(path), node.lineno))
    assert wrong == []


def test_the_web_app_never_loads_the_scheduler_the_migration_tool_or_document_libraries() -> None:
    heavy = (
        "{'alembic', 'apscheduler', 'icalendar', 'docx', 'pypdfium2', 'xlsxwriter', 'holidays', 'PIL', 'lxml', "
        "'filetype', 'pygments'}"
    )
    served = "import sys; from tracker.commands.served import served; served()"
    code = f"{served}; found = {heavy} & set(sys.modules); sys.exit(str(found) if found else 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_scheduler_is_only_a_clock() -> None:
    users = {
        parts(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apscheduler"))
        or (isinstance(node, ast.Import) and any(a.name.startswith("apscheduler") for a in node.names))
    }
    assert users <= {("scheduler", "runner"), ("scheduler", "jobs")}
