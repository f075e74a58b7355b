"""R1 and R2: a hundred kills of sending workers lose nothing and explain every second copy."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests import pgcluster
from tests.conftest import missing
from tracker.config import ROOT


def kill(kills: int, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.chaos.kill", "--kills", str(kills), "--database", kind, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.stdout, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 100), ("postgresql", 30)])
def test_no_letter_is_lost_and_every_copy_is_explained(kind: str, kills: int) -> None:
    if kind == "postgresql" and not pgcluster.is_available():
        missing("PostgreSQL")
    result = kill(kills, kind)
    assert (result["lost"], result["unexplained"]) == (0, 0), result
    assert result["recorded"] == result["duplicates"]
    assert result["effective"] >= kills // 2, f"kills that hit nothing prove nothing: {result}"
