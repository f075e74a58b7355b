"""Saying whom a task goes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.actions import add_alias
from tracker.bodies.models import Body, BodyGroup
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Refused
from tracker.intake.actions.steps import lock_draft, recorded
from tracker.intake.matching import Register
from tracker.intake.queries import register_names
from tracker.tasks.models import Addressee, Task
from tracker.vietnamese import name_key

ROLES = ("lead", "coordinating")


@action
def set_addressees(
    actor: Actor, task: Task, *, lead: Sequence[str], coordinating: Sequence[str] = ()
) -> Task:
    """Name the bodies and groups of a task anew, as typed; names the register does not know stay as words."""
    policy.require(actor, "task.edit", task)
    lock_draft(db.session.get_one(Directive, task.directive_id))
    with recorded(actor, task.directive_id, "name", task):
        flag_modified(task, "text")  # its version speaks for its addressees too
        named = put_addressees(task, lead, coordinating, register_names())
    trail.record(actor, "task.edit", task, after=named)
    return task


def put_addressees(
    task: Task,
    lead: Sequence[str],
    coordinating: Sequence[str],
    register: Register,
    helping_due_on: date | None = None,
) -> dict[str, Any]:
    """Replace a task's addressees; a choice made before for the same words is kept. Gives the names for the audit.

    `helping_due_on` is by when those that work with the lead are asked for their part.
    """
    rows = db.session.scalars(select(Addressee).where(Addressee.task_id == task.id)).all()
    known = {(row.role, name_key(row.words)): row for row in rows if row.is_known}
    db.session.execute(delete(Addressee).where(Addressee.task_id == task.id))
    for role, names in zip(ROLES, (lead, coordinating), strict=True):
        for position, words in enumerate(dict.fromkeys(names)):
            found = register.match(words).found
            before = known.get((role, name_key(words)))
            db.session.add(
                Addressee(
                    task_id=task.id,
                    role=role,
                    position=position,
                    words=words,
                    due_on=helping_due_on if role == "coordinating" else None,
                    body_id=found.id
                    if found and found.kind == "body"
                    else before.body_id
                    if before
                    else None,
                    group_id=found.id
                    if found and found.kind == "group"
                    else before.group_id
                    if before
                    else None,
                )
            )
    day = helping_due_on.isoformat() if helping_due_on else None
    return {"lead": list(lead), "coordinating": list(coordinating), "helping_due_on": day}


@action
def choose_addressee(
    actor: Actor, directive: Directive, *, words: str, kind: str, chosen_id: int, remember: bool = False
) -> Directive:
    """Say whom some words of the draft mean, wherever they stand in it; perhaps remember it for later texts.

    `kind` is body or group. Raises Refused("no_such_body") and what `bodies.actions.add_alias` raises.
    """
    policy.require(actor, "directive.edit", directive)
    lock_draft(directive)
    chosen: Body | BodyGroup | None
    chosen = db.session.get(Body, chosen_id) if kind == "body" else db.session.get(BodyGroup, chosen_id)
    if chosen is None:
        raise Refused("no_such_body")
    meant = _unclear(directive.id, words)
    with recorded(actor, directive.id, "choose") as step:
        for row in meant:
            row.body_id = chosen.id if isinstance(chosen, Body) else None
            row.group_id = chosen.id if isinstance(chosen, BodyGroup) else None
        is_new = remember and not register_names().knows(words)  # a name that two have stays both of theirs
        if is_new and add_alias(actor, chosen, alias=words) is not None:
            step.remembered = {"kind": kind, "id": chosen.id, "words": words}
    facts = {"words": words, kind: chosen.id, "name": chosen.name, "tasks": [row.task_id for row in meant]}
    trail.record(actor, "directive.edit", directive, after=facts)
    return directive


@action
def leave_out(actor: Actor, directive: Directive, *, words: str) -> Directive:
    """Some unclear words of the draft mean nobody: no task goes to them."""
    policy.require(actor, "directive.edit", directive)
    lock_draft(directive)
    meant = _unclear(directive.id, words)
    with recorded(actor, directive.id, "leave_out"):
        for row in meant:
            db.session.delete(row)
    facts = {"left_out": words, "tasks": [row.task_id for row in meant]}
    trail.record(actor, "directive.edit", directive, after=facts)
    return directive


def _unclear(directive_id: int, words: str) -> list[Addressee]:
    """Addressees of a draft the register does not know, written in one way or another of these words."""
    rows = db.session.scalars(
        select(Addressee)
        .join(Task, Task.id == Addressee.task_id)
        .where(Task.directive_id == directive_id, ~Task.is_gone)
        .where(Addressee.body_id.is_(None), Addressee.group_id.is_(None))
    )
    return [row for row in rows if name_key(row.words) == name_key(words)]
