"""Writing down a file that is already on disk."""

from __future__ import annotations

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.files.keeping import Kept
from tracker.files.models import StoredFile
from tracker.vietnamese import fold


@action
def store(actor: Actor, kept: Kept, *, body_id: int | None = None) -> StoredFile:
    """Enter a kept file in the register: a body's evidence, or (without a body) the office's own document."""
    made = StoredFile(
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        name=kept.name,
        folded=fold(kept.name),
        body_id=body_id,
        stored_by=actor.label,
        stored_at=clock.now(),
    )
    policy.require(actor, "file.store", made)
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "file.store", made, after={"name": kept.name, "sha256": kept.sha256, "body": body_id})
    return made
