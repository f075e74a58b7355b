"""Away, and who stands in: what is lent, what never is, and that it ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_sql
from tests.make import LONG_AGO, make_assignment, make_body, make_person
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.absences import actions
from tracker.absences.models import Absence
from tracker.access.actors import SYSTEM, Stand
from tracker.assignments.actions import confirm, post_report
from tracker.audit.models import AuditLine
from tracker.auth import queries as auth
from tracker.auth.actions import start_session
from tracker.bodies.actions import create_post
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions.actions import cancel
from tracker.handling.actions import leave_body, pass_on
from tracker.outbox import post
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody

SignIn = Callable[[str], FlaskClient]
PAGE = "/vang-mat"
TODAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def away(
    person: Person, deputy: Person, body_id: int | None = None, by: Person | None = None, **facts: Any
) -> Absence:
    """An absence from Monday to Friday."""
    stated = {"first_on": TODAY, "last_on": FRIDAY} | {k: v for k, v in facts.items() if k != "may_decide"}
    return actions.set_absence(
        as_viewer(by or person, TODAY),
        Absence(person_id=person.id, body_id=body_id, **stated),
        person=person,
        deputy=deputy,
        may_decide=facts.get("may_decide", False),
    )


def stands(person: Person, day: date = TODAY) -> tuple[Stand, ...]:
    """What somebody stands in for, as a signed-in request of that day reads it."""
    with clock.frozen_at(clock.at(day, 9)):
        cookie = start_session(as_viewer(person, day), person, hours=8, ip="", agent="").cookie
        seen = auth.session_of(cookie, timedelta(hours=1))
    assert seen is not None
    return seen.viewer.stands


def beside_binh(world: World) -> Person:
    return make_person("Đinh Văn Dũng", body=world.dam, login="dung")


def last(verb: str) -> AuditLine:
    rows = select(AuditLine).where(AuditLine.verb == verb).order_by(AuditLine.seq.desc()).limit(1)
    return db.session.scalars(rows).one()


def test_a_deputy_objects_as_the_head_and_the_log_says_for_whom(world: World, sign_in: SignIn) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    head = create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, binh, head, valid_from=LONG_AGO)
    world.people["dung"] = dung
    browser, page = sign_in("dung"), f"/phan-cong/{world.work.id}"
    assert f"{page}/y-kien" not in browser.get(page).text
    away(binh, dung, world.dam.id)
    assert f"{page}/y-kien" in browser.get(page).text
    answer = send(browser, f"{page}/y-kien", f"{page}/y-kien", reason="Không thuộc thẩm quyền của xã")
    assert answer.status_code == 303, answer.text[:2000]
    line = last("assignment.object")
    assert (line.actor_label, line.on_behalf_of, line.via) == ("Đinh Văn Dũng", "Hoàng Văn Bình", "page")
    assert "Đinh Văn Dũng thay Hoàng Văn Bình" in sign_in("an").get("/quan-tri/nhat-ky").text


def test_it_begins_and_ends_by_itself(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    away(binh, dung, world.dam.id, first_on=TODAY + timedelta(days=1))
    assert [bool(stands(dung, TODAY + timedelta(days=n))) for n in (0, 1, 4, 5)] == [False, True, True, False]


def test_the_offices_rights_are_lent_to_a_leader_and_no_further(world: World, sign_in: SignIn) -> None:
    oanh, lam = world.people["oanh"], world.people["lam"]
    browser = sign_in("lam")
    assert browser.get("/van-ban/moi").status_code in {403, 404}
    away(oanh, lam)
    assert browser.get("/van-ban/moi").status_code == 200
    assert "/xac-nhan" in browser.get("/don-doc").text
    assert browser.get("/quan-tri/nguoi-dung").status_code == 403


def test_a_leaders_right_to_decide_is_lent_by_the_leader_alone(world: World) -> None:
    lam, oanh = world.people["lam"], world.people["oanh"]
    with pytest.raises(Refused, match="absence_not_lent"):
        away(lam, oanh, by=oanh, may_decide=True)
    away(lam, oanh, by=oanh)
    assert [stand.lends for stand in stands(oanh)] == [False]
    actions.end_absence(world.viewer("lam"), db.session.scalars(select(Absence)).one())
    away(lam, oanh, may_decide=True)
    assert [stand.lends for stand in stands(oanh)] == [True]


def test_the_log_names_the_leader_for_what_a_leader_may_do(world: World) -> None:
    lam, oanh = world.people["lam"], world.people["oanh"]
    away(lam, oanh, may_decide=True)
    acting = replace(world.viewer("oanh"), stands=stands(oanh))
    post_report(world.viewer("binh"), world.work, status="done", note="Đã xong")
    confirm(acting, world.work)
    cancel(acting, world.other_work, reason="Không cần nữa", document="5/UB")
    assert last("assignment.confirm").on_behalf_of is None, (
        "a leader does not confirm: that was the office's own"
    )
    assert last("assignment.cancel").on_behalf_of == "Trần Quang Lâm"


def test_an_administrators_rights_are_never_lent(world: World) -> None:
    an, oanh = world.people["an"], world.people["oanh"]
    people.join_body(SYSTEM, an, world.dam, valid_from=LONG_AGO)
    for body_id in (None, world.dam.id):
        with pytest.raises(Refused, match="absence_place"):
            away(an, oanh, body_id)
    away(oanh, world.people["lam"])
    people.edit_person(
        world.viewer("an"), oanh, name=oanh.name, login=oanh.login, email=oanh.email, phone="", role="admin",
        version=oanh.version,
    )  # fmt: skip
    assert stands(world.people["lam"]) == (), "who has become an administrator since lends nothing either"


def test_a_deputy_holds_a_place_in_the_same_body(world: World) -> None:
    binh, chi = world.people["binh"], world.people["chi"]
    for deputy, body in ((chi, world.dam), (chi, world.chi_body), (binh, world.dam)):
        with pytest.raises(Refused, match="absence_place"):
            away(binh, deputy, body.id)


@pytest.mark.parametrize("leaves", ["binh", "dung"])
def test_a_place_that_one_of_the_two_has_left_is_lent_no_more(world: World, leaves: str) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    away(binh, dung, world.dam.id)
    assert stands(dung)
    who = {"binh": binh, "dung": dung}[leaves]
    found = next(
        iter(db.session.scalars(select(people.Membership).where(people.Membership.person_id == who.id)))
    )
    leave_body(world.viewer("an"), found, valid_to=TODAY)
    assert stands(dung) == ()


def test_no_chains_and_no_second_deputy(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    third = make_person("Lý Thị Tư", body=world.dam)
    away(binh, dung, world.dam.id)
    for person, deputy, code in (
        (dung, third, "absence_is_deputy"), (third, binh, "absence_deputy_away"), (binh, third, "absence_twice"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            away(person, deputy, world.dam.id, last_on=TODAY)
    away(dung, third, world.dam.id, first_on=date(2026, 3, 9), last_on=date(2026, 3, 10))


@pytest.mark.parametrize(
    ("first", "last_day", "code"),
    [
        (date(2026, 3, 1), FRIDAY, "absence_in_the_past"),
        (FRIDAY, TODAY, "absence_ends_first"),
        (TODAY, date(2027, 3, 3), "absence_too_long"),
    ],
)
def test_days_that_cannot_be(world: World, first: date, last_day: date, code: str) -> None:
    with pytest.raises(Refused, match=code):
        away(world.people["binh"], beside_binh(world), world.dam.id, first_on=first, last_on=last_day)


def test_nobody_sets_or_ends_anothers_but_the_office_and_administrators(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    for by in ("chi", "lam", "khanh"):
        with pytest.raises(NotAllowed):
            away(binh, dung, world.dam.id, by=world.people[by])
    made = away(binh, dung, world.dam.id, by=world.people["oanh"])
    with pytest.raises(NotAllowed):
        actions.end_absence(as_viewer(dung, TODAY), made)
    actions.end_absence(world.viewer("an"), made)
    assert stands(dung) == ()
    with pytest.raises(Conflict, match="absence_over"):
        actions.end_absence(world.viewer("an"), made)


def test_letters_to_the_person_go_to_the_deputy(world: World) -> None:
    lam, oanh = world.people["lam"], world.people["oanh"]
    away(lam, oanh)
    told = db.session.scalars(select(Letter).where(Letter.kind == "absence")).one()
    assert (told.to_addr, "Trần Quang Lâm" in told.body_text) == (oanh.email, True)
    sent = {"kind": "test", "to": lam.email, "to_name": lam.name, "template": "test", "name": lam.name}
    post.enqueue("one", **sent, person_id=lam.id)
    post.enqueue("own", **sent)
    post.enqueue("later", **sent, person_id=lam.id, due_at=clock.at(date(2026, 3, 9), 8))
    letters = {row.dedup_key: row for row in db.session.scalars(select(Letter))}
    assert [letters[key].to_addr for key in ("one", "own", "later")] == [oanh.email, lam.email, lam.email]
    line = "thay Trần Quang Lâm (vắng đến 06/03/2026)"
    assert line in letters["one"].body_text
    assert line in letters["one"].body_html
    assert line not in letters["own"].body_text + letters["later"].body_text


def test_work_passed_on_to_who_is_away_is_told_to_the_deputy(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    away(binh, dung, world.dam.id)
    pass_on(as_viewer(dung, TODAY), world.work, person=binh, words="Rà soát")
    letter = db.session.scalars(select(Letter).where(Letter.kind == "passed")).one()
    assert letter.to_addr == dung.email
    assert "thay Hoàng Văn Bình (vắng đến 06/03/2026)" in letter.body_text


def test_the_body_becomes_another_and_the_deputy_goes_along(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    made = away(binh, dung, world.dam.id)
    new = NewBody("UBND phường Đàm Thượng", world.commune.id)
    change_bodies(world.viewer("oanh"), kind="rename", day=TODAY, old=[world.dam.id], new=new)
    db.session.expire_all()
    [stand] = stands(dung)
    assert stand.body_id == made.body_id != world.dam.id


def test_a_split_that_parts_the_two_ends_it(world: World) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    away(binh, dung, world.dam.id)
    north, south = make_body("UBND xã Bắc", world.commune), make_body("UBND xã Nam", world.commune)
    change_bodies(
        world.viewer("oanh"), kind="split", day=TODAY, old=[world.dam.id], into=[north.id, south.id],
        people={dung.id: south.id},
    )  # fmt: skip
    assert stands(dung) == ()


def test_on_the_page(world: World, sign_in: SignIn) -> None:
    dung = beside_binh(world)
    browser = sign_in("binh")
    facts = {"first_on": "2026-03-02", "last_on": "2026-03-06", "body_id": str(world.dam.id)}
    assert send(browser, PAGE, PAGE, **facts, deputy_id=str(world.people["chi"].id)).status_code == 422
    assert send(browser, PAGE, PAGE, **facts, deputy_id=str(dung.id)).location == PAGE
    assert "Đinh Văn Dũng" in browser.get(PAGE).text
    again = send(browser, PAGE, PAGE, **facts, deputy_id=str(dung.id))
    assert (again.status_code, again.text.count("Vui lòng sửa") > 0 or 'role="alert"' in again.text) == (
        422,
        True,
    )
    assert "Hoàng Văn Bình" not in sign_in("chi").get(PAGE).text
    made = db.session.scalars(select(Absence)).one()
    assert sign_in("chi").post(f"{PAGE}/{made.id}/ket-thuc").status_code in {400, 404}
    assert send(browser, PAGE, f"{PAGE}/{made.id}/ket-thuc").location == PAGE
    db.session.expire_all()
    assert made.ended_by == "Hoàng Văn Bình"


def test_of_another_on_the_page(world: World, sign_in: SignIn) -> None:
    dung, binh = beside_binh(world), world.people["binh"]
    page = f"{PAGE}?nguoi={binh.id}"
    facts = {
        "first_on": "2026-03-02", "last_on": "2026-03-06", "body_id": str(world.dam.id), "deputy_id": str(dung.id),
    }  # fmt: skip
    for name in ("chi", "lam", "khanh"):
        assert sign_in(name).get(page).status_code == 404
    assert send(sign_in("oanh"), page, page, **facts).status_code == 303
    assert db.session.scalars(select(Absence)).one().made_by == "Phạm Thị Oanh"


def test_who_stands_in_costs_a_request_no_statement(world: World, sign_in: SignIn, app: Flask) -> None:
    binh, dung = world.people["binh"], beside_binh(world)
    world.people["dung"] = dung
    make_assignment(world.dam)
    browser = sign_in("dung")
    counts = []
    for _ in range(2):
        browser.get("/viec")
        with count_sql(app) as sent:
            browser.get("/viec")
        counts.append(len(sent))
        if len(counts) == 1:
            away(binh, dung, world.dam.id)
    assert counts[0] == counts[1]
