"""Directives put in the charge of another official, alone or with bodies: shown first, done, told, and taken back."""

from __future__ import annotations

from io import BytesIO

import pytest
from alembic import command
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text

from tests import make
from tests.bulk.conftest import SignIn, hidden
from tests.bulk.test_at_once import both
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.bulk import actions, rules
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.errors import NotAllowed, Refused
from tracker.intake import actions as intake
from tracker.migrations.upgrading import alembic_config
from tracker.officials import actions as officials
from tracker.officials.models import Official
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.people.queries import as_viewer

Became = dict[tuple[str, int], tuple[str, str]]


@pytest.fixture
def ky(world: World) -> Person:
    """A second one of the office; the first follows the world's directive and Đàm Thượng."""
    oanh = world.viewer("oanh")
    for thing in (world.directive, world.dam):
        officials.set_official(oanh, thing, person_id=oanh.id)
    return make.make_person("Trịnh Bá Kỷ", "office", login="ky")


@pytest.fixture
def other() -> Directive:
    return make.make_directive(number="77/UBND-KT", subject="Trồng rừng")


def follower(thing: Body | Directive) -> str:
    db.session.rollback()  # each look sees what was written since the last
    key = Official.body_id if isinstance(thing, Body) else Official.directive_id
    name = select(Person.name).join(Official, Official.person_id == Person.id)
    return db.session.scalar(name.where(key == thing.id)) or ""


def put(world: World, person: Person | None, *things: Body | Directive) -> BulkBatch:
    bodies = {each.id: None for each in things if isinstance(each, Body)}
    directives = {each.id: None for each in things if isinstance(each, Directive)}
    person_id = person.id if person else None
    return actions.put_in_charge(
        world.viewer("oanh"), seen=bodies, directives=directives, person_id=person_id
    )


def became(batch: BulkBatch) -> Became:
    rows = select(BulkRow.body_id, BulkRow.directive_id, BulkRow.reason, BulkRow.undone)
    return {
        ("body", row.body_id) if row.body_id else ("directive", row.directive_id): (row.reason, row.undone)
        for row in db.session.execute(rows.where(BulkRow.batch_id == batch.id))
    }


def test_from_what_was_ticked_to_what_became_of_each_and_back(
    world: World, ky: Person, other: Directive, sign_in: SignIn
) -> None:
    office = sign_in("oanh")
    form = office.get("/theo-doi").text.split('class="picking"')[1].split("</form>")[0]
    ticked = [f"v{world.directive.id}", f"v{other.id}", str(world.dam.id)]
    for value in ticked:
        assert f'name="id" value="{value}"' in form
    asked = "&".join(f"id={value}" for value in ticked)
    shown = office.get(f"/hang-loat/chuyen-vien?{asked}&person_id={world.people['oanh'].id}").text
    rows = shown.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert [("77/UBND-KT" in rows[0], "Bỏ qua" in rows[0]), *("Bỏ qua" in row for row in rows[1:])] == [
        (True, False), True, True,
    ], "two are followed by her already"  # fmt: skip
    data = hidden(shown) | {"person_id": str(ky.id)}
    again = office.post("/hang-loat/chuyen-vien", data=data | {"do": "preview"})
    assert again.text.split("<tbody>")[1].count("Trịnh Bá Kỷ") == 3
    assert "Phân theo dõi 1 đơn vị, 2 văn bản" in again.text
    assert follower(world.directive) == "Phạm Thị Oanh", "shown, not done"
    sent = office.post("/hang-loat/chuyen-vien", data=hidden(again.text) | {"person_id": str(ky.id)})
    things: tuple[Body | Directive, ...] = (world.dam, world.directive, other)
    assert [follower(thing) for thing in things] == ["Trịnh Bá Kỷ"] * 3
    page = office.get(sent.location).text
    for told in (f'href="/van-ban/{other.id}">77/UBND-KT', "Trồng rừng", "Chưa có → Trịnh Bá Kỷ"):
        assert told in page
    assert page.count("Phạm Thị Oanh → Trịnh Bá Kỷ") == 2
    assert office.post(f"{sent.location}/hoan-tac", data=hidden(page)).status_code == 303
    assert [follower(thing) for thing in things] == ["Phạm Thị Oanh", "Phạm Thị Oanh", ""]
    assert trail.verify() is None


