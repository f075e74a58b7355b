"""Words of the review: periods, columns, cells, sections, and what cannot be done."""

from __future__ import annotations

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.audit.fields import explain
from tracker.reviews.rules import HALF, MONTH, QUARTER, YEAR, span
from tracker.reviews.vietnamese import ROMAN
from tracker.web.filters import day
from tracker.web.sentences import register

SECTIONS: dict[str, LazyString] = {
    "summary": lazy_gettext("Overview of the period"),
    "late": lazy_gettext("Matters needing attention"),
    "directives": lazy_gettext("By directive"),
    "bodies": lazy_gettext("By group of bodies"),
    "targets": lazy_gettext("Targets"),
    "difficulties": lazy_gettext("Difficulties and proposals"),
    "changes": lazy_gettext("Changes in the period"),
    "conclusion": lazy_gettext("Conclusions"),
}
"""Parts of the page in the order of the meeting, each with its remark."""

FURTHER = {
    "can-chu-y": "attention",
    "theo-van-ban": "directives",
    "chi-tieu": "targets",
    "vuong-mac": "difficulties",
}
"""Word of the address to the part it is of: those the page fetches once the figures stand."""
FURTHER_LABELS = SECTIONS | {"attention": SECTIONS["late"]}

COLUMNS: dict[int, LazyString] = {
    3: lazy_gettext("Carried over"),
    4: lazy_gettext("Given in the period"),
    5: lazy_gettext("Total tasks"),
    6: lazy_gettext("Completed"),
    7: lazy_gettext("Completed on time"),
    8: lazy_gettext("Completed late"),
    9: lazy_gettext("Completed, no deadline"),
    10: lazy_gettext("Not completed"),
    11: lazy_gettext("Not completed, in time"),
    12: lazy_gettext("Not completed, overdue"),
    13: lazy_gettext("Not completed, no deadline"),
    14: lazy_gettext("Suspended"),
}
ASKED_COLUMNS: dict[int, LazyString] = {
    5: lazy_gettext("Matters asked"),
    6: lazy_gettext("Results sent"),
    10: lazy_gettext("No results yet"),
    14: lazy_gettext("Suspended"),
}
"""The Front and mass organisations are asked, so nothing of theirs is "overdue" (decision 6)."""

CELLS: dict[str, tuple[str, LazyString]] = {
    "done_on_time": ("done", lazy_gettext("Completed on time")),
    "done_late": ("donelate", lazy_gettext("Completed late")),
    "done_undated": ("done", lazy_gettext("Completed")),
    "open_in_time": ("doing", lazy_gettext("In time")),
    "open_overdue": ("late", lazy_gettext("Overdue")),
    "open_undated": ("doing", lazy_gettext("No deadline")),
    "suspended": ("stop", lazy_gettext("Suspended")),
}
ASKED_CELLS = CELLS | {
    "done_late": ("done", lazy_gettext("Completed")),
    "open_overdue": ("soon", lazy_gettext("Time to compile the results")),
}
EXTRAS: dict[str, LazyString] = {
    "waiting": lazy_gettext("Reported by the cut, awaiting confirmation"),
    "after_cut": lazy_gettext("Reported after the cut: counted in the next period"),
    "standing": lazy_gettext("Standing duties, in no rate"),
}
CHANGES: dict[str, LazyString] = {
    "extended": lazy_gettext("Extended"),
    "returned": lazy_gettext("Sent back"),
    "exempted": lazy_gettext("Does not apply to this body"),
    "suspended": lazy_gettext("Suspended"),
    "cancelled": lazy_gettext("Cancelled"),
    "revised": lazy_gettext("Target revised"),
}

CHANGED: dict[str, tuple[str, LazyString]] = {
    "gia-han": ("extended", lazy_gettext("Extensions granted")),
    "tra-lai": ("returned", lazy_gettext("Reports returned")),
    "dung": ("stopped", lazy_gettext("Work stopped")),
    "dieu-chinh": ("revised", lazy_gettext("Targets revised")),
}
"""Word of the address to the number of changes it opens (`rules.CHANGED`) and its title."""

register(
    {
        "conclusion_changed": lazy_gettext("Somebody else has changed this conclusion since you opened it."),
        "conclusion_given": lazy_gettext(
            "This conclusion has been given out as a task; correct the task instead."
        ),
        "second_person": lazy_gettext(
            "You closed this period yourself: somebody else of the office opens it again."
        ),
        "remark_changed": lazy_gettext("Somebody else has written on this section since you opened it."),
        "cut_not_passed": lazy_gettext("The period can be closed after its last day, %(cut_on)s."),
        "period_is_closed": lazy_gettext("This period is closed: its figures no longer change."),
        "period_is_open": lazy_gettext("This period is open already."),
        "reason_missing": lazy_gettext("Say why the period is opened again."),
        "figures_moved": lazy_gettext(
            "Figures changed while the period was being closed. Please close it again."
        ),
        "document_failed": lazy_gettext(
            "The file could not be made. The period and its figures are as they were; try the download again."
        ),
    }
)


def period_name(name: str) -> str:
    """Month 11/2026, quarter IV/2026, first half of 2026, year 2026, or the days of a span."""
    if found := MONTH.fullmatch(name):
        return str(gettext("month %(month)s/%(year)s", month=int(found[2]), year=found[1]))
    if found := QUARTER.fullmatch(name):
        return str(gettext("quarter %(quarter)s/%(year)s", quarter=ROMAN[int(found[2]) - 1], year=found[1]))
    if found := HALF.fullmatch(name):
        first = gettext("first half of %(year)s", year=found[1])
        return str(first if found[2] == "1" else gettext("second half of %(year)s", year=found[1]))
    if YEAR.fullmatch(name):
        return str(gettext("year %(year)s", year=name))
    days = span(name)
    if days is None:
        return name
    given = f"{day(days.first_on)} – {day(days.assigned_to)}"
    return (
        str(gettext("%(days)s as at %(cut)s", days=given, cut=day(days.cut_on))) if days.given_to else given
    )


explain("period", name=period_name, section=SECTIONS)
