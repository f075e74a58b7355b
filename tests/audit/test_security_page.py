"""What was refused or failed: in words, filtered by kind and person, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.audit import queries
from tracker.audit.models import SecurityEvent
from tracker.auth import actions as auth
from tracker.auth import rates
from tracker.auth.rules import HOUR
from tracker.db import transaction
from tracker.errors import Refused, TooMany

PAGE = "/quan-tri/nhat-ky/an-ninh"
SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("name", "status"), [("an", 200), ("khanh", 200), ("oanh", 403), ("binh", 403), ("lam", 403)]
)
def test_who_reads_it(world: World, sign_in: SignIn, name: str, status: int) -> None:
    assert sign_in(name).get(PAGE).status_code == status


def test_in_words(world: World, sign_in: SignIn, app: Flask) -> None:
    browser = sign_in("an")
    assert "Không có sự kiện nào" in browser.get(PAGE).text
    for _ in range(5):
        with pytest.raises((Refused, TooMany)):
            auth.prove("binh", "sai hoàn toàn", ip="203.0.113.9")
    with pytest.raises(Refused):
        auth.prove("khongai", "sai hoàn toàn", ip="203.0.113.10")
    sign_in("chi").get("/quan-tri/he-thong")
    with count_sql(app) as sent:
        page = browser.get(PAGE).text
    assert len(sent) <= 15
    assert "Sai mật khẩu" in page
    assert "tài khoản không có" in page
    assert "muốn mở /quan-tri/he-thong" in page.replace("Muốn", "muốn")
    assert "đã đến giới hạn 5 (Hoàng Văn Bình)" in page
    assert "password:" not in page


def test_filters_and_pages(world: World, sign_in: SignIn) -> None:
    binh, chi = (world.people[name].id for name in ("binh", "chi"))
    with transaction() as session:
        for n in range(60):
            session.add(
                SecurityEvent(at=clock.now(), kind="wrong_password", person_id=binh, ip=f"10.0.0.{n}")
            )
        session.add(SecurityEvent(at=clock.now(), kind="wrong_code", person_id=chi, ip="192.0.2.7"))
    viewer = world.viewer("khanh")
    first = queries.security_events(viewer, kind="wrong_password")
    second = queries.security_events(viewer, kind="wrong_password", after=first.next_key or "")
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(ids) == 60
    assert ids == sorted(ids, reverse=True)
    assert [row.person for row in queries.security_events(viewer, who="NONG THI").rows] == ["Nông Thị Chi"]
    assert [row.ip for row in queries.security_events(viewer, who="192.0.2").rows] == ["192.0.2.7"]
    assert {row.person_id for row in queries.security_events(viewer, person=chi).rows} == {chi}
    browser = sign_in("khanh")
    page = browser.get(f"{PAGE}?person={chi}").text
    assert "Chỉ tài khoản: Nông Thị Chi" in page
    assert "10.0.0.1" not in page
    for odd in ("person=abc", f"person={10**30}", "kind=nothing", "sau=zzz"):
        assert browser.get(f"{PAGE}?{odd}").status_code == 200


def test_limits_of_links_and_addresses_are_told(world: World, sign_in: SignIn) -> None:
    for name in ("sign-in:ip:203.0.113.9", "link:GET:7", "link:renew:7", "code:ip:203.0.113.9"):
        rates.count(name, limit=1, seconds=HOUR)
        with pytest.raises(TooMany):
            rates.count(name, limit=1, seconds=HOUR)
    page = sign_in("an").get(PAGE).text
    assert page.count("203.0.113.9") == 2
    for words in ("Lượt đăng nhập", "Lượt dùng một liên kết", "Lượt xin mã hoặc liên kết"):
        assert f"{words}" in page
