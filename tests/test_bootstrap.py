"""`python3 -m tracker` on a clean folder, with lists of needs that are empty so that nothing is fetched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMAND_LINE = """
import json, os, sys
def cli(prog_name):
    print(json.dumps({"prefix": sys.prefix, "argv": sys.argv[1:], "ready": os.environ["TRACKER_READY"]}))
"""


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """The file under test as in a checkout, with empty locks and a command line that tells where it runs."""
    (tmp_path / "tracker" / "locks").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "tracker" / name, tmp_path / "tracker")
    for kind in ("", "-test", "-uv"):
        (tmp_path / "tracker" / "locks" / f"requirements{kind}.lock").write_text(f"# nothing{kind}\n")
    (tmp_path / "tracker" / "cli.py").write_text(COMMAND_LINE)
    return tmp_path


def home_of(lock: str, folder: Path) -> str:
    digest = hashlib.sha256((folder / "tracker" / "locks" / lock).read_bytes()).hexdigest()[:12]
    return f"venv-{sys.version_info[0]}{sys.version_info[1]}-{digest}"


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [sys.executable, "-m", "tracker", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=bare, stdout=pipe, stderr=pipe, text=True)


def test_it_installs_once_whoever_asks_and_says_only_json(clean: Path) -> None:
    unfinished = clean / "instance" / home_of("requirements.lock", clean) / "left-over"
    unfinished.mkdir(parents=True)
    for age in range(4):
        (clean / "instance" / f"venv-311-{age}").mkdir()
        os.utime(clean / "instance" / f"venv-311-{age}", (age, age))
    both = [running.communicate(timeout=120) for running in [start(clean, "x", "--json") for _ in "ab"]]
    told = [json.loads(out) for out, _ in both]
    assert [answer["argv"] for answer in told] == [["x", "--json"]] * 2
    assert {Path(answer["prefix"]) for answer in told} == {unfinished.parent}
    assert sorted("Installing" in errors for _, errors in both) == [False, True]
    assert not unfinished.exists()
    homes = {path.name for path in (clean / "instance").glob("venv-*")}
    assert homes == {unfinished.parent.name, "venv-311-2", "venv-311-3"}  # two stale ones are kept
    out, errors = start(clean, "x").communicate(timeout=120)
    assert (json.loads(out)["prefix"], errors) == (str(unfinished.parent), "")


@pytest.mark.parametrize("command", ["test", "bench", "chaos"])
def test_what_tests_gets_the_test_tools(clean: Path, command: str) -> None:
    home = clean / "instance" / home_of("requirements-test.lock", clean)
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python").symlink_to(sys.executable)
    (home / ".complete").touch()
    out, errors = start(clean, command).communicate(timeout=60)
    assert (json.loads(out)["argv"], errors) == ([command], "")


def test_who_says_ready_is_believed(clean: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tracker"],
        cwd=clean, env={**os.environ, "TRACKER_READY": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(told.stdout)["prefix"] == sys.prefix
    assert not (clean / "instance").exists()
