"""Issue: one task given to so many bodies in one action: SQL statements and milliseconds, beside 17 bodies and one."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask

from tests import make
from tests.bench.stage import application
from tests.counting import count_sql
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.bodies import actions as bodies
from tracker.bodies.models import BodyType
from tracker.directives.models import Directive
from tracker.intake import actions
from tracker.migrations import upgrading
from tracker.people.queries import as_viewer

TIMES = 7
FEW = (1, 17)
TEXT = """\
ỦY BAN NHÂN DÂN TỈNH LAM GIANG

Số: {number}/UBND-KT
V/v rà soát các tuyến đường

Kính gửi: UBND các xã.

Ủy ban nhân dân tỉnh yêu cầu:
1. UBND các xã rà soát các tuyến đường chưa đạt chuẩn, báo cáo UBND tỉnh trước ngày 20/{month}/{year}.
"""


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench issue", description=__doc__)
    asked.add_argument("--bodies", type=int, default=170)
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="don-doc-bench-") as folder:
        found = run(Path(folder), chosen.bodies)
    print(
        json.dumps(found) if chosen.json else "\n".join(f"{name}: {value}" for name, value in found.items())
    )


def run(folder: Path, number: int) -> dict[str, Any]:
    """The figures for so many bodies, and for fewer; `to_one` is the time beside that of one body."""
    app = application(folder)
    upgrading.bring_up_to_date(app)
    with app.app_context():
        office = as_viewer(make.make_person(role="office"), clock.today())
        found = {size: _measured(app, office, _group(size)) for size in (*FEW, number)}
    most, one = found[number], found[1]
    return {
        "bodies": number,
        **most,
        "to_one": round(most["ms"] / one["ms"], 1),
        "fewer": {n: found[n] for n in FEW},
    }


def _group(size: int) -> int:
    """A new group of so many bodies, each with a mailbox."""
    kind: BodyType = bodies.create_type(SYSTEM, code=f"k{size}", name=f"Khối {size}", position=size)
    for n in range(size):
        make.make_body(f"UBND xã Số {size}.{n}", kind, email=f"xa{n}@khoi{size}.lamgiang.example")
    group = bodies.create_group(SYSTEM, name=f"UBND các xã khối {size}", type_id=kind.id, aliases=[])
    return group.id


def _measured(app: Flask, office: Viewer, group_id: int) -> dict[str, Any]:
    seconds, statements = [], 0
    for _ in range(TIMES):
        draft = _drafted(office, group_id)
        with count_sql(app) as sent:
            began = time.perf_counter()
            actions.issue_directive(office, draft)
            seconds.append(time.perf_counter() - began)
        statements = max(statements, len(sent))
    return {"statements": statements, "ms": round(1000 * median(seconds), 2)}


def _drafted(office: Viewer, group_id: int) -> Directive:
    today = clock.today()
    text = TEXT.format(number=next(make.number), month=12, year=today.year)
    draft = actions.start_draft(office, text=text)
    actions.choose_addressee(office, draft, words="UBND các xã", kind="group", chosen_id=group_id)
    return draft


if __name__ == "__main__":
    main()
