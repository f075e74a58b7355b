"""How a process shares its interpreter: one request after another, none held up by a long one, and both at work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.bench.servers import free_port, running
from tracker.commands.web import gunicorn
from tracker.config import ROOT
from tracker.web.worker import PATIENCE, OneByOne


def process(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Served by the workers of the last test: says which process it is, once the test lets it."""
    folder, answer = Path(os.environ["MARKS"]), str(os.getpid()).encode()
    (folder / uuid4().hex).touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


def ask(application: OneByOne) -> None:
    application({}, lambda *_: None)


def test_short_requests_are_answered_one_after_another() -> None:
    inside, together = [0], []

    def short(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        inside[0] += 1
        together.append(inside[0])
        time.sleep(0.001)
        inside[0] -= 1
        return []

    application = OneByOne(short, patience=60)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(ask, [application] * 12))
    assert together == [1] * 12


def test_a_long_request_holds_nobody_up_for_longer_than_the_patience() -> None:
    may_end, answered = threading.Event(), []

    def mixed(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ.get("long"):
            may_end.wait(30)
        else:
            answered.append(time.monotonic())
        return []

    application = OneByOne(mixed)
    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(application, {"long": True}, lambda *_: None)
        while not application._busy.locked():
            time.sleep(0.001)
        began = time.monotonic()
        for _ in range(5):
            ask(application)
        assert not long.done()
        assert len(answered) == 5
        assert answered[0] - began >= PATIENCE  # it waited for the long one once
        may_end.set()
        long.result(10)
    ask(application)
    assert not application._busy.locked()


def test_a_request_that_breaks_leaves_the_way_free() -> None:
    def breaks(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise OSError("broken")

    application = OneByOne(breaks)
    for _ in range(2):
        with pytest.raises(OSError, match="broken"):
            ask(application)
    assert not application._busy.locked()


def test_connections_opened_at_once_are_shared_by_the_processes(tmp_path: Path) -> None:
    port, marks = free_port(), tmp_path / "marks"
    words = gunicorn(f"127.0.0.1:{port}", 2, 4, "tests.web.test_worker:process")
    with running(words, {"MARKS": str(marks)}, port, tmp_path / "web.log"):
        lines = [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(8)]
        first, second = (answers(lines, marks) for _ in range(2))
        for line in lines:
            line.close()
    assert sorted(Counter(first).values()) == [4, 4]
    assert second == first, "a connection stays with its process"


def answers(lines: list[HTTPConnection], marks: Path) -> list[str]:
    """What the lines say, all of them asked before any is answered."""
    shutil.rmtree(marks, ignore_errors=True)
    marks.mkdir()
    for line in lines:
        line.request("GET", "/")
    end = time.monotonic() + 60
    while len(list(marks.iterdir())) < len(lines) and time.monotonic() < end:
        time.sleep(0.01)
    (marks / "go").touch()
    return [line.getresponse().read().decode() for line in lines]


def test_the_product_is_served_one_by_one_by_such_workers(tmp_path: Path) -> None:
    words = "from tracker.commands.served import served; print(type(served().wsgi_app).__name__)"
    environ = {"PATH": os.environ["PATH"], "TRACKER_READY": "1", "TRACKER_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-c", words]
    said = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert said.stdout.split() == ["OneByOne"], said.stderr
    assert "tracker.web.worker.Worker" in gunicorn("127.0.0.1:0", 2, 4)
