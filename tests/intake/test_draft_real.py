"""Both real directives go from text to assignments without an edit by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.intake import registers
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive, DirectiveLink, Target
from tracker.intake import actions
from tracker.intake.queries import checked
from tracker.outbox.models import Letter
from tracker.tasks.models import Task

EXPECTED = {
    registers.TRUNG_KHANH: (registers.trung_khanh, {(27, None), (12, None), (8, None)}),
    registers.BAC_GIANG: (registers.bac_giang, {(9, 3), (13, 0), (9, 1), (93, 46)}),
}


@pytest.fixture(params=sorted(EXPECTED))
def drafted(request: pytest.FixtureRequest, app: Flask) -> tuple[str, Directive, Viewer]:
    """A real directive read into a draft, in the register it was written for."""
    text = registers.real_text(request.param)
    EXPECTED[request.param][0]()
    actor = registers.office()
    return request.param, actions.start_draft(actor, text=text), actor


def tasks_of(directive: Directive) -> list[Task]:
    rows = select(Task).where(Task.directive_id == directive.id).order_by(Task.position)
    return list(db.session.scalars(rows))


def test_every_task_is_found(drafted: tuple[str, Directive, Viewer]) -> None:
    name, directive, _ = drafted
    wanted = [task["starts_with"] for task in registers.gold(name)["tasks"] if not task.get("optional")]
    found = [task.text for task in tasks_of(directive)]
    assert len(found) == len(wanted)
    assert [text.startswith(start) for text, start in zip(found, wanted, strict=True)] == [True] * len(wanted)


def test_targets_are_read_with_plan_and_actual(drafted: tuple[str, Directive, Viewer]) -> None:
    name, directive, _ = drafted
    rows = db.session.scalars(select(Target).where(Target.directive_id == directive.id))
    assert {(row.planned, row.actual) for row in rows} == EXPECTED[name][1]


def test_cited_documents_are_kept(drafted: tuple[str, Directive, Viewer]) -> None:
    name, directive, _ = drafted
    rows = db.session.scalars(select(DirectiveLink.number).where(DirectiveLink.directive_id == directive.id))
    assert set(rows) == {reference["number"] for reference in registers.gold(name)["references"]}


def test_every_addressee_is_known(drafted: tuple[str, Directive, Viewer]) -> None:
    _, directive, actor = drafted
    found = checked(actor, directive.id)
    assert found.unknown == []
    assert found.plan.blocked == ()
    assert all(members for _, _, members in found.groups)


def test_issuing_gives_each_body_its_tasks_and_one_letter(drafted: tuple[str, Directive, Viewer]) -> None:
    name, directive, actor = drafted
    plan = checked(actor, directive.id).plan
    actions.issue_directive(actor, directive)
    rows = (
        select(Body.name, Assignment.mode)
        .join(Body, Body.id == Assignment.body_id)
        .where(Assignment.directive_id == directive.id)
    )
    given = Counter(tuple(row) for row in db.session.execute(rows))
    assert sum(given.values()) == plan.assignments
    letters = db.session.scalars(
        select(Letter).where(Letter.dedup_key.like(f"assigned:{directive.id}:%"))
    ).all()
    assert len(letters) == len({body for body, _ in given})
    if name == registers.TRUNG_KHANH:
        assert given["UBND xã Đàm Thủy", "giao"] == 4
        assert given["Phòng Nông nghiệp và PTNT", "giao"] == 3
        assert given["Ủy ban MTTQ Việt Nam huyện", "de_nghi"] == 1
        assert given["Hội Nông dân huyện", "de_nghi"] == 1
    else:
        assert given["UBND huyện Lục Nam", "giao"] == 4
        assert given["UBND huyện Lục Ngạn", "giao"] == 3
        assert given["Văn phòng Điều phối nông thôn mới tỉnh", "giao"] == 3
        assert given["Ủy ban MTTQ Việt Nam tỉnh", "de_nghi"] == 1


def test_one_district_is_named_alone_and_its_helpers_are_noted(app: Flask) -> None:
    registers.bac_giang()
    actor = registers.office()
    directive = actions.start_draft(actor, text=registers.real_text(registers.BAC_GIANG))
    actions.issue_directive(actor, directive)
    alone = next(task for task in tasks_of(directive) if task.text.startswith("Đối với UBND huyện Lục Nam"))
    (only,) = db.session.scalars(select(Assignment).where(Assignment.task_id == alone.id))
    assert db.session.get_one(Body, only.body_id).name == "UBND huyện Lục Nam"
    helpers = select(func.count()).select_from(Coordinator).where(Coordinator.assignment_id == only.id)
    assert db.session.scalar(helpers) == 5
