"""Taking back what was done to a draft, and doing it again: every verb, in any order, by whoever works on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.intake.drafts import UNKNOWN, drafted, tasks_of
from tests.make import make_person
from tests.world import World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.audit.models import AuditLine
from tracker.bodies.models import BodyAlias
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed
from tracker.intake import actions
from tracker.intake.change import Change
from tracker.intake.labels import step_said, step_told
from tracker.intake.queries import news, steps_of
from tracker.people.queries import as_viewer
from tracker.tasks.models import Addressee, Task

Verb = Callable[[Viewer, Directive, World], object]
Picture = list[tuple[object, ...]]


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


@pytest.fixture
def draft(world: World) -> Directive:
    return drafted(world)


def picture(draft: Directive) -> Picture:
    """All the office sees of the draft's tasks."""
    names = {
        task.id: [
            (row.role, row.words, row.body_id, row.group_id)
            for row in db.session.scalars(
                select(Addressee).where(Addressee.task_id == task.id).order_by(Addressee.role, Addressee.id)
            )
        ]
        for task in tasks_of(draft)
    }
    return [
        (
            t.id,
            t.state,
            t.text,
            t.folded,
            t.start,
            t.end,
            t.deadline_kind,
            t.due_on,
            t.recurrence,
            names[t.id],
        )
        for t in tasks_of(draft)
    ]


def first(draft: Directive) -> Task:
    return tasks_of(draft)[0]


CHANGE = Change(
    "Việc khác.", "fixed", date(2026, 4, 1), lead=("UBND xã Đàm Thượng",), coordinating=("Phòng lạ",)
)
VERBS: dict[str, Verb] = {
    "accept": lambda who, draft, _: actions.accept_task(who, first(draft), version=first(draft).version),
    "accept all": lambda who, draft, _: actions.accept_all(who, draft),
    "drop": lambda who, draft, _: actions.drop_task(who, first(draft), version=first(draft).version),
    "edit": lambda who, draft, _: actions.edit_task(
        who, first(draft), version=first(draft).version, change=CHANGE
    ),
    "add": lambda who, draft, _: actions.add_task(who, draft, change=CHANGE),
    "split": lambda who, draft, _: actions.split_task(
        who, first(draft), version=first(draft).version, parts=["Rà soát.", "Báo cáo.", "Kết luận."]
    ),
    "merge": lambda who, draft, _: actions.merge_tasks(who, first(draft), version=first(draft).version),
    "move": lambda who, draft, _: actions.move_task(
        who, first(draft), version=first(draft).version, places=1
    ),
    "name": lambda who, draft, _: actions.set_addressees(who, first(draft), lead=["UBND xã Đàm Thượng"]),
    "date": lambda who, draft, _: actions.set_dates(who, draft, due_on=date(2026, 5, 29)),
    "choose": lambda who, draft, world: actions.choose_addressee(
        who, draft, words=UNKNOWN, kind="body", chosen_id=world.dam.id, remember=True
    ),
    "leave out": lambda who, draft, _: actions.leave_out(who, draft, words=UNKNOWN),
}


def undo(who: Viewer, draft: Directive) -> None:
    actions.undo_step(who, draft, step_id=steps_of(draft.id).last_id or 0)


def redo(who: Viewer, draft: Directive) -> None:
    actions.redo_step(who, draft, step_id=steps_of(draft.id).next_id or 0)


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_is_taken_back_and_done_again(
    oanh: Viewer, draft: Directive, world: World, name: str
) -> None:
    before = picture(draft)
    VERBS[name](oanh, draft, world)
    after = picture(draft)
    assert after != before
    undo(oanh, draft)
    assert picture(draft) == before
    redo(oanh, draft)
    assert picture(draft) == after


def test_a_whole_morning_is_taken_back_step_by_step(oanh: Viewer, draft: Directive, world: World) -> None:
    names = ["split", "move", "merge", "edit", "choose", "add", "drop", "date", "accept all", "split"]
    seen = [picture(draft)]
    for name in names:
        VERBS[name](oanh, draft, world)
        seen.append(picture(draft))
    for before in reversed(seen[:-1]):
        undo(oanh, draft)
        assert picture(draft) == before
    assert steps_of(draft.id).last_id is None
    for after in seen[1:]:
        redo(oanh, draft)
        assert picture(draft) == after


