"""Choosing: this page's rows, or all that match the filters; the count said is the count acted on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.world import World
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder

SignIn = Callable[[str], FlaskClient]
LATE = date(2026, 1, 5)


@pytest.fixture
def sixty(world: World) -> World:
    """Sixty communes late with one task, one of them without a mailbox."""
    task = make.make_task(world.directive, due_on=LATE)
    for n in range(60):
        body = make.make_body(
            f"UBND xã Thử {n}", world.commune, email=f"thu{n}@lamgiang.example" if n else ""
        )
        make.make_assignment(body, LATE, task)
    return world


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form round the rows."""
    form = page.split('class="picking"')[1]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def test_more_than_a_page_offers_both(sixty: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/don-doc").text
    assert "chon=het" in page
    assert "chon=tat-ca" in page
    assert "60" in page.split('class="selbar"')[1]


def test_a_page_that_holds_all_offers_one(world: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/don-doc?xem=new").text
    assert "chon=het" in page
    assert "chon=tat-ca" not in page


def test_without_a_script_the_page_s_boxes_come_ticked(sixty: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/don-doc?chon=het").text
    assert len(re.findall(r'name="id" value="\d+" checked', page)) == 50


def test_all_that_match_is_one_explicit_choice(sixty: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/don-doc?chon=tat-ca").text
    assert hidden(page)["tat-ca"] == "1"
    assert 'name="id"' not in page
    assert page.count("checked disabled") == 50


def test_all_that_match_equals_letters_and_those_left_out(sixty: World, sign_in: SignIn) -> None:
    """Check 41: 60 said, 59 letters, 1 left out and named."""
    office = sign_in("oanh")
    sent = hidden(office.get("/don-doc?chon=tat-ca").text)
    preview = office.post("/nhac/xem-truoc", data=sent, follow_redirects=True).text
    chosen = re.findall(r'name="id" value="(\d+)"', preview)
    assert len(chosen) == 60
    assert "UBND xã Thử 0" in preview.split('id="left-out"')[1]
    answer = office.post(
        "/nhac", data={"csrf_token": sent["csrf_token"], "id": chosen, "when": "now", "rt": "a" * 22}
    )
    assert answer.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Letter).where(Letter.kind == "urge")) == 59
    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 59


def test_all_that_match_keeps_to_the_filters(sixty: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    page = office.get(f"/don-doc?xem=new&don-vi={sixty.chi_body.id}&chon=het").text
    preview = office.post("/nhac/xem-truoc", data=hidden(page) | {"tat-ca": "1"}, follow_redirects=True).text
    assert re.findall(r'name="id" value="(\d+)"', preview) == [str(sixty.other_work.id)]


@pytest.mark.parametrize("name", ["lam", "khanh"])
def test_who_may_not_remind_has_no_boxes(sixty: World, sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/don-doc").text
    assert 'type="checkbox"' not in page
    assert "selbar" not in page
