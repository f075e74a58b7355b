"""Which filter keeps an empty list empty: how much there would be without each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select

from tracker.access.actors import Viewer
from tracker.db import fetch
from tracker.home.desk import Filters
from tracker.home.filters import ALL
from tracker.home.queries.desk import KEPT, matching_statement, require_all_in_sight, values_of
from tracker.home.queries.narrowing import Days, Narrowed, narrowed
from tracker.paging import CAP, Count, as_count


@lru_cache(maxsize=KEPT)
def _dropping(view: str, narrowed: Narrowed) -> Select[Any]:
    """One count for each filter left off, the view among them."""
    without = {name: matching_statement(view, narrowed - {(name, shape)}) for name, shape in sorted(narrowed)}
    if view != ALL:
        without["view"] = matching_statement(ALL, narrowed)
    counted = ((name, rows.limit(CAP + 1).subquery()) for name, rows in without.items())
    return select(
        *(select(func.count()).select_from(rows).scalar_subquery().label(name) for name, rows in counted)
    )


def dropping(viewer: Viewer, filters: Filters, days: Days) -> tuple[tuple[str, Count], ...]:
    """The filters whose dropping alone would show something, with how much (to the cap), the least widening first."""
    require_all_in_sight(viewer)
    [found] = fetch(_dropping(filters.view, narrowed(filters)), **values_of(filters, days))
    gains = [(name, number) for name, number in found._asdict().items() if number]
    return tuple((name, as_count(number)) for name, number in sorted(gains, key=lambda gain: gain[1]))