def test_each_is_written_down_as_the_single_verb_and_told_in_the_workbook(
    world: World, ky: Person, other: Directive, sign_in: SignIn
) -> None:
    bare = make.make_directive(number="", subject="Kết luận giao ban")
    batch = put(world, ky, world.dam, other, bare)
    lines = select(AuditLine.thing, AuditLine.after).where(AuditLine.verb == "official.set")
    last = db.session.execute(lines.order_by(AuditLine.seq.desc()).limit(3)).all()
    after = {"official_id": ky.id}
    assert [tuple(line) for line in reversed(last)] == [
        (f"body:{world.dam.id}", after),
        (f"directive:{other.id}", after),
        (f"directive:{bare.id}", after),
    ]
    answer = sign_in("oanh").get(f"/xuat/lo?so={batch.id}")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    told = [(row[0] or "", row[2] or "", row[3]) for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert told == [
        ("UBND xã Đàm Thượng", "", "Đã thực hiện"),
        ("", "77/UBND-KT", "Đã thực hiện"),
        ("", "Kết luận giao ban", "Đã thực hiện"),
    ]


def test_whom_somebody_else_named_meanwhile_stays(
    world: World, ky: Person, other: Directive, sign_in: SignIn
) -> None:
    office = sign_in("oanh")
    shown = office.get(f"/hang-loat/chuyen-vien?id=v{world.directive.id}&id=v{other.id}").text
    officials.set_official(world.viewer("oanh"), other, person_id=world.people["oanh"].id)
    data = hidden(shown) | {"person_id": str(ky.id)}
    looked = office.post("/hang-loat/chuyen-vien", data=data | {"do": "preview"}).text
    first, second = (hidden(page)["seen"].split() for page in (shown, looked))
    assert sorted(second) == sorted(first), "a second look is no second sight"
    assert office.post("/hang-loat/chuyen-vien", data=hidden(looked) | data).status_code == 303
    batch = db.session.scalars(select(BulkBatch)).one()
    assert became(batch) == {
        ("directive", other.id): ("changed", ""),
        ("directive", world.directive.id): ("", ""),
    }
    assert (follower(other), follower(world.directive)) == ("Phạm Thị Oanh", "Trịnh Bá Kỷ")


def test_a_body_and_a_directive_of_one_number_are_two(world: World, ky: Person, sign_in: SignIn) -> None:
    """Ids of bodies and of directives run side by side: what was ticked is what changes."""
    twin = next(
        body
        for body in (make.make_body(f"UBND xã Số {n}", world.commune) for n in range(20))
        if body.id == _directive_with(body.id).id
    )
    office = sign_in("oanh")
    shown = office.get(f"/hang-loat/chuyen-vien?id=v{twin.id}&person_id={ky.id}").text
    assert twin.name not in shown
    sent = office.post("/hang-loat/chuyen-vien", data=hidden(shown) | {"person_id": str(ky.id)})
    assert sent.status_code == 303
    assert (follower(twin), follower(_directive_with(twin.id))) == ("", "Trịnh Bá Kỷ")


def _directive_with(id: int) -> Directive:
    while True:
        if (found := db.session.get(Directive, id)) is not None:
            return found
        if make.make_directive().id > id:
            raise AssertionError("no directive has this number")


def test_taken_back_where_nothing_has_changed_since(world: World, ky: Person, other: Directive) -> None:
    batch = put(world, ky, world.directive, other, world.front)
    officials.set_official(world.viewer("oanh"), other, person_id=None)
    actions.undo(world.viewer("oanh"), batch)
    assert became(batch) == {
        ("directive", world.directive.id): ("", "yes"),
        ("directive", other.id): ("", "changed"),
        ("body", world.front.id): ("", "yes"),
    }
    assert [follower(thing) for thing in (world.directive, other, world.front)] == ["Phạm Thị Oanh", "", ""]


def test_whoever_has_left_does_not_come_back(world: World, ky: Person) -> None:
    batch = put(world, ky, world.directive)
    people.enable_person(world.viewer("an"), world.people["oanh"], is_enabled=False)
    with pytest.raises(Refused, match="undo_nothing") as refused:
        actions.undo(as_viewer(ky, clock.today()), batch)
    assert refused.value.facts == {"gone": 1}
    assert follower(world.directive) == "Trịnh Bá Kỷ"


def test_what_was_thrown_away_is_none_of_it(world: World, ky: Person, other: Directive) -> None:
    draft = intake.start_by_hand(world.viewer("oanh"), subject="Một bản nháp")
    with transaction() as session:
        kept = session.get(Directive, draft.id)
        assert kept is not None
        kept.state = "withdrawn"
    batch = put(world, ky, draft, other)
    assert became(batch) == {("directive", other.id): ("", "")}
    with pytest.raises(Refused, match="bulk_nothing"):
        put(world, ky, draft)


def test_no_more_than_the_machine_takes_and_only_the_office(
    world: World, ky: Person, sign_in: SignIn
) -> None:
    most = rules.MOST_AT_ONCE["official"]
    bodies, directives = dict.fromkeys(range(1, most)), dict.fromkeys(range(1, 3))
    with pytest.raises(Refused, match="too_many_followed"):
        actions.put_in_charge(world.viewer("oanh"), seen=bodies, directives=directives, person_id=ky.id)
    asked = "&".join(f"id=v{n}" for n in range(1, most + 2))
    page = sign_in("oanh").get(f"/hang-loat/chuyen-vien?{asked}")
    assert page.status_code == 422
    assert "Mỗi lần nhiều nhất 200 đơn vị và văn bản" in page.text
    for name in ("lam", "khanh", "binh", "an"):
        with pytest.raises(NotAllowed):
            actions.put_in_charge(
                world.viewer(name), seen={}, directives={world.directive.id: None}, person_id=ky.id
            )
        assert sign_in(name).get(f"/hang-loat/chuyen-vien?id=v{world.directive.id}").status_code == 403
    assert follower(world.directive) == "Phạm Thị Oanh"


def test_two_who_put_the_first_official_in_charge_at_once(app: Flask, world: World, other: Directive) -> None:
    oanh, bodies, directives = world.viewer("oanh"), {world.front.id: 0}, {other.id: 0}
    db.session.commit()
    told = both(
        app,
        lambda: actions.put_in_charge(oanh, seen=bodies, directives=directives, person_id=oanh.id),
    )
    assert told == ["BulkBatch", "bulk_nothing"]


def test_the_preview_costs_the_same_for_many(app: Flask, world: World, ky: Person, sign_in: SignIn) -> None:
    office, costs = sign_in("oanh"), []
    for number in (1, 2, 40):  # the first look of a session fills what it keeps
        ids = [f"id=v{make.make_directive().id}" for _ in range(number)]
        ids += [f"id={make.make_body(f'UBND xã {number} {n}', world.commune).id}" for n in range(number)]
        address = f"/hang-loat/chuyen-vien?{'&'.join(ids)}&person_id={ky.id}"
        with count_sql(app) as sent:
            assert office.get(address).text.count("<tr>") >= 2 * number
        costs.append(len(sent))
    assert costs[1] == costs[2] <= 15


def test_the_version_before_opens_what_this_one_leaves(
    app: Flask, world: World, ky: Person, other: Directive
) -> None:
    mixed, alone = put(world, ky, world.front, world.dam, other, world.directive), put(world, None, other)
    actions.undo(world.viewer("oanh"), mixed)
    ids = (mixed.id, alone.id)
    db.session.remove()
    command.downgrade(alembic_config(), "0034")
    with db.engine.connect() as connection:
        left = connection.execute(text("SELECT id, done, left_out, undone FROM bulk_batch")).all()
        rows = connection.execute(text("SELECT batch_id, body_id FROM bulk_row ORDER BY body_id")).all()
    assert [tuple(row) for row in left] == [(ids[0], 2, 0, 2)]
    assert [tuple(row) for row in rows] == [(ids[0], id) for id in sorted((world.front.id, world.dam.id))]
    assert follower(world.directive) == "Phạm Thị Oanh"
    db.session.remove()
    command.upgrade(alembic_config(), "0035")
    assert put(world, ky, world.directive).done == 1
