"""Plain rules of a document: its date as written, its year, when two numbers are one."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from tracker.vietnamese import fold, name_key

ORIGINS = ("own", "upper", "oral")
URGENCIES = ("thuong", "khan", "thuong_khan", "hoa_toc")
RANKS = {code: len(URGENCIES) - 1 - place for place, code in enumerate(URGENCIES)}
"""Each degree of urgency as a number, the most urgent first: express is 0, ordinary 3."""
ORDINARY = RANKS["thuong"]
STATES = ("draft", "issued", "withdrawn")
RELATIONS = ("can_cu", "thuc_hien", "sua_doi", "thay_the", "don_doc", "khac")
CHANGING = ("sua_doi", "thay_the")
"""What a document does to one it cites; the changing ones mend or end it, all others lean on it."""

ENDINGS = ("withdrawn", "replaced")
"""How an issued document comes to its end; completed work and closed periods keep their figures."""

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def read_date(text: str) -> tuple[date | None, str]:
    """(day, "") for a whole date, (None, "YYYY-MM") where the day is blank, (None, "") for nothing.

    Takes 28/9/2026, 9/2026, 2026-09-28 and 2026-09. Raises ValueError for anything else.
    """
    text = text.strip()
    if not text:
        return None, ""
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day), ""
    if found := _MONTH.fullmatch(text):
        return None, _month(int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        if found[3]:
            return date.fromisoformat(text), ""
        return None, _month(int(found[1]), int(found[2]))
    raise ValueError(f"not a date: {text!r}")


def _month(year: int, month: int) -> str:
    return date(year, month, 1).isoformat()[:7]


def written_date(issued_on: date | None, issued_month: str) -> str:
    """The date as the office writes it: 28/09/2026, 09/2026, "" when neither is known."""
    if issued_on is not None:
        return f"{issued_on:%d/%m/%Y}"
    return f"{issued_month[5:]}/{issued_month[:4]}" if issued_month else ""


def year_of(issued_on: date | None, issued_month: str, entered_on: date) -> int:
    """The year a number runs in; a document without a date counts in the year it was entered."""
    if issued_on is not None:
        return issued_on.year
    return int(issued_month[:4]) if issued_month else entered_on.year


def recall_until(urgency: str, released_at: datetime, minutes: int) -> datetime | None:
    """Until when the letters of an issue wait so that it can be taken back; None where they leave at once.

    Urgent documents are not held up (decision 11).
    """
    if urgency != "thuong" or minutes <= 0:
        return None
    return released_at + timedelta(minutes=minutes)


@lru_cache(maxsize=2_000)  # a text cites the same few numbers again and again
def number_key(number: str) -> str:
    """A number as compared: 04 / qđ-ubnd, 4/QD–UBND and 04/QĐ.UBND are one; "" while the figure itself is blank."""
    key = re.sub(r"\s+", "", fold(number)).strip(".-")
    key = re.sub(r"[.\-‐-―−]+", "-", key).lstrip("0")
    return key if re.match(r"\d", key) else ""


def same_issuer(one: str, other: str) -> bool:
    """Whether two names of issuers may be one: a blank one may be any, "UBND tỉnh" is UBND tỉnh Lam Giang."""
    shorter, longer = sorted((fold(name_key(one)), fold(name_key(other))), key=len)
    return not shorter or longer == shorter or longer.startswith(f"{shorter} ")


def searchable(number: str, subject: str, issuer: str) -> str:
    """What the register's search looks in, without marks."""
    return fold(f"{number} {subject} {issuer}")


def percent_disagrees(planned: float | None, actual: float | None, printed: float | None) -> bool:
    """Whether a percentage printed with one decimal, cut or rounded, is not that of the two figures."""
    if printed is None or actual is None or not planned:
        return False
    return abs(100 * actual / planned - printed) > 0.1
