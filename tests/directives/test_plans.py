"""How SQLite finds who cites whom and what serves a task: by an index, on a migrated database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker.db import db
from tracker.directives import actions
from tracker.directives.actions.citations import Citation
from tracker.officials.actions import set_official

DATABASES = ("sqlite",)  # PostgreSQL plans by its statistics, which a test has none of


def plan(statement: str) -> list[str]:
    """The steps SQLite would take, in its words."""
    with db.engine.connect() as connection:
        values = (None,) * statement.count("?")
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    return [str(step[3]) for step in steps]


def assert_looked_up(sent: Sequence[str], *tables: str) -> None:
    """That one statement looked words up in the index of each table and read none of them through."""
    asked = [each for each in sent if "_words MATCH" in each]
    assert len(asked) == 1
    assert "LIKE" not in asked[0]
    steps = plan(asked[0])
    for table in tables:
        assert any(f"SCAN {table}_words VIRTUAL TABLE INDEX" in each for each in steps), steps
        assert [each for each in steps if each.split()[:2] == ["SCAN", table]] == [], steps


@pytest.mark.parametrize("name", ["oanh", "binh"])
@pytest.mark.parametrize(
    "path", ["/van-ban/{directive}", "/nhiem-vu/{task}", "/van-ban?vien_dan={directive}"]
)
def test_no_page_scans_citations_or_tasks(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, name: str, path: str
) -> None:
    actions.add_citation(world.viewer("oanh"), world.directive, said=Citation("36/KH-UBND"))
    browser = sign_in(name)
    with count_sql(app) as sent:
        address = path.format(directive=world.directive.id, task=world.task.id)
        assert browser.get(address).status_code == 200
    asked = [each for each in sent if "directive_link" in each or "serves_id" in each]
    assert asked
    for statement in asked:
        scans = [each for each in plan(statement) if each.startswith(("SCAN directive_link", "SCAN task"))]
        assert scans == [], statement


@pytest.mark.parametrize("name", ["oanh", "lam", "binh"])
@pytest.mark.parametrize("words", ["nong thon", "1847/UBND", "ubnd 18"])
def test_words_of_the_register_are_looked_up_and_no_document_is_read_for_them(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, name: str, words: str
) -> None:
    browser = sign_in(name)
    with count_sql(app) as sent:
        page = browser.get("/van-ban", query_string={"tim": words})
    assert f'href="/van-ban/{world.directive.id}"' in page.text
    assert_looked_up(sent, "directive")


@pytest.mark.parametrize("page", ["/van-ban/{citing}/vien-dan/{link}", "/van-ban/{citing}/thay-the"])
@pytest.mark.parametrize("words", ["nong thon", "1847/UBND"])
def test_a_document_to_be_chosen_is_looked_up_by_the_index_of_words(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, page: str, words: str
) -> None:
    citing = make.make_directive(number="5/TB-VP")
    link = actions.add_citation(world.viewer("oanh"), citing, said=Citation("36/KH-UBND"))
    address, browser = page.format(citing=citing.id, link=link.id), sign_in("oanh")
    with count_sql(app) as sent:
        shown = browser.get(address, query_string={"tim": words})
    assert f'value="{world.directive.id}"' in shown.text
    assert_looked_up(sent, "directive")


@pytest.mark.parametrize("words", ["tung tieu chi", "1847/UBND", "tieu chi 1847"])
def test_a_task_to_be_chosen_is_looked_up_by_both_indexes_of_words(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, words: str
) -> None:
    task, browser = make.make_task(make.make_directive(number="5/TB-VP")), sign_in("oanh")
    with count_sql(app) as sent:
        shown = browser.get(f"/nhiem-vu/{task.id}/phuc-vu", query_string={"tim": words})
    assert f'value="{world.task.id}"' in shown.text
    assert_looked_up(sent, "directive", "task")


def test_the_directives_of_one_official_are_found_without_reading_the_register(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World
) -> None:
    oanh = world.viewer("oanh")
    set_official(oanh, world.directive, person_id=oanh.id)
    browser = sign_in("oanh")
    with count_sql(app) as sent:
        page = browser.get(f"/theo-doi?chuyen-vien={oanh.id}")
    assert f'value="v{world.directive.id}"' in page.text
    [asked] = [each for each in sent if "directive.subject" in each]
    assert [
        each for each in plan(asked) if each.split()[:2] in (["SCAN", "directive"], ["SCAN", "official"])
    ] == []
