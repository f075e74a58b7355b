"""Reports while the mail server hangs: a server that takes every connection and never says a word."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from tests.bench.compare import Clients, Side
from tests.bench.load import Ask, Heard
from tests.bench.servers import plain_environment, started
from tracker.config import ROOT
from tracker.db import transaction
from tracker.outbox.post import enqueue

LETTERS = 50
PATIENCE = 60  # seconds until the first letter is tried


class BlackHole:
    """Counts who came and keeps the line open."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.held: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            self.held.append(line)


@contextmanager
def hanging(folder: Path, app: Flask) -> Iterator[BlackHole]:
    """`tracker jobs serve` at work on letters it cannot get rid of; yields when it hangs on the first."""
    hole = BlackHole()
    environ = {
        "TRACKER_INSTANCE": str(folder),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(hole.port),
        "TRACKER_TICK_SECONDS": "1",
    }
    # what the clock would do on this day is done before, so that only the hanging differs
    once = [sys.executable, "-m", "tracker", "jobs", "run", "ladder"]
    subprocess.run(once, cwd=ROOT, env=plain_environment() | environ, check=True, capture_output=True)
    with app.app_context(), transaction():
        for n in range(LETTERS):
            to = f"bench{n}@lamgiang.example"
            enqueue(f"bench:{os.getpid()}:{n}", kind="test", to=to, template="test", name="Đơn vị")
    with started(["-m", "tracker", "jobs", "serve"], environ, folder / "jobs.log"):
        began = time.monotonic()
        while not hole.held:
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"no letter was tried; see {folder / 'jobs.log'}")
            time.sleep(0.1)
        yield hole
    hole.door.close()


def compare(
    clients: Clients, ours: Side, folder: Path, app: Flask, each: list[list[bytes]]
) -> dict[str, float]:
    """p95 of reports (milliseconds, eight clients) before, while and after the mail server hangs."""
    third = len(each[0]) // 3
    parts = [[Ask(some[n * third : (n + 1) * third], again=False) for some in each] for n in range(3)]
    before = clients.ask(ours, parts[0])
    with hanging(folder, app) as hole:
        during = clients.ask(ours, parts[1])
        tried = len(hole.held)
    after = clients.ask(ours, parts[2])
    without = Heard(before.seconds + after.seconds)
    return {
        "reports": len(before.seconds) + len(during.seconds) + len(after.seconds),
        "errors": len(before.errors) + len(during.errors) + len(after.errors),
        "connections_hanging": tried,
        "p95_ms": round(without.percentile(0.95), 2),
        "p95_hanging_ms": round(during.percentile(0.95), 2),
        "change": round(during.percentile(0.95) / without.percentile(0.95) - 1, 3),
    }
