"""Giving an issued task to one more body: which may have it, and what giving it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyType
from tracker.bodies.queries import bodies_by_id
from tracker.db import db
from tracker.intake.plan import Plan, Recipients, make_letters, make_plan
from tracker.intake.queries.draft import calendar_for, register_for
from tracker.tasks.models import Task


def without_task(viewer: Actor, task: Task, day: date) -> Sequence[Any]:
    """(id, name) of the bodies there are on a day that never had the task, by type, in Vietnamese order."""
    policy.require(viewer, "task.give", task)
    has = exists().where(Assignment.task_id == task.id, Assignment.body_id == Body.id)
    return db.session.execute(
        select(Body.id, Body.name)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.is_valid_on(day), ~has)
        .order_by(BodyType.position, BodyType.id, Body.sort_key, Body.id)
    ).all()


def plan_of_giving(task: Task, body_id: int, day: date) -> Plan:
    """What giving the task (with its addressees) to this body does: its deadline, who works with it, its letter."""
    known = register_for([task], day)
    [planned] = make_plan([task], known, day, calendar_for([task], day)).tasks
    member = bodies_by_id([body_id])[body_id]
    others = tuple(each for each in planned.coordinating.members if each.body_id != body_id)
    tasks = (replace(planned, lead=Recipients((member,)), coordinating=Recipients(others)),)
    return Plan(tasks, tuple(make_letters(tasks, known)))
