"""A PDF's text in reading order, from the places of its letters; which of its pages are pictures; a page drawn."""

from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError, raw

from tracker.intake.boxes import Boxes
from tracker.intake.cells import place_in, rows_of, tables_of
from tracker.intake.columns import lines_of
from tracker.intake.failed import Failed
from tracker.intake.fonts_of_pages import OldFonts
from tracker.intake.found import Found
from tracker.intake.gray import MOST_PIXELS, as_gray
from tracker.intake.runs import Runs
from tracker.intake.scans import DPI
from tracker.intake.sheets import Sheet, letters_on, page_texts

MOST_PAGES = 400
FEWEST_LETTERS = 20  # a page with fewer, and something else on it, has no text to speak of
FEW_LETTERS = 200  # over a picture of a page: its electronic signature, not its text
BLANK = 0x20
COVERED = 0.5  # of a page's surface


def read(path: Path) -> Found:
    """The text of each page, "" for pictures of pages. Failed: encrypted, broken, too_large (over 400 pages)."""
    document = _open(path)
    if len(document) > MOST_PAGES:
        raise Failed("too_large")
    sheets: list[Sheet] = []
    pictures, layered = [], False
    for number, page in enumerate(document):
        sheet = _sheet(page)
        letters, covered = letters_on(sheet), _covered(page)
        if (letters < FEWEST_LETTERS and _draws(page)) or (letters < FEW_LETTERS and covered):
            pictures.append(number)
            sheet = []
        elif covered:
            layered = True
        sheets.append(sheet)
        page.close()
    document.close()
    return Found.of_pages(page_texts(sheets), pictures, by_machine=layered)


def draw(path: Path, number: int) -> bytes:
    """Page `number` (from 0) as a gray picture."""
    document = _open(path)
    page = document[number]
    wide, high = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(wide * high, 1)) ** 0.5)
    return as_gray(page.render(scale=scale, grayscale=True).to_pil())


def _open(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(str(path))
    except PdfiumError as problem:
        locked = "password" in str(problem).lower() or "security" in str(problem).lower()
        raise Failed("encrypted" if locked else "broken") from problem


def _draws(page: Any) -> bool:
    """Whether a page has anything but text: the last page of a letter may hold nothing but a name."""
    things = (raw.FPDFPage_GetObject(page, number) for number in range(raw.FPDFPage_CountObjects(page)))
    return any(raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_TEXT for thing in things)


def _covered(page: Any) -> bool:
    """Whether pictures fill most of the page, as on a scan."""
    wide, high = page.get_size()
    surface = 0.0
    for number in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE:
            surface += _surface(thing)
    return surface > COVERED * float(wide * high)


def _surface(thing: Any) -> float:
    left, bottom, right, top = (raw.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0
    return float((right.value - left.value) * (top.value - bottom.value))


def _sheet(page: Any) -> Sheet:
    """The lines of a page and the rows of its tables, from the top down.

    Letter by letter: the program's own runs overlap where fonts change and would give letters twice.
    """
    text_page = page.get_textpage()
    codes = [
        raw.FPDFText_GetUnicode(text_page, number) for number in range(raw.FPDFText_CountChars(text_page))
    ]
    boxes, tables = Boxes(text_page), tables_of(page)
    real = {n for n, code in enumerate(codes) if code == BLANK and not raw.FPDFText_IsGenerated(text_page, n)}
    runs = Runs(len(real), len(codes), boxes.is_bold)
    old = OldFonts(text_page, codes)
    for number, code in enumerate(codes):
        letter = old.letter(number, code) or _letter(code)
        if letter == " ":
            runs.space(is_real=number in real or code != BLANK)  # often the program's own, without a place
        elif letter and (box := boxes.of(number, letter)):
            runs.add(box, place_in(tables, box.left, (box.bottom + box.top) / 2))
    pieces = runs.closed()
    text_page.close()
    lines = [*lines_of(pieces.get(None, [])), *rows_of(tables, pieces)]
    return sorted(lines, key=lambda line: -line.top)


def _letter(code: int) -> str:
    """One character; "" for line ends and what cannot be printed."""
    if code in (0x2, 0xFFFE):
        return "-"  # a hyphen at a line's end
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code in (0xFFFF, 0xFEFF):
        return ""
    return " " if chr(code).isspace() else chr(code)
