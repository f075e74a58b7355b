"""Six ways in by which facts dated in a period come while it is being closed, and what each writer was told."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.conftest import Browser
from tests.links.phone import tokens
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.auth.actions import start_session
from tracker.bulk import actions as bulk
from tracker.db import db
from tracker.errors import Conflict
from tracker.links.actions import fill
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.targets import actions as targets
from tracker.targets.models import TargetShare

TAKEN, REFUSED = "taken", "refused"
ANSWERS = {200: TAKEN, 303: TAKEN, 409: REFUSED}
numbers = count(1)
Write = Callable[[], str]


@dataclass(frozen=True)
class Hand:
    """One writer: by which way it writes, and the people, the work and the part of a target it writes about."""

    way: str
    officer: int
    office: int
    work_id: int
    share_id: int
    link: str

    def ready(self, app: Flask, period: str) -> Write:
        """Its way in, opened: calling it writes once and gives what was told."""
        return WAYS[self.way](self, app, period)

    def viewer(self, person_id: int) -> Viewer:
        return as_viewer(db.session.get_one(Person, person_id), clock.today())


def hands(world: World, number: int) -> list[Hand]:
    """So many writers, the ways in turns."""
    office, names = world.viewer("oanh"), list(WAYS)
    bodies = [
        make.make_body(f"UBND xã Số {n}", world.commune, email=f"so{n}@lamgiang.example")
        for n in range(number)
    ]
    target = targets.add_target(
        office, world.directive, unit="hộ", planned=900.0, due_on=clock.today() + timedelta(days=300)
    )
    targets.give_parts(office, target, bodies=[body.id for body in bodies], planned=1.0)
    shares = {row.body_id: row.id for row in db.session.scalars(select(TargetShare))}
    made = []
    for n, body in enumerate(bodies):
        person = make.make_person(f"Cán bộ {n}", "officer", body, login=f"so{n}")
        work = make.make_assignment(
            body, clock.today() + timedelta(days=400), world.task, state="in_progress"
        )
        link = fill(body.id, str(body.email), f"⟦link:{work.id}⟧").partition("/b/")[2]
        facts = (person.id, world.people["oanh"].id, work.id, shares[body.id], f"/b/{link}")
        made.append(Hand(names[n % len(names)], *facts))
    return made


def _form(
    app: Flask, who: Hand, person_id: int, page: str, action: str, *, htmx: bool = False
) -> Callable[..., str]:
    """A form opened once by somebody signed in and sent again and again, each time as a new one."""
    browser, viewer = Browser(app), who.viewer(person_id)
    person = db.session.get_one(Person, person_id)
    browser.set_cookie("s", start_session(viewer, person, hours=8, ip="127.0.0.1", agent="chaos").cookie)
    fields, headers = fields_of(browser.get(page).text, action), {"HX-Request": "true"} if htmx else {}

    def send(**typed: str) -> str:
        sent = fields | {"rt": secrets.token_urlsafe(16)} | typed
        return _told(browser.post(action, data=sent, headers=headers).status_code)

    return send


def _told(status: int) -> str:
    return ANSWERS.get(status, str(status))


def by_page(hand: Hand, app: Flask, period: str) -> Write:
    """An officer records what has been reached of a target."""
    page = f"/chi-tieu/phan/{hand.share_id}"
    send = _form(app, hand, hand.officer, page, f"{page}/so-lieu")
    return lambda: send(actual=str(next(numbers)), day=f"{clock.today():%Y-%m-%d}")


def by_htmx(hand: Hand, app: Flask, period: str) -> Write:
    """An officer reports in the page."""
    page = f"/phan-cong/{hand.work_id}"
    send = _form(app, hand, hand.officer, page, f"{page}/bao-cao", htmx=True)
    return lambda: send(status="doing", note=f"Lần {next(numbers)}")


def by_meeting(hand: Hand, app: Flask, period: str) -> Write:
    """The office writes down what is concluded in the review itself."""
    page = f"/ra-soat/{period}"
    send = _form(app, hand, hand.office, page, f"{page}/ket-luan")
    return lambda: send(words=f"Kết luận {next(numbers)}")


def by_link(hand: Hand, app: Flask, period: str) -> Write:
    """Somebody of the body reports through the letter's link."""
    browser = Browser(app)
    fields = tokens(browser, hand.link) | {"reporter": "Cán bộ", "status": "doing"}

    def send() -> str:
        sent = fields | {"rt": secrets.token_urlsafe(16), "note": f"Lần {next(numbers)}"}
        return _told(browser.post(hand.link, data=sent).status_code)

    return send


def by_bulk(hand: Hand, app: Flask, period: str) -> Write:
    """The office gives more time from the desk."""

    def write() -> str:
        seen = {hand.work_id: db.session.get_one(Assignment, hand.work_id, populate_existing=True).version}
        facts = {"reason": "Mưa lũ", "document": "1/UBND", "working_days": 1}
        return _done(lambda: bulk.extend_all(hand.viewer(hand.office), seen=seen, **facts))

    return write


def by_command(hand: Hand, app: Flask, period: str) -> Write:
    """A program reports and sends back in one go, as one that carries data over would."""

    def act() -> None:
        work = db.session.get_one(Assignment, hand.work_id, populate_existing=True)
        if work.state != "submitted":
            assignments.post_report(
                hand.viewer(hand.officer), work, status="done", note=f"Lần {next(numbers)}"
            )
        work = db.session.get_one(Assignment, hand.work_id, populate_existing=True)
        assignments.return_for_rework(hand.viewer(hand.office), work, reason="Thiếu số liệu")

    def write() -> str:
        with trail.coming_by("command"):
            return _done(act)

    return write


def _done(act: Callable[[], object]) -> str:
    try:
        act()
    except Conflict as problem:
        return REFUSED if problem.code in {"period_closed", "busy"} else problem.code
    finally:
        db.session.rollback()
    return TAKEN


WAYS: dict[str, Callable[[Hand, Flask, str], Write]] = {
    "page": by_page,
    "htmx": by_htmx,
    "link": by_link,
    "bulk": by_bulk,
    "command": by_command,
    "meeting": by_meeting,
}
