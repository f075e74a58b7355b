"""The last twelve months: closed ones as frozen, ended ones as counted last night, the running one as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.access.actors import Viewer
from tracker.db import db
from tracker.home.queries.desk import require_all_in_sight
from tracker.overview.models import KeptMonth
from tracker.reviews.figures import Compared
from tracker.reviews.freezing import thaw_total
from tracker.reviews.queries import compared, total, totals
from tracker.reviews.rules import Cells, Span, current, judged, neighbour, span
from tracker.settings.queries import office_rules

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month's grand total; None where nothing has been counted yet."""

    name: str
    cells: Cells | None
    counted_at: datetime | None = None


def names_until(today: date, first_day: int) -> list[str]:
    """The names of the twelve months that end with today's, the oldest first."""
    names = [current(today, first_day)]
    while len(names) < MONTHS:
        names.append(neighbour(names[-1], -1) or names[-1])
    return names[::-1]


def before(viewer: Viewer, days: Span | None) -> Compared | None:
    """The period before: as frozen, as counted last night, or counted now; None where there was no work.

    A month that has ended is not counted anew for every look at the page.
    """
    require_all_in_sight(viewer)
    kept = db.session.get(KeptMonth, days.name) if days else None
    if kept is None or kept.name in totals([kept.name]):
        [found] = compared(days)
        return found
    cells = thaw_total(kept.total)
    return Compared(kept.name, cells) if cells.total else None


def months(viewer: Viewer, today: date) -> list[Month]:
    """The twelve months, three statements whatever their size."""
    require_all_in_sight(viewer)
    first_day = office_rules().period_first_day
    *ended, running = names_until(today, first_day)
    closed = totals([*ended, running])
    kept = {row.name: row for row in db.session.scalars(select(KeptMonth).where(KeptMonth.name.in_(ended)))}
    found = [
        Month(name, closed[name])
        if name in closed
        else Month(name, thaw_total(kept[name].total), kept[name].counted_at)
        if name in kept
        else Month(name, None)
        for name in ended
    ]
    days = span(running, first_day)
    now = closed.get(running) or (total(judged(days, today)) if days else Cells())
    return [*found, Month(running, now)]
