"""Kinds of document and the Word files they are made from. No database, no disk."""

from __future__ import annotations

import re
from datetime import date

from tracker.vietnamese import fold

TEMPLATES = {"bao_cao": "bao-cao", "cong_van": "cong-van", "phieu": "phieu"}
"""Kind of document to the name of its template, in files and in addresses."""
KINDS = {name: kind for kind, name in TEMPLATES.items()}
LARGEST_TEMPLATE = 2 * 1024 * 1024  # bytes
ROWS_IN_ONE_PDF = 1_500
"""An annex with more is bound in volumes of so many rows: a page is kept in memory until its file is finished."""


_OF_WHOM = re.compile(r"\s+(?:ubnd|ủy ban|tỉnh|thành phố|xã|phường|đặc khu)(?:\s.*)?$", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\s)((?:tỉnh|thành phố|xã|phường|đặc khu)\s.+)$", re.IGNORECASE)
_ON_ONE_LINE = 22  # letters of 12 pt, bold capitals, in the letterhead's 64 mm


def initials(name: str) -> str:
    """The unit that drafts, as in 12/UBND-VP: the first letters of its name, without whose unit it is."""
    own = _OF_WHOM.sub("", name)
    return "".join(word[0] for word in own.split() if word[0].isalpha()).upper()


def in_lines(authority: str) -> str:
    """An authority's name that a letterhead breaks before its place: ỦY BAN NHÂN DÂN / TỈNH LAM GIANG."""
    found = _PLACE.search(authority)
    if found is None or len(found[1]) > _ON_ONE_LINE:
        return authority
    return authority[: found.start()] + found[1].replace(" ", "\u00a0")


def volumes(length: int) -> int:
    """In how many volumes an annex of so many rows is bound."""
    return max(1, -(-length // ROWS_IN_ONE_PDF))


def plain_name(words: str) -> str:
    """Words as part of a file's name: small letters without marks, hyphens between them."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))[:80] or "van-ban"


def version_of_wording(number: int | None, *, is_closed: bool) -> int:
    """Which version of a period's figures words written now go with: the one in force, or the next to be closed."""
    return (number or 0) + (0 if is_closed else 1)


def days_past(due_on: date | None, today: date) -> int:
    """Days a due day lies back; 0 where it does not."""
    return max((today - due_on).days, 0) if due_on else 0
