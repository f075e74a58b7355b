"""The list for calling: the bodies behind a filter, their numbers, what about, and when they were rung last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests import make
from tests.counting import count_sql
from tests.world import DUE, World
from tracker import clock
from tracker.db import db, transaction
from tracker.people.models import Membership
from tracker.queues import queries
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]
FRIDAY = clock.at(date(2026, 3, 6))
LIST = "/don-doc/danh-ba"


def rows(page: str) -> list[str]:
    """The words of each body's row."""
    return [
        re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r'<tr class="call">.*?</tr>', page, re.DOTALL)
    ]


@pytest.fixture
def friday(world: World) -> Iterator[World]:
    with clock.frozen_at(FRIDAY):
        yield world


def test_a_body_with_its_number_and_what_it_is_late_with(friday: World, sign_in: SignIn) -> None:
    found = rows(sign_in("oanh").get(LIST).text)
    assert len(found) == 2
    dam = next(row for row in found if "Đàm Thượng" in row)
    assert "0206 3655 102" in dam
    assert "Quá hạn 1 ngày" in dam
    other = next(row for row in found if "Chí Minh Khai" in row)
    assert "Chưa có số điện thoại" in other


def test_the_filter_of_the_desk_is_its_own(friday: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    assert len(rows(office.get(f"{LIST}?don-vi={friday.dam.id}").text)) == 1
    page = office.get(f"{LIST}?xem=waiting").text
    assert 'class="empty"' in page
    assert "MTTQ" in "".join(rows(office.get(f"{LIST}?xem=asked").text))


def test_whoever_answers_for_the_body_s_work_is_named(friday: World, sign_in: SignIn) -> None:
    focal = make.make_person("Lò Văn Sơn", body=friday.chi_body)
    with transaction():
        focal.phone = "0912 000 118"
        db.session.execute(update(Membership).where(Membership.person_id == focal.id).values(is_focal=True))
    assert "Lò Văn Sơn 0912 000 118" in " ".join(rows(sign_in("oanh").get(LIST).text)).replace("  ", " ")


def test_a_call_takes_two_clicks_and_is_shown(friday: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    form = office.get(LIST).text.split('action="/hang-loat/goi-dien/chon"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    page = office.get(office.post("/hang-loat/goi-dien/chon", data=sent).location).text
    assert "Ghi" in page
    reminders.note_call(friday.viewer("oanh"), assignment_ids=[friday.work.id], note="Hứa gửi trong ngày")
    assert "gần nhất" in " ".join(rows(office.get(LIST).text))


@pytest.mark.parametrize(("name", "status"), [("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)])
def test_who_reads_it(friday: World, sign_in: SignIn, name: str, status: int) -> None:
    answer = sign_in(name).get(LIST)
    assert answer.status_code == status
    assert 'action="/hang-loat/goi-dien/chon"' not in answer.text


def test_many_tasks_of_a_body_are_counted_not_listed(friday: World, sign_in: SignIn) -> None:
    for n in range(queries.TASKS + 3):
        task = make.make_task(friday.directive, text=f"Việc số {n}", due_on=DUE - timedelta(days=n))
        make.make_assignment(friday.dam, DUE - timedelta(days=n), task)
    dam = next(row for row in rows(sign_in("oanh").get(LIST).text) if "Đàm Thượng" in row)
    assert "và 4 việc khác" in dam
    assert "Việc số 10" in dam, "the latest first"


def test_pages_follow_each_other_at_the_same_cost(
    app: Flask, friday: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sign_in("oanh")
    make.make_body("UBND xã Đầu Tiên", friday.commune)  # from now on rules are kept in memory
    office.get(LIST)
    with count_sql(app) as few:
        office.get(LIST)
    for n in range(5):
        make.make_assignment(make.make_body(f"UBND xã Mới {n}", friday.commune), DUE, friday.task)
    with count_sql(app) as more:
        assert len(rows(office.get(LIST).text)) == 7
    assert len(few) == len(more) <= 11
    monkeypatch.setattr(queries, "BODIES", 4)
    first = office.get(LIST).text
    following = re.search(r'href="(/don-doc/danh-ba\?sau=[^"]+)"', first)
    assert following is not None
    second = office.get(following[1]).text
    assert (len(rows(first)), len(rows(second))) == (4, 3)
    assert not set(rows(first)) & set(rows(second))


def test_a_body_merged_away_leaves_the_list_to_its_heir(friday: World, sign_in: SignIn) -> None:
    change_bodies(
        friday.viewer("oanh"),
        kind="merge",
        day=clock.today(),
        old=[friday.dam.id, friday.chi_body.id],
        new=NewBody("UBND xã Đàm Minh", friday.commune.id),
    )
    (only,) = rows(sign_in("oanh").get(LIST).text)
    assert "UBND xã Đàm Minh" in only
