"""The reform of July 2025 on made data: a district with 21 communes dissolved, its communes merged three into one.

Nothing is lost, and no figure of the past changes: neither of the closed period nor of the one still open.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.make import make_assignment, make_body, make_directive, make_person, make_task
from tracker import clock
from tracker.access.actors import SYSTEM, Actor
from tracker.assignments.models import Assignment
from tracker.audit.trail import verify
from tracker.bodies import actions as bodies
from tracker.bodies import queries, register
from tracker.bodies.models import Body, BodyGroup, BodyType
from tracker.codes import code_of
from tracker.db import db
from tracker.errors import Refused
from tracker.links import actions as links
from tracker.links.models import MailedLink
from tracker.links.queries import genuine, is_alive
from tracker.outbox.models import Letter
from tracker.people import queries as people
from tracker.people.queries import as_viewer
from tracker.reforms.actions import change_bodies
from tracker.reforms.models import AssignmentMove
from tracker.reforms.rules import NewBody
from tracker.reviews import actions as reviews
from tracker.reviews import queries as reviewed
from tracker.reviews.figures import Figures
from tracker.reviews.queries.counting import figures
from tracker.reviews.queries.rows import Lines, behind_live, members
from tracker.reviews.queries.telling import late_rows
from tracker.reviews.rules import Cells, Span, Wanted

REFORM, ENTERED = date(2025, 7, 1), date(2025, 7, 3)
CLOSED = Span("2025-05", date(2025, 4, 15), date(2025, 5, 14))
OPEN = Span("2025-06", date(2025, 5, 15), date(2025, 6, 14))
STATES = ("assigned", "in_progress", "submitted", "completed", "suspended", "returned", "cancelled")


@dataclass
class District:
    """The made district."""

    commune: BodyType
    department: BodyType
    province: Body
    district: Body
    communes: list[Body]
    group: BodyGroup
    office: Actor


@pytest.fixture
def district(app: Flask) -> District:
    with app.app_context(), clock.frozen_at(clock.at(date(2025, 5, 2), 9)):
        yield _made()  # type: ignore[misc]


def _made() -> District:
    commune = bodies.create_type(SYSTEM, code="xa", name="Xã", position=3)
    level = bodies.create_type(SYSTEM, code="huyen", name="Huyện", position=2)
    department = bodies.create_type(SYSTEM, code="so", name="Sở", position=1)
    province = make_body("UBND tỉnh", department)
    district = make_body("UBND huyện Trùng Khê", level, email="trungkhe@lamgiang.example")
    bodies.place_body(SYSTEM, district, parent_id=province.id, valid_from=date(2020, 1, 1))
    group = bodies.create_group(SYSTEM, name="UBND các xã", type_id=commune.id)
    communes = []
    for n in range(21):
        one = make_body(f"UBND xã Khê {n + 1:02}", commune, email=f"khe{n + 1}@lamgiang.example")
        bodies.place_body(SYSTEM, one, parent_id=district.id, valid_from=date(2020, 1, 1))
        make_person(f"Cán bộ {n + 1:02}", body=one)
        communes.append(one)
    make_person("Cán bộ huyện", body=district)
    directive = make_directive(number="12/UBND")
    for number in range(len(STATES)):
        task = make_task(directive, due_on=date(2025, 5, 10) + timedelta(days=10 * number))
        for n, body in enumerate([district, *communes]):
            _work(body, task, STATES[(n + number) % len(STATES)])
    office = as_viewer(make_person("Phạm Thị Oanh", "office"), clock.today())
    return District(commune, department, province, district, communes, group, office)


def _work(body: Body, task: object, state: str) -> None:
    facts: dict[str, object] = {"assigned_on": date(2025, 4, 20), "state": state}
    if state in {"submitted", "completed"}:
        facts |= {"reported_on": date(2025, 5, 9)}
    if state == "completed":
        facts |= {"confirmed_on": date(2025, 5, 20)}
    if state in {"suspended", "cancelled"}:
        facts |= {"stopped_on": date(2025, 6, 2)}
    make_assignment(body, task.due_on, task, **facts)  # type: ignore[attr-defined,arg-type]


def _cells(found: Figures) -> dict[tuple[int, str], Cells]:
    return {(row.body_id, row.mode): row.cells for row in found.bodies}


def _reform(made: District) -> list[Body]:
    """Twenty-one communes become seven, then the district is no more; entered two days after it took effect."""
    for n in range(7):
        three = made.communes[3 * n : 3 * n + 3]
        change_bodies(
            made.office, kind="merge", day=REFORM, old=[one.id for one in three],
            new=NewBody(f"UBND xã Mới {n + 1}", made.commune.id, made.province.id, f"moi{n + 1}@lamgiang.example"),
            document="Nghị quyết số 1658/NQ-UBTVQH15",
        )  # fmt: skip
    change_bodies(made.office, kind="dissolve", day=REFORM, old=[made.district.id], into=[made.province.id])
    return list(db.session.scalars(select(Body).where(Body.name.like("UBND xã Mới %")).order_by(Body.id)))


def test_nothing_is_lost_and_no_figure_of_the_past_changes(district: District) -> None:
    with clock.frozen_at(clock.at(date(2025, 5, 16), 9)):
        period = reviews.open_period(SYSTEM, name=CLOSED.name)
        reviews.close_period(
            district.office, period, signer_name="Trần Quang Lâm", signer_position="Chủ tịch"
        )
    with clock.frozen_at(clock.at(ENTERED, 9)):
        states = Counter(db.session.scalars(select(Assignment.state)).all())
        before = (
            figures(OPEN, OPEN.cut_on, 5),
            members(OPEN),
            behind_live(OPEN, Lines(Wanted(None, None)), None),
        )
        late = late_rows(OPEN)
        signed = reviewed.review(district.office, CLOSED.name)
        heirs = _reform(district)
        after = (
            figures(OPEN, OPEN.cut_on, 5),
            members(OPEN),
            behind_live(OPEN, Lines(Wanted(None, None)), None),
        )
        again = reviewed.review(district.office, CLOSED.name)
        assert late
        assert late_rows(OPEN) == late
        assert (again.account, again.snapshot.sha256) == (signed.account, signed.snapshot.sha256)  # type: ignore[union-attr]
        assert _cells(after[0]) == _cells(before[0]), "per body, under the old bodies"
        assert (after[0].total, after[0].older) == (before[0].total, before[0].older)
        assert after[1] == before[1], "row by row, and whose they were"
        assert after[2] == before[2]
        assert before[2][1] > 50
        names = {row.body_id: row.name for row in after[0].bodies}
        assert names[district.communes[0].id] == "UBND xã Khê 01 (nay là UBND xã Mới 1)"

        assert Counter(db.session.scalars(select(Assignment.state)).all()) == states
        _open_work_went_along(district, heirs)
        today = figures(Span("2025-07", date(2025, 6, 15), ENTERED), ENTERED, 5)
        assert {row.name for row in today.bodies if "Mới" in row.name} == {heir.name for heir in heirs}
    assert verify() is None


def _open_work_went_along(district: District, heirs: list[Body]) -> None:
    left = select(func.count()).where(
        Assignment.body_id.in_([district.district.id, *(one.id for one in district.communes)]),
        Assignment.state.not_in(("completed", "cancelled")),
    )
    assert db.session.scalar(left) == 0
    for n, heir in enumerate(heirs):
        carried = db.session.scalar(select(func.count()).where(Assignment.body_id == heir.id))
        came = db.session.scalar(
            select(func.count()).where(
                AssignmentMove.to_id == heir.id,
                AssignmentMove.from_id.in_([one.id for one in district.communes[3 * n : 3 * n + 3]]),
            )
        )
        assert carried == came == 15, "five unfinished of seven tasks, of three communes"
        assert len(people.of_body(district.office, heir.id, ENTERED)) == 3
        assert register.parents(heir.id, ENTERED) == [(district.province.id, "UBND tỉnh")]
    now = queries.members([district.group.id], REFORM)[district.group.id]
    assert [member.body_id for member in now] == [heir.id for heir in heirs]
    until = queries.members([district.group.id], REFORM - timedelta(days=1))[district.group.id]
    assert len(until) == 21
    told = db.session.scalars(select(Letter.to_addr).where(Letter.kind == "handover")).all()
    assert sorted(told) == sorted(heir.email for heir in heirs), "the province has no mailbox here"


def test_old_links_stop_and_the_successor_is_reached(district: District) -> None:
    old = district.communes[0]
    work = db.session.scalars(
        select(Assignment).where(Assignment.body_id == old.id, Assignment.state == "in_progress")
    ).first()
    assert work is not None
    links.fill(old.id, old.email, f"⟦link:{work.id}⟧")
    [made] = db.session.scalars(select(MailedLink))
    code = code_of(links.link_key(), made.id, made.secret_version)
    link = genuine(code, links.link_key())
    assert link is not None
    assert is_alive(link, clock.now())
    with clock.frozen_at(clock.at(ENTERED, 9)):
        heirs = _reform(district)
        db.session.expire_all()
        found = genuine(code, links.link_key())
        assert found is not None
        assert not is_alive(found, clock.now())
        links.renew(SYSTEM, found)
        letter = db.session.scalars(select(Letter).where(Letter.kind == "link")).one()
        assert (letter.to_addr, letter.body_id) == (heirs[0].email, heirs[0].id)
        address = links.fill(heirs[0].id, heirs[0].email, f"⟦link:{work.id}⟧")
        assert "/b/" in address
        assert code not in address


def test_a_day_in_a_closed_period_is_refused(district: District) -> None:
    with clock.frozen_at(clock.at(ENTERED, 9)):
        period = reviews.open_period(SYSTEM, name="2025-05")
        reviews.close_period(district.office, period, signer_name="A", signer_position="B")
        with pytest.raises(Refused, match="reform_in_closed_period"):
            change_bodies(
                district.office, kind="dissolve", day=date(2025, 5, 14), old=[district.district.id],
                into=[district.province.id],
            )  # fmt: skip
