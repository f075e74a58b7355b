"""Pages of citations: what a directive carries out, who carries it out, banners, and mending by form alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.sending import fields_of, send
from tests.world import World
from tracker.db import db
from tracker.directives import actions
from tracker.directives.actions.citations import Citation
from tracker.directives.models import Directive, DirectiveLink

SignIn = Callable[[str], FlaskClient]
ISSUED = date(2026, 1, 19)


@pytest.fixture
def plan() -> Directive:
    """A superior's plan nobody of the cast has to do with."""
    return make.make_directive(number="36/KH-UBND", issued_on=ISSUED, origin="upper", subject="kế hoạch năm")


@pytest.fixture
def link(world: World, plan: Directive) -> DirectiveLink:
    said = Citation("36/KH-UBND", "thuc_hien", ISSUED, "UBND tỉnh")
    return actions.add_citation(world.viewer("oanh"), world.directive, said=said)


def now(link: DirectiveLink) -> DirectiveLink | None:
    db.session.commit()
    rows = select(DirectiveLink).where(DirectiveLink.id == link.id)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def page_of(browser: FlaskClient, directive: Directive) -> str:
    answer = browser.get(f"/van-ban/{directive.id}")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_what_it_carries_out_is_a_link_where_one_may_go_there(
    sign_in: SignIn, world: World, plan: Directive, link: DirectiveLink
) -> None:
    for name, goes in (("oanh", True), ("lam", True), ("khanh", True), ("binh", False)):
        page = page_of(sign_in(name), world.directive)
        cited = page.split('id="can-cu"')[1].split("</section>")[0]
        assert "36/KH-UBND" in cited
        assert "Thực hiện" in cited
        assert "19/01/2026" in cited
        assert (f'href="/van-ban/{plan.id}"' in cited) is goes, name
        assert (f"/vien-dan/{link.id}" in cited) is (name == "oanh")
    make.make_assignment(world.dam, task=make.make_task(plan))
    assert f'href="/van-ban/{plan.id}"' in page_of(sign_in("binh"), world.directive)
    assert f'href="/van-ban/{plan.id}"' not in page_of(sign_in("chi"), world.directive)


def test_the_cited_one_shows_who_carries_it_out_and_how_far(
    sign_in: SignIn, world: World, plan: Directive, link: DirectiveLink
) -> None:
    page = page_of(sign_in("lam"), plan)
    table = page.split("Được thực hiện bởi: 1 văn bản")[1].split("</table>")[0]
    assert f'href="/van-ban/{world.directive.id}"' in table
    assert ">0/3" in table
    register = unescape(sign_in("lam").get("/van-ban").text)
    assert "1 văn bản thực hiện" in register


def test_the_office_sees_which_may_be_meant(sign_in: SignIn, world: World, plan: Directive) -> None:
    said = Citation("36/KH-UBND", issued_on=date(2026, 1, 20))
    link = actions.add_citation(world.viewer("oanh"), world.directive, said=said)
    assert link.target_id is None
    assert "Có thể là 1 văn bản trong sổ" in page_of(sign_in("oanh"), world.directive)
    assert "Có thể là" not in page_of(sign_in("lam"), world.directive)
    url = f"/van-ban/{world.directive.id}/vien-dan/{link.id}"
    assert f'name="target" value="{plan.id}"' in sign_in("oanh").get(url).text
    answer = send(sign_in("oanh"), url, f"{url}/gan", target=str(plan.id))
    assert answer.status_code == 303
    assert (found := now(link)) is not None
    assert (found.target_id, found.is_by_hand) == (plan.id, True)


def test_it_is_corrected_untied_searched_and_taken_off(
    sign_in: SignIn, world: World, plan: Directive, link: DirectiveLink
) -> None:
    browser, url = sign_in("oanh"), f"/van-ban/{world.directive.id}/vien-dan/{link.id}"
    page = browser.get(url).text
    typed = {"relation": "thay_the", "number": "36/KH-UBND", "issued_on": "2026-01-19", "issuer": ""}
    assert browser.post(url, data=fields_of(page, url) | typed | {"number": "KH"}).status_code == 422
    assert browser.post(url, data=fields_of(page, url) | typed).status_code == 303
    assert (found := now(link)) is not None
    assert (found.relation, found.issuer, found.target_id) == ("thay_the", "", plan.id)
    again = browser.post(url, data=fields_of(page, url) | typed | {"issuer": "Tỉnh uỷ", "rt": "b" * 22})
    assert again.status_code == 409
    assert 'value="Tỉnh uỷ"' in again.text  # what was typed, with what was saved above the form
    assert "Bản kia đã lưu" in again.text
    assert send(browser, url, f"{url}/gan", target="").status_code == 303
    assert (found := now(link)) is not None
    assert found.target_id is None
    assert f'name="target" value="{plan.id}"' in browser.get(f"{url}?tim=ke+hoach+nam").text
    assert send(browser, url, f"{url}/gan", target="987654").status_code == 404
    assert send(browser, url, f"{url}/bo").status_code == 303
    assert now(link) is None
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("Kế hoạch năm", True),
        ("36/KH", True),
        ("KH-UBND", True),
        ("nam ke hoa", True),
        ("6/KH", False),
        ("kế hoạch tháng", False),
        ("---", False),
        ("%", False),
    ],
)
def test_a_document_to_tie_to_is_found_by_the_words_the_register_finds_it_by(
    sign_in: SignIn, world: World, plan: Directive, words: str, there: bool
) -> None:
    cited = actions.add_citation(world.viewer("oanh"), world.directive, said=Citation("7/CT-TTg"))
    page = f"/van-ban/{world.directive.id}/vien-dan/{cited.id}"
    browser, offered = sign_in("oanh"), f'name="target" value="{plan.id}"'
    assert offered not in browser.get(page).text
    assert (offered in browser.get(page, query_string={"tim": words}).text) is there
    register = browser.get("/van-ban", query_string={"tim": words}).text
    assert (f'href="/van-ban/{plan.id}"' in register) is there


