"""Letters: a morning's digests made and sent, beside building and sending the same over one connection; who is due.

The day is a Monday, so every body with open work has the letter of its week: `--letters` mailboxes, ten open
assignments each. `ratio` is our whole run ÷ (the same letters from the same templates, packed, over one connection);
`cpu_ratio` the same in processor time, for busy machines; `raw_ratio` our sending ÷ the same bytes made beforehand.
Memory is that of this process, at a tenth of a phase's time and at its end. Finding who is due is asked on a Tuesday
with 10,000 open assignments, each told of five times before, among 50,000 and `--large`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.bench import floor_letters, province
from tests.bench.servers import KB, _rss
from tests.bench.stage import application
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.config import ROOT
from tracker.db import db
from tracker.migrations import upgrading
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Letter
from tracker.reminders import queries
from tracker.reminders.actions import queue_ladder
from tracker.scheduler.jobs import doors

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
EACH = 10  # open assignments of a body
OPEN, SMALL = 10_000, 50_000
BODIES = 200
TIMES = 5


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench letters", description=__doc__)
    asked.add_argument("--letters", type=int, default=10_000)
    asked.add_argument(
        "--large", type=int, default=1_000_000, help="assignments among which who is due is found"
    )
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found = sent(Path(folder), chosen.letters)
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found |= due(Path(folder), chosen.large)
    print(
        json.dumps(found) if chosen.json else "\n".join(f"{name}: {value}" for name, value in found.items())
    )


def sent(folder: Path, letters: int) -> dict[str, Any]:
    """Make and send a morning's letters; the floor's halves stand before and after, for a machine changes its pace."""
    app = _application(folder)
    with _sink(folder) as port, app.app_context(), clock.frozen_at(clock.at(MONDAY, 7, 30)):
        province.give(letters * EACH, province.found(letters, MONDAY), MONDAY)
        plan = queries.plan_of(MONDAY, clock.now())
        first = floor_letters.run(plan, plan.letters[: letters // 2], port)
        making = _measured(lambda: queue_ladder(SYSTEM, MONDAY))
        sending = _measured(lambda: _drain(app, port))
        second = floor_letters.run(plan, plan.letters[letters // 2 :], port)
        rows = db.session.execute(
            select(Letter.state, func.count(), func.count(Letter.to_addr.distinct())).group_by(Letter.state)
        ).all()
    build, send, cpu = (one + other for one, other in zip(first, second, strict=True))
    made, took = making["seconds"], sending["seconds"]
    return {
        "letters": letters,
        "assignments": letters * EACH,
        "states": {state: number for state, number, _ in rows},
        "one_each": [(number, boxes) for _, number, boxes in rows] == [(letters, letters)],
        "making": making | {"per_second": round(letters / made, 1)},
        "sending": sending | {"per_second": round(letters / took, 1)},
        "floor": {
            "build_seconds": round(build, 1),
            "send_seconds": round(send, 1),
            "cpu_seconds": round(cpu, 1),
        },
        "ratio": round((made + took) / (build + send), 2),
        "cpu_ratio": round((making["cpu_seconds"] + sending["cpu_seconds"]) / cpu, 2),
        "raw_ratio": round(took / send, 2),
    }


def due(folder: Path, large: int) -> dict[str, Any]:
    """Milliseconds to find who is due, for ten thousand open assignments among more and more that are finished."""
    app, found = _application(folder), {}
    with app.app_context(), clock.frozen_at(clock.at(TUESDAY, 7, 30)):
        province.give(OPEN, province.found(BODIES, TUESDAY), TUESDAY)
        province.remind(TUESDAY)
        for size in (SMALL, large):
            there, taken = province.finish(size), []
            for _ in range(TIMES):
                began, worked = time.perf_counter(), time.process_time()
                plan = queries.plan_of(TUESDAY, clock.now())
                taken.append((time.perf_counter() - began, time.process_time() - worked))
                db.session.rollback()
            ms, cpu_ms = (round(1000 * median(each), 1) for each in zip(*taken, strict=True))
            found[f"{there}"] = {"ms": ms, "cpu_ms": cpu_ms, "letters": len(plan.letters)}
    return {"finding": found}


def _application(folder: Path) -> Flask:
    app = application(folder)
    upgrading.bring_up_to_date(app)
    return app


def _drain(app: Flask, port: int) -> None:
    """Send until nothing is left, at the end of the half-hour over which letters fall due."""
    config = replace(
        app.extensions["config"], smtp_host="127.0.0.1", smtp_port=port, mail_from="vp@lamgiang.example"
    )
    with clock.frozen_at(clock.at(MONDAY, 8, 1)):
        while deliver_due(config, doors(), owner="bench", seconds=600).is_more:
            pass


def _measured(run: Any) -> dict[str, Any]:
    """Seconds of a run, and memory (MB) at a tenth of it and at its end."""
    ended, seen = threading.Event(), [(0.0, _memory())]
    began, worked = time.perf_counter(), time.process_time()

    def watch() -> None:
        while not ended.wait(0.1):
            seen.append((time.perf_counter() - began, _memory()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run()
    finally:
        seconds = time.perf_counter() - began
        ended.set()
        watcher.join()
    early = next((memory for at, memory in seen if at >= seconds / 10), seen[-1][1])
    cpu = time.process_time() - worked
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "mb_at_a_tenth": early,
        "mb_at_the_end": _memory(),
    }


def _memory() -> float:
    return round(_rss("self") / KB, 1)


@contextlib.contextmanager
def _sink(folder: Path) -> Iterator[int]:
    """A mail server in a process of its own that takes everything."""
    port_file = folder / "port"
    where = ["--port-file", str(port_file), "--log", str(folder / "letters.jsonl")]
    command = [sys.executable, "-m", "tests.mailsink", *where]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as sink:
        try:
            while not port_file.exists():
                time.sleep(0.01)
            yield int(port_file.read_text())
        finally:
            sink.terminate()


if __name__ == "__main__":
    main()
