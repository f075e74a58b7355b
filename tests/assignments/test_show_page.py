"""The page of one assignment: what each role sees and may press, and how much it asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker.assignments import actions
from tracker.tasks import actions as tasks

SignIn = Callable[[str], FlaskClient]


def page(sign_in: SignIn, name: str, url: str) -> str:
    answer = sign_in(name).get(url)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


@pytest.mark.parametrize("name", ["oanh", "lam", "khanh", "binh"])
def test_who_sees_it(sign_in: SignIn, world: World, name: str) -> None:
    text = page(sign_in, name, f"/phan-cong/{world.work.id}")
    assert "UBND xã Đàm Thượng" in text
    assert "1847/UBND-KTN" in text


def test_another_body_does_not(sign_in: SignIn, world: World) -> None:
    assert sign_in("chi").get(f"/phan-cong/{world.work.id}").status_code == 404


def test_each_role_has_its_buttons(sign_in: SignIn, world: World) -> None:
    url = f"/phan-cong/{world.work.id}"
    assert f'action="{url}/bao-cao"' in page(sign_in, "binh", url)
    assert f'action="{url}/bao-cao"' not in page(sign_in, "oanh", url)
    assert f'action="{url}/bao-cao"' in page(sign_in, "oanh", f"{url}?ghi=1")
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    assert f'action="{url}/xac-nhan"' in page(sign_in, "oanh", url)
    for name in ("binh", "lam", "khanh"):
        assert f'action="{url}/xac-nhan"' not in page(sign_in, name, url)
    assert f'action="{url}/rut-lai"' in page(sign_in, "binh", url)


def test_it_asks_little_of_the_database(app: Flask, sign_in: SignIn, world: World) -> None:
    for number in range(5):
        actions.post_report(world.viewer("binh"), world.work, status="doing", note=f"Tin {number}")
    for name in ("binh", "oanh"):
        browser = sign_in(name)
        with count_sql(app) as sent:
            assert browser.get(f"/phan-cong/{world.work.id}").status_code == 200
        assert len(sent) <= 15, "\n".join(sent)


def test_looking_changes_nothing(app: Flask, sign_in: SignIn, world: World) -> None:
    browser = sign_in("binh")
    with count_sql(app) as sent:
        for _ in range(3):
            browser.get(f"/phan-cong/{world.work.id}")
            browser.head("/viec")
    assert [one for one in sent if not one.startswith("SELECT")] == []


@pytest.mark.parametrize("view", ["owed", "late", "soon", "returned", "waiting", "stopped", "done", "bogus"])
def test_the_own_list(app: Flask, sign_in: SignIn, world: World, view: str) -> None:
    browser = sign_in("binh")
    with count_sql(app) as sent:
        answer = browser.get(f"/viec?xem={view}")
    assert answer.status_code == 200
    assert len(sent) <= 12, "\n".join(sent)


def test_the_upper_task_served_is_named_to_whoever_does_the_work(sign_in: SignIn, world: World) -> None:
    above = make.make_directive(number="50/KH-CP", origin="upper")
    upper = make.make_task(above, text="Hoàn thành xây dựng nông thôn mới.", due_on=date(2026, 12, 31))
    tasks.serve(world.viewer("oanh"), world.task, version=world.task.version, upper=upper)
    place = f"/phan-cong/{world.work.id}"
    for name, linked in (("oanh", True), ("binh", False)):  # the upper document is no business of his commune
        page = sign_in(name).get(place).text
        assert "Hoàn thành xây dựng nông thôn mới" in page
        assert "50/KH-CP" in page
        assert (f'href="/nhiem-vu/{upper.id}"' in page) is linked
