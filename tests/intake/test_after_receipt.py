"""A deadline counted from the receipt: shown with its phrase and today's day, resolved when the tasks go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.intake.drafts import TEXT, UNKNOWN, drafted, tasks_of
from tests.world import World
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.intake import actions
from tracker.intake.change import Change
from tracker.workdays.models import CalendarDay

SignIn = Callable[[str], FlaskClient]
PHRASE = "trong 05 ngày làm việc kể từ ngày nhận được văn bản"
FIFTH = date(2026, 3, 10)  # the first of them is Tuesday 3 March; Friday is made a day off


@pytest.fixture
def draft(world: World) -> Directive:
    """Its first task counts from the receipt; everybody is known."""
    with transaction() as session:
        session.add(CalendarDay(day=date(2026, 3, 6), is_working=False, name="nghỉ bù", source="UBND tỉnh"))
    made = drafted(world, TEXT.replace("trước ngày 20/3/2026", PHRASE))
    actions.choose_addressee(world.viewer("oanh"), made, words=UNKNOWN, kind="body", chosen_id=world.dam.id)
    return made


def due_days(task_id: int) -> set[date | None]:
    rows = select(Assignment.due_on, Assignment.first_due_on).where(Assignment.task_id == task_id)
    return {day for row in db.session.execute(rows) for day in row}


def test_phrase_and_day_stand_side_by_side(draft: Directive, world: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get(f"/van-ban/{draft.id}").text
    assert f"{PHRASE}</b> (giao hôm nay: 10/03/2026)" in page
    check = sign_in("oanh").get(f"/van-ban/{draft.id}/kiem-tra").text
    assert f'10/03/2026<span class="sub">“{PHRASE}”</span>' in check
    assert "Không có hạn nên không bao giờ quá hạn: nhiệm vụ 2, 3, 4, 5" in check


def test_the_day_is_worked_out_when_the_tasks_go_out(draft: Directive, world: World, sign_in: SignIn) -> None:
    first = tasks_of(draft)[0]
    actions.issue_directive(world.viewer("oanh"), draft)
    assert due_days(first.id) == {FIFTH}
    work = db.session.scalars(select(Assignment.id).where(Assignment.task_id == first.id)).first()
    page = sign_in("oanh").get(f"/phan-cong/{work}").text
    assert "10/03/2026" in page
    assert PHRASE in page


def test_one_day_for_all_leaves_it_alone_and_a_day_of_its_own_wins(draft: Directive, world: World) -> None:
    oanh = world.viewer("oanh")
    actions.set_dates(oanh, draft, due_on=date(2026, 4, 1))
    first, second, *_ = tasks_of(draft)
    assert (first.due_on, second.due_on) == (None, date(2026, 4, 1))
    change = Change(first.text, deadline_kind="event", due_on=date(2026, 3, 26), lead=("UBND các xã",))
    actions.edit_task(oanh, first, version=first.version, change=change)
    actions.issue_directive(oanh, draft)
    assert due_days(first.id) == {date(2026, 3, 26)}


@pytest.mark.parametrize(("number", "said"), [("77/KH-UBND", True), ("77/UBND-KT", False)])
def test_a_kind_its_symbol_does_not_say_is_asked_about(
    world: World, sign_in: SignIn, number: str, said: bool
) -> None:
    draft = drafted(world)
    with transaction():
        draft.number = number
    for place in ("", "/kiem-tra"):
        page = sign_in("oanh").get(f"/van-ban/{draft.id}{place}").text
        assert (f"Tên loại (Công văn) và ký hiệu ({number}) không khớp nhau" in page) is said
