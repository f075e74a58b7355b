"""The review's page: figures at once, every one with its rows, nobody but those who follow the work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.reviews import actions
from tracker.reviews.actions import open_period, write_remark
from tracker.reviews.concluding import add_conclusion

SignIn = Callable[[str], FlaskClient]
URL = "/ra-soat/2026-03"


def figures(page: str) -> list[tuple[str, int]]:
    """(address of the rows, the number shown) for every figure that is a link."""
    found = re.findall(r'href="([^"]*/dong\?[^"]*)">([\d.]+)</a>', page)
    return [(url.replace("&amp;", "&"), int(number.replace(".", ""))) for url, number in found]


def rows(page: str) -> int:
    return page.count('<th scope="row"><a href="/phan-cong/')


@pytest.mark.parametrize(
    ("name", "status"), [("oanh", 200), ("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)]
)
def test_who_sees_it(sign_in: SignIn, month: World, name: str, status: int) -> None:
    browser = sign_in(name)
    assert browser.get("/ra-soat").status_code == status
    assert browser.get(URL).status_code == status
    assert browser.get(f"{URL}/dong?o=5").status_code == status
    assert browser.get(f"{URL}/tai/excel").status_code == status


@pytest.mark.parametrize("name", ["x", "2026-13", "2026-05", "20260401-20260420", "20260301-20260201"])
def test_no_such_period_or_not_begun(office: FlaskClient, name: str) -> None:
    assert office.get(f"/ra-soat/{name}").status_code == 404


def test_every_figure_is_the_length_of_the_list_it_leads_to(office: FlaskClient) -> None:
    found = figures(office.get(URL).text)
    assert len(found) > 20
    wrong = [(url, n) for url, n in found if (page := office.get(url).text) and rows(page) != n]
    assert wrong == []


def test_the_figures_and_their_sentence(office: FlaskClient) -> None:
    page = office.get(URL).text
    assert "1 ÷ (1 + 2)" in page
    assert "1 ÷ 4" in page
    late = office.get(f"{URL}/dong?o=12").text
    assert "Lập kế hoạch chi tiết" in late
    assert "UBND xã Đàm Thượng" in late
    assert "UBND xã Chí Minh Khai" in late
    assert "MTTQ" not in late


def test_the_front_is_apart_unranked_and_never_overdue(office: FlaskClient) -> None:
    page = office.get(URL).text
    given, asked = (
        page.split('id="review-bodies"')[1].split('id="remark-bodies"')[0].split('id="review-asked"')
    )
    assert "MTTQ" in asked
    assert "MTTQ" not in given
    list_of_asked = office.get(f"{URL}/dong?o=5&cach=de-nghi").text
    assert rows(list_of_asked) == 1
    assert "s-late" not in asked + list_of_asked


def test_before_the_cut_figures_are_provisional_and_judged_today(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 5), 9, 20)):
        page = sign_in("oanh").get(URL).text
    assert "09:20" in page
    assert "05/03" in page
    assert f"{URL}/dong?o=12" not in page
    assert f"{URL}/chot" not in page


def test_the_month_before_stands_beside_it(office: FlaskClient, month: World) -> None:
    assert "tháng 2/2026" not in office.get(URL).text or "month 2/2026" not in office.get(URL).text
    make.make_assignment(month.dam, date(2026, 2, 1), assigned_on=date(2026, 1, 20))
    page = office.get(URL).text
    assert re.search(r"<small>[^<]*3</small>", page), (
        "in February one task was given, now there are four more"
    )
    assert "2/2026" in page


def test_it_says_which_other_periods_are_counted_live(office: FlaskClient, month: World) -> None:
    oanh, said = (
        month.viewer("oanh"),
        "Cùng kỳ năm trước (tháng 3/2025): chưa chốt, số liệu tính theo dữ liệu hiện có",
    )
    make.make_assignment(month.dam, date(2026, 2, 1), assigned_on=date(2026, 1, 20))
    assert "Kỳ trước (tháng 2/2026): chưa chốt" in office.get(URL).text
    assert said not in office.get(URL).text, "nothing was counted then"
    make.make_assignment(month.dam, date(2025, 3, 1), assigned_on=date(2025, 3, 1))
    assert said in office.get(URL).text
    actions.close_period(oanh, actions.open_period(SYSTEM, name="2025-03"), **SIGNER)
    assert "chưa chốt, số liệu tính" in office.get(URL).text
    assert said not in office.get(URL).text
    actions.close_period(oanh, actions.open_period(SYSTEM, name="2026-03"), **SIGNER)
    signed = office.get(URL).text
    assert "Kỳ trước (tháng 2/2026): chưa chốt khi ký bản này" in signed
    assert "Cùng kỳ năm trước (" not in signed


def test_at_most_fifteen_statements_whatever_the_rows(app: Flask, office: FlaskClient, month: World) -> None:
    def counted() -> int:
        with count_sql(app) as sent:
            assert office.get(URL).status_code == 200
        return len(sent)

    counted()
    few = counted()
    for n in range(30):
        body = make.make_body(f"UBND xã Thử {n}", month.commune)
        make.make_assignment(body, date(2026, 2, 20), assigned_on=date(2026, 2, 10))
    assert counted() == few <= 15
    period = open_period(SYSTEM, name="2026-03")
    write_remark(month.viewer("oanh"), period, section="summary", words="Đã rà soát.")
    add_conclusion(month.viewer("oanh"), period, words="Giao Sở Xây dựng.")
    assert counted() <= 15


def test_rows_come_fifty_at_a_time(office: FlaskClient, month: World) -> None:
    for n in range(60):
        body = make.make_body(f"UBND xã Thử {n}", month.commune)
        make.make_assignment(body, date(2026, 2, 20), assigned_on=date(2026, 2, 10))
    first = office.get(f"{URL}/dong?o=12").text
    assert rows(first) == 50
    following = re.search(r'href="([^"]*sau=[^"]*)"', first)
    assert following is not None
    assert rows(office.get(following[1].replace("&amp;", "&")).text) == 12


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        ("tu=2026-03-10&den=2026-03-01", "den", "trước ngày đầu"),
        ("tu=2026-03-01&den=2026-03-10&tinh=2026-03-05", "tinh", "trước ngày cuối"),
        ("tu=2026-03-01", "den", "ngày đầu và ngày cuối"),
        ("den=2026-03-01", "tu", "ngày đầu và ngày cuối"),
        ("tu=hom+qua&den=2026-03-01", "tu", "20/11/2026.</p>"),
    ],
)
def test_days_that_are_no_period_are_said_so_where_they_were_typed(
    office: FlaskClient, days: str, field: str, said: str
) -> None:
    page = office.get(f"/ra-soat?{days}").text
    assert '<details class="fold" open>' in page
    assert (
        said in page.split(f'id="{field}"')[0].rsplit("<label", 1)[-1] + page.split(f'id="{field}"')[1][:900]
    )
    assert 'value="2026-03-01"' in page, "what was typed is still there"


@pytest.mark.parametrize("query", ["o=99", "o=x", "o=3-4", "o=", "o=5-6"])
def test_figures_there_are_not(office: FlaskClient, query: str) -> None:
    assert office.get(f"{URL}/dong?{query}").status_code == 404


def test_the_index_has_the_running_period_first_and_any_other_can_be_picked(office: FlaskClient) -> None:
    page = office.get("/ra-soat").text
    assert page.index("/ra-soat/2026-04") < page.index(URL)
    assert f"{URL}/chot" in page
    assert office.get("/ra-soat?ky=2026-q1").headers["Location"] == "/ra-soat/2026-q1"
    assert (
        office.get("/ra-soat?tu=2026-03-01&den=2026-03-10").headers["Location"]
        == "/ra-soat/20260301-20260310"
    )
    assert office.get("/ra-soat/2026-q1").status_code == 200
    assert office.get("/ra-soat?ky=%00&tu=x").status_code == 200
