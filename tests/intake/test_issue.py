"""Issuing: assignments per body and post, one letter a body, all or nothing, once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.counting import count_sql
from tests.intake.drafts import UNKNOWN, drafted, tasks_of
from tests.world import World
from tracker.access.actors import SYSTEM, Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.contacts import actions as contacts
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions
from tracker.intake.change import Change
from tracker.intake.queries import checked
from tracker.outbox.models import Letter, LetterAssignment
from tracker.workdays.models import CalendarDay


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


@pytest.fixture
def ready(world: World, oanh: Viewer) -> Directive:
    """A draft in which every task has a known lead."""
    draft = drafted(world)
    actions.choose_addressee(oanh, draft, words=UNKNOWN, kind="body", chosen_id=world.chi_body.id)
    return draft


def given(directive: Directive) -> list[Assignment]:
    rows = select(Assignment).where(Assignment.directive_id == directive.id).order_by(Assignment.id)
    return list(db.session.scalars(rows))


def letters(directive: Directive) -> list[Letter]:
    rows = select(Letter).where(Letter.dedup_key.like(f"assigned:{directive.id}:%")).order_by(Letter.body_id)
    return list(db.session.scalars(rows))


def test_each_body_gets_its_tasks_and_the_mode_of_its_kind(
    ready: Directive, oanh: Viewer, world: World
) -> None:
    actions.issue_directive(oanh, ready)
    rows = given(ready)
    assert sorted((row.body_id, row.mode) for row in rows) == sorted(
        [(world.dam.id, "giao")] * 3 + [(world.chi_body.id, "giao")] * 3 + [(world.front.id, "de_nghi")]
    )
    assert {(row.state, row.assigned_on, row.round, row.is_owed) for row in rows} == {
        ("assigned", date(2026, 3, 2), 1, True)
    }
    assert (ready.state, ready.issued_by_id) == ("issued", oanh.id)
    assert {task.state for task in tasks_of(ready)} == {"issued"}


def test_one_letter_a_body_speaks_of_all_its_tasks(ready: Directive, oanh: Viewer, world: World) -> None:
    actions.issue_directive(oanh, ready)
    found = letters(ready)
    assert [letter.to_addr for letter in found] == [
        "dam@lamgiang.example",
        "chi@lamgiang.example",
        "mttq@lamgiang.example",
    ]
    named = (
        select(func.count()).select_from(LetterAssignment).where(LetterAssignment.letter_id == found[0].id)
    )
    assert db.session.scalar(named) == 3
    assert "Rà soát các tuyến đường" in found[0].body_text
    assert "đề nghị" in found[2].body_text
    assert "quá hạn" not in found[2].body_text


def test_a_body_without_a_mailbox_gets_work_but_no_letter(
    ready: Directive, oanh: Viewer, world: World
) -> None:
    contacts.set_mailboxes(SYSTEM, world.front, main="")
    plan = checked(oanh, ready.id).plan
    assert [letter.name for letter in plan.unsent] == [world.front.name]
    actions.issue_directive(oanh, ready)
    assert len(given(ready)) == 7
    assert len(letters(ready)) == 2


def test_days_off_roll_to_the_next_working_day(ready: Directive, oanh: Viewer) -> None:
    with transaction() as session:
        session.add(CalendarDay(day=date(2026, 3, 20), is_working=False, name="nghỉ bù", source="thử"))
    actions.issue_directive(oanh, ready)
    task = tasks_of(ready)[0]
    rows = [row for row in given(ready) if row.task_id == task.id]
    assert {(row.due_on, row.first_due_on) for row in rows} == {(date(2026, 3, 23), date(2026, 3, 23))}
    assert task.due_on == date(2026, 3, 20)  # the day stated stays


@pytest.mark.parametrize(
    ("kind", "recurrence", "due_on", "period"),
    [
        ("none", "", None, ""),
        ("standing", "ongoing", None, ""),
        ("event", "", None, ""),
        ("yearly_plan", "", date(2026, 12, 31), ""),
        ("recurring", "monthly", date(2026, 3, 31), "2026-03"),
        ("recurring", "quarterly", date(2026, 3, 31), "2026-q1"),
        ("recurring", "weekly", date(2026, 3, 9), "2026-w10"),  # Sunday the 8th rolls to Monday
    ],
)
def test_each_kind_of_deadline(
    world: World, oanh: Viewer, kind: str, recurrence: str, due_on: date | None, period: str
) -> None:
    made = actions.start_by_hand(oanh, subject="kết luận giao ban", origin="oral", kind="ket_luan")
    change = Change("Báo cáo kết quả.", kind, None, recurrence, lead=("UBND xã Đàm Thượng",))
    actions.add_task(oanh, made, change=change)
    actions.issue_directive(oanh, made)
    (only,) = given(made)
    assert (only.deadline_kind, only.due_on, only.period) == (kind, due_on, period)


def test_posts_and_coordinators(world: World, oanh: Viewer) -> None:
    committee = bodies.create_group(SYSTEM, name="Thành viên Ban Chỉ đạo")
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch", is_head=True)
    bodies.add_member(SYSTEM, committee, body_id=world.dam.id, post_id=post.id, valid_from=make.LONG_AGO)
    made = actions.start_by_hand(oanh, subject="phân công Ban Chỉ đạo")
    change = Change("Phụ trách địa bàn.", lead=("Thành viên Ban Chỉ đạo",), coordinating=("UBND các xã",))
    actions.add_task(oanh, made, change=change)
    actions.issue_directive(oanh, made)
    (only,) = given(made)
    assert (only.body_id, only.post_id) == (world.dam.id, post.id)
    rows = db.session.scalars(select(Coordinator.body_id).where(Coordinator.assignment_id == only.id))
    assert list(rows) == [world.chi_body.id]  # the lead's own body does not work with itself


def test_a_task_without_a_known_lead_or_date_stops_everything(world: World, oanh: Viewer) -> None:
    draft = drafted(world)
    with pytest.raises(Refused, match="not_ready") as refused:
        actions.issue_directive(oanh, draft)
    assert refused.value.facts["numbers"] == "4"
    assert given(draft) == []
    task = tasks_of(draft)[3]
    actions.edit_task(
        oanh, task, version=task.version, change=Change("Việc.", "fixed", lead=("UBND các xã",))
    )
    with pytest.raises(Refused, match="not_ready"):
        actions.issue_directive(oanh, draft)
    assert (draft.state, letters(draft)) == ("draft", [])


def test_dropped_tasks_stay_out_and_an_empty_draft_is_refused(ready: Directive, oanh: Viewer) -> None:
    for task in tasks_of(ready)[1:]:
        actions.drop_task(oanh, task, version=task.version)
    actions.issue_directive(oanh, ready)
    assert len(given(ready)) == 2
    empty = actions.start_by_hand(oanh, subject="chưa có việc")
    with pytest.raises(Refused, match="no_tasks"):
        actions.issue_directive(oanh, empty)


def test_issued_once_and_only_as_checked(ready: Directive, oanh: Viewer, world: World) -> None:
    seen = checked(oanh, ready.id).plan.mark
    make.make_body("UBND xã Ẳng Thượng", world.commune)  # the group has grown since
    with pytest.raises(Conflict, match="draft_changed"):
        actions.issue_directive(oanh, ready, seen=seen)
    actions.issue_directive(oanh, ready, seen=checked(oanh, ready.id).plan.mark)
    with pytest.raises(Conflict, match="draft_closed"):
        actions.issue_directive(oanh, ready)
    assert len(given(ready)) == 9


def test_one_audit_line_says_how_much(ready: Directive, oanh: Viewer) -> None:
    actions.issue_directive(oanh, ready)
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.issue")).one()
    assert (line.actor_id, line.thing) == (oanh.id, f"directive:{ready.id}")
    assert line.after == {"tasks": 5, "assignments": 7, "letters": 3, "no_mailbox": []}


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_issues(ready: Directive, world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.issue_directive(world.viewer(name), ready)


def test_statements_do_not_grow_with_bodies(app: Flask, world: World, oanh: Viewer) -> None:
    def issue() -> int:
        draft = drafted(world)
        actions.choose_addressee(oanh, draft, words=UNKNOWN, kind="body", chosen_id=world.chi_body.id)
        with count_sql(app) as sent:
            actions.issue_directive(oanh, draft)
        return len(sent)

    few = issue()
    for number in range(40):
        make.make_body(f"UBND xã Thêm {number}", world.commune, email=f"x{number}@lamgiang.example")
    assert issue() <= few + 1


def test_who_works_with_the_lead_is_written_to_in_words_of_its_own(world: World, oanh: Viewer) -> None:
    draft = actions.start_by_hand(oanh, number="12/UBND-TH", subject="việc có đơn vị phối hợp")
    for text, helping in (("Rà soát hồ sơ.", date(2026, 3, 14)), ("Báo cáo số liệu.", None)):
        change = Change(
            text,
            "fixed",
            date(2026, 3, 20),
            lead=("UBND xã Đàm Thượng",),
            coordinating=("UBND xã Chí Minh Khai", "Ủy ban MTTQ Việt Nam tỉnh"),
            helping_due_on=helping,
        )
        actions.add_task(oanh, draft, change=change)
    assert checked(oanh, draft.id).plan.sent == 3
    actions.issue_directive(oanh, draft)
    found = list(db.session.scalars(select(Letter).where(Letter.dedup_key.like("helping:%"))))
    assert sorted(letter.body_id or 0 for letter in found) == sorted([world.chi_body.id, world.front.id])
    for letter in found:
        assert "Chủ trì: UBND xã Đàm Thượng." in letter.body_text
        assert "Phần phối hợp: đến 16/03/2026." in letter.body_text
        assert "Báo cáo số liệu" in letter.body_text
        assert "⟦" not in letter.body_text, "it opens no report's page"
        assert "giao" not in letter.body_text.lower()
    told = db.session.scalar(select(func.count()).select_from(LetterAssignment))
    assert told == 6, "the letters wait and fall with the work of both tasks"


def test_letters_to_who_helps_cost_no_statement(app: Flask, world: World, oanh: Viewer) -> None:
    counts = []
    for coordinating in ((), ("UBND xã Chí Minh Khai", "Ủy ban MTTQ Việt Nam tỉnh")):
        draft = actions.start_by_hand(oanh, subject=f"việc {len(coordinating)}")
        lead = ("UBND xã Đàm Thượng",)
        change = Change("Rà soát.", "fixed", date(2026, 3, 20), lead=lead, coordinating=coordinating)
        actions.add_task(oanh, draft, change=change)
        with count_sql(app) as sent:
            actions.issue_directive(oanh, draft)
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 1, "who helps is one INSERT more, their letters none"
