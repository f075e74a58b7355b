"""What one commune arranges inside itself: who of its people handles what, its own days, its own steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.demo.days import Days
from tracker.demo.province import Province
from tracker.handling import actions
from tracker.handling.models import Step

COMMUNE = "UBND xã Đàm Thượng"
CRITERIA = (COMMUNE, "dat-chuan", "1", 1)
WORKS = (COMMUNE, "tang-toc", "1", 2)
SPREADING = (COMMUNE, "tang-toc", "1", 3)

DEEDS: tuple[tuple[int, int, str, str, tuple[str, str, str, int], str], ...] = (
    (-26, 15, "thu", "pass on", WORKS, "an"),
    (-15, 15, "an", "pass on", CRITERIA, "thu -1"),
    (-15, 16, "an", "step", CRITERIA, "thu -8 Rà soát hồ sơ minh chứng của từng tiêu chí"),
    (-15, 16, "an", "step", CRITERIA, "quy -4 Làm việc với các thôn về tiêu chí môi trường"),
    (-15, 16, "an", "step", CRITERIA, "an 0 Trình Chủ tịch UBND xã ký báo cáo"),
    (-9, 14, "an", "pass on", SPREADING, "quy"),
    (-8, 15, "thu", "step done", CRITERIA, "Rà soát hồ sơ minh chứng của từng tiêu chí"),
)
"""(day, hour, login, verb, thing, words); words begin with whom it goes to and the own day, counted from today."""


def verbs(
    work: Callable[[Any], Assignment], province: Province, days: Days
) -> dict[str, Callable[[Actor, Any], object]]:
    """What is arranged inside, by the history's word for it; `work` finds the assignment an event is about."""
    return {
        "pass on": lambda actor, event: pass_on(actor, work(event), event.words, province, days),
        "step": lambda actor, event: add_step(actor, work(event), event.words, province, days),
        "step done": lambda actor, event: finish_step(actor, work(event), event.words),
    }


def pass_on(actor: Actor, work: Assignment, words: str, province: Province, days: Days) -> None:
    """To somebody, by a day where one is said."""
    login, *day = words.split()
    own_due_on = days.at(int(day[0])) if day else None
    actions.pass_on(actor, work, person=province.people[login], own_due_on=own_due_on)


def add_step(actor: Actor, work: Assignment, words: str, province: Province, days: Days) -> None:
    """A step of somebody's, by a day."""
    login, day, title = words.split(maxsplit=2)
    due_on = days.at(int(day))
    actions.add_step(actor, work, title=title, person=province.people[login], due_on=due_on)


def finish_step(actor: Actor, work: Assignment, words: str) -> None:
    """The step with these words is done."""
    step = db.session.scalars(select(Step).where(Step.assignment_id == work.id, Step.title == words)).one()
    actions.mark_step(actor, step, is_done=True)
