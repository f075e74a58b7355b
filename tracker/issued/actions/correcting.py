"""Correcting what was issued (đính chính): the new wording holds, the former one stays to be read."""

from __future__ import annotations

from typing import Any

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.moves import require_reason
from tracker.assignments.rules import OPEN
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.directives.recognition import recognise
from tracker.directives.rules import number_key, searchable
from tracker.errors import Conflict, Refused
from tracker.issued.actions.noting import lock_issued, note_change
from tracker.issued.actions.telling import concerned, tell_bodies
from tracker.tasks.models import Task
from tracker.vietnamese import fold

OF_DIRECTIVE = (
    "number", "issued_on", "issued_month", "issuer", "subject", "signer_name", "signer_position",
)  # fmt: skip
OF_TASK = ("text", "verb", "expected_output")


@action
def correct_directive(
    actor: Actor, directive: Directive, *, version: int, reason: str, document: str = "", **said: Any
) -> Directive:
    """Correct facts of an issued directive (those named in `OF_DIRECTIVE`); what bodies must do stays as it is.

    Raises Conflict("stale"), Refused: reason_needed, nothing_changed.
    """
    policy.require(actor, "directive.correct", directive)
    lock_issued(directive, version)
    require_reason(reason)
    former = directive.number_key
    before, after = _put(directive, OF_DIRECTIVE, said)
    directive.number_key = number_key(directive.number)
    directive.folded = searchable(directive.number, directive.subject, directive.issuer)
    db.session.flush()
    note_change(actor, directive, "corrected", reason=reason, document=document, before=before, after=after)
    told = after | {"document": document, "cited_by": recognise(directive, keys=[former])}
    trail.record(actor, "directive.correct", directive, before=before, after=told, reason=reason)
    return directive


@action
def correct_task(
    actor: Actor, task: Task, *, version: int, reason: str, document: str = "", **said: str
) -> Task:
    """Correct the words of an issued task, its verb or its expected product; whoever still has it open is told.

    Raises Conflict("stale"), Refused: reason_needed, nothing_changed.
    """
    policy.require(actor, "task.correct", task)
    directive = db.session.get_one(Directive, task.directive_id)
    lock_issued(directive)
    db.session.refresh(task, with_for_update={"of": Task})
    if task.version != version or task.state != "issued":
        raise Conflict("stale", url=f"/nhiem-vu/{task.id}", theirs=task.text, mine=said.get("text", ""))
    require_reason(reason)
    before, after = _put(task, OF_TASK, said)
    task.folded = fold(task.text)
    db.session.flush()
    words: dict[str, Any] = {"reason": reason, "document": document, "before": before, "after": after}
    change = note_change(actor, directive, "corrected", task_id=task.id, **words)
    letter = words | {"directive": directive, "what": "corrected"}
    rows = concerned(directive.id, OPEN, task.id)
    if before.keys() == {"verb"}:  # who is asked is never told of a word of giving (decision 6)
        rows = [row for row in rows if row.mode != "de_nghi"]
    letters = tell_bodies(directive, f"corrected:{change.id}", rows, letter)
    told = after | {"document": document, "letters": letters}
    trail.record(actor, "task.correct", task, before=before, after=told, reason=reason)
    return task


def _put(row: Any, names: tuple[str, ...], said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put what is said other than it stands; both sides of it. Raises Refused("nothing_changed")."""
    changed = {name: said[name] for name in names if name in said and said[name] != getattr(row, name)}
    if not changed:
        raise Refused("nothing_changed")
    before = {name: _plain(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    return before, {name: _plain(value) for name, value in changed.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