def test_one_is_added_by_form(sign_in: SignIn, world: World, plan: Directive) -> None:
    url = f"/van-ban/{world.directive.id}/vien-dan"
    typed = {"relation": "don_doc", "number": "36/kh-ubnd", "issued_on": "19/01/2026"}
    assert send(sign_in("oanh"), url, url, **typed).status_code == 303
    made = db.session.scalars(select(DirectiveLink)).one()
    assert (made.relation, made.target_id) == ("don_doc", plan.id)


@pytest.mark.parametrize(("relation", "words"), [("thay_the", "thay thế"), ("sua_doi", "sửa đổi, bổ sung")])
def test_a_changed_document_says_by_which_and_the_other_way_round(
    sign_in: SignIn, world: World, plan: Directive, link: DirectiveLink, relation: str, words: str
) -> None:
    said = Citation("36/KH-UBND", relation, ISSUED, "UBND tỉnh")
    actions.edit_citation(world.viewer("oanh"), link, version=link.version, said=said)
    changed = page_of(sign_in("lam"), plan)
    assert (
        f'Văn bản này đã được {words} bởi <a href="/van-ban/{world.directive.id}">1847/UBND-KTN</a>'
        in changed
    )
    assert "Được thực hiện bởi" not in changed
    assert f'Văn bản này {words} <a href="/van-ban/{plan.id}">36/KH-UBND</a>' in page_of(
        sign_in("lam"), world.directive
    )
    assert f"Văn bản này {words} 36/KH-UBND" in page_of(sign_in("binh"), world.directive)


def test_a_change_by_a_document_out_of_sight_is_not_told(sign_in: SignIn, world: World) -> None:
    other = make.make_directive(number="9/UBND-VX")
    make.make_assignment(world.chi_body, task=make.make_task(other))
    said = Citation("1847/UBND-KTN", "thay_the", world.directive.issued_on)
    actions.add_citation(world.viewer("oanh"), other, said=said)
    assert "9/UBND-VX" in page_of(sign_in("chi"), world.directive)
    assert "9/UBND-VX" not in page_of(sign_in("binh"), world.directive)


@pytest.mark.parametrize(
    ("query", "own", "upper"),
    [
        ("nguon=upper", False, True),
        ("nguon=own", True, False),
        ("vien_dan={plan}", True, False),
        ("", True, True),
    ],
)
def test_the_register_is_filtered_by_origin_and_by_what_is_carried_out(
    sign_in: SignIn, world: World, plan: Directive, link: DirectiveLink, query: str, own: bool, upper: bool
) -> None:
    rows = sign_in("oanh").get(f"/van-ban?{query.format(plan=plan.id)}").text.split("<tbody")[1]
    assert (f'<a href="/van-ban/{world.directive.id}">' in rows) is own
    assert (f'<a href="/van-ban/{plan.id}">' in rows) is upper


def test_many_who_carry_it_out_cost_no_more_statements(
    app: Flask, sign_in: SignIn, world: World, plan: Directive
) -> None:
    oanh, browser = world.viewer("oanh"), sign_in("oanh")
    costs = []
    for _ in range(2):
        for _ in range(15):
            other = make.make_directive()
            make.make_assignment(world.dam, task=make.make_task(other))
            actions.add_citation(oanh, other, said=Citation("36/KH-UBND", issued_on=ISSUED))
        page_of(browser, plan)  # what is kept in memory is read by whoever comes first
        with count_sql(app) as sent:
            page = page_of(browser, plan)
        with count_sql(app) as listed:
            browser.get("/van-ban")
        costs.append((len(sent), len(listed)))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15
    assert page.split("Được thực hiện bởi: 30 văn bản")[1].count('<th scope="row">') == 20
    assert f"/van-ban?vien_dan={plan.id}" in page
