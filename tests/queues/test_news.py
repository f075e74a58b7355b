"""The desk's figures while it stands open: what others did is counted, and nobody is kept signed in by asking."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.auth.models import UserSession
from tracker.db import db
from tracker.people import actions as people
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]
POLL = {"X-Poll": "1"}
FRIDAY = clock.at(date(2026, 3, 6), 9)


def opened(browser: FlaskClient, path: str = "/don-doc") -> str:
    """The address the desk's page asks for news at."""
    found = re.search(r'data-counts="([^"]+)"', browser.get(path).text)
    assert found is not None
    return found[1].replace("&amp;", "&")


def number(text: str) -> str:
    """The words about updates."""
    found = re.search(r"<p[^>]*data-last[^>]*>(.*?)</p>", text, re.DOTALL)
    assert found is not None
    return re.sub("<[^>]+>", "", found[1])


def reported(world: World, name: str, work: Assignment) -> None:
    actions.post_report(
        world.viewer(name), db.session.get_one(Assignment, work.id), status="done", note="Xong"
    )


def test_what_others_did_is_counted_once_a_thing(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        url = opened(office)
    with clock.frozen_at(FRIDAY + timedelta(minutes=1)):
        reported(world, "binh", world.work)
        reported(world, "binh", world.work)
        reported(world, "chi", world.other_work)
        answer = office.get(f"{url}&da=0", headers=POLL)
    assert number(answer.text) == "Có 2 cập nhật mới – Tải lại"
    assert "<b>2</b>Chờ xác nhận" in answer.text


def test_nothing_new_is_no_answer(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        url = opened(office)
        first = office.get(f"{url}&da=0", headers=POLL)
        seen = re.search(r'data-last="(\d+)"', first.text)
        assert number(first.text) == ""
        assert seen is not None
        again = office.get(f"{url}&da={seen[1]}", headers=POLL)
    assert (again.status_code, again.data) == (204, b"")


def test_one_s_own_deeds_and_those_about_people_are_no_news(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        url = opened(office)
    with clock.frozen_at(FRIDAY + timedelta(minutes=1)):
        reminders.note_call(world.viewer("oanh"), assignment_ids=[world.work.id], note="Hứa")
        people.choose_keys(world.viewer("binh"), world.people["binh"], keys="off")
        assert number(office.get(f"{url}&da=0", headers=POLL).text) == ""


def test_the_figures_are_those_of_the_filter(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        url = opened(office, f"/don-doc?don-vi={world.dam.id}&xem=late")
        answer = office.get(f"{url}&da=0", headers=POLL).text
    assert "<b>1</b>Quá hạn" in answer
    assert f"don-vi={world.dam.id}" in answer


def test_it_costs_two_statements_besides_knowing_who_asks(app: Flask, world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    url = opened(office)
    office.get(f"{url}&da=0", headers=POLL)
    with count_sql(app) as sent:
        text = office.get(f"{url}&da=0", headers=POLL).text
    seen = re.search(r'data-last="(\d+)"', text)
    assert seen is not None
    with count_sql(app) as idle:
        office.get(f"{url}&da={seen[1]}", headers=POLL)
    assert len(idle) <= 2
    assert len(sent) <= 5


def test_asking_keeps_no_session_alive(world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    url = opened(office)
    for minutes in (5, 10):
        with clock.frozen_at(clock.now() + timedelta(minutes=minutes)):
            office.get(f"{url}&da=0", headers=POLL)
    db.session.expire_all()
    session = db.session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    assert session is not None
    assert session.last_seen_at == clock.now()
    with clock.frozen_at(clock.now() + timedelta(minutes=20)):
        assert office.get(url, headers=POLL).status_code == 302


def test_a_bad_moment_is_no_fault(world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    for bad in ("luc=-5", "luc=99999999999999999999", "luc=x&da=x", ""):
        assert office.get(f"/don-doc/cap-nhat?{bad}", headers=POLL).status_code == 200
    for name in ("binh", "an"):
        assert sign_in(name).get("/don-doc/cap-nhat").status_code == 404
