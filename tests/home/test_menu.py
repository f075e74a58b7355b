"""Where each role starts, and what its menu leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world import CAST, World
from tracker.access.actors import ROLES
from tracker.assignments import actions
from tracker.home.menu import MENU, home_of

SignIn = Callable[[str], FlaskClient]


def test_every_role_has_at_most_six_entries() -> None:
    assert set(MENU) == set(ROLES)
    assert all(1 <= len(entries) <= 6 for entries in MENU.values())


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for name, (_, role) in CAST.items() if name != "chi"]
)
def test_each_starts_at_its_own_page_and_no_entry_leads_nowhere(
    sign_in: SignIn, name: str, role: str
) -> None:
    browser = sign_in(name)
    first = browser.get("/")
    assert (first.status_code, first.location) == (302, home_of(role))
    for _, url in MENU[role]:
        page = browser.get(url)
        assert page.status_code == 200, url
        assert page.text.count(f'href="{url}" aria-current="page"') >= 1, url


def test_what_waits_for_the_office_is_counted_in_its_menu(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    assert '<span class="n">' not in office.get("/van-ban").text
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    assert '<span class="n">1</span>' in office.get("/van-ban").text
    assert '<span class="n">' not in sign_in("binh").get("/viec").text


def test_who_is_not_signed_in_is_led_to_the_door(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.location.startswith("/dang-nhap")
