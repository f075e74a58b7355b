"""Review: a province's monthly figures, live and as signed, beside hand-written SQL for the same cells.

Fifty thousand assignments are written as `tracker synth` does; above that the finished ones are given again and again,
so that a directive's task goes to many bodies, as directives of a province do.
"""

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
from sqlalchemy import Table, func, literal, select
from sqlalchemy import insert as insert_into

from tests import pgcluster
from tests.bench import floor, stage, weight
from tests.bench.compare import Clients, Side
from tests.bench.load import Ask, get
from tests.bench.servers import Server, product
from tests.bench.servers import floor as floor_server
from tests.bench.stage import Cast, fill, say
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.reviews import actions
from tracker.reviews.rules import neighbour

WRITTEN, STILL_OPEN = 50_000, 10_000
TURNS, WARM = 7, 1
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
    """Fill, serve, ask, close, ask again. The floor keeps its own SQLite file whatever the engine."""
    began = time.monotonic()
    with ExitStack() as stack:
        settings = {}
        if engine == "postgresql":
            settings["DATABASE_URL"] = pgcluster.fresh_database(stack.enter_context(pgcluster.cluster()))
        say(f"filling {rows:,} assignments")
        fill(folder, min(rows, WRITTEN), min(rows, STILL_OPEN), **settings)
        app = stage.application(folder, **settings)
        with app.app_context():
            give_again(rows)
        floor.give_again(folder / "floor.sqlite", rows)
        found: dict[str, Any] = {"rows": rows, "engine": engine}
        found["filled_in_seconds"] = round(time.monotonic() - began)
        cast = stage.cast(app)
        ours = stack.enter_context(product(folder, **settings))
        theirs = stack.enter_context(floor_server(folder / "floor.sqlite"))
        found |= figures(app, cast, ours, theirs)
    found["seconds"] = round(time.monotonic() - began)
    found["goals"] = {
        "visible": found["live"]["p95"] <= GOALS["visible_ms"],
        "ratio": found["live"]["ratio"] <= GOALS["ratio"],
        "closed": found["closed"]["to_list"] <= GOALS["ratio"],
    }
    return found


def give_again(rows: int) -> None:
    """Finished work copied until there are so many assignments: indexes away, and made again over all of it."""
    A, table = Assignment, Assignment.__table__
    assert isinstance(table, Table)
    names = [
        column.name for column in table.columns if column.name not in {"id", "is_owed", "is_open", "order_on"}
    ]
    plain = [index for index in table.indexes if not index.unique]
    there = db.session.scalar(select(func.count()).select_from(A)) or 0
    done = select(func.max(A.id)).where(A.state == "completed")
    last = db.session.scalar(done) or 0
    with transaction() as session:
        bind = session.connection()
        for index in plain:
            index.drop(bind)
        again = 0
        while there < rows:
            again += 1
            values = [
                (A.period + literal(f"+{again}") if name == "period" else getattr(A, name)).label(name)
                for name in names
            ]
            copied = (
                select(*values).where(A.state == "completed", A.id <= last).order_by(A.id).limit(rows - there)
            )
            session.execute(insert_into(A).from_select(names, copied))
            there = session.scalar(select(func.count()).select_from(A)) or 0
        for index in plain:
            index.create(bind)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE assignment")


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
        clients.ask(side, [Ask([request])], most=WARM)
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
