"""Reading what has become of an issued directive, and what adding a task to it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.assignments.rules import MOVES
from tracker.bodies.models import Body, BodyGroup
from tracker.db import db
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import card, in_sight_of
from tracker.errors import NotFound
from tracker.intake.change import Change
from tracker.intake.plan import Plan, make_plan
from tracker.intake.queries import register_names
from tracker.intake.queries.draft import calendar_for, register_for
from tracker.issued.models import DirectiveChange
from tracker.search.matching import holds
from tracker.tasks.models import Addressee, Task
from tracker.tasks.rules import settled_kind
from tracker.vietnamese import fold

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """What ending a directive would stop: open assignments, the bodies that have them, and work that stays as done."""

    open: int
    bodies: int
    done: int


def standing(viewer: Actor, directive_id: int, verb: str) -> Directive:
    """An issued directive that is neither withdrawn nor replaced, for whoever may do the verb to it.

    Raises NotFound out of sight, NotAllowed for others.
    """
    found = card(viewer, directive_id)
    policy.require(viewer, verb, found)
    if not found.stands:
        raise NotFound("directive")
    return found


def recallable(viewer: Actor, directive_id: int) -> Directive:
    """A directive to be recalled; one recalled a moment ago is found too: a form may be sent twice."""
    found = card(viewer, directive_id)
    policy.require(viewer, "directive.recall", found)
    if found.state == "withdrawn":
        raise NotFound("directive")
    return found


def changes(viewer: Actor, directive: Directive, task_id: int | None = None) -> Sequence[DirectiveChange]:
    """What has become of a directive (or of one of its tasks) the viewer has been shown, the newest first.

    An issue that was recalled never reached the bodies, who are not told of it here either.
    """
    rows = select(DirectiveChange).where(DirectiveChange.directive_id == directive.id)
    if not getattr(viewer, "sees_all", False):
        rows = rows.where(DirectiveChange.kind != "recalled")
    if task_id is not None:
        rows = rows.where(DirectiveChange.task_id == task_id)
    return db.session.scalars(rows.order_by(DirectiveChange.id.desc())).all()


def reach(directive: Directive) -> Reach:
    """How much ending a directive would stop."""
    is_open = Assignment.state.in_(MOVES["cancel"])
    row = db.session.execute(
        select(
            func.count().filter(is_open),
            func.count(Assignment.body_id.distinct()).filter(is_open),
            func.count().filter(Assignment.state == "completed"),
        ).where(Assignment.directive_id == directive.id)
    ).one()
    return Reach(*row)


def replacements(viewer: Actor, directive: Directive, text: str) -> Sequence[Directive]:
    """Standing documents that hold the words looked for; without words, those that say they replace this one."""
    stands = (Directive.state == "issued", Directive.ending == "", Directive.id != directive.id)
    if text.strip():
        meant = holds(Directive, text)
    else:
        says_so = select(DirectiveLink.directive_id).where(
            DirectiveLink.target_id == directive.id, DirectiveLink.relation == "thay_the"
        )
        meant = Directive.id.in_(says_so)
    rows = select(Directive).where(in_sight_of(viewer), *stands, meant)
    return db.session.scalars(rows.order_by(Directive.id.desc()).limit(SHOWN)).all()


def issued_task(viewer: Actor, task: Task) -> Task:
    """A task, read with its directive, whose directive stands. Raises NotFound where it stands no more."""
    policy.require(viewer, "task.correct", task)
    if not task.directive.stands:
        raise NotFound("task")
    return task


def plan_of_adding(directive: Directive, change: Change, section: str, day: date) -> Plan:
    """What a task added to an issued directive would do; the task itself is not yet in the database."""
    task = _proposed(directive, change, section)
    return make_plan([task], register_for([task], day), day, calendar_for([task], day))


def _proposed(directive: Directive, change: Change, section: str) -> Task:
    kind = settled_kind(change.deadline_kind, change.due_on)
    recurs = {"recurring": change.recurrence or "monthly", "standing": change.recurrence}
    return Task(
        directive_id=directive.id,
        state="issued",
        was_state="accepted",
        section=section,
        text=change.text,
        folded=fold(change.text),
        deadline_kind=kind,
        due_on=change.due_on if kind in {"fixed", "event", "yearly_plan"} else None,
        deadline_phrase="",
        recurrence=recurs.get(kind, ""),
        expected_output=change.expected_output or "Báo cáo kết quả",
        addressees=_addressees(change),
    )


def _addressees(change: Change) -> list[Addressee]:
    """Those named, as the register of today knows them."""
    register = register_names()
    named = dict.fromkeys(
        [*(("lead", n) for n in change.lead), *(("coordinating", n) for n in change.coordinating)]
    )
    found = [(role, words, register.match(words).found) for role, words in named]
    ids = {
        kind: [entry.id for _, _, entry in found if entry and entry.kind == kind]
        for kind in ("body", "group")
    }
    bodies = select(Body).where(Body.id.in_(ids["body"])).options(joinedload(Body.type))
    groups = select(BodyGroup).where(BodyGroup.id.in_(ids["group"]))
    rows: dict[str, dict[int, Any]] = {
        "body": {row.id: row for row in db.session.scalars(bodies)} if ids["body"] else {},
        "group": {row.id: row for row in db.session.scalars(groups)} if ids["group"] else {},
    }
    made = []
    for position, (role, words, entry) in enumerate(found):
        row = Addressee(role=role, position=position, words=words, body=None, group=None)
        if entry is not None:
            setattr(row, entry.kind, rows[entry.kind][entry.id])
            setattr(row, f"{entry.kind}_id", entry.id)
        made.append(row)
    return made
