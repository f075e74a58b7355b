"""By when: the day a text sets for its order."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.intake.deadline import Candidate, Deadline, quote_of
from tracker.intake.letters import plain
from tracker.intake.periods import halves, months, quarters, years

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
RELATIVE = re.compile(
    r"(?:trong (?:thoi han |vong )?|sau |cham nhat (?:sau |la )?|truoc )\d{1,3} (?:ngay|gio|thang|tuan)\b(?! (?:dau|cuoi)\b)(?!(?: \d\d)?(?: phut)?,? ngay)(?: lam viec)?(?: (?:ke tu|sau khi|tinh tu|truoc)[^.;,]*)?"
    r"|(?:ngay sau khi|truoc khi)[^.;,]{5,80}"
    r"|truoc ngay \d{1,2}(?: thang \d{1,2})? cua (?:nam|thang|quy)[^.;,]*"
)
HOLDING = re.compile(r"\b(?:to chuc|ra quan|khai mac|phat dong|to chuc le|khoi cong|khanh thanh)\b")
FINISHING = re.compile(r"(?:hoan thanh|bao cao|gui|trinh|nop|xong|han chot|tong hop|ve |cham nhat)")
DOCUMENT = re.compile(
    r"(?:\d+\S*/\S+|\b(?:so|dinh|van|hoach|bao|thi|luan|dien|quyet|trinh|luat)) ?(?:,? ?ban hanh)?,? ?$"
)


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
        *months(text, flat, year, is_time_line),
        *quarters(text, flat, year, is_time_line),
        *halves(text, flat, year, is_time_line),
        *years(text, flat, is_time_line),
    ]
    if found:
        return max(found, key=lambda one: (one.rank, bool(_finishing(flat, one.at)), one.at)).deadline
    relative = RELATIVE.search(flat)
    return Deadline(None, quote_of(text, relative)) if relative else None


def _finishing(flat: str, at: int) -> bool:
    clause = re.split(r"[.;]\s", flat[max(0, at - 160) : at])[-1]
    return bool(FINISHING.search(clause))


def _days(text: str, flat: str, year: int | None, is_time_line: bool) -> Iterator[Candidate]:
    for found in SPAN.finditer(flat):
        on = _day(found, year)
        if on:
            yield Candidate(4, found.start(), Deadline(on, quote_of(text, found)))
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
        yield Candidate(5 if not bare else 4, found.start(), Deadline(on, quote_of(text, found)))
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
