"""What each chart of the dashboard draws, worked out from its figures: words, widths and addresses, no drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from tracker import clock
from tracker.access.actors import Viewer
from tracker.home.desk import Filters
from tracker.overview import words
from tracker.overview.queries import figures, months, rows
from tracker.overview.queries.figures import Moment
from tracker.overview.rules import FRESHNESS, PATH, SHOWN, STAGES, Asked, share
from tracker.reviews.lines import Source
from tracker.reviews.queries import given_by_body
from tracker.reviews.rules import Span
from tracker.settings.queries import office_rules
from tracker.sight import kept
from tracker.tasks.rules import title
from tracker.web.filters import moment as moment_said
from tracker.web.filters import number, percent

Facts = dict[str, Any]
WORST = 10  # bodies
HIGH, LOW = 92, 12  # percent: nearer to the edge words have no room above, or below
DUE = "7-8-12"
"""The columns of Biểu 01 that were due: done on time, done late, overdue."""


class Asking(NamedTuple):
    """Who looks, at what days, in which running period, and the directive chosen (0: the latest)."""

    viewer: Viewer
    moment: Moment
    period: Span
    directive_id: int = 0


def source(period: str) -> Source:
    """Where the rows behind a period's figures are."""
    return Source(f"/ra-soat/{period}")


def ages(asking: Asking) -> Facts:
    """New or chronic?"""
    found = figures.ages(asking.viewer, asking.moment)
    most, waiting = max(found.values()), figures.reported_late(asking.viewer)
    said = ngettext(
        "%(num)s task was reported after its day and waits for the office: it is not counted here.",
        "%(num)s tasks were reported after their day and wait for the office: they are not counted here.",
        waiting,
    )
    return {
        "total": sum(found.values()),
        "total_url": f"/don-doc?{Filters().query()}".rstrip("?"),
        "waiting": said if waiting else "",
        "rows": [
            {
                "label": words.age(name),
                "text": number(n),
                "url": Asked("tuoi", name).address() if n else None,
                "share": share(n, most),
            }
            for name, n in found.items()
        ],
    }


def bodies(asking: Asking) -> Facts:
    """Whom to call? Late of all that was due; only bodies that are given work."""
    days, place = asking.period, source(asking.period.name)
    given = kept(("given by body", days), lambda: given_by_body(days))
    late = [row for row in given if row.cells.open_overdue]
    late.sort(key=lambda row: (-row.cells.open_overdue, -row.cells.open_overdue / max(row.cells.due, 1)))
    most = late[0].cells.open_overdue if late else 0
    return {
        "number": len(late),
        "rows": [
            {
                "label": row.name,
                "text": number(row.cells.open_overdue),
                "url": place.rows(12, don_vi=row.body_id),
                "more": number(row.cells.due),
                "more_url": place.rows(DUE, don_vi=row.body_id),
                "share": share(row.cells.open_overdue, most),
            }
            for row in late[:WORST]
        ],
    }


def by_month(asking: Asking) -> Facts:
    """Better or worse? Completed on time of what was due, month by month."""
    found = months.months(asking.viewer, asking.moment.today)
    points = [_point(month) for month in found]
    rated = [point for point in points if point["share"] is not None]
    if rated:
        for point in (rated[-1], min(rated, key=lambda each: each["share"])):
            point["marked"], point["below"] = True, _stands_below(point, points)
    kept = [month.counted_at for month in found if month.counted_at]
    return {
        "points": points,
        "is_empty": not rated,
        "most": number(max(point["number"] for point in points)),
        "missing": sum(month.cells is None for month in found),
        "kept_at": moment_said(min(kept)) if kept else "",
    }


def _point(month: months.Month) -> Facts:
    cells, place = month.cells, source(month.name)
    due = cells.due if cells else 0
    rate = cells.done_on_time * 100 / due if cells and due else None
    part = cells.done_on_time if cells else 0
    year, number_of_month = month.name.split("-")
    return {
        "label": f"{int(number_of_month)}/{year}",
        "short": str(int(number_of_month)),
        "share": rate,
        "share_text": percent(rate / 100 if rate is not None else None),
        "part": part,
        "part_url": place.rows(7) if part else None,
        "number": due,
        "url": place.rows(DUE) if due else None,
        "marked": False,
        "below": False,
    }


def _stands_below(point: Facts, points: list[Facts]) -> bool:
    """Whether a month's words go under its point, away from a line that comes down to it."""
    place = points.index(point)
    before = points[place - 1]["share"] if place else None
    return bool(point["share"] > HIGH or (before is not None and before > point["share"] > LOW))


