"""The page of administration: what it leads to opens for whoever it is shown to, and nothing else is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.world import World
from tracker.home.hub import HUB

SignIn = Callable[[str], FlaskClient]
ALL = {str(place.url) for _, group in HUB for place in group}


def linked(browser: FlaskClient) -> set[str]:
    main = browser.get("/quan-tri").text.partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'<li><div><a href="([^"]+)"', main))


@pytest.mark.parametrize("name", ["oanh", "an"])
def test_it_shows_exactly_what_opens(sign_in: SignIn, world: World, name: str) -> None:
    browser = sign_in(name)
    opens = {url for url in ALL if browser.get(url).status_code == 200}
    assert linked(browser) == opens
    assert {"/don-vi", "/quan-tri/thu", "/quan-tri/lich"} <= opens


@pytest.mark.parametrize("name", ["binh", "chi", "lam", "khanh"])
def test_others_have_no_such_page(sign_in: SignIn, world: World, name: str) -> None:
    assert sign_in(name).get("/quan-tri").status_code == 404


@pytest.mark.parametrize(
    ("name", "path", "entry"),
    [
        ("oanh", "/quan-tri", "/quan-tri"),
        ("oanh", "/quan-tri/thu", "/quan-tri"),
        ("oanh", "/don-vi/nhom", "/quan-tri"),
        ("oanh", "/gia-han", "/quan-tri"),
        ("oanh", "/bang", "/bang"),
        ("an", "/quan-tri/thu", "/quan-tri/thu"),
        ("an", "/don-vi", "/don-vi"),
        ("an", "/quan-tri", "/quan-tri"),
        ("lam", "/vuong-mac", "/tong-quan"),
        ("khanh", "/bang", "/van-ban"),
    ],
)
def test_the_menu_says_where_one_is(sign_in: SignIn, world: World, name: str, path: str, entry: str) -> None:
    frame = sign_in(name).get(path).text.partition("<main")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', frame) == [entry]


def test_no_entry_is_current_where_none_leads(sign_in: SignIn, world: World) -> None:
    frame = sign_in("oanh").get("/tim").text.partition("<main")[0]
    assert 'aria-current="page"' not in frame


def test_it_asks_the_database_nothing_of_its_own(app, sign_in: SignIn, world: World) -> None:  # type: ignore[no-untyped-def]
    browser = sign_in("oanh")
    with count_sql(app) as plain:
        browser.get("/tim")
    with count_sql(app) as sent:
        browser.get("/quan-tri")
    assert len(sent) <= len(plain)
