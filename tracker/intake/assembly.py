"""One unit of a directive made into a drafted task."""

import re
from datetime import date

from tracker.intake.confidence import confidence_of
from tracker.intake.dates import deadline_of
from tracker.intake.deadline import Deadline
from tracker.intake.draft import DraftTask
from tracker.intake.letters import plain
from tracker.intake.measures import TIME
from tracker.intake.modes import mode_of
from tracker.intake.orders import last_order
from tracker.intake.recurrence import recurrence_of
from tracker.intake.responsible import responsible
from tracker.intake.unit import Unit


def drafted(
    unit: Unit,
    collapsed: str,
    year: int | None,
    *,
    addressed: bool,
    is_misnumbered: bool = False,
) -> DraftTask:
    """The task of a unit; `year` is the document's, for days written without one; `addressed`: it is sent to somebody;
    `is_misnumbered`: it stands where the numbers of items do not follow each other."""
    claim, is_own = responsible(unit)
    text = collapsed[unit.start : unit.end]
    deadline = _deadline(unit, collapsed, year)
    recurrence, period = _recurrence(unit, collapsed)
    on = deadline.on if deadline and recurrence in (None, "ongoing") else None
    quote = deadline.quote if deadline else period
    return DraftTask(
        text=text,
        start=unit.start,
        end=unit.end,
        section=unit.section,
        lead=claim.lead,
        coordinating=claim.coordinating,
        deadline=on.isoformat() if on else None,
        deadline_quote=quote if on or period is None else period,
        recurrence=recurrence,
        deadline_kind=_kind(deadline, on, recurrence),
        verb=claim.verb,
        mode=mode_of(claim.lead),
        confidence=confidence_of(
            unit,
            text,
            claim,
            is_timed=bool(deadline or period),
            is_own=is_own,
            addressed=addressed,
            is_misnumbered=is_misnumbered,
        ),
    )


def _deadline(unit: Unit, collapsed: str, year: int | None) -> Deadline | None:
    """From the measure's time line, else from the passage, else from what closes or opens its list."""
    for line in unit.lines:
        found = TIME.match(plain(line))
        if found:
            return deadline_of(line[found.end() :], year, is_time_line=True)
    own = deadline_of(collapsed[unit.start : unit.end], year)
    if not own and unit.common_date:
        return deadline_of(unit.common_date, year)
    if own or not unit.above or not unit.above[0].endswith(":"):
        return own
    opening = re.split(r"(?<=[.;])\s+(?=[^\W\d_])", unit.above[0])[-1]
    inherited = deadline_of(opening[last_order(opening) :], year)
    return inherited if inherited and inherited.on and not inherited.whole_year else None


def _recurrence(unit: Unit, collapsed: str) -> tuple[str | None, str | None]:
    for line in unit.lines:
        found = TIME.match(plain(line))
        if found:
            return recurrence_of(line[found.end() :])
    return recurrence_of(collapsed[unit.start : unit.end])


def _kind(deadline: Deadline | None, on: date | None, recurrence: str | None) -> str:
    """The kind of deadline the office is shown first."""
    if recurrence and recurrence != "ongoing":
        return "recurring"
    if on and deadline:
        return "yearly_plan" if deadline.whole_year else "fixed"
    if recurrence == "ongoing":
        return "standing"
    return "event" if deadline else "none"
