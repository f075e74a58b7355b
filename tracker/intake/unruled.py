"""Tables of a page that no lines part: cells stand under one another, with white between the columns."""

from bisect import bisect
from collections.abc import Sequence

from tracker.intake.columns import Line
from tracker.intake.rows import GROUP_LABEL
from tracker.intake.stamps import is_secret

FEWEST_COLUMNS = 3
FEWEST_ROWS = 2  # lines with so many cells
UNDER = 4.0  # points: edges so near stand under one another
LEAST_BETWEEN = 2  # blanks between two cells


def table_at(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` on make such a table; 0 where they do not."""
    if len(lines[at].parts) < FEWEST_COLUMNS or lines[at].cells:
        return 0
    columns: list[tuple[float, float]] = []
    end, full = at, 0
    while end < len(lines) and not lines[end].cells:
        grown = _with(columns, lines[end])
        if grown is None or any(is_secret(part.text, by_machine=True) for part in lines[end].parts):
            break
        columns = grown
        full += len(lines[end].parts) >= FEWEST_COLUMNS
        end += 1
    while end > at and _is_below(lines[end - 1], lines[at:end]):
        end -= 1
    return end - at if full >= FEWEST_ROWS else 0


def _is_below(line: Line, table: Sequence[Line]) -> bool:
    """Whether the last line of a table only happens to stand in the white: it begins under no cell but the first."""
    if len(line.parts) > 1:
        return False
    first = min(part.left for row in table for part in row.parts)
    lefts = {part.left for row in table if len(row.parts) > 1 for part in row.parts}
    return not any(abs(line.left - left) < UNDER for left in lefts if left - first > UNDER)


def _with(columns: list[tuple[float, float]], line: Line) -> list[tuple[float, float]] | None:
    """The columns with the parts of one more line in them; None where a part stands in two of them."""
    grown = list(columns)
    for part in line.parts:
        shared = [n for n, (left, right) in enumerate(grown) if part.left < right and left < part.right]
        if len(shared) > 1:
            return None
        if shared:
            left, right = grown[shared[0]]
            grown[shared[0]] = (min(left, part.left), max(right, part.right))
        else:
            grown.append((part.left, part.right))
    return sorted(grown)


def set_out(lines: Sequence[Line]) -> list[str]:
    """The table's text: a row a line where its rows are numbered, else with the white between its cells."""
    columns: list[tuple[float, float]] = []
    for line in lines:
        columns = _with(columns, line) or columns
    rows = _rows(lines, [left for left, _ in columns])
    if rows is None:
        return _spaced(lines)
    return [f"| {' | '.join(cells)} |" for cells in rows]


def _rows(lines: Sequence[Line], lefts: Sequence[float]) -> list[list[str]] | None:
    """The cells row by row, the headings first; None where the first column does not number them."""
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(lefts)
        for part in line.parts:
            column = bisect(lefts, part.left) - 1
            if cells[column]:
                return None  # two columns grown into one
            cells[column] = part.text.replace("|", "/")
        is_numbered = bool(GROUP_LABEL.fullmatch(cells[0]))
        if not rows or is_numbered:
            rows.append(cells)
        elif cells[0] and len(rows) > 1:
            return None
        else:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
    return rows if len(rows) > FEWEST_ROWS else None


def _spaced(lines: Sequence[Line]) -> list[str]:
    """The lines with as many blanks between their parts as show which stand under one another."""
    parts = [part for line in lines for part in line.parts]
    left = min(part.left for part in parts)
    letter = min((part.right - part.left) / len(part.text) for part in parts if part.text)
    texts = []
    for line in lines:
        text = ""
        for part in line.parts:
            place = round((part.left - left) / max(letter, 1.0))
            text = text.ljust(max(place, len(text) + LEAST_BETWEEN if text else 0)) + part.text
        texts.append(text)
    return texts
