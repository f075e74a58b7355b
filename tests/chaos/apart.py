"""A fault run as it is run by hand: in a process of its own, by the true clock."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests import pgcluster
from tests.conftest import missing
from tracker.config import ROOT


def apart(name: str, engine: str, *words: str) -> dict[str, Any]:
    """What it printed with --json."""
    if engine == "postgresql" and not pgcluster.is_available():
        missing("PostgreSQL")
    command = [sys.executable, "-m", f"tests.chaos.{name}", *words, "--engine", engine, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.stdout, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
