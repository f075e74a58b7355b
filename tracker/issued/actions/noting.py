"""Writing down what has become of an issued directive."""

from __future__ import annotations

from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict
from tracker.issued.models import DirectiveChange

_VERBS = {
    "corrected": "directive.correct",
    "added": "task.add",
    "recalled": "directive.recall",
    "withdrawn": "directive.withdraw",
    "replaced": "directive.replace",
}
"""What each kind of change is called in the table of rights."""


def lock_issued(directive: Directive, version: int | None = None) -> None:
    """Wait for the directive's turn. Raises Conflict("stale") when it is not the one read, or stands no more."""
    db.session.refresh(directive, with_for_update={"of": Directive})
    if (version is not None and directive.version != version) or not directive.stands:
        raise Conflict("stale", url=f"/van-ban/{directive.id}")


def note_change(
    actor: Actor,
    directive: Directive,
    kind: str,
    *,
    task_id: int | None = None,
    reason: str = "",
    document: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> DirectiveChange:
    """One row of the directive's history."""
    made = DirectiveChange(
        directive_id=directive.id,
        task_id=task_id,
        kind=kind,
        reason=reason,
        document=document,
        before=before or {},
        after=after or {},
        at=clock.now(),
        by=policy.signed(actor, _VERBS[kind], directive),
    )
    db.session.add(made)
    db.session.flush()
    return made
