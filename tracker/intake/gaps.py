"""What stands apart on one printed line: cells of a table's row, the two columns of a head or of a signature."""

import re
from dataclasses import dataclass

from tracker.intake.layout import Line

CLOSE = re.compile(r"\S+(?: \S+)*")  # two blanks part cells
WIDE = re.compile(r"\S+(?: {1,2}\S+)*")  # three part columns: two may only stretch a line to the margin
FEWEST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together: `start` in the collapsed text, `left` and `right` on the printed line."""

    text: str
    start: int
    left: int
    right: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pieces(line: Line, gap: re.Pattern[str] = CLOSE) -> list[Piece]:
    """The pieces of a line in order; tabs and wide blanks part them."""
    found: list[Piece] = []
    at = line.start
    for piece in gap.finditer(line.raw or line.text):
        text = " ".join(piece[0].split())
        found.append(Piece(text, at, piece.start(), piece.end()))
        at += len(text) + 1
    return found


def columns_apart(lines: list[Line]) -> list[Line]:
    """The lines of a head or a signature printed in two columns: first the left column, then the right one.

    Lines as they are where fewer than two of them have a second column. A blank that somebody is to fill in
    ("Số:      /UBND") parts nothing: a second column begins with a capital.
    """
    rows = [_sides(line) for line in lines]
    pairs = [number for number, row in enumerate(rows) if len(row) > 1]
    if len(pairs) < FEWEST_PAIRS:
        return lines
    gutter = min(rows[number][1].left for number in pairs)
    first, last = pairs[0], pairs[-1]
    while last + 1 < len(lines) and not lines[last + 1].gap and rows[last + 1][0].right <= gutter:
        last += 1
    left: list[Line] = []
    right: list[Line] = []
    for line, row in zip(lines[first : last + 1], rows[first : last + 1], strict=True):
        single = len(row) == 1
        for number, piece in enumerate(row):
            side = right if number or (single and piece.left >= gutter - 2) else left
            side.append(Line(piece.text, piece.start, line.gap, piece.text))
    return [*lines[:first], *left, *right, *lines[last + 1 :]]


def _sides(line: Line) -> list[Piece]:
    """The columns of one line."""
    sides: list[Piece] = []
    for piece in pieces(line, WIDE):
        if sides and not piece.text[0].isupper():
            last = sides.pop()
            piece = Piece(f"{last.text} {piece.text}", last.start, last.left, piece.right)
        sides.append(piece)
    return sides
