"""A document's text in passages, so that a word is found with the place it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tracker.vietnamese import fold

MOST = 1_200  # characters: short enough to show, long enough that words belonging together stand in one
_LINE = re.compile(rf"\S[^\n]{{0,{MOST}}}(?=\s|$)|\S{{1,{MOST}}}")


def passages(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each: whole lines while they fit, a longer line cut between words. Blank text has none."""
    start = end = 0
    for found in _LINE.finditer(text):
        if end > start and found.end() - start > MOST:
            yield start, end
            start = found.start()
        elif end == start:
            start = found.start()
        end = found.end()
    if end > start:
        yield start, end


def rows(directive_id: int, text: str) -> list[dict[str, Any]]:
    """The passages of a document as rows of their table."""
    return [
        {"directive_id": directive_id, "start": start, "end": end, "folded": fold(text[start:end])}
        for start, end in passages(text)
    ]
