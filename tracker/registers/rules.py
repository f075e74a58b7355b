"""The shape of a register's workbook: sheets, columns, what a cell must be. No database, no clock.

The same shape goes out and comes in: what was exported and not touched imports as nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from tracker.vietnamese import fold, name_key

Cells = Mapping[str, str]
"""Column to text; days as `2026-03-02`, yes as `x`."""

ROLES = {
    "office": "Văn phòng",
    "leader": "Lãnh đạo",
    "officer": "Cán bộ đơn vị",
    "auditor": "Kiểm tra, giám sát",
    "admin": "Quản trị",
}
MOST_ROWS = 5_000
HEADS_WITHIN = 10  # rows from the top
_LOGIN = re.compile(r"[a-z0-9._-]{1,80}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES = {"x", "co", "yes", "1", "true"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is a word of `_KINDS`; `fixed` can be given only to what is new."""

    name: str
    head: str
    kind: str = "text"
    needed: bool = False
    fixed: bool = False
    longest: int = 200
    width: int = 24  # characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `key` are the columns that tell its rows apart."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


C = Column
SHEETS = (
    Sheet(
        "bodies",
        "Đơn vị",
        ("name",),
        (
            C("name", "Tên đơn vị", needed=True, width=40),
            C("type", "Loại", needed=True, fixed=True),
            C("code", "Mã", longest=35, width=12),
            C("parent", "Trực thuộc", width=40),
            C("email", "Hòm thư công vụ", "emails", longest=2_000, width=32),
            C("phone", "Điện thoại", longest=40, width=16),
            C("valid_from", "Có từ ngày", "day", needed=True, fixed=True, width=12),
            C("aliases", "Tên gọi khác", longest=2_000, width=40),
            C("copies", "Nhận bản sao thư", "emails", longest=2_000, width=32),
        ),
    ),
    Sheet(
        "people",
        "Cán bộ",
        ("login", "body"),
        (
            C("name", "Họ và tên", needed=True, longest=120, width=28),
            C("login", "Tên đăng nhập", "login", needed=True, longest=80, width=18),
            C("email", "Thư điện tử", "email", needed=True, width=32),
            C("phone", "Điện thoại", longest=40, width=16),
            C("role", "Vai trò", "role", needed=True, width=20),
            C("body", "Đơn vị", width=40),
            C("is_focal", "Đầu mối", "yes", fixed=True, width=10),
            C("valid_from", "Từ ngày", "day", fixed=True, width=12),
        ),
    ),
    Sheet(
        "groups",
        "Nhóm",
        ("group", "body", "post"),
        (
            C("group", "Tên nhóm", needed=True, width=40),
            C("type", "Mọi đơn vị thuộc loại", fixed=True),
            C("body", "Đơn vị", width=40),
            C("post", "Chức vụ", longest=120, width=28),
            C("valid_from", "Từ ngày", "day", fixed=True, width=12),
        ),
    ),
    Sheet(
        "posts",
        "Chức vụ",
        ("body", "post", "holder"),
        (
            C("body", "Đơn vị", needed=True, width=40),
            C("post", "Chức vụ", needed=True, longest=120, width=28),
            C("is_head", "Người đứng đầu", "yes", fixed=True, width=14),
            C("holder", "Người giữ (tên đăng nhập)", "login", longest=80, width=24),
            C("valid_from", "Từ ngày", "day", fixed=True, width=12),
        ),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read; `places` is column to its letter in the file."""

    sheet: str
    number: int
    cells: Cells
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: the sheet's title, the row's number, the column's letter ("" for the whole row)."""

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def key_of(sheet: str, cells: Cells) -> tuple[str, ...]:
    """What tells a row from the others, however it is written."""
    return tuple(name_key(cells.get(name, "")) for name in BY_NAME[sheet].key)


def read(book: Mapping[str, Sequence[Sequence[str]]]) -> tuple[list[Row], list[Fault]]:
    """The rows of a workbook (title to rows of cells) and all that is wrong with their cells alone."""
    rows: list[Row] = []
    faults: list[Fault] = []
    titles = {fold(title).strip(): title for title in book}
    found = [(sheet, titles[fold(sheet.title)]) for sheet in SHEETS if fold(sheet.title) in titles]
    if not found:
        return [], [Fault("", 0, "", "import_no_sheet")]
    for sheet, title in found:
        for row, wrong in _rows(sheet, book[title]):
            faults += wrong
            if row is not None:
                rows.append(row)
    if len(rows) > MOST_ROWS:
        return [], [Fault("", 0, "", "import_too_long", {"most": MOST_ROWS})]
    return rows, faults


def _rows(sheet: Sheet, lines: Sequence[Sequence[str]]) -> Iterator[tuple[Row | None, list[Fault]]]:
    head, places = _heads(sheet, lines)
    missing = [column.head for column in sheet.columns if column.needed and column.name not in places]
    if missing:
        yield None, [Fault(sheet.title, head + 1, "", "import_no_column", {"columns": ", ".join(missing)})]
        return
    letters = {name: letter(place) for name, place in places.items()}
    for number, line in enumerate(lines[head + 1 :], head + 2):
        given = {name: line[place].strip() if place < len(line) else "" for name, place in places.items()}
        if any(given.values()):
            cells, faults = _cells(sheet, number, given, letters)
            yield Row(sheet.name, number, cells, letters), faults


def _heads(sheet: Sheet, lines: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The index of the row of heads and where each column stands: the row that knows the most of them."""
    heads = {fold(column.head): column.name for column in sheet.columns}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, line in enumerate(lines[:HEADS_WITHIN]):
        places = {
            heads[fold(cell).strip()]: place for place, cell in enumerate(line) if fold(cell).strip() in heads
        }
        if len(places) > len(best[1]):
            best = number, places
    return best


def _cells(
    sheet: Sheet, number: int, given: Cells, letters: Mapping[str, str]
) -> tuple[dict[str, str], list[Fault]]:
    cells, faults = {}, []
    for column in sheet.columns:
        text, code = clean(column, given.get(column.name, ""))
        cells[column.name] = text
        if code:
            facts = {"text": given.get(column.name, "")[:80], "head": column.head, "most": column.longest}
            faults.append(Fault(sheet.title, number, letters.get(column.name, ""), code, facts))
    return cells, faults


def clean(column: Column, text: str) -> tuple[str, str | None]:
    """A cell's text as it is kept, and the code of what is wrong with it."""
    if not text:
        return "", "import_needed" if column.needed else None
    if len(text) > column.longest:
        return text, "import_too_much"
    return _KINDS[column.kind](text)


def _text(text: str) -> tuple[str, str | None]:
    return " ".join(text.split()), None


def _day(text: str) -> tuple[str, str | None]:
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat(), None
        return date.fromisoformat(text[:10]).isoformat(), None
    except ValueError:
        return text, "import_day"


def _yes(text: str) -> tuple[str, str | None]:
    word = fold(text).strip()
    return (
        ("x", None)
        if word in _YES
        else ("", None if word in {"0", "khong", "no", "false", "-"} else "import_yes")
    )


def _email(text: str) -> tuple[str, str | None]:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return text, "import_email"
    return text.lower(), None


def _emails(text: str) -> tuple[str, str | None]:
    """Several addresses between `;`, each once."""
    found = dict.fromkeys(each for part in re.split(r"[;,\s]+", text) if (each := part.lower()))
    wrong = next((each for each in found if _email(each)[1]), None)
    return (wrong, "import_email") if wrong else ("; ".join(found), None)


def _login(text: str) -> tuple[str, str | None]:
    return text.lower(), None if _LOGIN.fullmatch(text.lower()) else "import_login"


def _role(text: str) -> tuple[str, str | None]:
    names = {fold(name): code for code, name in ROLES.items()} | {code: code for code in ROLES}
    code = names.get(fold(text).strip())
    return (ROLES[code], None) if code else (text, "import_role")


_KINDS: dict[str, Callable[[str], tuple[str, str | None]]] = {
    "text": _text, "day": _day, "yes": _yes, "email": _email, "emails": _emails, "login": _login, "role": _role,
}  # fmt: skip


def letter(place: int) -> str:
    """0 to A, 26 to AA: a column as a spreadsheet names it."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
