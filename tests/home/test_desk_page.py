"""The desk: who sees it, what its figures count, and how many statements it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock

SignIn = Callable[[str], FlaskClient]
FRIDAY = clock.at(date(2026, 3, 6))


def test_nothing_is_late_on_the_due_day(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 5), 23, 59)):
        page = sign_in("oanh").get("/don-doc").text
    assert "UBND xã Đàm Thượng" not in page


def test_the_day_after_it_is_overdue_by_a_day(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        page = sign_in("oanh").get("/don-doc").text
    assert "UBND xã Đàm Thượng" in page
    assert "s-late" in page
    assert f"/phan-cong/{world.work.id}" in page


def test_the_front_is_asked_and_never_among_the_late(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        late, asked = office.get("/don-doc").text, office.get("/don-doc?xem=asked").text
    assert "MTTQ" not in late
    assert "MTTQ" in asked
    assert "s-late" not in asked


@pytest.mark.parametrize(
    ("name", "status"), [("oanh", 200), ("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)]
)
def test_who_sees_the_desk(sign_in: SignIn, name: str, status: int) -> None:
    assert sign_in(name).get("/don-doc").status_code == status


@pytest.mark.parametrize(
    "view", ["late", "soon", "waiting", "extension", "difficulty", "silent", "new", "asked"]
)
def test_each_figure_is_the_length_of_the_list_it_leads_to(sign_in: SignIn, world: World, view: str) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 4))):
        page = sign_in("oanh").get(f"/don-doc?xem={view}").text
    figure = page.split('aria-current="true"><b>')[1].split("</b>")[0]
    assert int(figure) == page.count('name="id" value=')


def test_fifty_rows_a_page_and_the_rest_by_the_last_key(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, due_on=date(2026, 1, 5))
    for n in range(60):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), date(2026, 1, 5), task)
    office = sign_in("oanh")
    first = office.get("/don-doc").text
    assert first.count('name="id" value=') == 50
    following = first.split("sau=")[1].split('"')[0]
    assert office.get(f"/don-doc?sau={following}").text.count('name="id" value=') == 10


def test_statements_do_not_grow_with_rows(app: Flask, sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
    with clock.frozen_at(FRIDAY), count_sql(app) as few:
        assert office.get("/don-doc").status_code == 200
    task = make.make_task(world.directive, due_on=date(2026, 1, 5))
    for n in range(40):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), date(2026, 1, 5), task)
    with clock.frozen_at(FRIDAY), count_sql(app) as many:
        assert office.get("/don-doc").status_code == 200
    assert len(many) <= 15
    assert len(many) == len(few)


def test_junk_in_the_address_is_ignored(sign_in: SignIn) -> None:
    assert (
        sign_in("oanh").get("/don-doc?xem=%00&van-ban=x&tre=-1&sau=zzz&loai=99999999999999999999").status_code
        == 200
    )