def test_what_was_undone_is_past_after_another_step(oanh: Viewer, draft: Directive, world: World) -> None:
    VERBS["drop"](oanh, draft, world)
    undo(oanh, draft)
    VERBS["add"](oanh, draft, world)
    assert steps_of(draft.id).next_id is None
    undo(oanh, draft)
    assert steps_of(draft.id).last_id is None


def test_an_alias_goes_and_comes_with_the_choice(oanh: Viewer, draft: Directive, world: World) -> None:
    aliases = select(BodyAlias.alias).where(BodyAlias.alias == UNKNOWN)
    VERBS["choose"](oanh, draft, world)
    assert db.session.scalar(aliases) == UNKNOWN
    undo(oanh, draft)
    assert db.session.scalar(aliases) is None
    redo(oanh, draft)
    assert db.session.scalar(aliases) == UNKNOWN
    lines = db.session.scalars(select(AuditLine.verb).order_by(AuditLine.seq.desc()).limit(6)).all()
    assert lines.count("directive.edit") == lines.count("body.alias") == 3


def test_only_the_step_the_page_spoke_of_is_taken_back(oanh: Viewer, draft: Directive, world: World) -> None:
    VERBS["drop"](oanh, draft, world)
    seen = steps_of(draft.id).last_id or 0
    VERBS["accept all"](oanh, draft, world)
    with pytest.raises(Conflict, match="draft_moved"):
        actions.undo_step(oanh, draft, step_id=seen)
    with pytest.raises(Conflict, match="draft_moved"):
        actions.redo_step(oanh, draft, step_id=seen)


def test_a_colleague_sees_and_takes_back_what_was_done(oanh: Viewer, draft: Directive, world: World) -> None:
    hoa = as_viewer(make_person("Nguyễn Thị Hoa", "office"), clock.today())
    before = picture(draft)
    VERBS["drop"](oanh, draft, world)
    told = news(hoa, draft.id, 0)
    assert told is not None
    assert step_told(told) == "Phạm Thị Oanh vừa sửa bản nháp: bỏ nhiệm vụ 1"
    assert news(oanh, draft.id, 0) is None
    undo(hoa, draft)
    assert picture(draft) == before
    told = news(oanh, draft.id, told.id)
    assert told is not None
    assert step_told(told) == "Nguyễn Thị Hoa vừa hoàn tác: bỏ nhiệm vụ 1"
    VERBS["accept all"](hoa, draft, world)
    assert step_said(steps_of(draft.id).last or told) == "chấp nhận hết phần còn lại"


def test_moving_a_task_makes_no_one_elses_form_stale(oanh: Viewer, draft: Directive, world: World) -> None:
    second = tasks_of(draft)[1]
    VERBS["move"](oanh, draft, world)
    undo(oanh, draft)
    actions.edit_task(oanh, second, version=second.version, change=Change("Sửa sau khi chuyển."))
    assert tasks_of(draft)[1].text == "Sửa sau khi chuyển."


def test_a_task_somebody_merged_away_is_kept_by_whoever_was_writing_it(
    oanh: Viewer, draft: Directive, world: World
) -> None:
    second = tasks_of(draft)[1]
    seen = second.version
    VERBS["merge"](oanh, draft, world)
    with pytest.raises(Conflict) as refused:
        actions.edit_task(oanh, second, version=seen, change=Change("Bản đang viết."))
    assert refused.value.facts["mine"] == "Bản đang viết."
    actions.edit_task(oanh, second, version=second.version, change=Change("Bản đang viết."))
    assert tasks_of(draft)[1].text == "Bản đang viết."


def test_undone_tasks_are_not_issued(oanh: Viewer, draft: Directive, world: World) -> None:
    VERBS["choose"](oanh, draft, world)
    VERBS["add"](oanh, draft, world)
    undo(oanh, draft)
    actions.issue_directive(oanh, draft)
    states = db.session.scalars(select(Task.state).where(Task.directive_id == draft.id))
    assert sorted(states) == ["dropped", *["issued"] * 5]
    with pytest.raises(Conflict, match="draft_closed"):
        undo(oanh, draft)


def test_only_the_office_steps_back(oanh: Viewer, draft: Directive, world: World) -> None:
    VERBS["drop"](oanh, draft, world)
    for name in ("binh", "lam", "khanh", "an"):
        for verb in (undo, redo):
            with pytest.raises(NotAllowed):
                verb(world.viewer(name), draft)
