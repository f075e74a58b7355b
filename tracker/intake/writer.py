"""The text of a document's pages written down in reading order, a paragraph a line."""

import re

from tracker.intake.columns import Line, sides, two_columns
from tracker.intake.letters import lowered, starts_lower
from tracker.intake.names import begins_name
from tracker.intake.paragraphs import Frame, Step, had_no_room, stands_alone, step
from tracker.intake.unruled import set_out, table_at

CUT = re.compile(r"[^\W_][-\u2010/]$")
EDGES = 12.0  # points: what cells of a table leave free at both sides together
CENTRED = 4.0  # points: lines whose middles are so near are centred


class Writer:
    """Takes the pages one after the other; `pages` are the lines of each, "" where paragraphs stand apart.

    What goes on from one page to the next is written on the page where it begins.
    """

    def __init__(self) -> None:
        self.pages: list[list[str]] = []
        self.first: Line | None = None  # of the paragraph that is being written, and its last so far
        self.last: Line | None = None
        self.open: list[str] | None = None  # the page it stands on
        self.headings: tuple[str, ...] = ()  # of the table that is being written
        self.is_new_page = True

    def page(self, lines: list[Line], frame: Frame) -> None:
        """The next page from top to bottom; of a stretch of two columns first the left one, then the right."""
        texts: list[str] = []
        self.pages.append(texts)
        self.is_new_page = True
        at = 0
        while at < len(lines):
            rows = table_at(lines, at)
            if rows:
                texts += ["", *set_out(lines[at : at + rows]), ""]
                self._close()
                at += rows
                continue
            stretch = two_columns(lines, at)
            if stretch:
                left, right = sides(lines[at : at + stretch])
                texts += ["", *_column(left, frame.left), "", *_column(right, frame.right), ""]
                self._close()
                at += stretch
                continue
            if not (self.is_new_page and self._goes_on_in_table(lines[at])):
                self._line(lines[at], frame, texts)
            at += 1

    def _goes_on_in_table(self, line: Line) -> bool:
        """Whether the first row of a page repeats the headings, or is the rest of the row the last page ended with."""
        if not (line.cells and self.last and self.last.cells and self.open):
            return False
        if line.cells == self.headings:
            return True
        self.is_new_page = False
        if not _goes_on(self.last, line):
            return False
        whole = Line(self.last.parts, tuple(map(_joined, self.last.cells, line.cells)))
        self.open[-1], self.last = whole.text, whole
        return True

    def _line(self, line: Line, frame: Frame, texts: list[str]) -> None:
        on_one_page, self.is_new_page = not self.is_new_page and self.open is texts, False
        if line.cells and not (self.last and self.last.cells):
            self.headings = line.cells
        if self.first and self.last and self.open:
            how = step(self.first, self.last, line, frame, on_one_page=on_one_page)
            if how is Step.ON:
                self.open[-1] = run_on(self.open[-1], line.text)
                self.last = line
                return
            if how is Step.APART:
                texts.append("")
        texts.append(line.text)
        self.first = self.last = line
        self.open = texts

    def _close(self) -> None:
        self.is_new_page = False
        self.first = self.last = self.open = None


def _column(lines: list[Line], margin: float) -> list[str]:
    """The lines of one of two columns; what is centred in it and was too long for it is one line again.

    A column has its middle in the middle of its words, and the page's margin on its outer side.
    """
    texts: list[str] = []
    for number, line in enumerate(lines):
        above = lines[number - 1]
        middle = (line.left + line.right) / 2
        is_below = number and abs((above.left + above.right) / 2 - middle) < CENTRED
        if is_below and _is_rest(above, line, 2 * abs(middle - margin)):
            texts[-1] = run_on(texts[-1], line.text)
        else:
            texts.append(line.text)
    return texts


def _is_rest(above: Line, line: Line, width: float) -> bool:
    """Whether the words of a line go on with those above: of a letterhead each body's name has its own line."""
    if stands_alone(above) or stands_alone(line):
        return False
    if starts_lower(line.text) or line.text[:1].isdigit() or CUT.search(above.text):
        return True
    both = above.text.isupper() and line.text.isupper()
    is_name = " " in line.text and begins_name(lowered(line.text))
    return both and not is_name and had_no_room(above, line, width - EDGES)


def run_on(text: str, rest: str) -> str:
    """A text with its next line. A hyphen that closed a line up in a word ("25/2021/QĐ-") stays in it."""
    is_cut = CUT.search(text) and rest[:1].isalnum()
    return f"{text}{'' if is_cut else ' '}{rest}"


def _goes_on(above: Line, line: Line) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    if len(above.cells) != len(line.cells) or line.cells[0] or not above.cells[0]:
        return False
    empty = sum(not cell for cell in line.cells)
    return any(starts_lower(cell) for cell in line.cells) or 2 * empty >= len(line.cells)


def _joined(above: str, below: str) -> str:
    return f"{above} {below}".strip()
