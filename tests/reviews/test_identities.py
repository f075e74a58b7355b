"""The identities of the official forms: published figures hold them, any history does, and a broken one is named."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from tests import make
from tests.reviews.test_counting import DAYS, FIELDS, put
from tests.world import World
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.rules import STATES
from tracker.db import transaction
from tracker.reviews import freezing, identities, queries
from tracker.reviews.figures import BodyRow, Figures
from tracker.reviews.identities import IdentityBroken
from tracker.reviews.rules import COLUMNS, Cells, Wanted, behind

FIRST, CUT = DAYS.first_on, DAYS.cut_on
DAY = st.dates(date(2025, 11, 1), CUT + timedelta(days=60))
NEAR = st.sampled_from(
    [FIRST - timedelta(days=1), FIRST, CUT - timedelta(days=1), CUT, CUT + timedelta(days=1)]
)
SOME_DAY = st.one_of(DAY, NEAR)
MAYBE = st.one_of(st.none(), SOME_DAY)
HISTORY = st.tuples(SOME_DAY, MAYBE, MAYBE, MAYBE, MAYBE, st.sampled_from(STATES))
"""When it was given, due, reported, confirmed and stopped, and how it stands now: whatever happened to it."""


def lay(histories: list[Any], body_id: int, mode: str = "giao") -> None:
    if histories:
        put([dict(zip(FIELDS, one, strict=True)) for one in histories], body_id, mode)


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_work=st.lists(HISTORY, max_size=25), asked=st.lists(HISTORY, max_size=5))
def test_identities_hold_for_any_history(
    app: Flask, world: World, given_work: list[Any], asked: list[Any]
) -> None:
    with transaction() as session:
        session.execute(delete(Coordinator))
        session.execute(delete(Assignment))
    bodies = (world.dam.id, world.chi_body.id)
    for n, body_id in enumerate(bodies):
        lay(given_work[n::2], body_id)
    lay(asked, bodies[0], mode="de_nghi")
    account = queries.account(DAYS, CUT, None, whole=True)
    found, members = account.figures, queries.members(DAYS)
    found.require_identities()
    for mode, total in (("giao", found.total), ("de_nghi", found.asked_total)):
        identities.require_members(total, [one.cell for one in members if one.mode == mode])
    assert len(account.late) == found.total.column(12)
    assert len(account.annexes.done) == found.total.column(6)
    assert {row.assignment_id for row in account.annexes.due} <= {
        one.id for one in members if one.cell == "open_in_time" and one.due_on and one.due_on >= CUT
    }
    by_directive = (line.cells for line in queries.parts(DAYS, CUT).directives)
    assert sum(by_directive, Cells()) == found.total
    frozen = freezing.freeze(
        account, members, queries.parts(DAYS, CUT), queries.sources(DAYS), queries.standing(DAYS)
    )
    assert freezing.thaw(frozen.figures).figures == found
    kept = freezing.thaw_members(frozen.annex)
    wanted = [(number, behind(str(number)), found.total.column(number)) for number in COLUMNS]
    wanted.append((0, Wanted(None, "older"), found.older.total))
    for number, rows, figure in wanted:
        assert rows is not None
        lines = queries.Lines(rows)
        assert queries.behind_live(DAYS, lines, None)[1] == figure, number
        assert queries.behind_frozen(kept, lines, None)[1] == figure, number


def report_of_2017(body_id: int) -> None:
    """Report 1270/BC-TCTTTg: 21.914 = 16.051 [14.068 + 1.983] + 5.863 [5.640 + 223]; 98,6%."""
    early, late = date(2026, 3, 1), date(2026, 3, 2)
    kinds = [
        (14_068, (late, late, late, None, "completed")),
        (1_983, (early, late, late, None, "completed")),
        (5_640, (date(2026, 12, 1), None, None, None, "in_progress")),
        (223, (early, None, None, None, "in_progress")),
    ]
    put([dict(zip(FIELDS, (FIRST, *facts), strict=True)) for n, facts in kinds for _ in range(n)], body_id)


def test_the_government_s_report_of_2017_through_the_page(
    app: Flask, office: FlaskClient, month: World
) -> None:
    with transaction() as session:
        session.execute(update(Assignment).values(assigned_on=CUT + timedelta(days=1)))  # of another period
    body = make.make_body("Bộ, cơ quan, địa phương", month.commune)
    report_of_2017(body.id)
    cells = queries.figures(DAYS, CUT, 5).total
    assert (cells.total, cells.done, cells.open) == (21_914, 16_051, 5_863)
    assert (cells.done_on_time, cells.done_late, cells.open_in_time, cells.open_overdue) == (
        14_068,
        1_983,
        5_640,
        223,
    )
    page = office.get("/ra-soat/2026-03").text
    line = page.split("Bộ, cơ quan, địa phương</th>")[1].split("</tr>")[0]
    for written in (">21.914<", ">16.051<", ">14.068<", ">1.983<", ">5.863<", ">5.640<", ">223<", ">98,63%<"):
        assert written in line, written
    said = re.sub("<.*?>", "", page.split('id="review-sentence">')[1].split("</p>")[0])
    assert "có 16.274 nhiệm vụ đến hạn; hoàn thành 16.051 (98,6%), trong đó đúng hạn 14.068" in said
    behind_it = office.get(f"/ra-soat/2026-03/dong?o=12&don-vi={body.id}").text
    assert ": 223" in behind_it
    assert '<td class="num">98,6%</td>' in office.get("/ra-soat/2026-03/hop?man=4").text
    report = office.get("/ra-soat/2026-03/loi-van").text
    assert "Tỷ lệ hoàn thành trên số nhiệm vụ đến hạn: 98,6% (16.051/(16.051 + 223))" in report


@pytest.mark.parametrize(
    ("cells", "identity"),
    [
        (Cells(given=3, done_on_time=1, open_in_time=1), "(5) = (6) + (10) + (14)"),
        (Cells(carried=1, suspended=2), "(5) = (6) + (10) + (14)"),
    ],
)
def test_a_line_that_does_not_add_up_is_named(cells: Cells, identity: str) -> None:
    rows = [BodyRow(1, "Sở Y tế", 1, "Sở, ngành", "giao", cells)]
    with pytest.raises(IdentityBroken) as broken:
        Figures.of(DAYS, CUT, rows, 5, Cells(), directives=1, tasks=1, standing=0)
    assert broken.value.identity == identity
    assert "Sở Y tế" in str(broken.value)


def test_a_subtotal_and_a_part_that_do_not_fit_are_named() -> None:
    one = Cells(given=1, open_overdue=1)
    rows = [BodyRow(1, "Sở Y tế", 1, "Sở, ngành", "giao", one)]
    found = Figures.of(DAYS, CUT, rows, 5, Cells(), directives=1, tasks=1, standing=0)
    with pytest.raises(IdentityBroken, match="Σ Tổng cộng"):
        replace(found, total=one + one).require_identities()
    with pytest.raises(IdentityBroken, match="các năm trước ≤ tổng cộng"):
        replace(found, older=Cells(carried=1, open_overdue=1)).require_identities()
    with pytest.raises(IdentityBroken, match=r"Biểu 02 = \(12\)"):
        identities.require_lengths(one, {"late": 2, "done": 0})
    with pytest.raises(IdentityBroken, match="open_in_time = its rows"):
        identities.require_members(one, ["open_in_time"])
