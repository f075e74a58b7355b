"""Saying whom a task goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.actions import add_alias
from tracker.bodies.models import Body, BodyGroup, GroupAlias
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
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
    named = put_addressees(task, lead, coordinating, register_names())
    trail.record(actor, "task.edit", task, after=named)
    return task


def put_addressees(
    task: Task, lead: Sequence[str], coordinating: Sequence[str], register: Register
) -> dict[str, Any]:
    """Replace a task's addressees; a choice made before for the same words is kept. Gives the names for the audit."""
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
    return {"lead": list(lead), "coordinating": list(coordinating)}


@action
def choose_addressee(
    actor: Actor, directive: Directive, *, words: str, kind: str, chosen_id: int, remember: bool = False
) -> Directive:
    """Say whom some words of the draft mean, wherever they stand in it; perhaps remember it for later texts.

    `kind` is body or group. Raises Refused("no_such_body") and what `bodies.actions.add_alias` raises.
    """
    policy.require(actor, "directive.edit", directive)
    db.session.refresh(directive, with_for_update={"of": Directive})
    if directive.state != "draft":
        raise Conflict("draft_closed", url=f"/van-ban/{directive.id}")
    chosen: Body | BodyGroup | None
    chosen = db.session.get(Body, chosen_id) if kind == "body" else db.session.get(BodyGroup, chosen_id)
    if chosen is None:
        raise Refused("no_such_body")
    meant = [row for row in _unclear(directive.id) if name_key(row.words) == name_key(words)]
    for row in meant:
        row.body_id = chosen.id if isinstance(chosen, Body) else None
        row.group_id = chosen.id if isinstance(chosen, BodyGroup) else None
    if remember and isinstance(chosen, Body):
        add_alias(actor, chosen, alias=words)
    elif remember and isinstance(chosen, BodyGroup):
        _remember_group(actor, chosen, words)
    facts = {"words": words, kind: chosen.id, "name": chosen.name, "tasks": [row.task_id for row in meant]}
    trail.record(actor, "directive.edit", directive, after=facts)
    return directive


def _remember_group(actor: Actor, group: BodyGroup, alias: str) -> None:
    """Another name for a group; the same name twice is one."""
    policy.require(actor, "group.edit", group)
    key = name_key(alias)
    if db.session.scalar(select(GroupAlias.id).where(GroupAlias.key == key, GroupAlias.group_id == group.id)):
        return
    db.session.add(GroupAlias(group_id=group.id, alias=alias, key=key))
    trail.record(actor, "group.edit", group, after={"alias": alias})


def _unclear(directive_id: int) -> Iterable[Addressee]:
    """Addressees of a draft the register does not know."""
    return db.session.scalars(
        select(Addressee)
        .join(Task, Task.id == Addressee.task_id)
        .where(Task.directive_id == directive_id, Task.state != "dropped")
        .where(Addressee.body_id.is_(None), Addressee.group_id.is_(None))
    )
