"""Calendars of due days: what is in them and what is not, for whom, how long, and that reading one changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import text

from tests import make
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound
from tracker.extensions import actions as extensions
from tracker.feeds import actions, rules
from tracker.feeds.models import Feed
from tracker.feeds.views import feed_address
from tracker.people import actions as people

DUE = date(2026, 3, 5)


def address(app: Flask, feed: Feed) -> str:
    with app.test_request_context():
        return urlsplit(feed_address(feed)).path


def read(app: Flask, feed: Feed) -> list[dict[str, str]]:
    """The entries as a calendar program reads them."""
    answer = app.test_client().get(address(app, feed))
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.data)
    return [{name: str(value) for name, value in event.items()} for event in found.walk("VEVENT")]


def own(world: World, name: str) -> Feed:
    return actions.make_own(world.viewer(name), world.people[name])


def of_body(world: World, body: Body, name: str = "oanh") -> Feed:
    return actions.make_of_body(world.viewer(name), body)


def test_a_body_s_calendar_holds_its_own_due_days_and_nobody_else_s(app: Flask, world: World) -> None:
    mine = read(app, of_body(world, world.dam, "binh"))
    theirs = read(app, of_body(world, world.chi_body))
    assert [each["SUMMARY"] for each in mine] == [
        "Hạn: Lập kế hoạch chi tiết hoàn thành từng tiêu chí còn thiếu"
    ]
    assert {each["UID"] for each in mine}.isdisjoint(each["UID"] for each in theirs)
    assert "Chí Minh Khai" not in str(mine)


def test_a_day_is_a_whole_day_and_an_entry_keeps_its_name_when_it_moves(app: Flask, world: World) -> None:
    feed = of_body(world, world.dam)
    first = app.test_client().get(address(app, feed)).text
    assert "DTSTART;VALUE=DATE:20260305\r\n" in first
    assert "DTEND;VALUE=DATE:20260306\r\n" in first
    before = read(app, feed)[0]
    asked = extensions.ask(
        world.viewer("binh"), world.work, new_due_on=date(2026, 3, 12), reason="Chờ số liệu"
    )
    extensions.decide(world.viewer("lam"), asked, granted=True)
    moved = app.test_client().get(address(app, feed)).text
    after = read(app, feed)[0]
    assert "DTSTART;VALUE=DATE:20260312\r\n" in moved
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_what_is_cancelled_or_finished_is_gone(app: Flask, world: World) -> None:
    feed = of_body(world, world.dam)
    work = world.work
    assignments.post_report(world.viewer("binh"), work, status="done", note="Xong")
    assert "chờ văn phòng xác nhận" in read(app, feed)[0]["DESCRIPTION"]
    assignments.confirm(world.viewer("oanh"), work)
    assert read(app, feed) == []
    other = of_body(world, world.chi_body)
    extensions.cancel(world.viewer("lam"), world.other_work, reason="Trùng việc")
    assert read(app, other) == []


def test_who_is_asked_is_given_no_deadline(app: Flask, world: World) -> None:
    entry = read(app, of_body(world, world.front))[0]
    said = f"{entry['SUMMARY']} {entry['DESCRIPTION']}".lower()
    assert entry["SUMMARY"].startswith("Đề nghị thông tin: ")
    assert "hạn" not in said.split(":")[0]
    assert not re.search(r"quá hạn|\bgiao\b", said)


def test_an_officer_s_calendar_is_of_the_bodies_they_work_for_today(app: Flask, world: World) -> None:
    feed = own(world, "binh")
    assert len(read(app, feed)) == 1
    people.join_body(world.viewer("an"), world.people["binh"], world.chi_body, valid_from=date(2026, 3, 1))
    assert sorted(each["SUMMARY"].rpartition(" – ")[2] for each in read(app, feed)) == [
        "UBND xã Chí Minh Khai",
        "UBND xã Đàm Thượng",
    ]


@pytest.mark.parametrize("name", ["oanh", "lam", "khanh"])
def test_who_sees_everything_has_one_entry_a_task_and_day(app: Flask, world: World, name: str) -> None:
    assert [each["SUMMARY"].rpartition(" – ")[2] for each in read(app, own(world, name))] == ["3 đơn vị"]


def test_an_administrator_s_calendar_is_empty(app: Flask, world: World) -> None:
    assert read(app, own(world, "an")) == []


def test_long_and_odd_words_come_back_as_they_were(app: Flask, world: World) -> None:
    words = "Rà soát; bổ sung, hoàn thiện \\ hồ sơ “tiêu chí” " + "Đường Thủy Nguyễn " * 30
    make.make_assignment(
        world.dam, DUE, make.make_task(world.directive, text=f"{words}\ndòng hai", due_on=DUE)
    )
    feed = of_body(world, world.dam)
    raw = app.test_client().get(address(app, feed)).data
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    raw.decode()
    told = next(each["DESCRIPTION"] for each in read(app, feed) if "Nguyễn" in each["DESCRIPTION"])
    assert told.startswith(f"{words}\ndòng hai\n")


def test_no_control_character_reaches_a_calendar() -> None:
    entry = rules.Entry("a@x", DUE, "Hạn\x0b: \x00việc", "một\x07\nhai", "http://x/1", 1, DUE)
    raw = rules.written("Xã\x1f", [entry])
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw)


def test_it_is_kept_by_nobody_between_and_asked_for_again_costs_nothing(app: Flask, world: World) -> None:
    path = address(app, of_body(world, world.dam))
    first = app.test_client().get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = app.test_client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "no-store" not in again.headers["Cache-Control"]


def test_reading_it_changes_no_row(app: Flask, world: World) -> None:
    path = address(app, own(world, "binh"))
    before = counts()
    for method in ("get", "head") * 10:
        assert getattr(app.test_client(), method)(path).status_code == 200
    assert counts() == before


def counts() -> list[tuple[str, int]]:
    db.session.rollback()
    tables = sorted(db.metadata.tables)
    return [(name, db.session.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in tables]  # noqa: S608


def test_revoked_made_again_and_pressed_twice(app: Flask, world: World) -> None:
    first = own(world, "binh")
    path = address(app, first)
    assert address(app, own(world, "binh")) == path, "what works stays"
    actions.revoke_own(world.viewer("binh"), world.people["binh"])
    assert app.test_client().get(path).status_code == 404
    with pytest.raises(NotFound):
        actions.revoke_own(world.viewer("binh"), world.people["binh"])
    fresh = address(app, own(world, "binh"))
    assert fresh != path
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().get(fresh).status_code == 200


def test_nothing_but_the_right_code_opens_it(app: Flask, world: World) -> None:
    path = address(app, own(world, "binh"))
    code = path.removeprefix("/lich/").removesuffix(".ics")
    other = ("A" if code[0] != "A" else "B") + code[1:]
    for wrong in (other, code[:-1], f"{code}0", "x", "A" * 22 + "9" * 18, code.replace(code[:22], "_" * 22)):
        assert app.test_client().get(f"/lich/{wrong}.ics").status_code == 404, wrong
        assert app.test_client().get(f"/b/{code}").status_code == 404, "no mailed link"


def test_who_may_not_sign_in_and_what_is_no_more_have_none(app: Flask, world: World) -> None:
    person, body = own(world, "binh"), of_body(world, world.chi_body)
    people.enable_person(world.viewer("an"), world.people["binh"], is_enabled=False)
    with transaction():
        db.session.merge(world.chi_body).valid_to = clock.today()
    assert app.test_client().get(address(app, person)).status_code == 404
    assert app.test_client().get(address(app, body)).status_code == 404


@pytest.mark.parametrize("name", ["chi", "lam", "khanh", "an"])
def test_a_body_s_calendar_is_the_office_s_and_its_own(app: Flask, world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        of_body(world, world.dam, name)
    with pytest.raises(NotAllowed):
        actions.make_own(world.viewer(name), world.people["binh"])


def test_the_pages_offer_make_show_and_revoke(world: World, sign_in: Callable[[str], FlaskClient]) -> None:
    for page, name in (("/tai-khoan", "binh"), (f"/don-vi/{world.dam.id}", "oanh")):
        browser = sign_in(name)
        make_at = "/tai-khoan/lich" if page == "/tai-khoan" else f"{page}/lich"
        assert "Tạo địa chỉ" in browser.get(page).text
        send(browser, page, make_at)
        shown = browser.get(page).text
        assert re.search(r'value="http://[^"]+/lich/[^"]+\.ics"', shown)
        send(browser, page, f"{make_at}/thu-hoi")
        assert "Tạo địa chỉ" in browser.get(page).text
    assert "Tạo địa chỉ" not in sign_in("chi").get(f"/don-vi/{world.dam.id}").text


def test_two_thousand_entries_are_enough(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 3)
    for n in range(5):
        make.make_assignment(world.dam, DUE + timedelta(days=n))
    assert len(read(app, of_body(world, world.dam))) == 3
