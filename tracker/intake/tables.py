"""Tables of tasks: a row of headings ("TT | Nội dung | Chủ trì | Thời gian") and the rows below it, one task each."""

from bisect import bisect
from dataclasses import replace

from tracker.intake.grids import gridded
from tracker.intake.layout import Line
from tracker.intake.rows import LABEL, Cell, Rows, are_headings, role_of
from tracker.intake.structure import Node
from tracker.intake.unit import Unit


def take_tables(lines: list[Line]) -> tuple[list[Line], list[Unit]]:
    """The lines that stand in no table of tasks, and the tasks of the tables."""
    rest: list[Line] = []
    found: list[Unit] = []
    at = 0
    while at < len(lines):
        end, rows = _table(lines, at)
        if end == at:
            rest.append(lines[at])
            at += 1
            continue
        found += rows
        at = end
    return rest, found


def placed(rows: list[Unit], root: Node) -> list[Unit]:
    """The tasks of tables in the body, each under the item of the text that its table stands in."""
    items = [node for node in root.below if node.block and node.label]
    begins = [node.block.start for node in items if node.block]
    found = []
    for row in rows:
        at = bisect(begins, row.start) - 1
        if at < 0:
            found.append(row)
            continue
        node = items[at]
        section = f"{node.path}.{row.section}" if row.section else node.path
        above = (node.text, *(ancestor.text for ancestor in node.ancestors))
        found.append(replace(row, section=section, above=above))
    return found


def without_captions(units: list[Unit], rows: list[Unit]) -> list[Unit]:
    """The units but those that only stand over a table ("2. Nội dung và tiến độ thực hiện")."""
    over = {row.above[0] for row in rows if row.above}
    return [unit for unit in units if unit.text not in over or unit.text.endswith((".", ";"))]


def _table(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """Where the table that begins at line `at` ends, and its tasks; (at, []) where none begins."""
    if "|" in lines[at].text:
        return _barred(lines, at)
    end, rows = _stacked(lines, at)
    return (end, rows) if end > at else gridded(lines, at)


def _barred(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """A table whose cells are parted by bars, one line a row."""
    roles = [role_of(cell.text) for cell in _cells(lines[at])]
    if not are_headings(roles):
        return at, []
    rows = Rows()
    end = at + 1
    while end < len(lines) and "|" in lines[end].text:
        cells = _cells(lines[end])
        if len(cells) == len(roles) - 1 and lines[end].text.endswith("|"):
            cells.append(
                Cell("", lines[end].end, lines[end].end)
            )  # the last cell is empty, and no bar closes the row
        if any(letter.isalpha() for letter in lines[end].text) and len(cells) == len(roles):
            rows.add(dict(zip(roles, cells, strict=True)))
        end += 1
    return end, rows.units


def _cells(line: Line) -> list[Cell]:
    """What stands between the bars, also the empty cells; the bars around the whole row part nothing."""
    cells = []
    at = line.start
    parts = line.text.split("|")
    for number, part in enumerate(parts):
        text = part.strip()
        start = at + len(part) - len(part.lstrip())
        if text or 0 < number < len(parts) - 1:
            cells.append(Cell(text, start, start + len(text)))
        at += len(part) + 1
    return cells


def _stacked(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """A table read cell by cell, one line a cell; an empty cell left a blank line. Rows are numbered."""
    roles: list[str | None] = []
    for line in lines[at : at + 9]:
        role = role_of(line.text)
        if role is None:
            break
        roles.append(role)
    if roles[:1] != ["number"] or not are_headings(roles):
        return at, []
    end = at + len(roles)
    rows = Rows()
    expected = 1
    while end < len(lines):
        if not LABEL.fullmatch(lines[end].text):
            if len(lines[end].text) > 90 or _label(lines, end + 1, expected) is None:
                break
            end += 1  # a row that only names a group of tasks
            continue
        begin = end + 1
        end = _end_of_row(lines, begin, expected + 1, len(roles) - 1)
        cells = _filled(lines[begin:end], len(roles) - 1)
        rows.add(dict(zip(roles, [_whole(lines[begin - 1]), *cells], strict=False)))
        expected += 1
    return (end, rows.units) if rows.units else (at, [])


def _label(lines: list[Line], at: int, expected: int) -> int | None:
    """Where, close by, the row of the expected number begins."""
    near = range(at, min(at + 3, len(lines)))
    return next((number for number in near if lines[number].text.rstrip(".") == str(expected)), None)


def _end_of_row(lines: list[Line], begin: int, following: int, columns: int) -> int:
    reach = range(begin, min(begin + 4 * columns, len(lines)))
    ends = (number for number in reach if lines[number].text.rstrip(".") == str(following))
    return next(ends, None) or _end_of_last_row(lines, begin, columns)


def _end_of_last_row(lines: list[Line], begin: int, columns: int) -> int:
    """Where a row without another below it ends: blank lines stand for empty cells, and count too."""
    filled = 0
    for number in range(begin, min(begin + columns, len(lines))):
        filled += lines[number].gap if number > begin else 0
        if filled >= columns:
            return number
        filled += 1
    return min(begin + columns, len(lines))


def _filled(lines: list[Line], columns: int) -> list[Cell]:
    """A row's cells; where there are too many lines, the first cell had several."""
    cells: list[Cell] = []
    for number, line in enumerate(lines):
        cells += [Cell("", line.start, line.start)] * (min(line.gap, columns) if number else 0)
        cells.append(_whole(line))
    while len(cells) > columns and len(cells) > 1:
        cells[:2] = [Cell(f"{cells[0].text} {cells[1].text}".strip(), cells[0].start, cells[1].end)]
    return cells


def _whole(line: Line) -> Cell:
    return Cell(line.text, line.start, line.end)
