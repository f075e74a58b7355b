"""By when: the days, months, quarters and years a text sets for its order, and how often it is to be done again."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.intake.letters import plain

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
CUE = (
    r"(?:truoc(?: ngay)?|cham nhat(?: la)?(?: (?:den |vao |trong )?(?:het )?ngay| truoc ngay)?|han chot(?: la)?(?: ngay)?|"
    r"(?:den |den het |het |trong |vao )?(?:het )?ngay|den(?: het)?|thoi han|muon nhat)"
)
HOUR = r"(?:\d{1,2}\s?(?:gio|h|g|:)\s?(?:\d{2})?(?: ?phut)?,?\s*(?:ngay\s*)?)?"
DAY = (
    r"(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+thang\s+)(?P<month>\d{1,2})"
    r"(?:(?:\s?[/.-]\s?|\s*,?\s*nam\s+)(?P<year>\d{4}))?(?![\d/])"
)
SPAN = re.compile(
    r"tu (?:ngay )?\d{1,2}(?:\s?[/.]\s?\d{1,2}(?:\s?[/.]\s?\d{4})?|\s+thang\s+\d{1,2}(?: nam \d{4})?)?"
    rf"\s*(?:den|-)\s*(?:het )?(?:ngay )?{DAY}"
)
WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)?,? ?(?:ngay )?"
ALONE = re.compile(
    rf"(?:(?:tu )?(?:ngay )?\d{{1,2}}(?:\s?[/.]\s?\d{{1,2}}(?:\s?[/.]\s?\d{{4}})?)?\s*(?:-|–|den)\s*(?:ngay )?)?{DAY}"
)
DATED = re.compile(rf"(?P<cue>{CUE})\s*:?\s*{HOUR}{WEEKDAY}(?:m[uo]ng )?{DAY}")
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
RELATIVE = re.compile(
    r"(?:trong (?:thoi han |vong )?|sau |cham nhat (?:sau |la )?|truoc )\d{1,3} (?:ngay|gio|thang|tuan)\b(?! (?:dau|cuoi)\b)(?!(?: \d\d)?(?: phut)?,? ngay)(?: lam viec)?(?: (?:ke tu|sau khi|tinh tu|truoc)[^.;,]*)?"
    r"|(?:ngay sau khi|truoc khi)[^.;,]{5,80}"
    r"|truoc ngay \d{1,2}(?: thang \d{1,2})? cua (?:nam|thang|quy)[^.;,]*"
)
NOT_A_DEADLINE = re.compile(
    r"(?:giai doan|tu nam \d{4}|ke hoach|nhiem vu|du toan|chuong trinh|ngan sach|phuong huong|ket qua|chi tieu|so lieu|muc tieu|"
    r"tinh hinh|nam hoc|bo tieu chi|so voi|cung ky|du an|cua|\d thang)\s*$"
)
HOLDING = re.compile(r"\b(?:to chuc|ra quan|khai mac|phat dong|to chuc le|khoi cong|khanh thanh)\b")
RESULT_IN = re.compile(
    r"(?:(?:ket qua|tinh hinh|so lieu)(?: thuc hien| cong tac| hoat dong)?|dat duoc|da thuc hien|ton tai)\s*$"
)
FINISHING = re.compile(r"(?:hoan thanh|bao cao|gui|trinh|nop|xong|han chot|tong hop|ve |cham nhat)")
DOCUMENT = re.compile(
    r"(?:\d+\S*/\S+|\b(?:so|dinh|van|hoach|bao|thi|luan|dien|quyet|trinh|luat)) ?(?:,? ?ban hanh)?,? ?$"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day to be met, or None with only the phrase; `whole_year`: the phrase names no more than a year."""

    on: date | None
    quote: str
    whole_year: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    rank: int
    at: int
    deadline: Deadline


def deadline_of(text: str, year: int | None, is_time_line: bool = False) -> Deadline | None:
    """The day by which the ordered work must be finished or reported.

    `text` is the task's passage, exactly as in the collapsed text, so that the quote is exact; `year` is the
    document's, for days written without one; `is_time_line`: the text is what stands after "Thời gian:", where
    a bare month or year counts too. The closest kind of date wins, then one that stands by "hoàn thành", "báo
    cáo", then the last.
    """
    flat = plain(text)
    found = [
        *_days(text, flat, year, is_time_line),
        *_months(text, flat, year, is_time_line),
        *_quarters(text, flat, year, is_time_line),
        *_halves(text, flat, year, is_time_line),
        *_years(text, flat, is_time_line),
    ]
    if found:
        return max(found, key=lambda one: (one.rank, bool(_finishing(flat, one.at)), one.at)).deadline
    relative = RELATIVE.search(flat)
    return Deadline(None, _quote(text, relative)) if relative else None


