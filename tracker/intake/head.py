"""The head of a document: number, day, kind, subject, urgency. The letterhead itself is in issuer.py."""

import re
from dataclasses import dataclass

from tracker.intake.kinds import disagree, kind_of
from tracker.intake.layout import Line, is_noise
from tracker.intake.letters import CAPITALS, plain, starts_lower
from tracker.intake.marks import mark_of
from tracker.intake.regions import ADDRESSED, title_kind

SYMBOL = rf"[{CAPITALS}][^\W_]*(?:\s?[-–/]\s?[{CAPITALS}][^\W_]*|\s?&\s?[{CAPITALS}]+)*"
NUMBER = re.compile(
    rf"^\W*[Ss]ố\s*[:.]?\s*(?P<digits>\d+[a-z]?)?[\s._…]*"
    rf"(?P<symbol>[/-]\s?(?:\d{{4}}\s?/\s?)?{SYMBOL}|(?<=\d)[|\\]?(?=[{CAPITALS}]{{2}}){SYMBOL})?(?P<rest>.*)$"
)
"""Between the digits and the symbol a scan may have lost the stroke, or read an upright one."""
ONLY_LABEL = re.compile(r"[Ss]ố\s?:?")
SYMBOL_ALONE = re.compile(rf"[/]\s?(?:\d{{4}}\s?/\s?)?{SYMBOL}")
DATE = re.compile(
    r"ngay[\s._…]*(?P<day>\d{1,2})?[\s._…]*thang[\s._…]*(?P<month>\d{1,2})?[\s._…]*nam\s*(?P<year>\d{4})"
)
DATE_LINE = re.compile(r"ngay.{0,8}thang.{0,6}nam\s*\d{4}$")
SUBJECT = re.compile(r"^\W{0,3}(?:v/v|ve viec|trich yeu)\b[:.]?\s*")
STATE = re.compile(r"cong h.a xa h.i|\bdoc lap\b ?[-–]|dang cong san")
URGENCY = {"hoa toc": "hoa_toc", "thuong khan": "thuong_khan", "khan": "khan"}


@dataclass(frozen=True, slots=True)
class Head:
    """`number` is None where only the `symbol` is filled in; `issued_on` is YYYY-MM-DD, YYYY-MM or None;
    `is_doubtful`: the title line and the symbol name different kinds."""

    kind: str | None
    number: str | None
    symbol: str | None
    issued_on: str | None
    place: str | None
    subject: str | None
    urgency: str | None
    is_doubtful: bool = False


def read_head(head: list[Line], addressed: bool) -> Head:
    """The facts of the head's lines; `addressed`: the document is sent to somebody by name."""
    number, symbol = _number(head)
    place, issued_on = _date(head)
    title = next((i for i, line in enumerate(head) if title_kind(line)), None)
    kind = title_kind(head[title]) if title is not None else _kind_of(symbol, addressed)
    subject = _titled_subject(head, title) if title is not None else _subject(head)
    urgency = next(
        (URGENCY[key] for line in head if (key := plain(line.text).strip(" .:!*")) in URGENCY), None
    )
    return Head(kind, number, symbol, issued_on, place, subject, urgency, disagree(kind, symbol))


def closed_up(number: str) -> str:
    """A number without blanks and with plain hyphens."""
    return re.sub(r"\s+", "", number).replace("–", "-")


def _number(head: list[Line]) -> tuple[str | None, str | None]:
    for at, line in enumerate(head):
        following = head[at + 1].text if at + 1 < len(head) else ""
        found = NUMBER.match(f"{line.text} {following}" if ONLY_LABEL.fullmatch(line.text) else line.text)
        if not found or (not found["digits"] and not found["symbol"]):
            continue
        symbol = found["symbol"] or next(
            (near.text for near in head[at + 1 : at + 7] if SYMBOL_ALONE.fullmatch(near.text)), None
        )
        if symbol is None:
            continue
        symbol = re.sub(rf"^[|\\]?(?=[{CAPITALS}])", "/", closed_up(symbol))
        return (found["digits"] + symbol if found["digits"] else None), symbol
    return None, None


def _date(head: list[Line]) -> tuple[str | None, str | None]:
    """The place and the day of the line "Trùng Khánh, ngày … tháng 3 năm 2023"."""
    for number, line in enumerate(head):
        following = head[number + 1].text if number + 1 < len(head) else ""
        text = line.text if DATE.search(plain(line.text)) else f"{line.text} {following[:4]}"
        found = DATE.search(plain(text))
        if not found or not found["month"] or found.start() > 60 or not DATE_LINE.search(plain(text)):
            continue
        before = text[: found.start()].rstrip(" ,")
        place = re.search(rf"[{CAPITALS}][^\W\d_]*(?: (?:[{CAPITALS}][^\W\d_]*|\d+))*$", before)
        return (place[0] if place else None), iso(found["year"], found["month"], found["day"])
    return None, None


def iso(year: str, month: str, day: str | None) -> str | None:
    """YYYY-MM-DD, or YYYY-MM without a day, or None where the figures are no date."""
    if not 1 <= int(month) <= 12:
        return None
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _kind_of(symbol: str | None, addressed: bool) -> str | None:
    return kind_of(symbol) or ("cong_van" if addressed or symbol else None)


def _stops_subject(line: Line) -> bool:
    flat = plain(line.text)
    return bool(STATE.search(flat) or DATE_LINE.search(flat) or ADDRESSED.search(flat) or title_kind(line))


def _subject(head: list[Line]) -> str | None:
    """What stands after "V/v", to where the next thing begins."""
    begin = next((i for i, line in enumerate(head) if SUBJECT.match(plain(line.text))), None)
    if begin is None:
        return None
    first = head[begin].text
    words = [first[SUBJECT.match(plain(first)).end() :]]  # type: ignore[union-attr]
    for line in head[begin + 1 : begin + 10]:
        if _stops_subject(line) or NUMBER.match(line.text) or line.text.upper() == line.text:
            break
        words.append(line.text)
    return " ".join(words).strip(' .;"”“') or None


def _titled_subject(head: list[Line], title: int) -> str | None:
    """The lines below the name of the kind ("KẾ HOẠCH")."""
    words: list[str] = []
    for line in head[title + 1 : title + 12]:
        parted = words and line.gap and not starts_lower(line.text)
        again = line.text in (above.text for above in head[:title])
        names_issuer = words and line.text.isupper() and (again or not words[-1].isupper())
        if _stops_subject(line) or parted or names_issuer or mark_of(line.text):
            break
        if not is_noise(line):
            words.append(line.text)
    subject = " ".join(words)
    opening = SUBJECT.match(plain(subject))
    return (subject[opening.end() :] if opening else subject).strip(" .;-_*") or None
