"""One task over all its bodies: who sees which rows, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize("name", ["oanh", "lam", "khanh"])
def test_office_leader_and_auditor_see_every_body(sign_in: SignIn, world: World, name: str) -> None:
    page = sign_in(name).get(f"/nhiem-vu/{world.task.id}").text
    for work in (world.work, world.other_work, world.asked):
        assert f'href="/phan-cong/{work.id}"' in page


def test_an_officer_sees_the_rows_of_the_own_body(sign_in: SignIn, world: World) -> None:
    page = sign_in("binh").get(f"/nhiem-vu/{world.task.id}").text
    assert f'href="/phan-cong/{world.work.id}"' in page
    assert f'href="/phan-cong/{world.other_work.id}"' not in page


def test_an_officer_without_the_directive_finds_nothing(sign_in: SignIn) -> None:
    other = make.make_task()
    assert sign_in("binh").get(f"/nhiem-vu/{other.id}").status_code == 404
    assert sign_in("an").get(f"/nhiem-vu/{other.id}").status_code == 404


def test_long_tasks_come_in_pages(app: Flask, sign_in: SignIn, world: World) -> None:
    for number in range(60):
        make.make_assignment(make.make_body(f"UBND xã {number:02d}", world.commune), task=world.task)
    browser = sign_in("oanh")
    with count_sql(app) as sent:
        first = browser.get(f"/nhiem-vu/{world.task.id}").text
    assert len(sent) <= 15
    assert first.count('href="/phan-cong/') == 50
    address = first.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert browser.get(address).text.count('href="/phan-cong/') == 13
