"""Bodies put in the charge of another official at once: shown first, done, told row by row, and taken back."""

from __future__ import annotations

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import make
from tests.bulk.conftest import SignIn, choose, hidden, seen
from tests.world import World
from tracker import clock
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.bulk import actions, rules
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.migrations.upgrading import alembic_config
from tracker.officials import actions as officials
from tracker.officials.models import Official
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.people.queries import as_viewer


@pytest.fixture
def ky(world: World) -> Person:
    """A second one of the office; the first follows Đàm Thượng."""
    oanh = world.viewer("oanh")
    officials.set_official(oanh, world.dam, person_id=oanh.id)
    return make.make_person("Trịnh Bá Kỷ", "office", login="ky")


def follower(body: Body) -> str:
    db.session.rollback()  # each look sees what was written since the last
    name = select(Person.name).join(Official, Official.person_id == Person.id)
    return db.session.scalar(name.where(Official.body_id == body.id)) or ""


def put(world: World, person: Person | None, *bodies: Body) -> BulkBatch:
    seen = dict.fromkeys(body.id for body in bodies)
    person_id = person.id if person else None
    return actions.put_in_charge(world.viewer("oanh"), seen=seen, person_id=person_id)


def became(batch: BulkBatch) -> dict[int, tuple[str, str]]:
    rows = select(BulkRow.body_id, BulkRow.reason, BulkRow.undone).where(BulkRow.batch_id == batch.id)
    return {body_id: (reason, undone) for body_id, reason, undone in db.session.execute(rows)}


def test_from_the_ticked_bodies_to_what_became_of_each_and_back(
    world: World, ky: Person, sign_in: SignIn
) -> None:
    office, oanh = sign_in("oanh"), world.people["oanh"]
    form = office.get("/theo-doi").text.split('class="picking"')[1].split("</form>")[0]
    assert 'action="/hang-loat/chuyen-vien" method="get"' in form
    ticked = f"id={world.dam.id}&id={world.front.id}"
    shown = office.get(f"/hang-loat/chuyen-vien?{ticked}&person_id={oanh.id}").text
    rows = shown.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert [world.front.name in rows[0], "Phạm Thị Oanh" in rows[0]] == [True, True], "would be changed"
    assert [world.dam.name in rows[1], "Bỏ qua" in rows[1]] == [True, True], "follows it already"
    data = hidden(shown) | {"person_id": str(ky.id)}
    again = office.post("/hang-loat/chuyen-vien", data=data | {"do": "preview"})
    assert again.status_code == 200
    assert again.text.split("<tbody>")[1].count("Trịnh Bá Kỷ") == 2
    assert (follower(world.dam), follower(world.front)) == ("Phạm Thị Oanh", ""), "shown, not done"
    sent = office.post("/hang-loat/chuyen-vien", data=hidden(again.text) | {"person_id": str(ky.id)})
    assert (follower(world.dam), follower(world.front)) == ("Trịnh Bá Kỷ", "Trịnh Bá Kỷ")
    page = office.get(sent.location).text
    assert "Phạm Thị Oanh → Trịnh Bá Kỷ" in page
    assert "Chưa có → Trịnh Bá Kỷ" in page
    assert office.post(f"{sent.location}/hoan-tac", data=hidden(page)).status_code == 303
    assert (follower(world.dam), follower(world.front)) == ("Phạm Thị Oanh", "")
    undone = office.get(sent.location).text
    assert "Trịnh Bá Kỷ → Phạm Thị Oanh" in undone
    assert "Trịnh Bá Kỷ → Chưa có" in undone


def test_the_desk_leads_to_the_bodies_of_the_chosen_work(world: World, ky: Person, sign_in: SignIn) -> None:
    ids = [str(work.id) for work in (world.work, world.other_work)]
    page = choose(sign_in("oanh"), "chuyen-vien", id=ids)
    assert set(rules.unpacked(hidden(page.text)["seen"])) == {world.dam.id, world.chi_body.id}
    rows = page.text.split("<tbody>")[1].split("</tbody>")[0]
    assert rows.count("Phạm Thị Oanh") == 1, "nobody was chosen yet, so only who follows now is shown"


