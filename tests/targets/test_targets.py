"""Targets: parted among bodies, measured by them, added up, revised with reason and approver."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.counting import count_sql
from tests.make import make_body
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.directives.models import Target
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.reviews import actions as reviews
from tracker.reviews.rules import current, neighbour
from tracker.targets import actions, queries
from tracker.targets.models import Measure, TargetShare
from tracker.targets.rules import Reach, days_of, differ, pace, read_figure, written

SignIn = Callable[[str], FlaskClient]
TODAY, YEAR_END = date(2026, 3, 2), date(2026, 12, 31)


@pytest.fixture
def target(world: World) -> Target:
    """Nine communes are to meet the criteria; the directive says three do."""
    made = actions.add_target(
        world.viewer("oanh"), world.directive, unit="xã đạt chuẩn", planned=9, due_on=YEAR_END, quote="3/9 xã"
    )
    with transaction():
        made.actual = 3
    return made


def parted(world: World, target: Target, planned: float = 1) -> list[TargetShare]:
    actions.give_parts(
        world.viewer("oanh"), target, bodies=[world.dam.id, world.chi_body.id], planned=planned
    )
    rows = select(TargetShare).where(TargetShare.target_id == target.id).order_by(TargetShare.id)
    return list(db.session.scalars(rows))


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("12", 12),
        ("33,3", 33.3),
        ("1.248", 1248),
        ("1.248,5", 1248.5),
        ("0.5", 0.5),
        (" 1 248 ", 1248),
        ("0", 0),
    ],
)
def test_figures_as_people_write_them(typed: str, figure: float) -> None:
    assert read_figure(typed) == figure


@pytest.mark.parametrize("typed", ["", "ba", "-1", "1,2,3", "1e5", "12 xã", "9" * 13, "½"])
def test_what_is_no_figure(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        read_figure(typed)


def test_a_figure_written_out_reads_as_itself() -> None:
    for figure in (0, 12, 33.3, 1248.5, 0.125, 1000):
        assert read_figure(written(figure)) == figure
    assert written(None) == ""


def test_pace_and_reach() -> None:
    first, last = days_of(None, None, date(2026, 10, 19))
    assert (first, last) == (date(2026, 1, 1), YEAR_END)
    assert (pace(first, last, first), pace(first, last, last + timedelta(days=9))) == (0, 1)
    half = pace(first, last, date(2026, 7, 2))
    assert half == Fraction(1, 2)
    assert Reach(9, 3).is_behind(half)
    assert not Reach(9, 5).is_behind(half)
    assert Reach(9, None).is_behind(half)
    assert not Reach(None, 3).is_behind(half)
    assert Reach(0, 3).share is None
    assert (differ(3.0, 3.0001), differ(3, 4), differ(None, 4)) == (False, True, False)


def test_parts_add_up_and_differences_show(world: World, target: Target) -> None:
    oanh, binh = world.viewer("oanh"), world.viewer("binh")
    before = queries.row(oanh, target.id, TODAY)
    assert (before.reach, before.plans_differ, before.actuals_differ) == (Reach(9, 3), False, False)
    mine, theirs = parted(world, target)
    actions.measure(binh, mine, actual=1, day=TODAY, note="Đã có quyết định công nhận")
    actions.measure(oanh, theirs, actual=0, day=TODAY)  # the office for what came on paper
    row = queries.row(oanh, target.id, TODAY)
    assert (row.reach, row.plans_differ, row.actuals_differ) == (Reach(9, 1), True, True)
    assert (row.facts.parts, row.facts.measured, row.facts.planned_sum) == (2, 2, 2)
    own = queries.row(binh, target.id, TODAY)
    assert (own.facts.parts, own.facts.actual_sum) == (1, 1)
    assert [part.name for part in queries.shares(binh, target.id).rows] == ["UBND xã Đàm Thượng"]


def test_an_earlier_figure_said_later_does_not_move_where_it_stands(world: World, target: Target) -> None:
    binh, [mine, _] = world.viewer("binh"), parted(world, target, 10)
    actions.measure(binh, mine, actual=6, day=TODAY)
    actions.measure(binh, mine, actual=4, day=TODAY - timedelta(days=10))
    assert (mine.actual, mine.measured_on) == (6, TODAY)
    actions.measure(binh, mine, actual=5, day=TODAY)  # a correction of the same day
    assert mine.actual == 5
    assert [(one.actual, one.day) for one in queries.measures(mine.id)][:2] == [(5, TODAY), (6, TODAY)]
    with pytest.raises(Refused, match="measure_to_come"):
        actions.measure(binh, mine, actual=7, day=TODAY + timedelta(days=1))


def test_who_may_and_who_sees(world: World, target: Target) -> None:
    [mine, _] = parted(world, target)
    for name in ("chi", "lam", "khanh", "an"):
        with pytest.raises(NotAllowed):
            actions.measure(world.viewer(name), mine, actual=1, day=TODAY)
    with pytest.raises(NotFound):
        queries.share_card(world.viewer("chi"), mine.id)
    other = actions.add_target(world.viewer("oanh"), world.directive, unit="xóm", planned=8, due_on=YEAR_END)
    with pytest.raises(NotFound):
        queries.row(world.viewer("chi"), other.id, TODAY)
    assert [row.facts.id for row in queries.listed(world.viewer("binh"), TODAY).rows] == [target.id]
    for name in ("binh", "khanh"):
        with pytest.raises(NotAllowed):
            actions.give_parts(world.viewer(name), target, bodies=[world.front.id], planned=1)


def test_parts_are_given_once(world: World, target: Target) -> None:
    oanh = world.viewer("oanh")
    parted(world, target, 2)
    with pytest.raises(Refused, match="all_share"):
        actions.give_parts(oanh, target, bodies=[world.dam.id], planned=5)
    actions.give_parts(oanh, target, bodies=[world.dam.id, world.front.id], planned=5)
    plans = dict(db.session.execute(select(TargetShare.body_id, TargetShare.planned)).all())
    assert plans == {world.dam.id: 2, world.chi_body.id: 2, world.front.id: 5}
    with pytest.raises(Refused, match="no_shares"):
        actions.give_parts(oanh, target, bodies=[], planned=5)


def test_parting_costs_the_same_for_many_bodies(app: Flask, world: World, target: Target) -> None:
    few = [make_body(f"UBND xã Ít {n}", world.commune).id for n in range(2)]
    many = [make_body(f"UBND xã Nhiều {n}", world.commune).id for n in range(40)]
    counts = []
    for bodies in (few, many):
        with count_sql(app) as counted:
            actions.give_parts(world.viewer("oanh"), target, bodies=bodies, planned=1)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_plan_is_revised_never_overwritten(world: World, target: Target) -> None:
    oanh, [mine, _] = world.viewer("oanh"), parted(world, target)
    said = {"reason": "Sáp nhập xã", "approved_by": "Chủ tịch UBND tỉnh", "document": "12/QĐ-UBND"}
    actions.revise(oanh, target, version=target.version, planned=7, day=TODAY, **said)
    actions.revise(oanh, target, share=mine, version=mine.version, planned=2, day=TODAY, **said)
    assert (target.planned, mine.planned) == (7, 2)
    told = [(one.old, one.new, one.share and one.share.body.name) for one in queries.revisions(target.id)]
    assert told == [(1, 2, "UBND xã Đàm Thượng"), (9, 7, None)]
    for planned, day, code in (
        (7, TODAY, "plan_unchanged"),
        (5, TODAY + timedelta(days=1), "revision_to_come"),
    ):
        with pytest.raises(Refused, match=code):
            actions.revise(oanh, target, version=target.version, planned=planned, day=day, **said)
    with pytest.raises(Conflict, match="stale"):
        actions.revise(oanh, target, version=target.version - 1, planned=5, day=TODAY, **said)
    line = db.session.scalars(
        select(AuditLine).where(AuditLine.verb == "target.revise").order_by(AuditLine.seq)
    ).first()
    assert line is not None
    assert (line.before, line.after["planned"], line.reason) == ({"planned": 9.0}, 7, "Sáp nhập xã")


def test_closed_months_take_no_figure(world: World, target: Target) -> None:
    [mine, _] = parted(world, target)
    last = reviews.open_period(SYSTEM, name=str(neighbour(current(TODAY), -1)))
    reviews.close_period(world.viewer("oanh"), last, signer_name="Trần Quang Lâm", signer_position="Chủ tịch")
    with pytest.raises(Conflict, match="period_closed"):
        actions.measure(world.viewer("binh"), mine, actual=1, day=last.cut_on)
    said = {"reason": "Giảm", "approved_by": "Chủ tịch"}
    with pytest.raises(Conflict, match="period_closed"):
        actions.revise(
            world.viewer("oanh"), target, version=target.version, planned=5, day=last.cut_on, **said
        )
    made = actions.measure(world.viewer("binh"), mine, actual=1, day=last.cut_on + timedelta(days=1))
    with pytest.raises(DBAPIError, match="period is closed"), transaction() as session:
        session.execute(text(f"UPDATE measure SET day = '{last.cut_on}' WHERE id = {made.id}"))  # noqa: S608
    assert db.session.get_one(Measure, made.id).day == last.cut_on + timedelta(days=1)


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|rt|version)"[^>]*?value="([^"]*)"', page))


def test_on_the_pages(world: World, target: Target, sign_in: SignIn) -> None:
    office, body, at = sign_in("oanh"), sign_in("binh"), f"/chi-tieu/{target.id}"
    page = office.get(f"{at}/giao")
    sent = fields_of(page.text) | {"group_id": str(world.communes.id), "planned": "một"}
    refusal = office.post(f"{at}/giao", data=sent)
    assert (refusal.status_code, "33,3" in refusal.text, 'value="một"' in refusal.text) == (422, True, True)
    assert office.post(f"{at}/giao", data=sent | {"planned": "1"}).status_code == 303
    mine = db.session.scalars(select(TargetShare).where(TargetShare.body_id == world.dam.id)).one()
    assert "xã đạt chuẩn" in body.get("/chi-tieu").text
    part = f"/chi-tieu/phan/{mine.id}"
    sent = fields_of(body.get(part).text) | {"actual": "1", "day": str(TODAY), "note": "Đã công nhận"}
    for _ in range(2):  # sent twice, recorded once
        assert body.post(f"{part}/so-lieu", data=sent).status_code == 303
    db.session.commit()
    assert len(db.session.scalars(select(Measure)).all()) == 1
    assert "Đã công nhận" in office.get(part).text
    shown = office.get(at).text
    assert "2 đơn vị" in office.get("/chi-tieu").text
    assert "1/9" in shown
    assert "Theo văn bản là 9; kế hoạch của các đơn vị cộng lại là 2." in shown
    revise = fields_of(office.get(f"{part}/dieu-chinh").text) | {
        "planned": "2", "reason": "Thêm xóm", "approved_by": "Chủ tịch", "day": str(TODAY),
    }  # fmt: skip
    assert office.post(f"{part}/dieu-chinh", data=revise).status_code == 303
    assert "Thêm xóm" in office.get(at).text
    assert "Thêm xóm" in body.get(part).text
    assert office.get("/lich-su/chi-tieu/" + str(target.id)).text.count("Điều chỉnh kế hoạch") >= 1
    assert office.get("/chi-tieu?cham=1").status_code == 200


def test_two_save_and_the_second_sees_both(world: World, target: Target, sign_in: SignIn) -> None:
    office, at = sign_in("oanh"), f"/chi-tieu/{target.id}/sua"
    sent = fields_of(office.get(at).text) | {"first_on": "2026-01-01", "due_on": "2026-11-30"}
    assert office.post(at, data=sent | {"unit": "xã nông thôn mới"}).status_code == 303
    second = office.post(at, data=sent | {"unit": "xã kiểu mẫu", "rt": "a" * 22})
    assert (second.status_code, "xã nông thôn mới" in second.text, "xã kiểu mẫu" in second.text) == (
        409,
        True,
        True,
    )
    wrong = fields_of(second.text) | {"unit": "xã", "first_on": "2026-12-01", "due_on": "2026-11-30"}
    assert office.post(at, data=wrong).status_code == 422


def test_the_list_costs_the_same_however_long(
    app: Flask, world: World, target: Target, sign_in: SignIn
) -> None:
    office = sign_in("oanh")
    counts = []
    for more in (1, 60):
        for n in range(more):
            actions.add_target(
                world.viewer("oanh"), world.directive, unit=f"việc {n}", planned=5, due_on=YEAR_END
            )
        office.get("/chi-tieu")
        with count_sql(app) as counted:
            page = office.get("/chi-tieu")
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 15
    assert "sau=" in page.text
    following = re.search(r'href="(/chi-tieu\?[^"]*sau=[^"]*)"', page.text)
    assert following is not None
    assert "việc 59" in office.get(following[1].replace("&amp;", "&")).text
    assert clock.today() == TODAY
