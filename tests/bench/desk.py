"""Desk: the office's long pages and a reminder of 500 rows by eight clients, beside the floor, on either engine."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import Flask

from tests import pgcluster
from tests.bench import bulk, stage, weight
from tests.bench.compare import Clients, Side, crowds
from tests.bench.load import get
from tests.bench.servers import Server, product
from tests.bench.servers import floor as floor_server
from tests.bench.stage import Cast, fill, say

PAGES = {
    "desk": "/don-doc",
    "group": "/don-doc?don-vi={body}",
    "matrix": "/bang",
    "search": "/tim?q=ng%C3%A2n+s%C3%A1ch",
    "dashboard": "/tong-quan",
}
"""What each is asked at, by the office; `body` has the most work. An address nobody serves yet is left out."""


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench desk", description=__doc__)
    asked.add_argument("--rows", type=int, default=50_000, help="assignments")
    asked.add_argument(
        "--open", type=int, dest="still_open", help="how many are not done; else as `tracker synth`"
    )
    asked.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found = run(Path(folder), chosen.rows, chosen.still_open, chosen.engine)
    show(found)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))


def run(folder: Path, rows: int, still_open: int | None, engine: str) -> dict[str, Any]:
    """Fill, serve, ask; figures by page. The floor keeps its own SQLite file whatever the engine."""
    began = time.monotonic()
    with ExitStack() as stack:
        settings = {}
        if engine == "postgresql":
            settings["DATABASE_URL"] = pgcluster.fresh_database(stack.enter_context(pgcluster.cluster()))
        say(f"filling {rows:,} assignments")
        fill(folder, rows, still_open, **settings)
        found: dict[str, Any] = {"rows": rows, "open": still_open, "engine": engine}
        found["filled_in_seconds"] = round(time.monotonic() - began)
        app = stage.application(folder, **settings)
        cast = stage.cast(app)
        ours = stack.enter_context(product(folder, **settings))
        theirs = stack.enter_context(floor_server(folder / "floor.sqlite"))
        found |= figures(app, cast, ours, theirs)
    found["seconds"] = round(time.monotonic() - began)
    return found


def figures(app: Flask, cast: Cast, ours: Server, theirs: Server) -> dict[str, Any]:
    """Each page, then the reminders, which change what the pages show."""
    clients, found = Clients(), {}
    floor_page = get(f"/overdue?today={cast.today}", port=theirs.port)
    for name, address in PAGES.items():
        path = address.format(body=cast.busiest)
        if not stage.is_served(app, path):
            say(f"{name}: nothing is served at {path} yet")
            continue
        say(name)
        counted = weight.page(app, cast.office, path)
        request = get(path, stage.page_of(ours.port, path, cast.office)[1], ours.port)
        pair = Side(ours), Side(theirs)
        crowds(clients, *pair, request, floor_page)
        found[name] = told(*pair) | counted
    say("bulk")
    pair = Side(ours), Side(theirs)
    counted = bulk.send(clients, *pair, app, cast)
    found["bulk"] = told(*pair) | counted
    clients.close()
    return found


def told(ours: Side, theirs: Side) -> dict[str, Any]:
    """Milliseconds of eight clients, and our median beside the floor's."""
    p50, floor = ours.crowd.percentile(0.5), theirs.crowd.percentile(0.5)
    return {
        "p50": round(p50, 2),
        "p95": round(ours.crowd.percentile(0.95), 2),
        "floor_p50": round(floor, 2),
        "ratio": round(p50 / floor, 2),
        "answers": len(ours.crowd.seconds),
        "errors": len(ours.crowd.errors) + len(theirs.crowd.errors),
    }


def show(found: dict[str, Any]) -> None:
    """The table people read, on standard error: standard output is the JSON's."""
    words = [
        f"\n{found['rows']:,} assignments, {found['engine']}, eight clients, {found['seconds']} s in all\n"
    ]
    words += ["| | p50 | p95 | floor p50 | ratio | SQL | KB |", "|---|---|---|---|---|---|---|"]
    for name in (*PAGES, "bulk"):
        if page := found.get(name):
            cells = [page[key] for key in ("p50", "p95", "floor_p50", "ratio", "statements")]
            words.append(f"| {name} | {' | '.join(map(str, cells))} | {page['bytes'] / 1024:.1f} |")
    print("\n".join(words), file=sys.stderr)


if __name__ == "__main__":
    main()
