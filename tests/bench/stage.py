"""What the clients of the benchmark are: signed-in people, and the requests their browsers would send."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from tests.bench import floor
from tests.bench.load import get, post
from tests.bench.servers import plain_environment
from tracker import clock, config
from tracker.app import create_app
from tracker.assignments.models import Assignment
from tracker.auth.actions import start_session
from tracker.config import ROOT
from tracker.db import db
from tracker.people.models import Membership, Person
from tracker.people.queries import as_viewer
from tracker.reviews.rules import Span, current, judged, span
from tracker.settings.queries import office_rules

CLIENTS = 8
BODIES = 200
NOTE = "Đã hoàn thành, văn bản kết quả đã gửi trên trục liên thông."
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Cast:
    """Cookies of who asks, what may be reported, and the period under review."""

    office: str
    officers: list[str]
    reportable: list[list[int]]
    busiest: int
    span: Span
    today: date


def application(folder: Path, **settings: str) -> Flask:
    """The product in this process on the same database: for making sessions and counting statements."""
    usual = {"TRACKER_INSTANCE": str(folder), "IDLE_MINUTES": "120", "LOG_LEVEL": "WARNING"}
    return create_app(config.load(usual | settings))


def fill(folder: Path, rows: int, still_open: int | None = None, **settings: str) -> None:
    """The product's database by `tracker synth`, the floor's beside it."""
    environ = plain_environment() | {"TRACKER_INSTANCE": str(folder)} | settings
    words = ["-m", "tracker", "synth", "--assignments", str(rows), "--bodies", str(BODIES), "--json"]
    if still_open is not None:
        words += ["--open", str(still_open)]
    with (folder / "synth.log").open("wb") as log:
        filling = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environ, stdout=log, stderr=log)
        floor.make(folder / "floor.sqlite", rows, BODIES, clock.today(), still_open)
        if filling.wait() != 0:
            raise RuntimeError((folder / "synth.log").read_text()[-2000:])


def say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


def cast(app: Flask) -> Cast:
    """Sign in the office and one officer of each of the bodies with most open work."""
    with app.app_context():
        today = clock.today()
        owed = select(Assignment.body_id).where(Assignment.state.in_(("assigned", "in_progress")))
        most = (
            owed.group_by(Assignment.body_id).order_by(func.count().desc(), Assignment.body_id).limit(CLIENTS)
        )
        bodies = list(db.session.scalars(most))
        officer = {
            body: db.session.scalars(
                select(Person)
                .join(Membership, Membership.person_id == Person.id)
                .where(Membership.body_id == body)
            ).first()
            for body in bodies
        }
        work = {
            body: db.session.scalars(
                select(Assignment.id).where(
                    Assignment.body_id == body, Assignment.state.in_(("assigned", "in_progress"))
                )
            ).all()
            for body in bodies
        }
        keeper = db.session.scalars(select(Person).where(Person.role == "office")).first()
        first_day = office_rules().period_first_day
        days = span(current(today, first_day), first_day)
        assert days is not None
        return Cast(
            _cookie(keeper),
            [_cookie(officer[body]) for body in bodies],
            [list(work[body]) for body in bodies],
            bodies[0],
            judged(days, today),
            today,
        )


def _cookie(person: Person | None) -> str:
    assert person is not None
    return (
        "s=" + start_session(as_viewer(person, clock.today()), person, hours=8, ip="", agent="bench").cookie
    )


def page_of(port: int, path: str, cookie: str) -> tuple[str, str]:
    """(a page's text, the cookies with the form's seed that came with it). Raises RuntimeError for another status."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"GET {path}: {answer.status}")
    seed = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    line.close()
    return text, f"{cookie}; {seed}" if seed else cookie


def reports(port: int, cookie: str, assignments: list[int]) -> Iterator[bytes]:
    """One officer's reports "done" without a file, as the form of its page sends them; the token is read once."""
    text, cookies = page_of(port, f"/phan-cong/{assignments[0]}", cookie)
    found = TOKEN.search(text)
    assert found is not None
    for assignment in assignments:
        form = urlencode(report_fields(found[1])).encode()
        yield post(f"/phan-cong/{assignment}/bao-cao", form, cookies, port)


def report_fields(token: str) -> dict[str, str]:
    """What the form of a report holds when an officer has written one line and pressed [Gửi báo cáo]."""
    fields = {
        "csrf_token": token,
        "rt": secrets.token_urlsafe(16),
        "status": "done",
        "what": "",
        "asked_of": "",
    }
    return fields | {
        "proposal": "",
        "note": NOTE,
        "result_number": "118/BC-UBND",
        "result_on": "",
        "reporter": "Cán bộ",
    }


def pages(port: int, cast: Cast) -> dict[str, bytes]:
    """The desk, the largest body's list, the review, asked with the cookies of a browser that has looked before."""
    asked = {
        "desk": ("/don-doc", cast.office),
        "list": ("/viec", cast.officers[0]),
        "review": (f"/ra-soat/{cast.span.name}", cast.office),
    }
    return {name: get(path, page_of(port, path, cookie)[1], port) for name, (path, cookie) in asked.items()}


def floor_pages(port: int, cast: Cast) -> dict[str, bytes]:
    """The floor's counterparts."""
    return {
        "desk": get(f"/overdue?today={cast.today}", port=port),
        "list": get("/body/1", port=port),
        "review": get(f"/review?first={cast.span.first_on}&cut={cast.span.cut_on}", port=port),
    }
