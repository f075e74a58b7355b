"""From the lines of a document's pages to its text: page numbers and running heads left out, reading order kept."""

import re
from collections import Counter

from tracker.intake.columns import Line
from tracker.intake.paragraphs import frames
from tracker.intake.stamps import is_stamp
from tracker.intake.writer import Writer

NUMBER = re.compile(r"(?:[-–]\s?)?\d{1,3}(?:\s?[-–])?|(?:Trang|Page) \d+(?:\s?/\s?\d+)?", re.IGNORECASE)
EDGE = 2  # a running head or foot has so many lines at most
FEWEST_PAGES = 3

Sheet = list[Line]
"""The lines of one page from top to bottom."""


def page_texts(sheets: list[Sheet]) -> list[str]:
    """The text of each page, with a blank line between paragraphs. A stamp on every page is no running head."""
    running = _running(sheets)
    kept = [_without_edges(sheet, running) for sheet in sheets]
    writer = Writer()
    for sheet, frame in zip(kept, frames(kept), strict=True):
        writer.page(sheet, frame)
    return ["\n".join(page) for page in writer.pages]


def letters_on(sheet: Sheet) -> int:
    """How many letters a page has."""
    return sum(letter.isalpha() for line in sheet for letter in line.text)


def _edges(sheet: Sheet) -> list[Line]:
    return sheet[:EDGE] + sheet[EDGE:][-EDGE:]


def _unnumbered(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _running(sheets: list[Sheet]) -> set[str]:
    """Lines that open or close many pages with the same words, whatever their figures."""
    seen = Counter(
        text for sheet in sheets for text in {_unnumbered(line) for line in _edges(sheet) if not line.cells}
    )
    least = max(FEWEST_PAGES, len(sheets) // 3)
    return {text for text, pages in seen.items() if pages >= least and not is_stamp(text)}


def _without_edges(sheet: Sheet, running: set[str]) -> Sheet:
    edges = _edges(sheet)
    lines = [line for line in sheet if not (_unnumbered(line) in running and line in edges)]
    for edge in (0, -1):
        if len(lines) > 1 and NUMBER.fullmatch(lines[edge].text):
            del lines[edge]
    return lines
