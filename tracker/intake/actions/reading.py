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
    """Read what is not read yet of the file once more. Raises Conflict where it is gone or being read."""
    _wait_again(actor, reading, reading.state == "refused" or reading.has_stalled(clock.now()))
    reading.is_taken_anyway = reading.is_taken_anyway or is_taken_anyway
    if not reading.is_enough:
        reading.pages_done, reading.unread = reading.pages_done - len(reading.unread), []
    trail.record(actor, "reading.restart", reading)
    return reading


@action
def go_on_without(actor: Actor, reading: Reading) -> Reading:
    """Make the draft of the pages that could be read. Raises Conflict where it is gone or being read."""
    _wait_again(actor, reading, reading.problem == "unread_pages")
    reading.is_enough = True
    trail.record(actor, "reading.go_on", reading, after={"without": reading.unread})
    return reading


def _wait_again(actor: Actor, reading: Reading, may: bool) -> None:
    policy.require(actor, "directive.draft")
    if not reading.held or not may:
        raise Conflict("reading_moved_on")
    reading.state, reading.problem, reading.beat_at = "waiting", "", clock.now()


@action
def drop_reading(actor: Actor, reading: Reading) -> Reading:
    """Give a file up. Its name goes with it; whoever calls this throws the bytes away."""
    policy.require(actor, "directive.draft")
    if reading.state == "done":
        raise Conflict("reading_moved_on")
    reading.state, reading.name, reading.held = "dropped", "", ""
    trail.record(actor, "reading.drop", reading)
    return reading
