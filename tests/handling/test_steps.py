"""The body's own steps: added, corrected, ordered, done and taken out, by whom and at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.handling import cast
from tests.handling.test_passing import frozen
from tests.world import DUE, World
from tracker import clock
from tracker.errors import Conflict, Refused
from tracker.handling import actions, queries, rules
from tracker.handling.models import Step

WEDNESDAY = date(2026, 3, 4)


def titles(world: World) -> list[str]:
    return [step.title for step in cast.steps(world.work)]


def split(world: World, *words: str) -> list[Step]:
    return [actions.add_step(world.viewer("binh"), world.work, title=each) for each in words]


def test_a_plan_of_steps_touches_nothing_of_the_work(world: World) -> None:
    phu, binh, before = cast.add_colleague(world), world.viewer("binh"), frozen(world.work)
    first = actions.add_step(binh, world.work, title="Lập danh mục công trình", person=phu, due_on=WEDNESDAY)
    actions.add_step(binh, world.work, title="Trình ký")
    actions.mark_step(world.viewer("phu"), first, is_done=True)
    assert frozen(world.work) == before
    seen = queries.inside(world.viewer("oanh"), world.work)
    assert [(step.title, step.who and step.who.name, step.due_on, step.done_by) for step in seen.steps] == [
        ("Lập danh mục công trình", "Lục Văn Phú", WEDNESDAY, "Lục Văn Phú"),
        ("Trình ký", None, None, ""),
    ]
    assert (seen.done, seen.is_empty) == (1, False)
    assert cast.history(world.work) == [
        ("step_added", "Lục Văn Phú", "Lập danh mục công trình"),
        ("step_added", "", "Trình ký"),
        ("step_done", "", "Lập danh mục công trình"),
    ]
    assert len(cast.lines("handling.step")) == 3


def test_a_plan_given_in_one_day_is_one_letter(world: World) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    for words in ("Bước một", "Bước hai", "Bước ba"):
        actions.add_step(binh, world.work, title=words, person=phu)
    [letter] = cast.letters()
    assert "Bước một" in letter.body_text
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        actions.add_step(binh, world.work, title="Bước bốn", person=phu)
    assert len(cast.letters()) == 2
    actions.add_step(world.viewer("phu"), world.work, title="Bước năm", person=phu)
    assert len(cast.letters()) == 2


def test_a_step_is_corrected_and_two_at_once_one_is_told(world: World) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    [step] = split(world, "Lập tổ")
    actions.edit_step(binh, step, title="Lập tổ rà soát", person=phu, due_on=WEDNESDAY, seen=step.version)
    [row] = cast.steps(world.work)
    assert (row.title, row.person_id, row.due_on) == ("Lập tổ rà soát", phu.id, WEDNESDAY)
    with pytest.raises(Conflict, match="stale"):
        actions.edit_step(binh, row, title="Khác", person=None, due_on=None, seen=1)
    assert len(cast.letters()) == 1
    actions.edit_step(
        binh, row, title="Lập tổ rà soát", person=phu, due_on=WEDNESDAY, seen=row.version
    )  # saved as it was
    assert [kind for kind, *_ in cast.history(world.work)] == ["step_added", "step_edited"]


def test_steps_change_places_with_their_neighbours(world: World) -> None:
    binh, (one, two, three) = world.viewer("binh"), split(world, "một", "hai", "ba")
    actions.move_step(binh, three, up=True)
    assert titles(world) == ["một", "ba", "hai"]
    actions.move_step(binh, one, up=False)
    assert titles(world) == ["ba", "một", "hai"]
    for step, up in ((three, True), (two, False)):
        with pytest.raises(Conflict, match="step_changed"):
            actions.move_step(binh, step, up=up)


def test_a_step_taken_out_leaves_its_words_in_the_history(world: World) -> None:
    binh, (one, two) = world.viewer("binh"), split(world, "một", "hai")
    with pytest.raises(Conflict, match="stale"):
        actions.remove_step(binh, one, seen=9)
    actions.remove_step(binh, one, seen=one.version)
    assert titles(world) == ["hai"]
    assert cast.history(world.work)[-1] == ("step_removed", "", "một")
    for again in (
        lambda: actions.remove_step(binh, one, seen=1),
        lambda: actions.mark_step(binh, one, is_done=True),
        lambda: actions.move_step(binh, one, up=True),
    ):
        with pytest.raises(Conflict, match="step_changed"):
            again()
    made = actions.add_step(binh, world.work, title="ba")
    assert (titles(world), made.position) == (["hai", "ba"], two.position + 1)


def test_done_twice_is_told_and_taken_back_once(world: World) -> None:
    binh, [step] = world.viewer("binh"), split(world, "một")
    actions.mark_step(binh, step, is_done=True)
    with pytest.raises(Conflict, match="step_changed"):
        actions.mark_step(binh, step, is_done=True)
    actions.mark_step(binh, step, is_done=False)
    [row] = cast.steps(world.work)
    assert (row.done_at, row.done_by) == (None, "")
    assert [kind for kind, *_ in cast.history(world.work)] == ["step_added", "step_done", "step_undone"]


@pytest.mark.parametrize("title", ["", "  ", "x" * (rules.LONGEST_TITLE + 1)])
def test_a_step_needs_words_and_not_too_many(world: World, title: str) -> None:
    with pytest.raises(Refused, match="step_title"):
        split(world, title)


def test_a_steps_day_and_person_are_the_bodys_own(world: World) -> None:
    binh = world.viewer("binh")
    with pytest.raises(Refused, match="own_day_after_due"):
        actions.add_step(binh, world.work, title="Muộn", due_on=DUE + timedelta(days=1))
    with pytest.raises(Refused, match="not_colleague"):
        actions.add_step(binh, world.work, title="Của ai", person=world.people["chi"])
    actions.add_step(binh, world.work, title="Đã làm hôm qua", due_on=date(2026, 3, 1))
    assert titles(world) == ["Đã làm hôm qua"]


def test_there_is_an_end_to_steps(world: World) -> None:
    split(world, *(f"bước {number}" for number in range(rules.MOST_STEPS)))
    with pytest.raises(Refused, match="steps_full"):
        split(world, "một bước nữa")
