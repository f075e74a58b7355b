"""Words as both databases compare them: runs of a-z and 0-9 of the text without marks."""

from __future__ import annotations

import re

from tracker.vietnamese import fold

Words = tuple[str, ...]
_WORD = re.compile("[a-z0-9]+")


def words(text: str) -> Words:
    """ "1847/UBND-KTN" is ("1847", "ubnd", "ktn")."""
    return tuple(_WORD.findall(fold(text)))