def test_nobody_is_chosen_by_a_slip_nor_who_may_not_follow(world: World, ky: Person, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    shown = office.get(f"/hang-loat/chuyen-vien?id={world.dam.id}").text
    for person_id in ("", "x", "987654", str(world.people["binh"].id)):
        answer = office.post("/hang-loat/chuyen-vien", data=hidden(shown) | {"person_id": person_id})
        assert answer.status_code == 422
        assert 'href="#person_id"' in answer.text
    people.enable_person(world.viewer("an"), world.people["oanh"], is_enabled=False)
    with pytest.raises(Refused, match="not_of_office"):
        actions.put_in_charge(
            as_viewer(ky, clock.today()), seen={world.front.id: None}, person_id=world.people["oanh"].id
        )
    assert follower(world.dam) == "Phạm Thị Oanh"
    assert follower(world.front) == ""


def test_whom_somebody_else_named_meanwhile_stays(world: World, ky: Person, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    shown = office.get(f"/hang-loat/chuyen-vien?id={world.front.id}&id={world.dam.id}").text
    officials.set_official(world.viewer("oanh"), world.front, person_id=world.people["oanh"].id)
    data = hidden(shown) | {"person_id": str(ky.id)}
    looked = office.post("/hang-loat/chuyen-vien", data=data | {"do": "preview"}).text
    assert hidden(looked)["seen"] == hidden(shown)["seen"], "a second look is no second sight"
    sent = office.post("/hang-loat/chuyen-vien", data=hidden(looked) | {"person_id": str(ky.id)})
    batch = db.session.scalars(select(BulkBatch)).one()
    assert sent.location == f"/hang-loat/lo/{batch.id}"
    assert became(batch) == {world.front.id: ("changed", ""), world.dam.id: ("", "")}
    assert (follower(world.front), follower(world.dam)) == ("Phạm Thị Oanh", "Trịnh Bá Kỷ")


def test_taken_back_where_nothing_has_changed_since(world: World, ky: Person) -> None:
    batch = put(world, ky, world.dam, world.front, world.chi_body)
    officials.set_official(world.viewer("oanh"), world.front, person_id=None)
    actions.undo(world.viewer("oanh"), batch)
    assert became(batch) == {
        world.dam.id: ("", "yes"), world.front.id: ("", "changed"), world.chi_body.id: ("", "yes"),
    }  # fmt: skip
    assert [follower(body) for body in (world.dam, world.front, world.chi_body)] == ["Phạm Thị Oanh", "", ""]
    with pytest.raises(Conflict, match="undone"):
        actions.undo(world.viewer("oanh"), batch)
    assert trail.verify() is None


def test_whoever_has_left_does_not_come_back(world: World, ky: Person) -> None:
    oanh = world.people["oanh"]
    officials.set_official(world.viewer("oanh"), world.front, person_id=ky.id)
    batch, other = put(world, ky, world.dam, world.chi_body), put(world, oanh, world.front)
    people.enable_person(world.viewer("an"), oanh, is_enabled=False)
    actions.undo(as_viewer(ky, clock.today()), batch)
    assert became(batch) == {world.dam.id: ("", "gone"), world.chi_body.id: ("", "yes")}
    assert follower(world.dam) == "Trịnh Bá Kỷ"
    people.enable_person(world.viewer("an"), oanh, is_enabled=True)
    people.enable_person(world.viewer("an"), ky, is_enabled=False)
    with pytest.raises(Refused, match="undo_nothing") as refused:
        actions.undo(world.viewer("oanh"), other)
    assert refused.value.facts == {"gone": 1}
    assert other.undone_at is None


def test_each_is_written_down_as_the_single_verb(world: World, ky: Person) -> None:
    batch = put(world, None, world.dam, world.front)
    assert (batch.done, batch.left_out, became(batch)[world.front.id]) == (1, 1, ("so_already", ""))
    lines = select(AuditLine.thing, AuditLine.after).where(AuditLine.verb == "official.set")
    last = db.session.execute(lines.order_by(AuditLine.seq.desc()).limit(1)).one()
    assert tuple(last) == (f"body:{world.dam.id}", {"official_id": None})
    with pytest.raises(Refused, match="bulk_nothing"):
        put(world, None, world.dam, world.front)


def test_no_more_than_the_machine_takes_and_only_the_office(world: World, ky: Person) -> None:
    many = dict.fromkeys(range(1, rules.MOST_AT_ONCE["official"] + 2))
    with pytest.raises(Refused, match="too_many_followed"):
        actions.put_in_charge(world.viewer("oanh"), seen=many, person_id=ky.id)
    for name in ("lam", "khanh", "binh", "an"):
        with pytest.raises(NotAllowed):
            actions.put_in_charge(world.viewer(name), seen={world.dam.id: None}, person_id=ky.id)


def test_the_version_before_opens_what_this_one_leaves(app: Flask, world: World, ky: Person) -> None:
    call = actions.call_all(world.viewer("oanh"), seen=seen(world.work))
    batch = put(world, ky, world.dam)
    made = (call.id, batch.id)
    db.session.remove()
    command.downgrade(alembic_config(), "0033")
    assert db.session.scalars(select(BulkBatch.id)).all() == [made[0]]
    assert db.session.scalars(select(BulkRow.batch_id)).all() == [made[0]]
    assert follower(world.dam) == "Trịnh Bá Kỷ"
    db.session.remove()
    with pytest.raises(IntegrityError, match="verb"):
        put(world, None, world.dam)
    db.session.remove()
    command.upgrade(alembic_config(), "head")
    assert put(world, None, world.dam).done == 1