def _finishing(flat: str, at: int) -> bool:
    clause = re.split(r"[.;]\s", flat[max(0, at - 160) : at])[-1]
    return bool(FINISHING.search(clause))


def _quote(text: str, found: re.Match[str]) -> str:
    return text[found.start() : found.end()].strip(" ,;.:")


def _days(text: str, flat: str, year: int | None, is_time_line: bool) -> Iterator[Candidate]:
    for found in SPAN.finditer(flat):
        on = _day(found, year)
        if on:
            yield Candidate(4, found.start(), Deadline(on, _quote(text, found)))
    spans = [found.span() for found in SPAN.finditer(flat)]
    for found in DATED.finditer(flat):
        if any(start <= found.start() < end for start, end in spans):
            continue
        bare = found["cue"] in ("ngay", "vao ngay")
        before = flat[max(0, found.start() - 45) : found.start()]
        if bare and not is_time_line and (DOCUMENT.search(before) or not _sets_day(flat, found)):
            continue
        begins = bare and not is_time_line and before.endswith("tu ")
        if begins or RELATIVE.match(flat, found.start()):
            continue
        on = _day(found, year)
        yield Candidate(5 if not bare else 4, found.start(), Deadline(on, _quote(text, found)))
    alone = ALONE.fullmatch(flat.strip(" .;")) if is_time_line else None
    if alone:
        yield Candidate(4, 0, Deadline(_day(alone, year), text.strip(" .;")))


def _sets_day(flat: str, found: re.Match[str]) -> bool:
    """A bare "ngày 15/10" is a deadline only where something is to be done on it."""
    before = flat[max(0, found.start() - 45) : found.start()]
    held = re.split(r"[.;]\s", flat[max(0, found.start() - 160) : found.start()])[-1]
    return bool(
        (found["cue"] == "vao ngay" and HOLDING.search(held))
        or re.search(
            r"(?:thoi gian|thoi han|han|hoan thanh|bao cao|gui ve|gui|trinh|nop|vao|trong)[^.;]{0,30}:?\s*$",
            before,
        )
    )


def _day(found: re.Match[str], year: int | None) -> date | None:
    own = int(found["year"]) if found["year"] else year
    try:
        return date(own, int(found["month"]), int(found["day"])) if own else None
    except ValueError:
        return None


def _months(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
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
        yield Candidate(3, found.start(), Deadline(on, _quote(text, found)))


def _quarters(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
    for found in QUARTER.finditer(flat):
        year = int(found["year"] or own or 0)
        if not (found["cue"] or is_time_line) or not year or _describes(flat, found):
            continue
        month = ROMAN[found["quarter"]] * 3
        on = date(year, month, calendar.monthrange(year, month)[1])
        yield Candidate(2, found.start(), Deadline(on, _quote(text, found)))


def _halves(text: str, flat: str, own: int | None, is_time_line: bool) -> Iterator[Candidate]:
    for found in HALF.finditer(flat):
        year = int(found["year"] or own or 0)
        if not (found["cue"] or is_time_line) or not year or _describes(flat, found):
            continue
        if found["cue"] and not is_time_line and not _finishes_by(flat, found):
            continue
        first = "dau" in (found["half"], found["half_"])
        on = date(year, 6, 30) if first else date(year, 12, 31)
        yield Candidate(2, found.start(), Deadline(on, _quote(text, found)))


def _years(text: str, flat: str, is_time_line: bool) -> Iterator[Candidate]:
    for found in YEAR.finditer(flat):
        if not (found["cue"] or is_time_line) or not int(found["year"]) or _describes(flat, found):
            continue
        ends = bool(found["cue"]) and ("cuoi" in found["cue"] or "het" in found["cue"])
        if found["cue"] and not is_time_line and not ends and not _finishes_by(flat, found):
            continue
        deadline = Deadline(date(int(found["year"]), 12, 31), _quote(text, found), whole_year=True)
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
