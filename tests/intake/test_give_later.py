"""A body that joins a group after its tasks went out: asked about, given when the office says so, never by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.intake.drafts import TEXT, UNKNOWN, drafted
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions
from tracker.intake.queries import newcomers
from tracker.outbox.models import Letter
from tracker.tasks.queries import of_directive

SignIn = Callable[[str], FlaskClient]
ASKED = "gia nhập nhóm"


@pytest.fixture
def issued(world: World) -> Directive:
    """Two of its tasks are the communes', one of them due on 20 March."""
    oanh, made = world.viewer("oanh"), drafted(world, TEXT)
    actions.choose_addressee(oanh, made, words=UNKNOWN, kind="body", chosen_id=world.front.id)
    return actions.issue_directive(oanh, made)


@pytest.fixture
def new(issued: Directive, world: World) -> Body:
    return make.make_body("UBND xã Ngọc Côn", world.commune, email="ngoccon@lamgiang.example")


def seen(world: World, directive: Directive) -> str:
    return newcomers(world.viewer("oanh"), directive, of_directive(directive.id, ("issued",))).mark


def given(body: Body) -> list[tuple[date | None, str]]:
    db.session.commit()  # see what a browser's request has written since
    rows = select(Assignment.due_on, Assignment.state).where(Assignment.body_id == body.id)
    return [(due_on, state) for due_on, state in db.session.execute(rows.order_by(Assignment.id))]


def test_nobody_is_asked_while_nobody_joined(sign_in: SignIn, issued: Directive) -> None:
    assert ASKED not in sign_in("oanh").get(f"/van-ban/{issued.id}").text


def test_the_office_is_asked_and_one_press_gives(
    sign_in: SignIn, world: World, issued: Directive, new: Body
) -> None:
    place = f"/van-ban/{issued.id}"
    for name in ("binh", "lam", "khanh"):
        assert ASKED not in sign_in(name).get(place).text
    browser = sign_in("oanh")
    page = browser.get(place).text
    assert ASKED in page
    assert new.name in page
    assert given(new) == []
    browser.post(f"{place}/giao-them", data=fields_of(page, f"{place}/giao-them"))
    assert given(new) == [(date(2026, 3, 20), "assigned"), (None, "assigned")]
    letter = db.session.scalars(select(Letter).where(Letter.body_id == new.id)).one()
    assert (letter.kind, letter.to_addr) == ("assigned", "ngoccon@lamgiang.example")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.give_later")).one()
    assert line.after is not None
    assert (line.after["bodies"], line.after["assignments"], line.after["letters"]) == ([new.name], 2, 1)
    assert ASKED not in browser.get(place).text


def test_given_twice_is_given_once(world: World, issued: Directive, new: Body) -> None:
    oanh, mark = world.viewer("oanh"), seen(world, issued)
    actions.give_to_newcomers(oanh, issued, seen=mark)
    before = db.session.scalar(select(func.count()).select_from(Assignment))
    with pytest.raises(Conflict, match="newcomers_changed"):
        actions.give_to_newcomers(oanh, issued, seen=mark)
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == before


def test_what_was_not_shown_is_not_given(world: World, issued: Directive, new: Body) -> None:
    mark = seen(world, issued)
    other = make.make_body("UBND xã Phong Châu", world.commune)
    with pytest.raises(Conflict, match="newcomers_changed"):
        actions.give_to_newcomers(world.viewer("oanh"), issued, seen=mark)
    assert (given(new), given(other)) == ([], [])


def test_a_day_that_has_passed_is_asked_for(
    sign_in: SignIn, world: World, issued: Directive, new: Body
) -> None:
    with clock.frozen_at(clock.at(date(2026, 4, 1), 9)):
        place = f"/van-ban/{issued.id}"
        browser, oanh = sign_in("oanh"), world.viewer("oanh")
        page = browser.get(place).text
        fields = fields_of(page, f"{place}/giao-them")
        assert "due_on" in fields
        for day in (None, date(2026, 3, 30)):
            with pytest.raises(Refused, match="day_passed"):
                actions.give_to_newcomers(oanh, issued, seen=seen(world, issued), due_on=day)
        browser.post(f"{place}/giao-them", data=fields | {"due_on": "2026-04-18"})  # a Saturday
        assert given(new) == [(date(2026, 4, 20), "assigned"), (None, "assigned")]


def test_a_task_everybody_has_finished_asks_nobody(world: World, issued: Directive, new: Body) -> None:
    with transaction() as session:
        for row in session.scalars(select(Assignment).where(Assignment.directive_id == issued.id)):
            row.state, row.reported_on, row.confirmed_on = "completed", clock.today(), clock.today()
    assert newcomers(world.viewer("oanh"), issued, of_directive(issued.id, ("issued",))).tasks == ()


def test_only_the_office_gives(world: World, issued: Directive, new: Body) -> None:
    for name in ("binh", "lam", "khanh", "an"):
        with pytest.raises(NotAllowed):
            actions.give_to_newcomers(world.viewer(name), issued, seen=seen(world, issued))
