"""Months, quarters, halves and years by whose end an order is to be carried out."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from tracker.intake.deadline import Candidate, Deadline, quote_of

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
MONTH = re.compile(
    r"(?P<cue>(?:trong|truoc|den het|het|cuoi|den cuoi|den)\s+)?thang\s+(?:\d{1,2}\s?(?:-|den(?: thang)?|va(?: thang)?|,(?: thang)?)\s?){0,3}(?P<month>\d{1,2})"
    r"(?:(?:\s?/\s?|\s*,?\s*nam\s+)(?P<year>\d{4}))?(?!\s?[/\d])"
)
QUARTER = re.compile(
    r"(?P<cue>(?:trong|truoc|den het|het|cuoi|den cuoi|den)\s+)?quy\s+(?:(?:iv|i{1,3}|[1-4])\s?(?:-|va|,)\s?(?:quy )?)?(?P<quarter>iv|i{1,3}|[1-4])\b"
    r"(?:(?:\s?[/-]\s?|\s*,?\s*nam\s+)(?P<year>\d{4}))?(?!\s?[/\d])"
)
HALF = re.compile(
    r"(?P<cue>(?:trong|truoc|den het|het|den)\s+)?(?:(?:0?6|sau) thang (?P<half>dau|cuoi)(?: cua)?|nua (?P<half_>dau|cuoi))\s+nam(?: (?P<year>\d{4}))?(?!\s?[/\d])"
)
YEAR = re.compile(r"(?P<cue>(?:trong|den het|het|den cuoi|cuoi|den)\s+)?nam (?P<year>\d{4})")
NOT_A_DEADLINE = re.compile(
    r"(?:giai doan|tu nam \d{4}|ke hoach|nhiem vu|du toan|chuong trinh|ngan sach|phuong huong|ket qua|chi tieu|so lieu|muc tieu|"
    r"tinh hinh|nam hoc|bo tieu chi|so voi|cung ky|du an|cua|\d thang)\s*$"
)
RESULT_IN = re.compile(
    r"(?:(?:ket qua|tinh hinh|so lieu)(?: thuc hien| cong tac| hoat dong)?|dat duoc|da thuc hien|ton tai)\s*$"
)


def months(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
    """The months a text names, each by its last day; "trước tháng 6" by its first."""
    for found in MONTH.finditer(flat):
        month, year = int(found["month"]), int(found["year"] or own or 0)
        if not (found["cue"] or is_time_line) or not 1 <= month <= 12 or not 1 <= year <= 9999:
            continue
        of_a_day = not found["cue"] and re.search(r"\d\s*(?:/|thang)?\s*$", flat[: found.start()][-8:])
        if of_a_day or _describes(flat, found):
            continue
        on = date(year, month, calendar.monthrange(year, month)[1])
        if found["cue"] and found["cue"].strip() == "truoc":
            on = date(year, month, 1)
        yield Candidate(3, found.start(), Deadline(on, quote_of(text, found)))


def quarters(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
    """The quarters a text names, by their last day."""
    for found in QUARTER.finditer(flat):
        year = int(found["year"] or own or 0)
        if not (found["cue"] or is_time_line) or not year or _describes(flat, found):
            continue
        month = ROMAN[found["quarter"]] * 3
        on = date(year, month, calendar.monthrange(year, month)[1])
        yield Candidate(2, found.start(), Deadline(on, quote_of(text, found)))


def halves(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
    """The first and second halves of a year a text names, by their last day."""
    for found in HALF.finditer(flat):
        year = int(found["year"] or own or 0)
        if not (found["cue"] or is_time_line) or not year or _describes(flat, found):
            continue
        if found["cue"] and not is_time_line and not _finishes_by(flat, found):
            continue
        first = "dau" in (found["half"], found["half_"])
        on = date(year, 6, 30) if first else date(year, 12, 31)
        yield Candidate(2, found.start(), Deadline(on, quote_of(text, found)))


def years(text: str, flat: str, is_time_line: bool) -> Iterator[Candidate]:
    """The years a text names, by their last day."""
    for found in YEAR.finditer(flat):
        if not (found["cue"] or is_time_line) or not int(found["year"]) or _describes(flat, found):
            continue
        ends = bool(found["cue"]) and ("cuoi" in found["cue"] or "het" in found["cue"])
        if found["cue"] and not is_time_line and not ends and not _finishes_by(flat, found):
            continue
        deadline = Deadline(date(int(found["year"]), 12, 31), quote_of(text, found), whole_year=True)
        yield Candidate(1, found.start(), deadline)


def _describes(flat: str, found: re.Match[str]) -> bool:
    """Whether the period belongs to a plan, a budget, a result, and sets no time for the order."""
    before = flat[max(0, found.start() - 24) : found.start()]
    if found["cue"] and found["cue"].startswith("trong"):
        return bool(RESULT_IN.search(before))  # "01 dự án trong năm 2026"
    return bool(NOT_A_DEADLINE.search(before))


def _finishes_by(flat: str, found: re.Match[str]) -> bool:
    clause = re.split(r"[.;]\s", flat[max(0, found.start() - 140) : found.start()])[-1]
    after = flat[found.end() : found.end() + 3]
    return bool(re.search(r"hoan thanh|xong|ket thuc|trinh|phe duyet|ban hanh", clause)) or after.startswith(
        (".", ";")
    )
