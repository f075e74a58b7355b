"""Taking back what was done to a draft, step by step, and doing it again. The steps are the draft's, not one person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, BodyGroup
from tracker.db import PLAIN, db
from tracker.directives.models import Directive
from tracker.errors import Conflict
from tracker.intake.models import DraftStep
from tracker.intake.queries import steps_of
from tracker.tasks.models import Addressee, Task
from tracker.vietnamese import fold

FACTS = (
    "position", "state", "is_gone", "text", "section", "verb", "start", "end", "deadline_kind", "due_on",
    "deadline_phrase", "recurrence", "expected_output", "confidence",
)  # fmt: skip
NAMED = ("role", "position", "words", "body_id", "group_id", "post_id", "due_on")
UNMADE = {"state": "dropped", "is_gone": True}
"""What a task is before the step that makes it: a row without its like cannot lose its number to another."""

Facts = dict[int, dict[str, Any]]
_PLACE = (
    update(Task.__table__)  # type: ignore[arg-type]
    .where(Task.__table__.c.id == bindparam("task"))
    .values(position=bindparam("place"))
)


def lock_draft(directive: Directive, **typed: str) -> None:
    """Wait for the draft's turn. Raises Conflict("draft_closed") with what was typed when it is no draft any more."""
    db.session.refresh(directive, with_for_update={"of": Directive})
    if directive.state != "draft":
        raise Conflict("draft_closed", url=f"/van-ban/{directive.id}", **typed)


@contextmanager
def recorded(actor: Actor, directive_id: int, verb: str, task: Task | None = None) -> Iterator[DraftStep]:
    """Keep as one step what the block does to the draft's tasks; what had been undone is then past."""
    before = _facts(directive_id)
    made = DraftStep(directive_id=directive_id, verb=verb, at=clock.now())
    made.actor_id, made.actor_label = actor.id, actor.label
    if task is not None:
        made.task_id, made.number = task.id, _number(before, task.id)
    yield made
    db.session.flush()
    after = _facts(directive_id)
    made.before, made.after = _differences(before, after), _differences(after, before)
    if made.after:
        undone = delete(DraftStep).where(DraftStep.directive_id == directive_id, DraftStep.is_undone)
        db.session.execute(undone.execution_options(**PLAIN))
        db.session.add(made)


def _facts(directive_id: int) -> Facts:
    """Every task of a draft, with its addressees, as a step keeps it."""
    columns = [getattr(Task, name) for name in FACTS]
    rows = db.session.execute(select(Task.id, *columns).where(Task.directive_id == directive_id))
    found: Facts = {id: dict(zip(FACTS, map(_plain, values), strict=True)) for id, *values in rows}
    named = [getattr(Addressee, name) for name in NAMED]
    whose = select(Addressee.task_id, *named).join(Task, Task.id == Addressee.task_id)
    for facts in found.values():
        facts["addressees"] = []
    ordered = whose.where(Task.directive_id == directive_id).order_by(Addressee.position, Addressee.id)
    for task_id, *values in db.session.execute(ordered):
        found[task_id]["addressees"].append([_plain(value) for value in values])
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _number(facts: Facts, task_id: int) -> int | None:
    """The number a task carries on the page."""
    live = [id for id, each in facts.items() if each["state"] != "dropped"]
    live.sort(key=lambda id: (facts[id]["position"], id))
    return live.index(task_id) + 1 if task_id in live else None


def _differences(these: Facts, those: Facts) -> dict[str, dict[str, Any]]:
    """By task, the facts in `these` that are other in `those`."""
    found: dict[str, dict[str, Any]] = {}
    for id in these.keys() | those.keys():
        mine, theirs = these.get(id, UNMADE), those.get(id, UNMADE)
        if changed := {name: value for name, value in mine.items() if theirs.get(name) != value}:
            found[str(id)] = changed
    return found


@action
def undo_step(actor: Actor, directive: Directive, *, step_id: int) -> Directive:
    """Take back the draft's last step, whoever made it. Raises Conflict("draft_moved") when it is not the last."""
    return _go(actor, directive, step_id, "undo")


@action
def redo_step(actor: Actor, directive: Directive, *, step_id: int) -> Directive:
    """Do again the step taken back last. Raises Conflict("draft_moved") when it is another."""
    return _go(actor, directive, step_id, "redo")


def _go(actor: Actor, directive: Directive, step_id: int, way: str) -> Directive:
    """One step back (undo) or forward again (redo) in the draft's history, where it is still the next in that way."""
    policy.require(actor, "directive.edit", directive)
    lock_draft(directive)
    ends = steps_of(directive.id)
    if step_id != (ends.last_id if way == "undo" else ends.next_id):
        raise Conflict("draft_moved", url=f"/van-ban/{directive.id}")
    step = db.session.get_one(DraftStep, step_id)
    left, reached = (step.after, step.before) if way == "undo" else (step.before, step.after)
    _put_back(reached)
    _remember(actor, step, again=way == "redo")
    _note(actor, step, way)
    trail.record(actor, "directive.edit", directive, before=left, after={way: step.verb})
    return directive


def _note(actor: Actor, step: DraftStep, way: str) -> None:
    step.is_undone = way == "undo"
    note = DraftStep(directive_id=step.directive_id, verb=step.verb, way=way, at=clock.now())
    note.actor_id, note.actor_label = actor.id, actor.label
    note.task_id, note.number = step.task_id, step.number
    db.session.add(note)


def _put_back(facts: Mapping[str, dict[str, Any]]) -> None:
    """Give tasks these facts. One that only moved keeps its version: whoever is editing it loses nothing by that."""
    moved = [(int(id), each["position"]) for id, each in facts.items() if each.keys() == {"position"}]
    if moved:
        rows = [{"task": id, "place": position} for id, position in moved]
        db.session.connection().execute(_PLACE, rows)
    changed = {int(id): each for id, each in facts.items() if each.keys() != {"position"}}
    loaded = select(Task).where(Task.id.in_(changed)).execution_options(populate_existing=True)
    for task in db.session.scalars(loaded):
        _restore(task, dict(changed[task.id]))


def _restore(task: Task, facts: dict[str, Any]) -> None:
    addressees = facts.pop("addressees", None)
    for name, value in facts.items():
        setattr(task, name, date.fromisoformat(value) if name == "due_on" and value else value)
    task.folded = fold(task.text)
    flag_modified(task, "text")  # its version speaks for its addressees too
    if addressees is None:
        return
    db.session.execute(delete(Addressee).where(Addressee.task_id == task.id))
    rows = [dict(zip(NAMED, values, strict=True)) | {"task_id": task.id} for values in addressees]
    for row in rows:
        row["due_on"] = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    if rows:
        db.session.execute(insert(Addressee), rows)


def _remember(actor: Actor, step: DraftStep, *, again: bool) -> None:
    """The alias that a choice left in the register goes and comes with the choice."""
    if not step.remembered:
        return
    id, words = step.remembered["id"], step.remembered["words"]
    verb = bodies.add_alias if again else bodies.forget_alias
    if step.remembered["kind"] == "body":
        verb(actor, db.session.get_one(Body, id), alias=words)
    else:
        verb(actor, db.session.get_one(BodyGroup, id), alias=words)
