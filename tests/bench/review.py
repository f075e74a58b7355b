"""Review: a province's monthly figures, live and as signed, beside hand-written SQL for the same cells."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import pgcluster
from tests.bench import floor, stage, weight
from tests.bench.compare import Clients, Side
from tests.bench.load import Ask, get
from tests.bench.servers import Server, product
from tests.bench.servers import floor as floor_server
from tests.bench.stage import Cast, fill, say
from tracker.access.actors import SYSTEM
from tracker.db import db
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.reviews import actions
from tracker.reviews.rules import neighbour

STILL_OPEN = 10_000
TURNS, WARM = 15, 2
SIGNER = {"signer_name": "Trần Quang Lâm", "signer_position": "Chủ tịch"}
GOALS = {"visible_ms": 2_000, "ratio": 3.0}


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench review", description=__doc__)
    asked.add_argument("--rows", type=int, default=50_000, help="assignments")
    asked.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found = run(Path(folder), chosen.rows, chosen.engine)
    show(found)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))


def run(folder: Path, rows: int, engine: str) -> dict[str, Any]:
    """Fill, serve, ask, close, ask again. The floor has the same rows on the same engine."""
    began = time.monotonic()
    with ExitStack() as stack:
        settings, beside = {}, {}
        if engine == "postgresql":
            cluster = stack.enter_context(pgcluster.cluster())
            settings["DATABASE_URL"], url = (pgcluster.fresh_database(cluster) for _ in range(2))
            beside["FLOOR_URL"] = url.replace("+psycopg", "")
        say(f"filling {rows:,} assignments")
        fill(folder, rows, min(rows, STILL_OPEN), **settings)
        for url in beside.values():
            floor.copy_to(url, folder / "floor.sqlite")
        app = stage.application(folder, **settings)
        found: dict[str, Any] = {"rows": rows, "engine": engine}
        found["filled_in_seconds"] = round(time.monotonic() - began)
        cast = stage.cast(app)
        ours = stack.enter_context(product(folder, **settings))
        theirs = stack.enter_context(floor_server(folder / "floor.sqlite", **beside))
        found |= figures(app, cast, ours, theirs)
    found["seconds"] = round(time.monotonic() - began)
    found["goals"] = {
        "visible": found["live"]["p95"] <= GOALS["visible_ms"],
        "ratio": found["live"]["ratio"] <= GOALS["ratio"],
        "closed": found["closed"]["to_list"] <= GOALS["ratio"],
    }
    return found


def figures(app: Flask, cast: Cast, ours: Server, theirs: Server) -> dict[str, Any]:
    """The open period as it stands, then the one before it: closed, and shown from what was signed."""
    clients, name = Clients(), cast.span.name
    floor_page = get(f"/review?first={cast.span.first_on}&cut={cast.span.cut_on}", port=theirs.port)
    floor_list = get(f"/overdue?today={cast.today}", port=theirs.port)
    say("live")
    live = asked_in_turns(clients, ours, theirs, page(ours, cast, name), floor_page)
    say(str(live))
    say("closing")
    before = str(neighbour(name, -1))
    took = closed(app, before)
    say("closed")
    shown = asked_in_turns(clients, ours, theirs, page(ours, cast, before), floor_list)
    list_page = asked_in_turns(clients, ours, theirs, get("/don-doc", cast.office, ours.port), floor_list)
    clients.close()
    shown["to_list"] = round(shown["p50"] / list_page["p50"], 2)
    counted = weight.page(app, cast.office, f"/ra-soat/{name}")
    return {
        "live": live | counted,
        "closed": shown,
        "closing_seconds": took,
        "memory_mb": round(ours.memory_mb(), 1),
    }


def page(ours: Server, cast: Cast, rest: str) -> bytes:
    path = f"/ra-soat/{rest}"
    return get(path, stage.page_of(ours.port, path, cast.office)[1], ours.port)


def asked_in_turns(clients: Clients, ours: Server, theirs: Server, mine: bytes, its: bytes) -> dict[str, Any]:
    """One client asks ours and the floor by turns; milliseconds, and the ratio of the medians."""
    pair = Side(ours), Side(theirs)
    for side, request in zip(pair, (mine, its), strict=True):
        clients.ask(side, [Ask([request])] * stage.CLIENTS, most=WARM)  # both processes have seen it
    for _ in range(TURNS):
        for side, request in zip(pair, (mine, its), strict=True):
            side.alone += clients.ask(side, [Ask([request])], most=1)
    own, other = (side.alone for side in pair)
    return {
        "p50": round(own.percentile(0.5), 1),
        "p95": round(own.percentile(0.95), 1),
        "floor_p50": round(other.percentile(0.5), 1),
        "ratio": round(own.percentile(0.5) / other.percentile(0.5), 2),
        "errors": len(own.errors) + len(other.errors),
    }


def closed(app: Flask, name: str) -> float:
    """Close a period; seconds."""
    with app.app_context():
        period = actions.open_period(SYSTEM, name=name)
        keeper = db.session.scalars(select(Person).where(Person.role == "office")).first()
        assert keeper is not None
        began = time.monotonic()
        actions.close_period(as_viewer(keeper, period.cut_on + timedelta(days=1)), period, **SIGNER)
        return round(time.monotonic() - began, 1)


def show(found: dict[str, Any]) -> None:
    """The table people read, on standard error: standard output is the JSON's."""
    lines = [f"\n{found['rows']:,} assignments, {found['engine']}, {found['seconds']} s in all (filled in"]
    lines[0] += f" {found['filled_in_seconds']}), a period closed in {found['closing_seconds']} s\n"
    lines += ["| review | p50 | p95 | floor p50 | ratio |", "|---|---|---|---|---|"]
    for name in ("live", "closed"):
        cells = [found[name][key] for key in ("p50", "p95", "floor_p50", "ratio")]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    print("\n".join(lines), file=sys.stderr)


if __name__ == "__main__":
    main()
