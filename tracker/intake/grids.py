"""Tables printed with blanks or tabs between their columns, a cell running over several lines."""

import re

from tracker.intake.gaps import Piece, pieces
from tracker.intake.layout import Line, is_noise
from tracker.intake.regions import ends_body
from tracker.intake.rows import GROUP_LABEL, Cell, Rows, are_headings, role_of
from tracker.intake.unit import Unit

FEWEST_COLUMNS, MOST_COLUMNS = 3, 15
HEADING_LINES = 4
COLUMN_NUMBERS = re.compile(r"\(?\d\)?(?: \(?\d\)?)+")


class Grid:
    """The columns of one table: where each stands on the line and what it says."""

    def __init__(self, heading: list[list[Piece]], is_tabbed: bool) -> None:
        self.is_tabbed = is_tabbed
        self.spans: list[tuple[int, int]] = []
        titles: list[list[str]] = []
        for line in heading:
            for number, piece in enumerate(line):
                column = number if is_tabbed and len(titles) > number else self._over(piece)
                if column is None:
                    column = sum(left < piece.left for left, _ in self.spans)
                    self.spans.insert(column, (piece.left, piece.right))
                    titles.insert(column, [])
                left, right = self.spans[column]
                self.spans[column] = (min(left, piece.left), max(right, piece.right))
                titles[column].append(piece.text)
        self.roles = [role_of(" ".join(words)) for words in titles]

    def _over(self, piece: Piece) -> int | None:
        """The column a piece of the heading stands under."""
        shared = [min(right, piece.right) - max(left, piece.left) for left, right in self.spans]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        return best if best is not None and shared[best] > 0 else None

    def column(self, piece: Piece) -> int:
        """The column a cell belongs to: the one it shares most with, else the nearest."""
        return max(
            range(len(self.spans)),
            key=lambda n: min(self.spans[n][1], piece.right) - max(self.spans[n][0], piece.left),
        )


def gridded(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """A table whose headings begin at line `at`: where it ends, and its tasks; (at, []) where none begins."""
    is_tabbed = lines[at].raw.strip().count("\t") >= FEWEST_COLUMNS - 1
    first = _cells(lines[at], is_tabbed)
    if not FEWEST_COLUMNS <= len(first) <= MOST_COLUMNS or not any(role_of(piece.text) for piece in first):
        return at, []
    body = _first_row(lines, at, is_tabbed)
    grid = Grid([_cells(line, is_tabbed) for line in lines[at:body] if not _numbers_columns(line)], is_tabbed)
    if not are_headings(grid.roles) or not (is_tabbed or "number" in grid.roles):
        return at, []
    end = body
    while end < len(lines) and _is_inside(lines[end], grid):
        end += 1
    rows = Rows()
    for group in _grouped(
        [line for line in lines[body:end] if not is_noise(line) or line.text.isdigit()], grid
    ):
        rows.add(_row(group, grid))
    return end, rows.units


def _cells(line: Line, is_tabbed: bool) -> list[Piece]:
    """The cells of a line; of one with tabs also the empty ones."""
    if not is_tabbed:
        return pieces(line)
    found: list[Piece] = []
    at = line.start
    for number, cell in enumerate(line.raw.split("\t")):
        text = " ".join(cell.split())
        found.append(Piece(text, at, number * 10, number * 10 + 8))
        at += len(text) + bool(text)
    return found


def _numbers_columns(line: Line) -> bool:
    """The line "(1) (2) (3) (4)" some tables have under their headings."""
    return bool(COLUMN_NUMBERS.fullmatch(line.text))


def _first_row(lines: list[Line], at: int, is_tabbed: bool) -> int:
    """The line the first row begins on: it opens with a number, or follows a blank line."""
    if is_tabbed:
        return at + 1
    for number in range(at + 1, min(at + 1 + HEADING_LINES, len(lines))):
        opening = pieces(lines[number])[0].text
        if GROUP_LABEL.fullmatch(opening) or lines[number].gap:
            return number
    return min(at + 1, len(lines))


def _is_inside(line: Line, grid: Grid) -> bool:
    """Whether a line still belongs to the table."""
    if ends_body(line):
        return False
    if grid.is_tabbed:
        return "\t" in line.raw
    cells = pieces(line)
    if is_noise(line) or GROUP_LABEL.fullmatch(cells[0].text):
        return len(cells) > 1 or line.text.isdigit()
    numbered = grid.roles.index("number")
    beyond = grid.spans[-1][1] + 30
    return (
        grid.column(cells[0]) != numbered
        and cells[0].left > grid.spans[numbered][0]
        and cells[-1].left < beyond
    )


def _grouped(lines: list[Line], grid: Grid) -> list[list[list[Piece]]]:
    """The lines of each row: blank lines part rows where each part has one number, else the numbers do."""
    by_gap: list[list[list[Piece]]] = []
    by_number: list[list[list[Piece]]] = []
    for line in lines:
        cells = _cells(line, grid.is_tabbed)
        labelled = bool(GROUP_LABEL.fullmatch(cells[0].text))
        if line.gap or not by_gap:
            by_gap.append([])
        by_gap[-1].append(cells)
        if labelled or not by_number or (grid.is_tabbed and cells[0].text):
            by_number.append([])
        by_number[-1].append(cells)
    counts = [sum(bool(GROUP_LABEL.fullmatch(cells[0].text)) for cells in group) for group in by_gap]
    return by_gap if len(by_gap) > 1 and all(count == 1 for count in counts) else by_number


def _row(lines: list[list[Piece]], grid: Grid) -> dict[str | None, Cell]:
    """The cells of one row by role, each read down its lines."""
    found: dict[int, list[Piece]] = {}
    for cells in lines:
        for number, piece in enumerate(cells):
            column = min(number, len(grid.roles) - 1) if grid.is_tabbed else grid.column(piece)
            if piece.text:
                found.setdefault(column, []).append(piece)
    return {grid.roles[column]: _cell(parts) for column, parts in found.items()}


def _cell(parts: list[Piece]) -> Cell:
    return Cell(" ".join(part.text for part in parts), parts[0].start, parts[-1].end)
