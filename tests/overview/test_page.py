"""The dashboard: who sees it, what it says first, and what each figure opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.db import transaction
from tracker.difficulties import actions as difficulties
from tracker.directives.models import Target
from tracker.extensions import actions as extensions
from tracker.links.models import MailedLink
from tracker.overview.charts import CHARTS
from tracker.overview.keeping import keep_months
from tracker.overview.queries import months
from tracker.people import actions as people
from tracker.reviews.rules import span
from tracker.submissions import actions as submissions
from tracker.targets import queries as targets
from tracker.targets.actions import give_parts, measure

SignIn = Callable[[str], FlaskClient]
NOW = clock.at(date(2026, 3, 20), 9)
FIGURE = re.compile(r'<a href="(/(?:tong-quan/dong|ra-soat/[^"]+/dong|don-doc)[^"]*)"[^>]*>([\d.]+)</a>')


def fill(world: World) -> None:
    """Work of every kind: done in time and late, waiting, late by every age, undated, of last month, objected."""
    today = date(2026, 3, 20)
    early, directive = date(2026, 1, 20), make.make_directive(number="9/KH-UBND", subject="chuyển đổi số")
    with transaction() as session:
        target = Target(
            directive_id=directive.id, position=1, quote="3/9 xã đạt chuẩn", unit="xã", planned=9, actual=3
        )
        session.add(target)
    for n, days in enumerate((1, 7, 8, 30, 31, 60, 61, 120, 121, 400)):
        due_on = today - timedelta(days=days)
        task = make.make_task(directive, due_on=due_on, section=f"{n % 3 + 1}.{n}", target_id=target.id)
        make.make_assignment(world.dam, due_on, task, assigned_on=min(early, due_on))
    for n, (due_on, reported_on) in enumerate(
        [(date(2026, 3, 1), date(2026, 2, 27)), (date(2026, 3, 1), date(2026, 3, 4))] * 2
    ):
        task = make.make_task(directive, due_on=due_on, section="1.9")
        stated = {"reported_on": reported_on, "last_report_at": clock.at(reported_on), "assigned_on": early}
        stated |= {"received_at": clock.at(early)}
        done = {"state": "completed", "confirmed_on": date(2026, 3, 16)} if n < 2 else {"state": "submitted"}
        make.make_assignment(world.chi_body, due_on, task, **stated, **done)
    make.make_assignment(world.chi_body, None, make.make_task(directive, section="2"))
    made = make.make_assignment(world.chi_body, date(2026, 4, 20), make.make_task(directive))
    with transaction() as session:
        session.add(
            MailedLink(
                body_id=world.chi_body.id,
                mailbox="a@b.example",
                assignment_id=made.id,
                created_at=clock.now(),
                expires_at=clock.now(),
                opened_at=clock.now(),
            )
        )


@pytest.fixture
def filled(world: World) -> World:
    with clock.frozen_at(NOW):
        fill(world)
    return world


def figures(page: str) -> list[tuple[str, int]]:
    """(address, number) of every figure a page links."""
    return [(unescape(url), int(n.replace(".", ""))) for url, n in FIGURE.findall(page)]


def count_of(browser: FlaskClient, url: str) -> int:
    """How many rows a list says it has, held against those it shows page by page."""
    page = browser.get(url)
    assert page.status_code == 200, url
    if url.startswith("/don-doc"):
        return page.text.count('name="id" value=')
    said = re.search(r"<h1>[^<]*: ([\d.]+)</h1>", page.text)
    assert said, url
    shown, following = page.text, page.text
    while found := re.search(r'<a class="btn" href="([^"]*sau=[^"]*)"', following):
        following = browser.get(unescape(found[1])).text
        shown += following
    assert shown.count('<tr><th scope="row">') + shown.count('<tr class="is-late">') == int(
        said[1].replace(".", "")
    ), url
    return int(said[1].replace(".", ""))


@pytest.mark.parametrize("name", CHARTS)
def test_every_figure_of_a_chart_is_the_length_of_its_list(sign_in: SignIn, filled: World, name: str) -> None:
    with clock.frozen_at(NOW):
        keep_months(clock.today())
        office = sign_in("oanh")
        found = figures(office.get(f"/tong-quan/{name}").text)
        assert found, name
        assert [(url, n) for url, n in found if count_of(office, url) != n] == []


def test_every_figure_of_the_page_is_the_length_of_its_list(sign_in: SignIn, filled: World) -> None:
    with clock.frozen_at(NOW):
        office = sign_in("oanh")
        found = figures(office.get("/tong-quan").text)
        assert len(found) >= 8
        assert [(url, n) for url, n in found if count_of(office, url) != n] == []


@pytest.mark.parametrize(
    ("name", "status"), [("oanh", 200), ("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)]
)
@pytest.mark.parametrize("path", ["", "/tuoi", "/theo-muc", "/dong?o=tuoi&phan=1-7"])
def test_who_sees_it(sign_in: SignIn, world: World, name: str, status: int, path: str) -> None:
    assert sign_in(name).get(f"/tong-quan{path}").status_code == status


@pytest.mark.parametrize("name", ["", *(f"/{each}" for each in CHARTS)])
def test_nothing_yet_is_said_in_words(sign_in: SignIn, world: World, name: str) -> None:
    with transaction() as session:
        session.execute(update(Assignment).values(state="cancelled", stopped_on=date(2026, 1, 2)))
    with clock.frozen_at(NOW):
        page = sign_in("oanh").get(f"/tong-quan{name}")
    assert page.status_code == 200
    assert not figures(page.text)


@pytest.mark.parametrize(
    "query",
    ["", "o=x", "o=tuoi", "o=tuoi&phan=2-9", "o=muc&so=9999999", "o=dich&so=-1", "o=muc&muc=" + "1" * 99],
)
def test_a_figure_there_is_none_of_is_not_found(sign_in: SignIn, world: World, query: str) -> None:
    assert sign_in("lam").get(f"/tong-quan/dong?{query}").status_code == 404


def test_the_leader_starts_here_with_what_waits_for_a_word(sign_in: SignIn, world: World) -> None:
    binh = world.viewer("binh")
    found = difficulties.report_difficulty(binh, world.work, what="Thiếu đất đắp nền", note="Đang chờ")
    difficulties.pass_up(world.viewer("oanh"), found, note="Quá thẩm quyền")
    extensions.ask(
        world.viewer("chi"), world.other_work, new_due_on=date(2026, 3, 31), reason="Chờ thẩm định"
    )
    leader = sign_in("lam")
    page = leader.get(leader.get("/").location).text
    assert "2 việc chờ anh/chị quyết định" in page
    assert f'href="/vuong-mac?xem=lanh-dao#difficulty-{found.id}"' in page
    assert "Thiếu đất đắp nền" in page
    assert "Từ 05/03/2026 đến 31/03/2026" in page
    assert "chờ anh/chị quyết định" not in sign_in("oanh").get("/tong-quan").text


def test_what_the_office_put_before_him_stands_first(sign_in: SignIn, world: World) -> None:
    page = submissions.submit(
        world.viewer("oanh"),
        world.people["lam"],
        assignment_ids=[world.work.id, world.other_work.id],
        proposal="Phê bình hai xã",
    )
    text = sign_in("lam").get("/tong-quan").text
    assert "1 việc chờ anh/chị quyết định" in text
    assert f'href="/trinh/{page.id}"' in text
    assert "Phê bình hai xã" in text


def test_an_objection_waits_for_the_leader(sign_in: SignIn, world: World) -> None:
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=make.LONG_AGO)
    actions.object_to(world.viewer("binh"), world.work, reason="Không thuộc địa bàn xã")
    page = sign_in("lam").get("/tong-quan").text
    assert "Không thuộc địa bàn xã" in page
    assert f'href="/phan-cong/{world.work.id}"' in page


def test_statements_do_not_grow_with_rows(app: Flask, sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(NOW):
        leader = sign_in("lam")
        paths = ["/tong-quan", "/tong-quan/dong?o=tuoi&phan=8-30", *(f"/tong-quan/{each}" for each in CHARTS)]

        def counted() -> dict[str, int]:
            found = {}
            for path in paths:
                with count_sql(app) as sent:
                    assert leader.get(path).status_code == 200
                found[path] = len(sent)
            return found

        few = counted()
        fill(world)
        many = counted()
    assert max(many.values()) <= 15, many
    assert {path: n for path, n in many.items() if n > few[path] + 1} == {}


def test_targets_stand_as_their_own_list_has_them(sign_in: SignIn, filled: World) -> None:
    """The bodies' figures count once there are some; until then the directive's own, 3 of 9."""
    office, oanh, today = sign_in("oanh"), filled.viewer("oanh"), clock.today()
    chart = "/tong-quan/chi-tieu"
    assert "3 / 9" in office.get(chart).text
    target = targets.card(oanh, targets.listed(oanh, today).rows[0].facts.id)
    give_parts(oanh, target, bodies=[filled.dam.id], planned=9)
    part = targets.share_card(oanh, targets.shares(oanh, target.id).rows[0].id)
    measure(oanh, part, actual=5, day=today)
    page = office.get(chart).text
    assert "5 / 9" in page
    assert f'href="/chi-tieu/{target.id}"' in page
    assert "5/9" in office.get(f"/chi-tieu/{target.id}").text


def test_the_wording_of_the_period_before(sign_in: SignIn, filled: World) -> None:
    with clock.frozen_at(NOW):
        page = sign_in("lam").get("/tong-quan").text
    assert "tháng 3/2026" in page
    assert "quá hạn" in page


def test_the_month_before_is_read_as_it_was_counted_at_night(app: Flask, world: World) -> None:
    """The page counts no ended month anew: that grows with all the work of a month."""
    office, days = world.viewer("oanh"), span("2026-02")
    with clock.frozen_at(NOW):
        fill(world)
        live = months.before(office, days, {})
        keep_months(clock.today())
        with count_sql(app) as sent:
            kept = months.before(office, days, months.kept(office, ["2026-02"]))
    assert live is not None
    assert kept is not None
    assert (kept.name, kept.cells) == (live.name, live.cells)
    assert [statement for statement in sent if "FROM assignment" in statement] == []
    assert months.before(office, None, {}) is None
