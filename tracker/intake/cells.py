"""Tables of a PDF page: the cells its lines enclose, and what they say row by row."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import neg
from typing import Any

from tracker.intake.columns import Line, Piece, lines_of
from tracker.intake.ruling import TOUCH, Rule, rules_of

MOST_RULES = 400  # on one page, those in a row joined: more make a drawing
FEWEST_COLUMNS = 2
BARRED = 3  # so many columns are read across, cells parted by bars; two may be the halves of a letterhead
LONGEST_REPEATED = 80

Place = tuple[int, tuple[int, int]]
"""A table's number on its page and a cell's row and column."""


def place_in(tables: Sequence["Table"], x: float, y: float) -> Place | None:
    """The cell a place on the page lies in."""
    for number, table in enumerate(tables):
        cell = table.cell(x, y)
        if cell:
            return number, cell
    return None


def rows_of(tables: Sequence["Table"], pieces: Mapping[object, list[Piece]]) -> Iterator[Line]:
    """The rows of the tables that say anything."""
    for number, table in enumerate(tables):
        texts = {
            cell: _text(pieces[number, cell], table.columns)
            for cell in set(table.owners.values())
            if (number, cell) in pieces
        }
        for row in range(table.rows):
            cells = tuple(_said(table, texts, row, column) for column in range(table.columns))
            if any(cells):
                box = Piece("", table.down[0], table.across[row + 1], table.down[-1], table.across[row])
                yield Line((box,), cells)


def _text(pieces: list[Piece], columns: int) -> str:
    between = " " if columns >= BARRED else "\n"
    return between.join(line.text for line in lines_of(pieces)).replace("|", "/")


def _said(table: "Table", texts: Mapping[tuple[int, int], str], row: int, column: int) -> str:
    """What a cell says in one row. A short word beside several rows holds for each of them."""
    above, left = table.owners[row, column]
    text = texts.get((above, left), "")
    if left < column or (above < row and (len(text) > LONGEST_REPEATED or table.columns < BARRED)):
        return ""
    return text


@dataclass(slots=True)
class Table:
    """`down` are the borders of its columns from the left, `across` those of its rows from the top."""

    down: list[float]
    across: list[float]
    owners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return len(self.down) - 1

    @property
    def rows(self) -> int:
        return len(self.across) - 1

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell, by the row and column it begins in, that holds a place."""
        if not (self.down[0] < x < self.down[-1] and self.across[-1] < y < self.across[0]):
            return None
        row = bisect(self.across, -y, key=neg) - 1
        return self.owners.get((row, bisect(self.down, x) - 1))


def tables_of(page: Any) -> list[Table]:
    """The tables of at least two columns whose cells are ruled."""
    across, down = rules_of(page)
    if len(across) + len(down) > MOST_RULES:
        return []
    found = []
    for rows, columns in _touching(across, down):
        table = _table(rows, columns)
        if table.columns >= FEWEST_COLUMNS and table.rows >= 1:
            found.append(table)
    return found


def _table(rows: list[Rule], columns: list[Rule]) -> Table:
    """A table without lines at its sides or at its ends reaches as far as its lines do."""
    sides = [edge for rule in rows for edge in (rule.begin, rule.end)]
    ends = [edge for rule in columns for edge in (rule.begin, rule.end)]
    down = _distinct([*(rule.at for rule in columns), min(sides), max(sides)])
    across = _distinct([*(rule.at for rule in rows), min(ends), max(ends)])[::-1]
    table = Table(down, across)
    for row in range(table.rows):
        for column in range(table.columns):
            table.owners[row, column] = _owner(table, rows, columns, row, column)
    return table


def _owner(table: Table, rows: list[Rule], columns: list[Rule], row: int, column: int) -> tuple[int, int]:
    """Where the cell begins that this place belongs to: as far to the left, then up, as nothing is ruled between."""
    middle = (table.across[row] + table.across[row + 1]) / 2
    border = table.down[column]
    if column and not any(abs(rule.at - border) <= TOUCH and rule.covers(middle) for rule in columns):
        return table.owners[row, column - 1]
    middle = (table.down[column] + table.down[column + 1]) / 2
    border = table.across[row]
    if row and not any(abs(rule.at - border) <= TOUCH and rule.covers(middle) for rule in rows):
        return table.owners[row - 1, column]
    return row, column


def _distinct(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > TOUCH:
            kept.append(place)
    return kept


def _touching(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet, those across apart from those down the page."""
    left, right = list(across), list(down)
    while left:
        rows, columns = [left.pop()], list[Rule]()
        grown = True
        while grown:
            new_columns = [rule for rule in right if any(_meet(row, rule) for row in rows)]
            right = [rule for rule in right if rule not in new_columns]
            columns += new_columns
            new_rows = [rule for rule in left if any(_meet(rule, column) for column in columns)]
            left = [rule for rule in left if rule not in new_rows]
            rows += new_rows
            grown = bool(new_columns or new_rows)
        if columns:
            yield rows, columns


def _meet(row: Rule, column: Rule) -> bool:
    return row.covers(column.at) and column.covers(row.at)
