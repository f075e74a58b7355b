"""A table of a Word or OpenDocument file as lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

FEWEST_OF_DATA = 3  # cells in a row: tables of two only lay out a head or a signature

Row = Sequence[Sequence[str]]
"""The cells of a row, each as its lines."""


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Row by row: a table of data whose cells have a line each as `| a | b |`; any other cell by cell.

    A blank line after each row that is not barred, for its cells' lines would run into the next row's.
    """
    data = [[_closed_up(cell) for cell in row] for row in rows if len(row) >= FEWEST_OF_DATA]
    is_barred = len(data) > 1 and all(len(cell) == 1 for row in data for cell in row)
    for row in rows:
        if len(row) < FEWEST_OF_DATA:
            yield from (line for cell in row for line in cell)
        elif is_barred:
            yield f"| {' | '.join(_closed_up(cell)[0].strip() for cell in row)} |"
            continue
        else:
            yield from (line for cell in row for line in _closed_up(cell))
        yield ""


def _closed_up(cell: Sequence[str]) -> list[str]:
    """A cell of a table of data without blank lines: only an empty cell gives one."""
    return [line for line in cell if line.strip()] or [""]
