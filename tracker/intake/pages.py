"""A PDF's text in reading order: from the places of its letters, page by page, running heads and numbers left out."""

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError, raw

from tracker.intake.columns import Line, Piece, Runs, in_reading_order, lines_of
from tracker.intake.failed import Failed

MOST_PAGES = 400
FEWEST_LETTERS = 20  # a page with fewer has no text to speak of: it is a picture of one
NUMBER = re.compile(r"(?:[-–]\s?)?\d{1,3}(?:\s?[-–])?|(?:Trang|Page) \d+(?:\s?/\s?\d+)?")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page from top to bottom."""

    lines: list[Line]


def read(path: Path) -> tuple[str, str]:
    """The text with a blank line between paragraphs; the note says "pages_without_text" where some are scans.

    Failed: encrypted, broken, too_large (over 400 pages), no_text (no page has text).
    """
    document = _open(path)
    if len(document) > MOST_PAGES:
        raise Failed("too_large")
    pages = [Page(lines_of(_pieces(page))) for page in document]
    empty = sum(_letters(page) < FEWEST_LETTERS for page in pages)
    if empty == len(pages):
        raise Failed("no_text")
    document.close()
    running = _running_heads(pages)
    text = "\n".join(_page_text(page, running) for page in pages)
    return text, "pages_without_text" if empty else ""


def _open(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(str(path))
    except PdfiumError as problem:
        locked = "password" in str(problem).lower() or "security" in str(problem).lower()
        raise Failed("encrypted" if locked else "broken") from problem


def _pieces(page: Any) -> list[Piece]:
    """The runs of letters of a page with their boxes, in points from the lower left corner.

    Letter by letter: the program's own runs overlap where fonts change and would give letters twice.
    """
    text_page = page.get_textpage()
    box = raw.FS_RECTF()
    runs = Runs()
    for number in range(raw.FPDFText_CountChars(text_page)):
        letter = _letter(raw.FPDFText_GetUnicode(text_page, number))
        if letter == " ":
            runs.space()  # often the program's own addition, without a place
        elif letter and raw.FPDFText_GetLooseCharBox(text_page, number, box):
            runs.add(Piece(letter, box.left, box.bottom, box.right, box.top))
    text_page.close()
    return runs.closed()


def _letter(code: int) -> str:
    """One character; "" for line ends and what cannot be printed."""
    if code in (0x2, 0xFFFE):
        return "-"  # a hyphen at a line's end
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code in (0xFFFF, 0xFEFF):
        return ""
    return " " if chr(code).isspace() else chr(code)


def _letters(page: Page) -> int:
    return sum(letter.isalpha() for line in page.lines for letter in line.text)


def _running_heads(pages: list[Page]) -> set[str]:
    """Lines that open or close three pages or more with the same words."""
    edges = [line.text for page in pages if page.lines for line in {page.lines[0], page.lines[-1]}]
    return {text for text in edges if edges.count(text) >= 3}


def _page_text(page: Page, running: set[str]) -> str:
    lines = [
        line for line in page.lines if line.text not in running or line not in (page.lines[0], page.lines[-1])
    ]
    for edge in (0, -1):
        if len(lines) > 1 and NUMBER.fullmatch(lines[edge].text):
            del lines[edge]
    return "\n".join(in_reading_order(lines, _leading(lines)))


def _leading(lines: list[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    kept = [step for step in steps if step > 1]
    return statistics.median(kept) if kept else 0.0
