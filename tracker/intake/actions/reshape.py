"""One task made several, two made one, two in another order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake.actions.edit import fresh
from tracker.intake.actions.steps import recorded
from tracker.intake.editing import merge
from tracker.intake.paper import place_of
from tracker.tasks.models import Addressee, Task
from tracker.vietnamese import fold, name_key

CARRIED = (
    "section",
    "verb",
    "deadline_kind",
    "due_on",
    "deadline_phrase",
    "recurrence",
    "expected_output",
    "confidence",
    "serves_id",
)


@action
def split_task(actor: Actor, task: Task, *, version: int, parts: Sequence[str]) -> Task:
    """Make several tasks of one: the first keeps the row, the others follow it with the same addressees and deadline.

    Raises Refused("split_one") for fewer than two parts that hold words.
    """
    before = fresh(actor, task, version, mine="\n\n".join(parts))
    words = [" ".join(part.split()) for part in parts if part.strip()]
    if len(words) < 2:
        raise Refused("split_one")
    with recorded(actor, task.directive_id, "split", task):
        made = _cut(task, words)
    trail.record(
        actor, "task.edit", task, before=before, after={"split": [task.id, *(row.id for row in made)]}
    )
    return task


def _cut(task: Task, words: Sequence[str]) -> list[Task]:
    """Give the task the first words, and others of its kind the rest; those others."""
    text = db.session.scalar(select(Directive.text).where(Directive.id == task.directive_id)) or ""
    begun, ended = task.start, task.end
    _make_room(task, len(words) - 1)
    made = [_part(task, number, part) for number, part in enumerate(words[1:], 1)]
    task.text, task.folded, task.state = words[0], fold(words[0]), "accepted"
    for row in (task, *made):
        row.start, row.end = place_of(row.text, text, begun, ended)
    db.session.add_all(made)
    db.session.flush()
    _copy_addressees(task, made)
    return made


def _part(task: Task, number: int, words: str) -> Task:
    carried = {name: getattr(task, name) for name in CARRIED}
    return Task(
        directive_id=task.directive_id,
        position=task.position + number,
        state="accepted",
        text=words,
        folded=fold(words),
        **carried,
    )


def _make_room(task: Task, places: int) -> None:
    db.session.execute(
        update(Task)
        .where(Task.directive_id == task.directive_id, Task.position > task.position)
        .values(position=Task.position + places)
        .execution_options(**PLAIN)
    )


def _copy_addressees(task: Task, others: Sequence[Task]) -> None:
    rows = db.session.scalars(select(Addressee).where(Addressee.task_id == task.id)).all()
    for other in others:
        db.session.add_all(_copied(row, other.id, row.position) for row in rows)


def _copied(row: Addressee, task_id: int, position: int) -> Addressee:
    return Addressee(
        task_id=task_id,
        position=position,
        role=row.role,
        words=row.words,
        body_id=row.body_id,
        group_id=row.group_id,
        post_id=row.post_id,
        due_on=row.due_on,
    )


@action
def merge_tasks(actor: Actor, task: Task, *, version: int) -> Task:
    """Join a task with the next one that is not dropped: both texts, all addressees, the first's deadline if it has one.

    Raises Conflict("nothing_to_merge") for the last task.
    """
    before = fresh(actor, task, version)
    following = _neighbour(task, 1)
    if following is None:
        raise Conflict("nothing_to_merge", url=f"/van-ban/{task.directive_id}#nv-{task.id}")
    with recorded(actor, task.directive_id, "merge", task):
        _join(task, following)
        _take_in_addressees(task, following)
        following.state, following.is_gone = "dropped", True
    trail.record(actor, "task.edit", task, before=before, after={"merged": following.id, "text": task.text})
    return task


@action
def move_task(actor: Actor, task: Task, *, version: int, places: int) -> Task:
    """Let a task change places with the next one (`places` 1) or the one before (-1); at the end nothing happens."""
    fresh(actor, task, version)
    other = _neighbour(task, places)
    with recorded(actor, task.directive_id, "move", task):
        if other is not None:
            mine, theirs = task.position, other.position
            for each, position in ((task, theirs), (other, mine)):
                moved = update(Task.__table__).where(Task.__table__.c.id == each.id)  # type: ignore[arg-type]
                db.session.connection().execute(moved.values(position=position))
    facts = {"moved": places if other is not None else 0}
    trail.record(actor, "task.edit", task, after=facts)
    return task


def _neighbour(task: Task, places: int) -> Task | None:
    """The task after (or, for -1, before) this one on the page."""
    live = select(Task).where(Task.directive_id == task.directive_id, Task.state != "dropped")
    after = live.where(Task.position > task.position).order_by(Task.position, Task.id)
    before = live.where(Task.position < task.position).order_by(Task.position.desc(), Task.id.desc())
    nearest = (after if places > 0 else before).limit(1).with_for_update()
    return db.session.scalar(nearest.execution_options(populate_existing=True))


def _take_in_addressees(task: Task, following: Task) -> None:
    rows = list(db.session.scalars(select(Addressee).where(Addressee.task_id.in_([task.id, following.id]))))
    have = {(row.role, name_key(row.words)) for row in rows if row.task_id == task.id}
    extra = [r for r in rows if r.task_id == following.id and (r.role, name_key(r.words)) not in have]
    db.session.add_all(_copied(row, task.id, len(have) + number) for number, row in enumerate(extra))


def _join(task: Task, following: Task) -> None:
    task.text = merge([task.text, following.text])
    task.folded, task.state = fold(task.text), "accepted"
    task.serves_id = task.serves_id or following.serves_id
    if task.deadline_kind == "none":
        for name in ("deadline_kind", "due_on", "deadline_phrase", "recurrence"):
            setattr(task, name, getattr(following, name))
    places = [place for place in (task.start, following.start) if place is not None]
    ends = [place for place in (task.end, following.end) if place is not None]
    task.start, task.end = (min(places), max(ends)) if places and ends else (None, None)
