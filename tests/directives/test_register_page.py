"""The register and the page of an issued directive: who sees what, filters, pages, statements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker.assignments.models import Coordinator
from tracker.db import transaction
from tracker.directives.queries import same_documents
from tracker.intake import actions

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize("name", ["oanh", "lam", "khanh", "binh", "chi"])
def test_whoever_has_to_do_with_it_sees_it(sign_in: SignIn, world: World, name: str) -> None:
    browser = sign_in(name)
    assert f'href="/van-ban/{world.directive.id}"' in browser.get("/van-ban").text
    page = browser.get(f"/van-ban/{world.directive.id}")
    assert page.status_code == 200
    assert f'href="/nhiem-vu/{world.task.id}"' in page.text


def test_a_stranger_does_not(sign_in: SignIn, world: World) -> None:
    other = make.make_directive(number="9/UBND-VX")
    make.make_assignment(world.chi_body, task=make.make_task(other))
    browser = sign_in("binh")
    assert f'href="/van-ban/{other.id}"' not in browser.get("/van-ban").text
    assert browser.get(f"/van-ban/{other.id}").status_code == 404
    assert sign_in("an").get(f"/van-ban/{other.id}").status_code == 404
    assert sign_in("chi").get(f"/van-ban/{other.id}").status_code == 200


def test_who_works_with_the_lead_sees_it(sign_in: SignIn, world: World) -> None:
    other = make.make_directive()
    work = make.make_assignment(world.chi_body, task=make.make_task(other))
    with transaction() as session:
        session.add(Coordinator(assignment_id=work.id, body_id=world.dam.id))
    assert sign_in("binh").get(f"/van-ban/{other.id}").status_code == 200


def test_drafts_stand_first_and_only_for_the_office(sign_in: SignIn, world: World) -> None:
    draft = actions.start_by_hand(world.viewer("oanh"), subject="Kết luận giao ban")
    make.make_directive()
    links = sign_in("oanh").get("/van-ban").text.split('<tbody id="van-ban">')[1]
    assert links.index(f'href="/van-ban/{draft.id}"') < links.index(f'href="/van-ban/{world.directive.id}"')
    for name in ("lam", "khanh", "binh"):
        assert "Kết luận giao ban" not in sign_in(name).get("/van-ban").text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("tim=day+nhanh", True),
        ("tim=NÔNG+thôn+1847", True),
        ("tim=100%25", False),
        ("tim=khong+co", False),
        ("loai=cong_van", True),
        ("loai=chi_thi", False),
        ("loai=x'--", True),
        ("trang_thai=issued", True),
        ("trang_thai=draft", False),
        ("sau=rac", True),
    ],
)
def test_filters(sign_in: SignIn, world: World, query: str, there: bool) -> None:
    page = sign_in("oanh").get(f"/van-ban?{query}")
    assert page.status_code == 200
    assert (f'href="/van-ban/{world.directive.id}"' in page.text) is there


def test_the_register_comes_in_pages(app: Flask, sign_in: SignIn, world: World) -> None:
    for _ in range(60):
        make.make_directive()
    browser = sign_in("oanh")
    with count_sql(app) as sent:
        first = browser.get("/van-ban").text
    assert len(sent) <= 15
    assert first.count('<th scope="row">') == 50
    address = first.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(address).text
    assert second.count('<th scope="row">') == 11
    assert f'href="/van-ban/{world.directive.id}"' in second


def test_an_empty_register_says_what_to_do(app: Flask, sign_in: SignIn, world: World) -> None:
    assert "/van-ban/moi" in sign_in("oanh").get("/van-ban?trang_thai=draft&tim=").text
    assert "/van-ban/moi" not in sign_in("lam").get("/van-ban").text


def test_the_page_of_a_directive_is_few_statements(app: Flask, sign_in: SignIn, world: World) -> None:
    for _ in range(20):
        task = make.make_task(world.directive)
        make.make_assignment(world.dam, task=task)
    browser = sign_in("oanh")
    with count_sql(app) as sent:
        page = browser.get(f"/van-ban/{world.directive.id}").text
    assert len(sent) <= 15
    assert page.count('href="/nhiem-vu/') == 21


def test_the_same_number_issuer_and_year_is_a_twin(world: World) -> None:
    twin = make.make_directive(number="1847/ubnd-ktn", issuer="Ủy ban nhân dân tỉnh Lam Giang")
    assert [each.id for each in same_documents(twin)] == [world.directive.id]
    assert same_documents(make.make_directive(number="1847/UBND-KTN", issuer="UBND tỉnh Hòa An")) == []
    assert same_documents(make.make_directive(number="847/UBND-KTN")) == []
    blank = make.make_directive(number="/UBND-KTN")
    make.make_directive(number="/UBND-KTN")
    assert same_documents(blank) == []
