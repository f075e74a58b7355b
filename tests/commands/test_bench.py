"""`tracker bench` and `tracker synth` from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from tracker.cli import cli
from tracker.config import ROOT


def tracker(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "TRACKER_READY": "1", "TRACKER_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "tracker", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)


def test_benchmarks_are_listed_with_what_they_measure() -> None:
    said = CliRunner().invoke(cli, ["bench"])
    assert said.exit_code == 0
    assert any(line.startswith("pages ") and "floor" in line for line in said.output.splitlines())


def test_an_unknown_benchmark_is_said_to_be_one() -> None:
    said = CliRunner().invoke(cli, ["bench", "nothing"])
    assert said.exit_code == 1
    assert "no benchmark 'nothing'" in said.output


def test_a_fill_says_one_json_object_and_a_second_is_refused(tmp_path: Path) -> None:
    first = tracker(tmp_path, "synth", "--assignments", "50", "--bodies", "40", "--json")
    assert first.returncode == 0, first.stderr
    made = json.loads(first.stdout)
    assert (made["assignments"], made["bodies"]) == (50, 40)
    second = tracker(tmp_path, "synth", "--assignments", "50")
    assert second.returncode == 1
    assert "holds directives" in second.stderr
    assert second.stdout == ""


def test_fault_runs_are_listed_too() -> None:
    said = CliRunner().invoke(cli, ["chaos"])
    assert said.exit_code == 0
    assert [line.split()[0] for line in said.output.splitlines()] == [
        "closing", "editors", "forms", "kill", "materialise", "outage", "slots", "smtp", "zombie",
    ]  # fmt: skip
    assert "no fault run 'nothing'" in CliRunner().invoke(cli, ["chaos", "nothing"]).output
