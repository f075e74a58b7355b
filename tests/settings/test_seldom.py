"""What the office seldom changes is read once a process, and a change holds from the next request on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.bodies.actions import create_type
from tracker.db import db, transaction
from tracker.settings import actions, seldom
from tracker.settings.models import Setting
from tracker.settings.queries import office_rules, wording
from tracker.workdays.actions import forget_day, set_day
from tracker.workdays.queries import exceptions

SignIn = Callable[[str], FlaskClient]


def rules_read(app: Flask, browser: FlaskClient) -> int:
    """How many statements the desk sends for rules, calendar and kinds."""
    with count_sql(app) as sent:
        assert browser.get("/don-doc").status_code == 200
    flat = [" ".join(each.split()) for each in sent]
    return sum(
        each.startswith(("SELECT setting.", "SELECT calendar_day.", "SELECT body_type.")) for each in flat
    )


def anew() -> None:
    """As the next request begins."""
    db.session.remove()


def test_the_second_page_asks_for_none_of_it(app: Flask, sign_in: SignIn, world: World) -> None:
    actions.change_rules(SYSTEM, silent_days=20)
    browser = sign_in("oanh")
    assert rules_read(app, browser) == 3
    assert rules_read(app, browser) == 0


def test_without_a_mark_it_is_read_for_each_request(app: Flask, sign_in: SignIn, world: World) -> None:
    with transaction() as session:
        session.execute(delete(Setting).where(Setting.name == seldom.MARK))
    browser = sign_in("oanh")
    assert [rules_read(app, browser) for _ in range(2)] == [3, 3]


def test_a_change_elsewhere_holds_from_the_next_request(app: Flask, sign_in: SignIn, world: World) -> None:
    actions.change_rules(SYSTEM, silent_days=20)
    browser = sign_in("oanh")
    assert "Im lặng từ 20 ngày" in browser.get("/don-doc").text
    held = dict(seldom._kept)
    actions.change_rules(SYSTEM, silent_days=25)
    create_type(SYSTEM, code="moi", name="Loại mới lập", position=99)
    assert seldom._kept == held, "who writes touches no process's memory, so any process may be the writer"
    page = browser.get("/don-doc").text
    assert "Im lặng từ 25 ngày" in page
    assert "Loại mới lập" in page


def test_what_is_undone_is_not_kept(sign_in: SignIn, world: World) -> None:
    actions.change_rules(SYSTEM, silent_days=20)
    browser = sign_in("oanh")
    browser.get("/don-doc")
    anew()
    with pytest.raises(ZeroDivisionError):
        changed_and_undone()
    assert "Im lặng từ 20 ngày" in browser.get("/don-doc").text


def changed_and_undone() -> None:
    with transaction():
        actions.change_rules(SYSTEM, silent_days=3)
        assert office_rules().silent_days == 3
        raise ZeroDivisionError


def test_a_day_off_declared_and_taken_back(sign_in: SignIn, world: World) -> None:
    browser = sign_in("oanh")
    today = clock.today()
    for day in (today + timedelta(days=n) for n in range(1, 4)):
        set_day(SYSTEM, day, is_working=False, name="Nghỉ bù", source="Thông báo 12/TB-UBND")
    before = browser.get("/don-doc").text
    seen = _seen(browser, today)
    assert len(seen) == 3, before
    forget_day(SYSTEM, today + timedelta(days=1))
    assert len(_seen(browser, today)) == 2


def _seen(browser: FlaskClient, today: date) -> dict[date, bool]:
    """The exceptional days around as a request of this browser's reads them."""
    with browser.application.test_request_context(headers={"Cookie": f"s={browser.get_cookie('s').value}"}):  # type: ignore[union-attr]
        browser.application.preprocess_request()
        found = exceptions(today, today + timedelta(days=9))
        db.session.remove()
    return found


def test_a_text_as_delivered_again_is_a_change_too(sign_in: SignIn, world: World) -> None:
    actions.change_wording(SYSTEM, "late", texts={"opening": "Văn phòng nhắc việc."})
    first = db.session.scalar(select(seldom.mark_now))
    actions.change_wording(SYSTEM, "late", texts={"opening": ""})
    assert db.session.scalar(select(seldom.mark_now)) != first
    anew()
    assert wording() == {}
