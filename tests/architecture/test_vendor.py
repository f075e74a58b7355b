"""What others wrote and browsers load is exactly what tracker/assets/build.py wrote down."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
ASSETS = ROOT / "tracker" / "assets"
LINES: list[dict[str, Any]] = json.loads((VENDOR / "MANIFEST.json").read_text())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["path"])
def test_a_served_file_is_the_one_that_was_fetched(line: dict[str, Any]) -> None:
    content = (VENDOR / line["path"]).read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (line["sha256"], line["bytes"])


def test_nothing_else_lies_in_the_folder() -> None:
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert found == {line["path"] for line in LINES} | {"MANIFEST.json"}


def test_every_package_brings_its_licence() -> None:
    with_licence = {line["package"] for line in LINES if line["from"] == "LICENSE"}
    assert with_licence == {line["package"] for line in LINES}


def test_the_versions_are_those_asked_for_and_locked() -> None:
    asked = json.loads((ASSETS / "package.json").read_text())["devDependencies"]
    locked = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    assert asked == {line["package"]: line["version"] for line in LINES}
    for package, version in asked.items():
        entry = locked[f"node_modules/{package}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry, "a lock file names no registry"
