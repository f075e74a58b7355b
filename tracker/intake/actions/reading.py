"""A file read off pictures: begun, ended with a draft, read again, given up."""

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
from tracker.intake.actions.start import start_draft
from tracker.intake.models import Reading


@action
def start_reading(
    actor: Actor, *, name: str, held: str, node: str, pages: int, origin: str, is_taken_anyway: bool
) -> Reading:
    """Put a file in the queue of its machine; `tracker readings` there takes it up."""
    policy.require(actor, "directive.draft")
    now = clock.now()
    made = Reading(
        name=name,
        held=held,
        node=node,
        pages=pages,
        origin=origin,
        is_taken_anyway=is_taken_anyway,
        started_by_id=actor.id,
        started_at=now,
        beat_at=now,
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "reading.start", made, after={"pages": pages})
    return made


@action
def finish_reading(actor: Actor, reading: Reading, *, text: str, kept: Kept) -> Reading:
    """The pages are read: the file is kept and its text becomes a draft, marked as read by machine. Raises Conflict."""
    policy.require(actor, "directive.draft")
    db.session.refresh(reading, with_for_update=True)
    if reading.state != "reading":  # given up in the meantime
        raise Conflict("reading_moved_on")
    file_id = store(actor, kept).id
    made = start_draft(actor, text=text, file_id=file_id, machine_read=True, origin=reading.origin)
    reading.state, reading.directive_id, reading.held = "done", made.id, ""
    return reading


@action
def restart_reading(actor: Actor, reading: Reading, *, is_taken_anyway: bool = False) -> Reading:
    """Read the file from its first page again. Raises Conflict where it is gone or being read."""
    policy.require(actor, "directive.draft")
    if not reading.held or not (reading.state == "refused" or reading.has_stalled(clock.now())):
        raise Conflict("reading_moved_on")
    reading.state, reading.problem, reading.pages_done = "waiting", "", 0
    reading.is_taken_anyway, reading.beat_at = is_taken_anyway, clock.now()
    trail.record(actor, "reading.restart", reading)
    return reading


@action
def drop_reading(actor: Actor, reading: Reading) -> Reading:
    """Give a file up. Its name goes with it; whoever calls this throws the bytes away."""
    policy.require(actor, "directive.draft")
    if reading.state == "done":
        raise Conflict("reading_moved_on")
    reading.state, reading.name, reading.held = "dropped", "", ""
    trail.record(actor, "reading.drop", reading)
    return reading
