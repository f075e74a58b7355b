"""Pages: the desk, a body's list, a report posted and the review beside the floor, in one run."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import goals, hanging, stage, weight
from tests.bench.compare import Clients, Posts, Side, compared, reading, writing
from tests.bench.load import post
from tests.bench.servers import Server, anew, product
from tests.bench.servers import floor as floor_server
from tests.bench.stage import fill, say

WRITES = 2_000  # by eight clients
ALONE = 90  # by one
HANGING = 840  # by eight, a third of them while the mail server hangs


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench pages", description=__doc__)
    asked.add_argument("--rows", type=int, default=50_000, help="assignments")
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    asked.add_argument("--only", choices=("desk", "list", "report", "review"), action="append")
    chosen = asked.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found = run(Path(folder), chosen.rows, chosen.only or ["desk", "list", "report", "review"])
    found["seconds"] = round(time.monotonic() - began)
    found["goals"] = goals.judged(found)
    goals.show(found)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))


def run(folder: Path, rows: int, names: list[str]) -> dict[str, Any]:
    """Fill, start both, ask; figures by page."""
    say(f"filling {rows:,} assignments")
    fill(folder, rows)
    app = stage.application(folder)
    cast = stage.cast(app)
    found: dict[str, Any] = {"rows": rows}
    clients = Clients()
    with (
        product(folder) as ours,
        floor_server(folder / "floor.sqlite") as theirs,
        anew(folder) as reading_anew,
    ):
        started = {"product": round(ours.started_in, 2), "floor": round(theirs.started_in, 2)}
        for name in [name for name in names if name != "report"]:
            say(name)
            path = stage.pages(ours.port, cast)[name].split(b" ")[1].decode()
            counted = weight.page(app, cast.officers[0] if name == "list" else cast.office, path)
            found[name] = counted | asked(clients, name, cast, ours, theirs)
            if name == "desk":
                found["desk_anew"] = counted | asked(clients, name, cast, reading_anew, theirs)
        if "report" in names:
            say("report")
            found["report"] = weight.report(app, cast) | reports(
                clients, Side(ours), Side(theirs), cast, folder, app, rows
            )
        found["memory"] = {
            "product_mb": round(ours.memory_mb(), 1),
            "floor_mb": round(theirs.memory_mb(), 1),
            "started_in_seconds": started,
        }
    found["page_weight"] = weight.first_visit(app, cast.office, "/don-doc")
    clients.close()
    return found


def asked(clients: Clients, name: str, cast: stage.Cast, ours: Server, theirs: Server) -> dict[str, object]:
    """One page of a server beside the floor's."""
    pair = Side(ours), Side(theirs)
    pages = stage.pages(ours.port, cast)[name], stage.floor_pages(theirs.port, cast)[name]
    reading(clients, *pair, *pages)
    return compared(*pair)


def reports(
    clients: Clients, ours: Side, theirs: Side, cast: stage.Cast, folder: Path, app: Any, rows: int
) -> dict[str, Any]:
    """Reports posted by eight officers, and the floor's rows marked done as often."""
    fewest = min(len(work) for work in cast.reportable) - 2
    share = min(1.0, fewest / (ALONE + (WRITES + HANGING) / stage.CLIENTS))
    alone, each, hung = (int(n * share) for n in (ALONE, WRITES / stage.CLIENTS, HANGING / stage.CLIENTS))
    mine, crowd, hanging_each = [], [], []
    for cookie, work in zip(cast.officers, cast.reportable, strict=True):
        posts = list(stage.reports(ours.server.port, cookie, work))
        hanging_each.append(posts[:hung])
        crowd.append(posts[hung : hung + each])
        mine.append(posts[hung + each : hung + each + alone])
    tasks = iter(range(1, rows + 1))
    line = [post(f"/done/{n}", b"", port=theirs.server.port) for n, _ in zip(tasks, mine[0], strict=False)]
    lines = [
        [post(f"/done/{n}", b"", port=theirs.server.port) for n, _ in zip(tasks, some, strict=False)]
        for some in crowd
    ]
    writing(clients, ours, theirs, Posts(mine[0], crowd), Posts(line, lines))
    found = compared(ours, theirs)
    found["posted"] = len(ours.alone.seconds) + len(ours.crowd.seconds)
    found["smtp"] = hanging.compare(clients, Side(ours.server), folder, app, hanging_each)
    return found


if __name__ == "__main__":
    main()
