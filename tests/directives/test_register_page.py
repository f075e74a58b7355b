"""The register and the page of an issued directive: who sees what, filters, pages, statements."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments.models import Coordinator
from tracker.db import transaction
from tracker.directives.queries import same_documents
from tracker.intake import actions
from tracker.search import queries as search
from tracker.search.parser import parse

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
        ("tim=đay+nhành", True),
        ("tim=1847/UBND-KTN", True),
        ("tim=1847/UB", True),
        ("tim=UBND-KTN", True),
        ("tim=ubnd+184", True),
        ("tim=NTM", True),
        ("tim=đv:nông", False),
        ("tim=2026/1847", False),
        ("tim=100%25", False),
        ("tim=---", False),
        ("tim=+", True),
        ("tim=' OR 1=1 --", False),
        ("tim=nông*)+AND+NOT+(thôn", False),
        ("tim=" + "nong/" * 80, False),
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


def numbers(page: str) -> list[str]:
    """The numbers of the register's rows, in their order."""
    return re.findall(r"\b77/UBND-KT\d\d\b", page.split('<tbody id="van-ban">')[1])


@pytest.mark.parametrize("words", ["trồng rừng", "TRONG RUNG", "trong rung 77/UBND", "rừng 77 UBND-KT"])
def test_what_a_filter_finds_is_the_same_in_pages_in_the_file_and_in_the_search_box(
    sign_in: SignIn, world: World, words: str
) -> None:
    made = [make.make_directive(number=f"77/UBND-KT{n:02}", subject=f"Trồng rừng đợt {n}") for n in range(60)]
    make.make_directive(number="77/UBND-KT90", subject="Trông coi kho")
    expected = [each.number for each in reversed(made)]
    browser = sign_in("oanh")
    first = browser.get("/van-ban", query_string={"tim": words}).text
    second = browser.get(first.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")).text
    assert len(numbers(first)) == 50
    assert list(dict.fromkeys(numbers(first) + numbers(second))) == expected
    file = browser.get("/xuat/van-ban", query_string={"tim": words})
    sheet = load_workbook(io.BytesIO(file.data)).active
    assert sheet is not None
    assert [str(row[0]) for row in sheet.iter_rows(min_row=5, values_only=True)] == expected
    found = search.page(
        world.viewer("oanh"), "directives", parse(words, clock.today()), clock.today(), size=99
    )
    assert [row.number for row in found.rows] == expected


def test_a_draft_is_found_by_its_words_as_the_office_types_them(sign_in: SignIn, world: World) -> None:
    draft = actions.start_by_hand(world.viewer("oanh"), subject="Kết luận giao ban tháng Mười")
    for words, there in (("ket luan", True), ("giao ban thang muoi", True), ("giao bản muời hai", False)):
        page = sign_in("oanh").get("/van-ban", query_string={"tim": words}).text
        assert (f'href="/van-ban/{draft.id}"' in page) is there
    assert f'href="/van-ban/{draft.id}"' not in sign_in("lam").get("/van-ban?tim=giao+ban").text


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
