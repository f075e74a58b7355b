"""What a body does with its work: receive, report, take a report back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, is_office
from tracker.action import action
from tracker.assignments import rules
from tracker.assignments.actions.moves import in_an_open_period, require_move
from tracker.assignments.actions.on_behalf import Told, note_told, require_told
from tracker.assignments.models import Assignment, Evidence, Report
from tracker.audit import trail
from tracker.db import as_read, db, fetch, loaded, written
from tracker.errors import Conflict, NotFound, Refused
from tracker.files import queries as files
from tracker.files.actions import store
from tracker.files.keeping import Kept
from tracker.settings.queries import office_rules


@action
def accept(actor: Actor, assignment: Assignment, *, told: Told | None = None) -> Assignment:
    """The body has received the work (tiếp nhận); the office, writing it down for the body, says who told it.

    Raises Conflict when it is past that, and what `on_behalf.require_told` raises.
    """
    policy.require(actor, "assignment.accept", assignment)
    require_move(assignment, "accept")
    require_told(actor, assignment, told)
    assignment.state, assignment.received_at = "in_progress", clock.now()
    noted = note_told(actor, assignment, "accept", told, at=assignment.received_at)
    after = {"state": "in_progress"} | (noted or {})
    trail.record(actor, "assignment.accept", assignment, before={"state": "assigned"}, after=after)
    return assignment


@action
def post_report(
    actor: Actor,
    assignment: Assignment,
    *,
    status: str,
    note: str = "",
    result_number: str = "",
    result_on: date | None = None,
    file_ids: Sequence[int] = (),
    kept: Sequence[Kept] = (),
    reporter_name: str = "",
    via: str = "",
    told: Told | None = None,
) -> Report:
    """Say how the work stands: `doing`, `done` or `difficulty`; the day of a `done` decides whether it is in time.

    `kept` are files just taken in, `file_ids` earlier ones of the same body. Raises Conflict when the work has
    moved on, Refused for a missing file or a date to come, NotFound for somebody else's file. What the office writes
    down for a body counts from the day the body `told` it, and names who did.
    """
    policy.require(actor, "assignment.report", assignment)
    before = assignment.state
    if not rules.may_report(before, status):
        raise Conflict("moved_on", state=before)
    if result_on is not None and result_on > clock.today():
        raise Refused("result_in_future")
    day = require_told(actor, assignment, told)
    evidence = _evidence(actor, assignment, status, file_ids, kept)
    said = {"status": status, "note": note, "result_number": result_number, "result_on": result_on}
    door, name = via or _door(actor), told.by if told else reporter_name or actor.label
    report = _written(actor, assignment, day, **said, via=door, reporter_name=name)
    if evidence:
        db.session.execute(insert(Evidence), [{"report_id": report.id, "file_id": each} for each in evidence])
    after = {"state": assignment.state, "report": report.id, "status": status, "via": report.via}
    after |= note_told(actor, assignment, "report", told, at=report.reported_at, report_id=report.id)
    trail.record(actor, "assignment.report", assignment, before={"state": before}, after=after)
    return report


@action
def withdraw_report(actor: Actor, report: Report, *, told: Told | None = None) -> Report:
    """Take back the latest report within the office's limit (24 hours); the work stands where it stood before.

    Raises Refused (withdraw_late, withdraw_not_last, what `on_behalf.require_told` raises) or Conflict when the office
    has decided meanwhile.
    """
    assignment = db.session.get_one(Assignment, report.assignment_id)
    policy.require(actor, "assignment.withdraw", assignment)
    limit = office_rules().withdraw_hours
    if report.withdrawn_at is not None or not rules.is_undone_by_withdrawal(
        assignment.state, assignment.round, status=report.status, report_round=report.round
    ):
        raise Conflict("moved_on", state=assignment.state)
    if not rules.may_withdraw(report.reported_at, clock.now(), limit):
        raise Refused("withdraw_late", hours=limit)
    latest, before_at = _other_reports(report)
    if latest is not None and latest > report.id:
        raise Refused("withdraw_not_last")
    require_told(actor, assignment, told)
    state = assignment.state
    with in_an_open_period():
        report.withdrawn_at = clock.now()
        assignment.state, assignment.last_report_at = report.state_before, before_at
        if report.state_before != "submitted":
            assignment.reported_on = None
        if report.state_before == "assigned":
            assignment.received_at = None
        db.session.flush()
    after = {"state": assignment.state, "report": report.id}
    after |= note_told(actor, assignment, "withdraw", told, at=report.withdrawn_at, report_id=report.id)
    trail.record(actor, "assignment.withdraw", assignment, before={"state": state}, after=after)
    return report


_REPORTED = (
    update(Assignment.__table__)  # type: ignore[arg-type]
    .where(Assignment.id == bindparam("reported_id"), Assignment.version == bindparam("seen"))
    .values(version=Assignment.version + 1)
)
_REPORT = insert(Report.__table__).returning(Report.id)  # type: ignore[arg-type]


def _written(actor: Actor, assignment: Assignment, day: date, **said: Any) -> Report:
    """A report of a day on the assignment, which takes the state it leads to. Raises Conflict("stale").

    The verb the office's whole tree uses: two statements made once instead of a flush, which takes four times as long.
    """
    moved = _moved(assignment, said["status"], day)
    facts = said | {
        "assignment_id": assignment.id,
        "round": assignment.round,
        "state_before": assignment.state,
        "day": day,
        "reported_at": moved["last_report_at"],
        "reporter_id": actor.id if actor.kind == "person" else None,
        "withdrawn_at": None,
    }
    with in_an_open_period():
        if written(_REPORTED, reported_id=assignment.id, seen=assignment.version, **moved) != 1:
            raise Conflict("stale")
        [(report_id,)] = fetch(_REPORT, **facts)
    state = moved["state"]
    # the database works these two out, and is not asked again
    computed = {"is_owed": state in rules.OWED, "is_open": state in rules.OPEN}
    loaded(assignment, version=assignment.version + 1, **moved, **computed)
    return as_read(Report(id=report_id, **facts))


def _moved(assignment: Assignment, status: str, day: date) -> dict[str, Any]:
    """What a report of this kind makes of its assignment."""
    now = clock.now()
    is_new = status == "done" and assignment.state != "submitted"
    return {
        "state": rules.AFTER_REPORT[status],
        "last_report_at": now,
        "received_at": assignment.received_at or now,
        "reported_on": day if is_new else assignment.reported_on,
    }


def _evidence(
    actor: Actor, assignment: Assignment, status: str, file_ids: Sequence[int], kept: Sequence[Kept]
) -> list[int]:
    """The ids of what is shown with the report. Raises NotFound for another body's file, Refused without any."""
    earlier = files.of_body(actor, assignment.body_id, file_ids)
    if set(earlier) != set(file_ids):
        raise NotFound("file")
    if status == "done" and not (earlier or kept) and assignment.demands_file:
        raise Refused("file_needed")
    return earlier + [store(actor, each, body_id=assignment.body_id).id for each in kept]


def _other_reports(report: Report) -> Any:
    """(id, moment) of the latest report of the same work that still stands, besides this one."""
    return db.session.execute(
        select(func.max(Report.id), func.max(Report.reported_at)).where(
            Report.assignment_id == report.assignment_id,
            Report.withdrawn_at.is_(None),
            Report.id != report.id,
        )
    ).one()


def _door(actor: Actor) -> str:
    return "office" if is_office(actor) else {"link": "link"}.get(actor.role, "web")
