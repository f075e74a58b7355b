"""Mending a draft's tasks one by one: each change saved as it is made, none over somebody else's."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.intake.drafts import UNKNOWN, drafted, tasks_of
from tests.world import World
from tracker.access.actors import Viewer
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions
from tracker.intake.change import Change
from tracker.intake.matching import Register
from tracker.tasks.models import Addressee, Task


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


@pytest.fixture
def draft(world: World) -> Directive:
    return drafted(world)


def addressees(task: Task, role: str = "lead") -> list[Addressee]:
    rows = select(Addressee).where(Addressee.task_id == task.id, Addressee.role == role)
    return list(db.session.scalars(rows.order_by(Addressee.position)))


def test_editing_keeps_words_day_and_bodies(oanh: Viewer, draft: Directive, world: World) -> None:
    task = tasks_of(draft)[3]
    change = Change(
        "Hướng dẫn các xã.", "none", date(2026, 4, 1), lead=("UBND các xã",), coordinating=("Phòng lạ",)
    )
    actions.edit_task(oanh, task, version=task.version, change=change)
    (saved,) = [each for each in tasks_of(draft) if each.id == task.id]
    assert (saved.text, saved.state) == ("Hướng dẫn các xã.", "accepted")
    assert (saved.deadline_kind, saved.due_on) == ("fixed", date(2026, 4, 1))  # a day makes it a dated task
    assert [row.group_id for row in addressees(saved)] == [world.communes.id]
    assert [(row.words, row.is_known) for row in addressees(saved, "coordinating")] == [("Phòng lạ", False)]


def test_a_stale_edit_shows_both_texts_and_changes_nothing(oanh: Viewer, draft: Directive) -> None:
    task = tasks_of(draft)[0]
    seen = task.version
    actions.edit_task(oanh, task, version=seen, change=Change("Bản thứ nhất."))
    with pytest.raises(Conflict) as refused:
        actions.edit_task(oanh, task, version=seen, change=Change("Bản thứ hai."))
    assert (refused.value.facts["theirs"], refused.value.facts["mine"]) == ("Bản thứ nhất.", "Bản thứ hai.")
    assert tasks_of(draft)[0].text == "Bản thứ nhất."


def test_changing_only_the_bodies_makes_an_older_page_stale(oanh: Viewer, draft: Directive) -> None:
    task = tasks_of(draft)[0]
    seen, words = task.version, task.text
    change = Change(
        words, task.deadline_kind, task.due_on, expected_output=task.expected_output, lead=("UBND các xã",)
    )
    actions.accept_task(oanh, task, version=seen)
    actions.edit_task(oanh, task, version=seen + 1, change=change)
    with pytest.raises(Conflict):
        actions.drop_task(oanh, task, version=seen + 1)


def test_drop_and_restore(oanh: Viewer, draft: Directive) -> None:
    task = tasks_of(draft)[1]
    actions.drop_task(oanh, task, version=task.version)
    assert tasks_of(draft)[1].state == "dropped"
    actions.restore_task(oanh, task, version=tasks_of(draft)[1].version)
    assert tasks_of(draft)[1].state == "accepted"
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert (line.verb, line.before, line.after) == ("task.edit", {"state": "dropped"}, {"state": "accepted"})


def test_splitting_keeps_bodies_deadline_and_places(oanh: Viewer, draft: Directive) -> None:
    task = tasks_of(draft)[1]
    parts = ["Lập danh sách các hộ hiến đất làm đường.", "Tổ chức khen thưởng kịp thời."]
    actions.split_task(oanh, task, version=task.version, parts=parts)
    _, first, second, third, *_ = tasks_of(draft)
    assert [first.text, second.text] == parts
    assert third.text.startswith("Đối với UBND xã Đàm Thượng")
    assert first.end is not None
    assert second.start is not None
    assert first.end < second.start
    assert [row.group_id for row in addressees(first)] == [row.group_id for row in addressees(second)]


@pytest.mark.parametrize("parts", [["Chỉ một phần."], ["Một phần.", "  "], []])
def test_splitting_needs_two_parts(oanh: Viewer, draft: Directive, parts: list[str]) -> None:
    task = tasks_of(draft)[1]
    with pytest.raises(Refused, match="split_one"):
        actions.split_task(oanh, task, version=task.version, parts=parts)
    assert len(tasks_of(draft)) == 5


def test_merging_joins_texts_and_bodies_once(oanh: Viewer, draft: Directive) -> None:
    first, second, *_ = tasks_of(draft)
    words = (first.text, second.text)
    actions.merge_tasks(oanh, first, version=first.version)
    merged, *rest = tasks_of(draft)
    assert len(rest) == 3
    assert merged.text == " ".join(words)
    assert merged.due_on == date(2026, 3, 20)
    assert len(addressees(merged)) == 1


def test_merging_passes_over_dropped_tasks_and_stops_at_the_end(oanh: Viewer, draft: Directive) -> None:
    tasks = tasks_of(draft)
    actions.drop_task(oanh, tasks[1], version=tasks[1].version)
    actions.merge_tasks(oanh, tasks[0], version=tasks[0].version)
    assert "UBND xã Đàm Thượng" in tasks_of(draft)[0].text
    last = tasks_of(draft)[-1]
    with pytest.raises(Conflict, match="nothing_to_merge"):
        actions.merge_tasks(oanh, last, version=last.version)


def test_adding_by_hand(oanh: Viewer, draft: Directive, world: World) -> None:
    made = actions.add_task(
        oanh, draft, change=Change("Họp giao ban.", "recurring", lead=("UBND xã Đàm Thượng",))
    )
    assert tasks_of(draft)[-1].id == made.id
    assert (made.recurrence, made.start, made.confidence) == ("monthly", None, None)
    assert [row.body_id for row in addressees(made)] == [world.dam.id]


def test_one_day_for_all_undated(oanh: Viewer, draft: Directive) -> None:
    actions.set_dates(oanh, draft, due_on=date(2026, 5, 29))
    days = [(task.deadline_kind, task.due_on) for task in tasks_of(draft)]
    assert days == [("fixed", date(2026, 3, 20)), *[("fixed", date(2026, 5, 29))] * 4]


def test_choosing_a_body_settles_the_words_everywhere(oanh: Viewer, draft: Directive, world: World) -> None:
    actions.add_task(oanh, draft, change=Change("Việc khác.", lead=(f"Giám đốc {UNKNOWN}",)))
    actions.choose_addressee(
        oanh, draft, words=UNKNOWN, kind="body", chosen_id=world.chi_body.id, remember=True
    )
    assert {row.body_id for task in tasks_of(draft)[3::2] for row in addressees(task)} == {world.chi_body.id}
    again = drafted(world)
    assert addressees(tasks_of(again)[3])[0].body_id == world.chi_body.id  # remembered


def test_a_group_can_be_remembered_too(oanh: Viewer, draft: Directive, world: World) -> None:
    actions.choose_addressee(
        oanh, draft, words=UNKNOWN, kind="group", chosen_id=world.communes.id, remember=True
    )
    assert addressees(tasks_of(drafted(world))[3])[0].group_id == world.communes.id


def test_only_the_office_mends(world: World, draft: Directive) -> None:
    task = tasks_of(draft)[0]
    for name in ("binh", "lam", "khanh", "an"):
        actor = world.viewer(name)
        with pytest.raises(NotAllowed):
            actions.accept_task(actor, task, version=task.version)
        with pytest.raises(NotAllowed):
            actions.add_task(actor, draft, change=Change("Việc."))
        with pytest.raises(NotAllowed):
            actions.set_dates(actor, draft, due_on=date(2026, 5, 29))


def test_an_issued_directive_cannot_be_mended(oanh: Viewer, draft: Directive) -> None:
    task = tasks_of(draft)[3]
    actions.drop_task(oanh, task, version=task.version)
    actions.issue_directive(oanh, draft)
    first = tasks_of(draft)[0]
    with pytest.raises(Conflict, match="draft_closed"):
        actions.edit_task(oanh, first, version=first.version, change=Change("Sửa sau."))
    with pytest.raises(Conflict, match="draft_closed"):
        actions.discard(oanh, draft)


def test_places_are_never_taken_by_nearness(world: World) -> None:
    class Name:
        def __init__(self, key: str, kind: str, id: int) -> None:
            self.key, self.kind, self.id, self.name = key, kind, id, key

    names = [Name("ubnd xã đàm thượng", "body", 1), Name("ban quản trị khu phố cổ", "body", 2)]
    register = Register.of(names)  # type: ignore[arg-type]
    near_place = register.match("UBND xã Đàm Thường")
    assert near_place.found is None
    assert near_place.suggestions[0].id == 1
    found = register.match("Ban quản trị khu phố cỗ").found
    assert found is not None
    assert found.id == 2
