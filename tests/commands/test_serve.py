"""Two processes live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.commands.serve import run_together

STAYS = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
SENDS = "import os, sys, time; time.sleep(0.5); os.kill(int(sys.argv[1]), {}); time.sleep(60)"


def program(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def is_alive(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


def until_written(*files: Path) -> Callable[[], None]:
    def wait() -> None:
        patience = time.monotonic() + 20
        while not all(file.exists() and file.read_text() for file in files):
            assert time.monotonic() < patience
            time.sleep(0.02)

    return wait


def test_when_one_dies_the_other_is_ended(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stayed = tmp_path / "pid"
    dies = program(
        "import os, sys, time\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.02)\nsys.exit(3)", stayed
    )
    assert run_together({"jobs": program(STAYS, stayed), "web": dies}) == 1
    assert not is_alive(stayed)
    assert "web ended by itself with 3" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_both(tmp_path: Path, number: signal.Signals) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    sender = program(SENDS.format(int(number)), os.getpid())
    programs = {"web": program(STAYS, first), "jobs": program(STAYS, second), "somebody": sender}
    assert run_together(programs, when_started=until_written(first, second)) == 0
    assert not is_alive(first)
    assert not is_alive(second)


def test_a_start_that_fails_leaves_nothing_running(tmp_path: Path) -> None:
    stayed = tmp_path / "pid"

    def fail() -> None:
        until_written(stayed)()
        raise RuntimeError("not ready")

    with pytest.raises(RuntimeError):
        run_together({"web": program(STAYS, stayed)}, when_started=fail)
    assert not is_alive(stayed)


def test_a_stranger_that_ends_ends_nobody(tmp_path: Path) -> None:
    stayed = tmp_path / "pid"
    sender = program(SENDS.format(int(signal.SIGTERM)), os.getpid())
    with subprocess.Popen([sys.executable, "-c", ""]):
        programs = {"web": program(STAYS, stayed), "somebody": sender}
        assert run_together(programs, when_started=until_written(stayed)) == 0
    assert not is_alive(stayed)
