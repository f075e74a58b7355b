"""The last twelve months: closed ones as frozen, ended ones as counted last night, the running one as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker import sight
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


Kept = Mapping[str, KeptMonth]


def kept(viewer: Viewer, names: Iterable[str]) -> Kept:
    """What was counted last night of periods of these names."""
    require_all_in_sight(viewer)
    return {row.name: row for row in db.session.scalars(select(KeptMonth).where(KeptMonth.name.in_(names)))}


def running(viewer: Viewer, days: Span, counted: Kept) -> Cells:
    """The grand total of the running period as it stands now: of what was finished before today, as counted."""
    require_all_in_sight(viewer)
    return sight.kept(("running", days), lambda: _running(days, counted))


def _running(days: Span, counted: Kept) -> Cells:
    part = counted.get(days.name)
    if part is None or part.first_on != days.first_on or part.cut_on >= days.cut_on:
        return total(days)
    return thaw_total(part.total) + total(days, after=part.cut_on)


def before(viewer: Viewer, days: Span | None, counted: Kept) -> Compared | None:
    """The period before: as frozen, as counted last night, or counted now; None where there was no work.

    A month that has ended is not counted anew for every look at the page.
    """
    require_all_in_sight(viewer)
    whole = counted.get(days.name) if days else None
    if whole is None or whole.first_on or whole.name in totals([whole.name]):
        [found] = compared(days)
        return found
    cells = thaw_total(whole.total)
    return Compared(whole.name, cells) if cells.total else None


def months(viewer: Viewer, today: date) -> list[Month]:
    """The twelve months, three statements whatever their size."""
    require_all_in_sight(viewer)
    first_day = office_rules().period_first_day
    *ended, last = names_until(today, first_day)
    closed = totals([*ended, last])
    counted = kept(viewer, [*ended, last])
    found = [
        Month(name, closed[name])
        if name in closed
        else Month(name, thaw_total(counted[name].total), counted[name].counted_at)
        if name in counted and counted[name].first_on is None
        else Month(name, None)
        for name in ended
    ]
    days = span(last, first_day)
    now = closed.get(last) or (running(viewer, judged(days, today), counted) if days else Cells())
    return [*found, Month(last, now)]
