"""Desk: the office's long pages and a reminder of 500 rows by eight clients, beside the floor, on either engine."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from flask import Flask

from tests import pgcluster
from tests.bench import block, bulk, floor, growth, stage, weight
from tests.bench.compare import Clients, Side, crowds
from tests.bench.load import Ask, get
from tests.bench.servers import Server, anew, product
from tests.bench.servers import floor as floor_server
from tests.bench.stage import Cast, fill, say
from tracker import clock
from tracker.demo import mix
from tracker.overview.keeping import keep_months

PAGES = {
    "desk": "/don-doc",
    "group": "/don-doc?don-vi={body}",
    "matrix": "/bang",
    "search": "/tim?q=ng%C3%A2n+s%C3%A1ch",
    "dashboard": "/tong-quan",
}
"""What each is asked at, by the office; `body` has the most work."""
MANY = 10_000


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench desk", description=__doc__)
    asked.add_argument("--rows", type=int, default=50_000, help="assignments")
    asked.add_argument(
        "--open", type=int, dest="still_open", help="how many are not done; else as `tracker synth`"
    )
    asked.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument(
        "--grown-from",
        type=int,
        help="also ask an instance of so many, as many of them open, in turns; else as many as the mix has of those",
    )
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder, ExitStack() as stack:
        found = run(stack, Path(folder), chosen)
    show(found)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))


def run(stack: ExitStack, folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Fill, serve, ask; figures by page."""
    began, rows, still_open = time.monotonic(), chosen.rows, chosen.still_open
    if chosen.grown_from and still_open is None:
        still_open = round(
            chosen.grown_from * (1 - mix.DONE)
        )  # the same in both: what grows is what is finished
    cluster = stack.enter_context(pgcluster.cluster()) if chosen.engine == "postgresql" else None
    say(f"filling {rows:,} assignments")
    app, settings = instance(folder / "large", cluster, rows, still_open)
    found: dict[str, Any] = {"rows": rows, "open": still_open, "engine": chosen.engine}
    found["filled_in_seconds"] = round(time.monotonic() - began)
    cast = stage.cast(app)
    ours = stack.enter_context(product(folder / "large", **settings))
    reading = stack.enter_context(anew(folder / "large", **settings))
    clients = Clients()
    if chosen.grown_from:
        say(f"filling {chosen.grown_from:,} assignments")
        small, settings = instance(folder / "small", cluster, chosen.grown_from, still_open)
        few = stage.cast(small)
        for name, server, serve in (("growth", ours, product), ("growth_anew", reading, anew)):
            with serve(folder / "small", **settings) as beside:
                found[name] = growth.grown(clients, PAGES, (server, cast), (beside, few))
    theirs = stack.enter_context(floor_beside(folder / "large" / "floor.sqlite", cluster))
    found |= figures(clients, app, cast, (ours, reading), theirs)
    clients.close()
    found["seconds"] = round(time.monotonic() - began)
    return found


def instance(
    folder: Path, cluster: str | None, rows: int, still_open: int | None
) -> tuple[Flask, dict[str, str]]:
    """A filled instance as it stands of a morning, the ended months counted, and the settings that name it."""
    folder.mkdir()
    settings = {"DATABASE_URL": pgcluster.fresh_database(cluster)} if cluster else {}
    fill(folder, rows - block.ROWS, still_open, **settings)
    app = stage.application(folder, **settings)
    block.add(app)
    with app.app_context():
        keep_months(clock.today())
    return app, settings


def floor_beside(file: Path, cluster: str | None) -> AbstractContextManager[Server]:
    """The floor on the same engine; what it writes goes to its SQLite file whatever the engine."""
    if cluster is None:
        return floor_server(file)
    url = pgcluster.fresh_database(cluster).replace("+psycopg", "")
    floor.copy_to(url, file)
    return floor_server(file, FLOOR_URL=url)


