"""Who joined the groups of an issued directive since its tasks were given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake.plan import Plan, Recipients, make_letters, make_plan
from tracker.intake.queries.draft import calendar_for, register_for
from tracker.tasks.models import Task


def newcomers(viewer: Actor, directive: Directive, tasks: Sequence[Task]) -> Plan:
    """What giving the tasks to members without an assignment would do; empty for all but the office.

    `tasks` are the issued ones with their addressees. A task that everybody has finished is over, and asks nobody.
    """
    grouped = [task for task in tasks if any(a.group_id and a.role == "lead" for a in task.addressees)]
    if not directive.stands or not grouped or not policy.may(viewer, "directive.issue", directive):
        return Plan((), ())
    columns = (Assignment.task_id, Assignment.body_id, Assignment.post_id, Assignment.is_open)
    rows = db.session.execute(select(*columns).where(Assignment.directive_id == directive.id)).all()
    has = {(task_id, body_id, post_id) for task_id, body_id, post_id, _ in rows}
    going = {task_id for task_id, _, _, is_open in rows if is_open}
    grouped = [task for task in grouped if task.id in going]
    today = clock.today()
    known = register_for(grouped, today)
    joined = {
        planned.task.id: new
        for planned in make_plan(grouped, known, today, {}).tasks
        if (new := [m for m in planned.lead.members if (planned.task.id, m.body_id, m.post_id) not in has])
    }
    if not joined:  # as a rule: the calendar is not asked for
        return Plan((), ())
    plan = make_plan(grouped, known, today, calendar_for(grouped, today))
    found = [
        replace(planned, lead=Recipients(tuple(joined[planned.task.id])))
        for planned in plan.tasks
        if planned.task.id in joined
    ]
    return Plan(tuple(found), tuple(make_letters(found, known)))
