"""A long desk is closed groups with counts; one opens at its own address and is paged inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.home import groups
from tracker.home.desk import Filters
from tracker.home.queries import groups as reading
from tracker.officials import actions as officials

SignIn = Callable[[str], FlaskClient]
LATE = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def _soon_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "LONG", 20)


@pytest.fixture
def many(world: World) -> World:
    """Sixty communes late with one task each, and UBND xã Đàm Thượng with fifty-five more of one directive."""
    directive = make.make_directive(number="55/CT-UBND")
    for n in range(55):
        due_on = LATE + timedelta(days=n % 5)
        make.make_assignment(world.dam, due_on, make.make_task(directive, due_on=due_on, section=f"1.{n}"))
    task = make.make_task(world.directive, due_on=LATE + timedelta(days=9))
    for n in range(60):
        make.make_assignment(
            make.make_body(f"UBND xã Thử {n}", world.commune), LATE + timedelta(days=9), task
        )
    return world


def heads(page: str) -> list[tuple[str, str]]:
    """(key, what is told) of each closed group."""
    return re.findall(
        r'<tbody id="nhom-(\d+)[\w-]*"><tr class="group is-closed">.*?<small>(.*?)</small>', page
    )


def tasks(page: str) -> list[str]:
    return re.findall(r'name="id" value="(\d+)"', page)


def test_it_closes_and_says_how_many_and_how_late(sign_in: SignIn, many: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 2))):
        page = sign_in("oanh").get("/don-doc").text
    assert tasks(page) == []
    found = heads(page)
    assert len(found) == 50
    assert found[0] == (str(many.dam.id), "55 nhiệm vụ, lâu nhất 56 ngày")
    assert found[1][1] == "1 nhiệm vụ, lâu nhất 47 ngày"
    assert re.search(r'aria-current="true"><b>115</b>', page)


def test_the_next_groups_follow_by_key(sign_in: SignIn, many: World) -> None:
    office = sign_in("oanh")
    first = office.get("/don-doc").text
    following = unescape(first.split('id="viec-more"')[1].split('href="')[1].split('"')[0])
    second = office.get(following).text
    assert len(heads(second)) == 11
    assert not {key for key, _ in heads(first)} & {key for key, _ in heads(second)}
    assert "viec-more" in second
    tu = following.split("sau=")[1]
    assert f"tu={tu}" in unescape(second), "a group opened there is closed on that page again"


def test_a_group_opens_at_its_own_address_and_pages_inside(sign_in: SignIn, many: World) -> None:
    office = sign_in("oanh")
    page = office.get(f"/don-doc?mo={many.dam.id}").text
    assert f'<tbody id="nhom-{many.dam.id}">' in page
    assert len(tasks(page)) == 50
    more = unescape(page.split('class="more-of-group"')[1].split('href="')[1].split('"')[0])
    assert more.startswith(f"/don-doc?mo={many.dam.id}&sau=")
    rest = office.get(more).text
    assert len(tasks(rest)) == 5
    assert not set(tasks(page)) & set(tasks(rest))
    assert 'aria-current="true"><b>115</b>' in rest, "the figures are those of the whole list"
    assert "more-of-group" not in rest


@pytest.mark.parametrize(
    ("by", "name"),
    [("directive", "55/CT-UBND"), ("task", "mục 1.0"), ("official", "Chưa có chuyên viên theo dõi")],
)
def test_it_closes_by_anything(sign_in: SignIn, many: World, by: str, name: str) -> None:
    office = sign_in("oanh")
    page = office.get(f"/don-doc?nhom={by}").text
    assert name in page or by == "task"
    found = heads(page)
    assert sum(int(told.split()[0]) for _, told in found) == (115 if by != "task" else 50)
    key, told = found[0]
    opened = office.get(f"/don-doc?nhom={by}&mo={key}").text
    assert len(tasks(opened)) == min(50, int(told.split()[0]))


def test_officials_are_heads_closed_and_open(sign_in: SignIn, many: World) -> None:
    oanh = many.viewer("oanh")
    officials.set_official(oanh, many.dam, person_id=oanh.id)
    office = sign_in("oanh")
    assert dict(heads(office.get("/don-doc?nhom=official").text))[str(oanh.id)].startswith("55 ")
    page = office.get(f"/don-doc?nhom=official&mo={oanh.id}").text
    assert "Phạm Thị Oanh" in page.split('class="group is-opened"')[1]
    short = office.get(f"/don-doc?xem=new&nhom=official&chuyen-vien=0&don-vi={many.front.id}").text
    assert "Chưa có chuyên viên theo dõi" in short.split("<tr class=group>")[1]


def test_it_stays_open_where_closing_helps_nobody(sign_in: SignIn, many: World) -> None:
    office = sign_in("oanh")
    for path in (f"/don-doc?don-vi={many.dam.id}", "/don-doc?mo=het", "/don-doc?chon=het", "/don-doc?tre=56"):
        page = office.get(path).text
        assert heads(page) == [], path
        assert tasks(page), path
    assert len(tasks(office.get(f"/don-doc?van-ban={many.directive.id}&mo=het").text)) == 50


def test_all_that_match_may_be_chosen_while_closed(sign_in: SignIn, many: World) -> None:
    page = sign_in("oanh").get("/don-doc?chon=tat-ca").text
    assert 'name="tat-ca" value="1"' in page
    assert len(heads(page)) == 50


@pytest.mark.parametrize("mo", ["x", "-1", "9" * 25, "½", "0", "987654"])
def test_no_word_about_a_group_breaks_the_page(sign_in: SignIn, many: World, mo: str) -> None:
    assert (
        sign_in("oanh").get("/don-doc", query_string={"mo": mo, "tu": "zzz", "sau": "zzz"}).status_code == 200
    )


def test_statements_stay_few(app: Flask, sign_in: SignIn, many: World) -> None:
    office = sign_in("oanh")
    office.get("/don-doc")
    counts = []
    for path in (
        "/don-doc",
        "/don-doc?nhom=task",
        f"/don-doc?mo={many.dam.id}",
        "/don-doc?mo=het",
        "/don-doc?xem=asked",
    ):
        with count_sql(app) as sent:
            assert office.get(path).status_code == 200
        counts.append(len(sent))
    assert max(counts) <= 8, counts
    assert len(set(counts)) == 1, counts


def test_every_group_says_the_number_it_holds(sign_in: SignIn, many: World) -> None:
    """Counts under any filter add up to the figure over the list."""
    office = sign_in("oanh")
    for filters in (Filters(view="all"), Filters(view="new"), Filters(view="all", group="directive")):
        page = office.get(f"/don-doc?{filters.query()}").text
        number = int(page.split('id="viec"')[1].count("is-closed"))
        assert number == len(heads(page))
        assert sum(int(told.split()[0]) for _, told in heads(page)) >= 100


def test_a_very_long_list_is_put_together_by_parts(
    sign_in: SignIn, many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part in the list's order; every task is counted once over all parts; a group that goes on says so."""
    monkeypatch.setattr(reading, "CAP", 40)
    reading._grouped.cache_clear()
    office, path, counted, seen = sign_in("oanh"), "/don-doc", 0, []
    while path:
        page = office.get(path).text
        found = heads(page)
        counted += sum(int(told.split()[0]) for _, told in found)
        seen.append([key for key, _ in found])
        nav = page.split('id="viec-more"')[1].split("</nav>")[0]
        path = unescape(nav.split('href="')[1].split('"')[0]) if "href" in nav else ""
        assert "việc trở lên" in page
    reading._grouped.cache_clear()
    assert counted == 115
    assert seen[0] == [str(many.dam.id)] == seen[1][:1]
    opened = office.get(f"/don-doc?mo={many.dam.id}").text
    assert len(tasks(opened)) == 50, "opened, it is whole"