def figures(
    clients: Clients, app: Flask, cast: Cast, both: tuple[Server, Server], theirs: Server
) -> dict[str, Any]:
    """Each page, kept and `anew`, then the reminders, which change what the pages show."""
    found, (ours, reading) = {}, both
    floor_page = get(f"/overdue?today={cast.today}", port=theirs.port)
    for name, address in PAGES.items():
        path = address.format(body=cast.busiest)
        say(name)
        counted = weight.page(app, cast.office, path)
        pairs = [(Side(server), Side(theirs)) for server in (ours, reading)]
        for pair in pairs:
            port = pair[0].server.port
            request = get(path, stage.page_of(port, path, cast.office)[1], port)
            crowds(clients, *pair, request, floor_page)
        found[name] = told(*pairs[0]) | counted | {"anew": told(*pairs[1])}
    say("bulk")
    pair = Side(ours), Side(theirs)
    counted = bulk.send(clients, *pair, app, cast)
    found["bulk"] = told(*pair) | counted
    found["memory"] = steady(clients, cast, ours, theirs)
    return found


def steady(clients: Clients, cast: Cast, ours: Server, theirs: Server) -> dict[str, float]:
    """Resident memory after all that was asked, and after many more requests: goal (g) is five in a hundred."""
    say(f"{MANY:,} more requests")
    before, paths = ours.memory_mb(), [PAGES["desk"], PAGES["group"].format(body=cast.busiest)]
    asked = [get(path, stage.page_of(ours.port, path, cast.office)[1], ours.port) for path in paths]
    clients.ask(Side(ours), [Ask(asked)] * stage.CLIENTS, seconds=600, most=MANY // stage.CLIENTS)
    after = ours.memory_mb()
    return {
        "product_mb": round(before, 1),
        "floor_mb": round(theirs.memory_mb(), 1),
        "after_10_000_mb": round(after, 1),
        "change": round(after / before - 1, 3),
        "started_in_seconds": round(ours.started_in, 2),
    }


def told(ours: Side, theirs: Side) -> dict[str, Any]:
    """Milliseconds of eight clients, and our median and our processor time beside the floor's."""
    p50, floor = ours.crowd.percentile(0.5), theirs.crowd.percentile(0.5)
    return {
        "p50": round(p50, 2),
        "p95": round(ours.crowd.percentile(0.95), 2),
        "floor_p50": round(floor, 2),
        "ratio": round(p50 / floor, 2) if floor else None,
        "cpu_ms": round(ours.cpu_ms, 2),
        "floor_cpu_ms": round(theirs.cpu_ms, 2),
        "cpu_ratio": round(ours.cpu_ms / theirs.cpu_ms, 2) if theirs.cpu_ms else None,
        "answers": len(ours.crowd.seconds),
        "errors": len(ours.crowd.errors) + len(theirs.crowd.errors),
    }


GROWTH = ("growth", "growth_anew")
CELLS = ("p50", "p95", "ratio", "cpu_ms", "cpu_ratio")


def show(found: dict[str, Any]) -> None:
    """The table people read, on standard error: standard output is the JSON's."""
    words = [
        f"\n{found['rows']:,} assignments, {found['engine']}, eight clients, {found['seconds']} s in all\n"
    ]
    words += [
        "The second of each pair: read anew for every page, as when somebody has written since the last.\n",
        "| | p50 | p95 | ratio | CPU ms | CPU ratio | SQL | KB | growth |",
        "|---" * 9 + "|",
    ]
    for name in (*PAGES, "bulk"):
        page = found[name]
        more = ", ".join(str(found[each][name]) for each in GROWTH if name in found.get(each, {}))
        both = [page, *([page["anew"]] if "anew" in page else [])]
        cells = " | ".join(", ".join(str(each[key]) for each in both) for key in CELLS)
        words.append(f"| {name} | {cells} | {page['statements']} | {page['bytes'] / 1024:.1f} | {more} |")
    words.append(
        "\nMemory: {product_mb} MB (floor {floor_mb}), after 10,000 more requests {after_10_000_mb} MB; "
        "first answer {started_in_seconds} s after the start".format(**found["memory"])
    )
    print("\n".join(words), file=sys.stderr)


if __name__ == "__main__":
    main()
