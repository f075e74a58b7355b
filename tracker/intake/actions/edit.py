"""Mending one task of a draft at a time; each change is saved as it is made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict
from tracker.intake.actions.name import put_addressees
from tracker.intake.actions.steps import lock_draft, recorded
from tracker.intake.change import Change
from tracker.intake.queries import register_names, undated
from tracker.tasks.models import Task
from tracker.tasks.queries import of_directive
from tracker.tasks.rules import settled_kind
from tracker.vietnamese import fold


def fresh(actor: Actor, task: Task, version: int, mine: str = "") -> dict[str, Any]:
    """Lock the task and its draft, compare the version; gives the task's facts as they were.

    Raises Conflict("stale") with both texts, Conflict("draft_closed") when the directive is no draft any more.
    """
    policy.require(actor, "task.edit", task)
    typed = {"theirs": task.text, "mine": mine} if mine else {}
    lock_draft(db.session.get_one(Directive, task.directive_id), **typed)
    db.session.refresh(task, with_for_update={"of": Task})
    if task.version != version:
        typed = typed and {"theirs": task.text, "mine": mine}
        url = f"/van-ban/{task.directive_id}?moi={task.version}#nv-{task.id}"  # else no page would be loaded anew
        raise Conflict("stale", url=url, **typed)
    return facts_of(task)


def facts_of(task: Task) -> dict[str, Any]:
    """A task's facts as an audit line keeps them."""
    return {
        "state": task.state,
        "text": task.text,
        "deadline_kind": task.deadline_kind,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "recurrence": task.recurrence,
        "expected_output": task.expected_output,
    }


@action
def edit_task(actor: Actor, task: Task, *, version: int, change: Change) -> Task:
    """Correct a task: its words, deadline, expected product and addressees. It counts as accepted."""
    before = fresh(actor, task, version, mine=change.text)
    with recorded(actor, task.directive_id, "edit", task):
        _put(task, change)
        task.state, task.is_gone = "accepted", False  # whoever saves a task that was just taken in keeps it
        flag_modified(task, "text")  # its version speaks for its addressees too
        named = put_addressees(
            task, change.lead, change.coordinating, register_names(), change.helping_due_on
        )
    trail.record(actor, "task.edit", task, before=before, after=facts_of(task) | named)
    return task


@action
def add_task(actor: Actor, directive: Directive, *, change: Change) -> Task:
    """Add a task at the end of a draft, by hand."""
    policy.require(actor, "task.edit", directive)
    lock_draft(directive)
    with recorded(actor, directive.id, "add") as step:
        last = db.session.scalar(select(func.max(Task.position)).where(Task.directive_id == directive.id))
        made = Task(directive_id=directive.id, position=(last or 0) + 1, state="accepted", text=change.text)
        _put(made, change)
        db.session.add(made)
        db.session.flush()
        named = put_addressees(
            made, change.lead, change.coordinating, register_names(), change.helping_due_on
        )
        step.task_id = made.id
    trail.record(actor, "task.edit", made, after=facts_of(made) | named)
    return made


def _put(task: Task, change: Change) -> None:
    task.text, task.folded = change.text, fold(change.text)
    task.deadline_kind = settled_kind(change.deadline_kind, change.due_on)
    dated = task.deadline_kind in {"fixed", "event", "yearly_plan"}
    task.due_on = change.due_on if dated else None
    task.recurrence = change.recurrence if task.deadline_kind in {"recurring", "standing"} else ""
    if task.deadline_kind == "recurring" and not task.recurrence:
        task.recurrence = "monthly"
    task.expected_output = change.expected_output or "Báo cáo kết quả"


@action
def accept_task(actor: Actor, task: Task, *, version: int) -> Task:
    """The office has looked at a proposal and agrees."""
    return _move(actor, task, version, "accept", "accepted")


@action
def drop_task(actor: Actor, task: Task, *, version: int) -> Task:
    """Not a task after all; it can be restored until the draft is issued."""
    return _move(actor, task, version, "drop", "dropped")


@action
def restore_task(actor: Actor, task: Task, *, version: int) -> Task:
    """Take a dropped task in again."""
    return _move(actor, task, version, "restore", "accepted")


def _move(actor: Actor, task: Task, version: int, verb: str, state: str) -> Task:
    before = fresh(actor, task, version)
    with recorded(actor, task.directive_id, verb, task):
        task.state = state
    trail.record(actor, "task.edit", task, before={"state": before["state"]}, after={"state": state})
    return task


@action
def accept_all(actor: Actor, directive: Directive) -> Directive:
    """The office has looked at every proposal and agrees with what is left of them."""
    policy.require(actor, "directive.edit", directive)
    lock_draft(directive)
    left = of_directive(directive.id, ("proposed",))
    with recorded(actor, directive.id, "accept"):
        for task in left:
            task.state = "accepted"
    facts = {"accepted": [task.id for task in left]}
    trail.record(actor, "directive.edit", directive, after=facts)
    return directive


@action
def set_dates(actor: Actor, directive: Directive, *, due_on: date, task_ids: Iterable[int] = ()) -> Directive:
    """Give one day to every task of a draft that has none (or to those of them named)."""
    policy.require(actor, "directive.edit", directive)
    lock_draft(directive)
    wanted = set(task_ids)
    changed = [task for task in undated(directive.id) if not wanted or task.id in wanted]
    with recorded(actor, directive.id, "date", changed[0] if len(changed) == 1 else None):
        for task in changed:
            task.deadline_kind, task.due_on = "fixed", due_on
    facts = {"due_on": due_on.isoformat(), "tasks": [task.id for task in changed]}
    trail.record(actor, "directive.edit", directive, after=facts)
    return directive