def targets(asking: Asking) -> Facts:
    """Will we reach the plan? What the bodies report, or the directive prints, and where today should be."""
    found = rows.targets(asking.viewer, asking.moment.today)
    return {"rows": [_target(row, serving) for row, serving in found]}


def _target(row: Any, serving: int) -> Facts:
    one, reach = row.facts, row.reach
    return {
        "label": one.unit,
        "sub": " · ".join([*([f"“{title(one.quote)}”"] if one.quote else []), one.number or one.subject]),
        "text": f"{words.quantity(reach.actual)} / {words.quantity(reach.planned)}",
        "url": f"/chi-tieu/{one.id}",
        "more": f"({percent(reach.share)})",
        "share": share(reach.actual, reach.planned),
        "pace": round(float(row.passed) * 100, 1),
        "serving": serving,
        "serving_url": Asked("dich", "all", one.id).address(),
    }


def stages(asking: Asking) -> Facts:
    """Where does it stall? From the letter to the end, each counted by itself of all that was given."""
    found = figures.stages(asking.viewer, asking.moment)
    whole = found["given"]
    return {
        "total": whole,
        "since": asking.moment.since,
        "rows": [
            {
                "label": words.STAGES[stage],
                "text": number(found[stage]),
                "url": Asked("chang", stage).address() if found[stage] else None,
                "more": f"({percent(found[stage] / whole)})" if whole else "",
                "share": share(found[stage], whole),
            }
            for stage in STAGES
        ],
    }


KINDS_OF_FRESHNESS = {"week": "ontime", "month": "open", "silent": "late"}


def freshness(asking: Asking) -> Facts:
    """Can it be trusted? How long ago what is owed was heard of."""
    found = figures.freshness(asking.viewer, asking.moment)
    whole, names = sum(found.values()), words.freshness(office_rules().silent_days)
    return {
        "total": whole,
        "rows": [
            {
                "label": names[part],
                "text": number(found[part]),
                "url": Asked("moi", part).address() if found[part] else None,
                "more": f"({percent(found[part] / whole)})" if whole else "",
                "share": share(found[part], whole),
                "kind": KINDS_OF_FRESHNESS[part],
            }
            for part in FRESHNESS
        ],
    }


def sections(asking: Asking) -> Facts:
    """Which point of a directive is stuck? One bar a section, all to one scale."""
    choices = rows.directives(asking.viewer)
    if not choices:
        return {"choices": [], "chosen": None, "rows": []}
    wanted = asking.directive_id
    chosen = next((each for each in choices if each.id == wanted), None)
    if chosen is None:
        divided = (each for each in choices if words.headings(each.sections))
        chosen = rows.directive(asking.viewer, wanted) if wanted else next(divided, choices[0])
    found = figures.sections(asking.viewer, chosen.id, clock.today())
    headings = words.headings(chosen.sections)
    drawn = [
        _section(chosen.id, section, blocks, headings.get(section, "")) for section, blocks in found.items()
    ]
    return {"choices": choices, "chosen": chosen, "rows": drawn}


def _section(directive_id: int, section: str, blocks: dict[str, int], heading: str) -> Facts:
    return {
        "label": gettext("Section %(section)s", section=section) if section else gettext("Without a section"),
        "sub": title(heading) if heading else "",
        "blocks": [
            {
                "kind": block,
                "label": words.BLOCKS[block],
                "number": blocks[block],
                "url": Asked("muc", block, directive_id, section).address(),
            }
            for block in SHOWN
        ],
        "whole": {
            "label": gettext("In all"),
            "number": sum(blocks.values()),
            "url": Asked("muc", "all", directive_id, section).address(),
        },
    }


class Chart(NamedTuple):
    """One chart: its question as a title, and what it draws."""

    title: LazyString
    make: Callable[[Asking], Facts]


CHARTS: dict[str, Chart] = {
    "tuoi": Chart(lazy_gettext("Overdue: new or of long standing"), ages),
    "don-vi": Chart(lazy_gettext("Bodies with most overdue"), bodies),
    "theo-thang": Chart(lazy_gettext("Completed on time, twelve months"), by_month),
    "chang-duong": Chart(lazy_gettext("From the letter to the end"), stages),
    "cap-nhat": Chart(lazy_gettext("How fresh the news is"), freshness),
    "chi-tieu": Chart(lazy_gettext("Targets against plan"), targets),
    "theo-muc": Chart(lazy_gettext("By section of a directive"), sections),
}
"""By the last word of the chart's address; also the order on the page."""


def url_of(name: str) -> str:
    """A chart's own page."""
    return f"{PATH}/{name}"
