"""Leaving a body or a post: from a day on, and who carries on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import LONG_AGO, make_assignment, make_person
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.db import db
from tracker.people import actions, queries
from tracker.people.models import Membership, PostHolding

SignIn = Callable[[str], FlaskClient]
TODAY = date(2026, 3, 2)
LIST = "/quan-tri/nguoi-dung"


def test_a_posts_open_work_goes_to_who_holds_it_next(world: World, sign_in: SignIn) -> None:
    head = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    holding = actions.take_post(SYSTEM, world.people["binh"], head, valid_from=LONG_AGO)
    make_assignment(world.dam, post_id=head.id)
    browser, person = sign_in("an"), world.people["binh"]
    path = f"{LIST}/{person.id}/chuc-vu/{holding.id}/thoi"
    page = browser.get(path).text
    assert "Chủ tịch UBND" in page
    answer = send(browser, path, path, valid_to="2026-03-10", successor_id=str(world.people["chi"].id))
    assert answer.location == f"{LIST}/{person.id}"
    assert queries.post_holders(world.dam.id, date(2026, 3, 9)) == {head.id: "Hoàng Văn Bình"}
    assert queries.post_holders(world.dam.id, date(2026, 3, 10)) == {head.id: "Nông Thị Chi"}
    chi = world.people["chi"].id
    assert world.dam.id not in queries.body_ids(chi, date(2026, 3, 9))
    assert queries.body_ids(chi, date(2026, 3, 10)) == {world.dam.id, world.chi_body.id}
    assert queries.in_hand(world.viewer("an"), person.id, world.dam.id, head.id, TODAY) == (1, 0, 0)
    said = [line.after for line in db.session.scalars(select(AuditLine).order_by(AuditLine.seq))]
    assert {"post_id": head.id, "until": "2026-03-10", "successor_id": chi} in said


def test_the_contact_of_a_body_hands_over(world: World, sign_in: SignIn) -> None:
    leaver, colleague = make_person("Lý Thị Đi"), make_person("Mã Văn Ở", body=world.dam)
    membership = actions.join_body(SYSTEM, leaver, world.dam, valid_from=LONG_AGO, is_focal=True)
    browser, path = sign_in("an"), f"{LIST}/{leaver.id}/don-vi/{membership.id}/thoi"
    send(browser, path, path, successor_id=str(colleague.id))
    found = queries.of_body(world.viewer("an"), world.dam.id, TODAY)
    assert [(one.name, one.is_focal) for one in found] == [("Mã Văn Ở", True), ("Hoàng Văn Bình", False)]
    before = queries.of_body(world.viewer("an"), world.dam.id, TODAY - timedelta(days=1))
    assert next((one.name, one.is_focal) for one in before) == ("Lý Thị Đi", True)
    kept = db.session.scalars(select(Membership).where(Membership.person_id == colleague.id)).all()
    assert [(one.is_focal, one.valid_to) for one in kept] == [(False, TODAY), (True, None)]


def test_nobody_yet(world: World, sign_in: SignIn) -> None:
    head = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    holding = actions.take_post(SYSTEM, world.people["binh"], head, valid_from=LONG_AGO)
    path = f"{LIST}/{world.people['binh'].id}/chuc-vu/{holding.id}/thoi"
    assert send(sign_in("an"), path, path).status_code == 303
    assert queries.post_holders(world.dam.id, clock.today()) == {}
    assert db.session.query(PostHolding).count() == 1
