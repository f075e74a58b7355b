"""Where the name of a body ends and what it is told to do begins."""

import re

from tracker.intake.closed_names import closed_before
from tracker.intake.fields import field_at
from tracker.intake.in_names import belongs_to_name, may_tell_apart, participles, places_of_work
from tracker.intake.letters import lowered, plain
from tracker.intake.verbs import PREDICATE, SHORT_PREDICATE

REACH = 700  # letters: no list of bodies is longer, and a search must not run through a whole file
COMMA_BEFORE = re.compile(r"[,;] (?:và )?$")
# A name that lists what its body does goes on after the comma ("Tổ Quản lý, hỗ trợ hộ kinh doanh").
NAMED_WORK = re.compile(
    r"\w (?:Quản lý|Hỗ trợ|Kiểm tra|Thanh tra|Tuyên truyền|Kiểm soát|Giám sát|Xử lý|Thẩm định|Đăng ký|Bảo vệ|Bảo tồn|"
    r"Khai thác|Tư vấn|Đào tạo|Giám định|Điều phối|Nghiên cứu|Ứng dụng|Vận hành),(?: \w+)? (?:và )?$"
)
LONGEST_TRADE = 60  # letters: words that only tell members of a group apart are no longer
BRACKETS = re.compile(r"(?<=\w) \([^()]{1,120}\)")
COLON = re.compile(r":\**\s+(?=\S)")


def predicate_start(text: str, begin: int = 0) -> int | None:
    """Where, after a name that begins at `begin`, its predicate begins; None where the whole text is a name.

    In "Sở Tài chính: Tham mưu …" that is the colon.
    """
    found = _predicate(BRACKETS.sub(_blank, text[begin : begin + REACH]))
    return None if found is None else begin + found


def _blank(bracket: re.Match[str]) -> str:
    """What stands in brackets is passed over, and its place kept."""
    return " " * (len(bracket[0]) - 1) + " "


def _predicate(text: str) -> int | None:
    """The same in a text that begins with the name."""
    colon = COLON.search(text, 1)
    if (
        colon
        and not _lists_fields(text, colon)
        and (is_order(text[colon.end() :]) or _begins_clause(text[colon.end() :]))
    ):
        before = _predicate(text[: colon.start()])
        return colon.start() if before is None else before
    low, flat = lowered(text), plain(text)
    work, apart = places_of_work(flat), participles(low)
    places = [*PREDICATE.finditer(flat, 1), *SHORT_PREDICATE.finditer(low, 1)]
    passed = None
    for found in sorted(places, key=re.Match.start):
        at = found.start()
        if not text[at : found.end()].strip().islower() or belongs_to_name(low, at, work, apart):
            continue
        if NAMED_WORK.search(text[:at]):
            continue
        if passed is None and may_tell_apart(low, at):
            passed = at
            continue
        if passed is not None and COMMA_BEFORE.search(low[passed:at]):
            continue
        return closed_before(text, low, at)
    if passed is not None and len(text) - passed > LONGEST_TRADE:
        return closed_before(text, low, passed)
    return closed_before(text, low, len(text))


def _lists_fields(text: str, colon: re.Match[str]) -> bool:
    """Whether a colon opens a list of fields ("các Sở: Xây dựng, Công Thương") and no clause."""
    opens = re.search(r"\b(?:sở|bộ|phòng|ban)$", lowered(text[: colon.start()]))
    return bool(opens) and field_at(lowered(text[colon.end() : colon.end() + 60]), 0) > 0


def _begins_clause(text: str) -> bool:
    """Whether what stands after a colon is a clause of its own ("Cấp tài khoản cho …") and no list of fields or places."""
    words = re.split(r"[,;.]", text[:120], maxsplit=1)[0].split()
    return (
        len(words) > 4
        and words[0][:1].isupper()
        and words[1].islower()
        and field_at(lowered(text[:60]), 0) == 0
    )


def is_order(text: str) -> bool:
    """Whether a text begins by telling somebody to do something."""
    text = text[:40]
    flat = plain(text)
    return bool(PREDICATE.match(flat) or SHORT_PREDICATE.match(lowered(text)) or re.match(r"to chuc\b", flat))
