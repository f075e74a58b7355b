"""Parts of targets go along with bodies that change: sums stay, the past stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.counting import count_sql
from tests.make import make_body
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.directives.models import Target
from tracker.errors import Refused
from tracker.reforms import queries as reforms
from tracker.reforms.actions import change_bodies
from tracker.reforms.models import Reform
from tracker.reforms.rules import NewBody
from tracker.targets import actions, queries
from tracker.targets.models import ShareMove, TargetShare
from tracker.targets.rules import Reach

TODAY, YEAR_END = date(2026, 3, 2), date(2026, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def target(world: World) -> Target:
    """Two communes are to reach 4 and 6 km; the first has 3, said ten days ago."""
    oanh = world.viewer("oanh")
    with transaction():
        world.directive.released_at = clock.midnight(TODAY - 20 * DAY)
    made = actions.add_target(oanh, world.directive, unit="km đường", planned=10, due_on=YEAR_END)
    actions.give_parts(oanh, made, bodies=[world.dam.id], planned=4)
    actions.give_parts(oanh, made, bodies=[world.chi_body.id], planned=6)
    actions.measure(oanh, part(made, world.dam.id), actual=3, day=TODAY - 10 * DAY)
    return made


def part(target: Target, body_id: int) -> TargetShare:
    rows = select(TargetShare).where(TargetShare.target_id == target.id, TargetShare.body_id == body_id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def merged(world: World, **facts: object) -> tuple[Reform, int]:
    made = change_bodies(
        world.viewer("oanh"), kind="merge", day=TODAY, old=[world.dam.id, world.chi_body.id],
        new=NewBody("UBND xã Lam Sơn", world.commune.id), document="Nghị quyết số 1658/NQ-UBTVQH15", **facts,
    )  # fmt: skip
    return made, db.session.scalars(select(Body.id).where(Body.name == "UBND xã Lam Sơn")).one()


def test_two_parts_become_one_and_the_sum_stays(world: World, target: Target) -> None:
    oanh = world.viewer("oanh")
    before = queries.row(oanh, target.id, TODAY)
    _, heir = merged(world)
    now, held = queries.row(oanh, target.id, TODAY), part(target, heir)
    assert (before.reach, before.facts.parts) == (Reach(10, 3), 2)
    assert (now.reach, now.facts.parts, now.facts.planned_sum) == (Reach(10, 3), 1, 10)
    assert (held.planned, held.actual, held.measured_on, held.begun_on) == (10, 3, TODAY, TODAY)
    assert part(target, world.dam.id).moved_on == part(target, world.chi_body.id).moved_on == TODAY
    [figure] = queries.measures(held.id)
    assert figure.note == "Sắp xếp đơn vị: tiếp nhận phần của UBND xã Chí Minh Khai, UBND xã Đàm Thượng"
    with pytest.raises(Refused, match="share_moved"):
        actions.measure(oanh, part(target, world.dam.id), actual=4, day=TODAY)
    with pytest.raises(Refused, match="share_moved"):
        revise(world, target, part(target, world.dam.id), 5)


def revise(world: World, target: Target, share: TargetShare, planned: float) -> None:
    actions.revise(
        world.viewer("oanh"), target, share=share, version=share.version, planned=planned,
        reason="Thêm", approved_by="Chủ tịch", day=TODAY,
    )  # fmt: skip


def test_the_preview_counts_the_parts_that_will_move(
    world: World, target: Target, sign_in: Callable[[str], FlaskClient]
) -> None:
    oanh, old = world.viewer("oanh"), [world.dam.id, world.chi_body.id]
    found = reforms.preview(oanh, old, TODAY, TODAY)
    browser, page = sign_in("oanh"), "/don-vi/sap-xep/moi?kieu=merge"
    facts = {
        "day": str(TODAY),
        "old": list(map(str, old)),
        "name": "UBND xã Lam Sơn",
        "type_id": str(world.commune.id),
    }
    shown = " ".join(re.sub("<.*?>", " ", send(browser, page, page, **facts).text).split())
    assert "Phần chỉ tiêu chuyển theo 2" in shown
    merged(world)
    moved = db.session.scalar(select(func.count(ShareMove.id)))
    assert (found.parts, moved) == (2, 2)
    assert reforms.preview(oanh, old, TODAY, TODAY).parts == 0, "they have moved"
    alone = {"day": str(TODAY), "body_id": str(world.dam.id)}
    page = "/don-vi/sap-xep/moi?kieu=dissolve"
    assert "Phần chỉ tiêu chuyển theo" not in send(browser, page, page, **alone).text, "nobody takes it over"


def test_the_day_before_it_was_as_it_was(world: World, target: Target) -> None:
    cut, day_before = TODAY - DAY, one(target, TODAY - DAY)
    _, heir = merged(world)
    assert one(target, cut) == day_before == (2, 1, 10, 3)
    assert one(target, TODAY) == (1, 1, 10, 3)
    revise(world, target, part(target, heir), 12)
    assert one(target, cut) == day_before


def one(target: Target, day: date) -> tuple[int, int, float, float]:
    [row] = [row for row in queries.at_cut(day) if row.id == target.id]
    return row.parts, row.measured, row.planned_sum, row.actual_sum


def test_a_body_that_joins_another_adds_to_its_part(world: World, target: Target) -> None:
    oanh, cut = world.viewer("oanh"), one(target, TODAY - DAY)
    change_bodies(oanh, kind="merge", day=TODAY, old=[world.dam.id], into=[world.chi_body.id])
    held = part(target, world.chi_body.id)
    assert (held.planned, held.actual, held.begun_on) == (10, 3, None)
    [revision] = queries.revisions(target.id, held.id)
    assert (revision.old, revision.new, revision.day) == (6, 10, TODAY)
    assert one(target, TODAY - DAY) == cut
    assert one(target, TODAY) == (1, 1, 10, 3)


def test_a_split_goes_to_the_first_and_a_dissolved_body_without_heir_keeps_its_part(
    world: World, target: Target
) -> None:
    oanh, north, south = world.viewer("oanh"), *(make_body(f"UBND xã {name}", world.commune) for name in "BN")
    change_bodies(oanh, kind="split", day=TODAY, old=[world.dam.id], into=[north.id, south.id])
    assert part(target, north.id).planned == 4
    assert queries.sharing(target.id) == {world.dam.id, world.chi_body.id, north.id}
    assert queries.row(oanh, target.id, TODAY).reach == Reach(10, 3)
    idle = make_body("UBND xã Không Việc", world.commune)
    actions.give_parts(oanh, target, bodies=[idle.id], planned=1)
    change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[idle.id])
    assert part(target, idle.id).moved_on is None


def test_as_many_statements_for_thirty_targets_as_for_one(app: Flask, world: World) -> None:
    oanh, sent = world.viewer("oanh"), []
    for times in (1, 30):
        old = [make_body(f"UBND xã Gộp {times} {name}", world.commune) for name in "ab"]
        for n in range(times):
            made = actions.add_target(oanh, world.directive, unit=f"việc {n}", planned=5, due_on=YEAR_END)
            actions.give_parts(oanh, made, bodies=[body.id for body in old], planned=2)
            actions.measure(oanh, part(made, old[0].id), actual=1, day=TODAY)
        with count_sql(app) as counted:
            change_bodies(oanh, kind="merge", day=TODAY, old=[old[0].id], into=[old[1].id])
        sent.append(len(counted))
    assert sent[0] == sent[1]
    assert len(db.session.scalars(select(ShareMove)).all()) == 31


def test_the_pages_tell_where_a_part_came_from(
    world: World, target: Target, sign_in: Callable[[str], FlaskClient]
) -> None:
    made, heir = merged(world)
    office, binh = sign_in("oanh"), sign_in("binh")
    here, there = part(target, heir).id, part(target, world.dam.id).id
    said = office.get(f"/chi-tieu/phan/{here}").text
    assert "phần của UBND xã Đàm Thượng chuyển về đây: kế hoạch 4, đã đạt 3" in said
    assert f"/don-vi/sap-xep/{made.id}" in said
    gone = office.get(f"/chi-tieu/phan/{there}").text
    assert "phần này chuyển sang UBND xã Lam Sơn" in gone
    assert "Điều chỉnh kế hoạch</a>" not in gone
    assert binh.get(f"/chi-tieu/phan/{here}").status_code == 200
    assert "/don-vi/sap-xep" not in binh.get(f"/chi-tieu/phan/{here}").text
