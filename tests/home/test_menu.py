"""Where each role starts, and what its menu leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.world import CAST, World
from tracker import clock
from tracker.access.actors import ROLES
from tracker.assignments import actions
from tracker.home.menu import MENU, home_of
from tracker.scheduler import slots

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
    assert "data-waiting></span>" in office.get("/van-ban").text
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    assert '<span class="n" data-waiting>1</span>' in office.get("/van-ban").text
    assert "data-waiting" not in sign_in("binh").get("/viec").text


def test_who_is_not_signed_in_is_led_to_the_door(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.location.startswith("/dang-nhap")


@pytest.mark.parametrize(
    ("name", "seconds", "told"),
    [("oanh", 91, True), ("an", 91, True), ("oanh", 90, False), ("binh", 91, False), ("lam", 9999, False)],
)
def test_the_office_is_told_when_the_clock_is_silent(
    world: World, sign_in: Callable[[str], FlaskClient], name: str, seconds: int, told: bool
) -> None:
    with clock.frozen_at(clock.now() - timedelta(seconds=seconds)):
        slots.beat("máy-1", "jobs")
    browser = sign_in(name)
    for path in ("/tai-khoan", "/thong-bao"):
        page = browser.get(path).text
        assert ("Tiến trình định giờ không hoạt động từ" in page) is told
        assert ('class="banner s-back" role="alert"' in page.partition("<main")[2]) is told


def test_a_clock_of_another_machine_is_enough(world: World, sign_in: Callable[[str], FlaskClient]) -> None:
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        slots.beat("máy-1", "jobs")
    slots.beat("máy-2", "jobs")
    assert "không hoạt động từ" not in sign_in("oanh").get("/don-doc").text


@pytest.mark.parametrize("name", ["lam", "khanh", "binh", "an"])
def test_whoever_sees_bodies_is_led_to_them(sign_in: SignIn, name: str) -> None:
    browser = sign_in(name)
    assert '<a href="/don-vi"' in browser.get("/tai-khoan").text
    assert browser.get("/don-vi").status_code == 200


def test_a_leader_finds_the_queues_also_when_nothing_waits(sign_in: SignIn) -> None:
    first = sign_in("lam").get("/tong-quan").text
    assert all(f'href="{url}"' in first for url in ("/trinh", "/gia-han", "/vuong-mac?xem=lanh-dao"))
