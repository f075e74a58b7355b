"""Tables of tasks: a row of headings ("TT | Nội dung | Chủ trì | Thời gian") and the rows below it, one task each."""

import re
from dataclasses import dataclass

from tracker.intake.layout import Line
from tracker.intake.letters import plain
from tracker.intake.units import Unit

HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:s?tt|so tt|so thu tu)$")),
    ("with", re.compile(r"(?:.{0,30} )?phoi hop\b.{0,20}$")),
    ("time", re.compile(r"(?:thoi gian|thoi han|tien do|thoi diem|han hoan thanh|hoan thanh)\b.{0,30}$")),
    (
        "lead",
        re.compile(
            r"(?:(?:co quan|don vi|bo phan|to chuc|phong|nguoi|ban) ?(?:, (?:don vi|to chuc) )?)?"
            r"(?:chu tri|thuc hien|dau moi|phu trach|chiu trach nhiem)\b.{0,20}$"
        ),
    ),
    ("content", re.compile(r"(?:ten |cac )?(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec)\b.{0,40}$")),
    ("other", re.compile(r"(?:san pham|ket qua|ghi chu|kinh phi|du kien|cap trinh|hinh thuc)\b.{0,40}$")),
)
LINES = {"lead": "Chủ trì", "with": "Phối hợp", "time": "Thời gian"}
LABEL = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def take_tables(lines: list[Line]) -> tuple[list[Line], list[Unit]]:
    """The lines that stand in no table of tasks, and the tasks of the tables."""
    rest: list[Line] = []
    found: list[Unit] = []
    at = 0
    while at < len(lines):
        end, rows = _barred(lines, at) if "|" in lines[at].text else _stacked(lines, at)
        if end == at:
            rest.append(lines[at])
            at += 1
            continue
        found += rows
        at = end
    return rest, found


def _role(text: str) -> str | None:
    flat = plain(text).strip(" .:*")
    return next((role for role, heading in HEADINGS if heading.match(flat)), None)


def _are_headings(roles: list[str | None]) -> bool:
    return "content" in roles and bool({"lead", "time"} & set(roles))


def _barred(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """A table whose cells are parted by bars, one line a row."""
    roles = [_role(cell.text) for cell in _cells(lines[at])]
    if not _are_headings(roles):
        return at, []
    rows = []
    end = at + 1
    while end < len(lines) and "|" in lines[end].text:
        cells = _cells(lines[end])
        if any(letter.isalpha() for letter in lines[end].text) and len(cells) == len(roles):
            rows += _unit(dict(zip(roles, cells, strict=True)))
        end += 1
    return end, rows


def _cells(line: Line) -> list[Cell]:
    cells = []
    for piece in re.finditer(r"[^|]+", line.text.strip("| ")):
        offset = line.text.index(line.text.strip("| ")) + piece.start()
        text = piece[0].strip()
        cells.append(Cell(text, line.start + offset + len(piece[0]) - len(piece[0].lstrip())))
    return cells


def _stacked(lines: list[Line], at: int) -> tuple[int, list[Unit]]:
    """A table read cell by cell, one line a cell; an empty cell left a blank line. Rows are numbered."""
    roles: list[str | None] = []
    for line in lines[at : at + 9]:
        role = _role(line.text)
        if role is None:
            break
        roles.append(role)
    if roles[:1] != ["number"] or not _are_headings(roles):
        return at, []
    end = at + len(roles)
    rows: list[Unit] = []
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
        rows += _unit(
            dict(zip(roles, [Cell(lines[begin - 1].text, lines[begin - 1].start), *cells], strict=False))
        )
        expected += 1
    return (end, rows) if rows else (at, [])


def _label(lines: list[Line], at: int, expected: int) -> int | None:
    """Where, close by, the row of the expected number begins."""
    near = range(at, min(at + 3, len(lines)))
    return next((number for number in near if lines[number].text.rstrip(".") == str(expected)), None)


def _end_of_row(lines: list[Line], begin: int, following: int, columns: int) -> int:
    reach = range(begin, min(begin + 4 * columns, len(lines)))
    ends = (number for number in reach if lines[number].text.rstrip(".") == str(following))
    return next(ends, min(begin + columns, len(lines)))


def _filled(lines: list[Line], columns: int) -> list[Cell]:
    """A row's cells; where there are too many lines, the first cell had several."""
    cells: list[Cell] = []
    for number, line in enumerate(lines):
        cells += [Cell("", line.start)] * (min(line.gap, columns) if number else 0)
        cells.append(Cell(line.text, line.start))
    while len(cells) > columns and len(cells) > 1:
        cells[:2] = [Cell(f"{cells[0].text} {cells[1].text}".strip(), cells[0].start)]
    return cells


def _unit(row: dict[str | None, Cell]) -> list[Unit]:
    content = row.get("content")
    if content is None or len(content.text) < 8:
        return []
    said = tuple(
        f"{word}: {row[role].text}" for role, word in LINES.items() if role in row and row[role].text
    )
    label = row["number"].text.rstrip(".") if "number" in row else None
    return [Unit(content.text, content.start, content.end, label or None, (), said)]
