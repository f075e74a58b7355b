"""The signed paper of a closed period, scanned and kept beside its figures."""

from __future__ import annotations

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict
from tracker.files.actions import store
from tracker.files.keeping import Kept
from tracker.reviews.actions import locked
from tracker.reviews.models import Period, SignedCopy


@action
def attach_signed_copy(actor: Actor, period: Period, *, kept: Kept) -> SignedCopy:
    """Keep a file just taken in as the signed paper of the version in force; one kept before stays beside it.

    Raises Conflict("period_is_open"): there is nothing signed yet, or it is being corrected.
    """
    policy.require(actor, "review.attach", period)
    row = locked(period)
    if row.state != "closed" or row.snapshot_number is None:
        raise Conflict("period_is_open")
    file = store(actor, kept)
    made = SignedCopy(
        period_id=row.id,
        number=row.snapshot_number,
        file_id=file.id,
        sha256=kept.sha256,
        by=actor.label,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    after = {"version": made.number, "file_id": file.id, "sha256": kept.sha256}
    trail.record(actor, "review.attach", row, after=after)
    return made
