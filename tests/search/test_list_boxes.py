"""What a list's own box says where more is typed than is looked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.sending import fields_of
from tests.world import World
from tracker.directives import actions
from tracker.directives.actions.citations import Citation
from tracker.search.parser import LONGEST_QUERY, MOST_TERMS, is_cut, plain

SignIn = Callable[[str], FlaskClient]
VI, EN = "Chỉ tìm theo phần đầu: tối đa 12 từ và 300 ký tự.", "Only its beginning was looked for"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", False),
        (" ".join(f"tu{n}" for n in range(MOST_TERMS)), False),
        (" ".join(f"tu{n}" for n in range(MOST_TERMS + 1)), True),
        ("nông thôn mới " * MOST_TERMS, False),
        ("nông thôn mới " * (MOST_TERMS + 1), True),
        ("- " * 30, False),
        ("x" * LONGEST_QUERY, False),
        ("x" * (LONGEST_QUERY + 1), True),
    ],
)
def test_what_is_cut(text: str, cut: bool) -> None:
    assert is_cut(text) is cut
    assert len(plain(text)) <= MOST_TERMS


@pytest.mark.parametrize(
    "page",
    ["/van-ban", "/van-ban/{id}/vien-dan/{link}", "/van-ban/{id}/thay-the", "/nhiem-vu/{task}/phuc-vu"],
)
def test_every_box_tells_it_in_both_languages_and_only_then(sign_in: SignIn, world: World, page: str) -> None:
    link = actions.add_citation(world.viewer("oanh"), world.directive, said=Citation("36/KH-UBND"))
    new = make.make_directive(subject=" ".join(f"tu{n}" for n in range(MOST_TERMS)))
    address = page.format(id=world.directive.id, link=link.id, task=world.task.id)
    browser = sign_in("oanh")
    short, long = new.subject, new.subject + " thừa"
    assert VI not in browser.get(address, query_string={"tim": short}).text
    cut = browser.get(address, query_string={"tim": long}).text
    assert f'id="tim-hint">{VI}</p>' in cut
    assert 'aria-describedby="tim-hint"' in cut
    token = fields_of(browser.get("/van-ban").text, "/ngon-ngu")
    browser.post("/ngon-ngu", data=token | {"language": "en", "next": "/"})
    assert EN in browser.get(address, query_string={"tim": long}).text
    assert EN not in browser.get(address, query_string={"tim": short}).text


def test_what_stands_in_its_beginning_is_found(sign_in: SignIn, world: World) -> None:
    long = f"{world.directive.subject} " * 4 + "khong co dau"
    found = sign_in("oanh").get("/van-ban", query_string={"tim": long}).text
    assert VI in found
    assert f'href="/van-ban/{world.directive.id}"' in found
