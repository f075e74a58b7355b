"""What an import would do: every row held against the register and against the other rows. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.contacts.rules import MOST
from tracker.registers.rules import BY_NAME, Cells, Fault, Row, key_of
from tracker.vietnamese import fold, name_key

MOST_MAILBOXES = MOST + 1
"""Of one body, its main one among them."""
Key = tuple[str, ...]


@dataclass
class Register:
    """The register as it stands: rows by sheet and key, in the shape of the workbook; names of types."""

    rows: dict[str, dict[Key, Cells]] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)


@dataclass
class Plan:
    """What there is to do: new rows, and rows with the cells that differ. `same` rows need nothing."""

    new: dict[str, list[Row]]
    changed: dict[str, list[tuple[Row, dict[str, str]]]]
    same: int = 0

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """New and changed rows by sheet."""
        return {name: (len(self.new[name]), len(self.changed[name])) for name in BY_NAME}

    @property
    def is_empty(self) -> bool:
        return not any(n for pair in self.counts.values() for n in pair)


def check(rows: Sequence[Row], register: Register) -> tuple[Plan, list[Fault]]:
    """The plan of an import, and every fault that only the register or another row shows."""
    plan = Plan({name: [] for name in BY_NAME}, {name: [] for name in BY_NAME})
    faults: list[Fault] = []
    known = _Names(rows, register)
    seen: dict[tuple[str, Key], int] = {}
    for row in rows:
        key = key_of(row.sheet, row.cells)
        if (first := seen.setdefault((row.sheet, key), row.number)) != row.number:
            faults.append(_fault(row, BY_NAME[row.sheet].key[0], "import_twice", row_before=first))
            continue
        faults += known.faults_of(row)
        there = register.rows.get(row.sheet, {}).get(key)
        if there is None:
            plan.new[row.sheet].append(row)
            continue
        differs = {
            name: text
            for name, text in row.cells.items()
            if text and _differs(name, text, there.get(name, ""))
        }
        faults += [
            _fault(row, column.name, "import_fixed", there=there.get(column.name, ""))
            for column in BY_NAME[row.sheet].columns
            if column.fixed and column.name in differs
        ]
        if differs:
            plan.changed[row.sheet].append((row, differs))
        else:
            plan.same += 1
    return plan, faults


def aliases_of(text: str) -> list[str]:
    """The other names in a cell."""
    return [name for part in text.split(";") if (name := " ".join(part.split()))]


def _differs(name: str, text: str, there: str) -> bool:
    if name == "aliases":
        return not {name_key(one) for one in aliases_of(text)} <= {name_key(one) for one in aliases_of(there)}
    if name in {"body", "parent", "group", "post", "type"}:
        return name_key(text) != name_key(there)
    return text != there


def _fault(row: Row, column: str, code: str, **facts: Any) -> Fault:
    sheet = BY_NAME[row.sheet]
    facts |= {"text": row.cells.get(column, "")[:80]}
    return Fault(sheet.title, row.number, row.places.get(column, ""), code, facts)


class _Names:
    """Who the register knows together with who the file brings."""

    def __init__(self, rows: Sequence[Row], register: Register) -> None:
        self.types = register.types
        self.bodies = self._all(rows, register, "bodies", "name")
        self.logins = self._all(rows, register, "people", "login")
        self.posts = {
            (name_key(cells["body"]), name_key(cells["post"]))
            for cells in self._cells(rows, register, "posts")
        }
        self.taken = {
            "code": self._owners(rows, register, "bodies", "code", "name"),
            "email": self._owners(rows, register, "people", "email", "login"),
        }
        self.parents: dict[str, str] = {}
        self.aliases: dict[str, set[str]] = {}
        for cells in self._cells(rows, register, "bodies"):
            self.parents[name_key(cells["name"])] = name_key(cells["parent"])
            for alias in aliases_of(cells["aliases"]):
                self.aliases.setdefault(name_key(alias), set()).add(name_key(cells["name"]))
        self.mailed = {
            name_key(cells["name"]): cells["email"] for cells in self._cells(rows, register, "bodies")
        }
        self.people = self._owners(rows, register, "people", "login", "name", "email", "role", "phone")

    def faults_of(self, row: Row) -> Iterator[Fault]:
        """What does not fit in a row."""
        yield from getattr(self, f"_in_{row.sheet}")(row)

    def _in_bodies(self, row: Row) -> Iterator[Fault]:
        yield from self._type(row)
        yield from self._body(row, "parent")
        if self._is_below_itself(name_key(row.cells["name"])):
            yield _fault(row, "parent", "import_circle")
        yield from self._owner(row, "code")
        if row.cells["copies"] and not (row.cells["email"] or self.mailed.get(name_key(row.cells["name"]))):
            yield _fault(row, "copies", "import_needed", head="Hòm thư công vụ")
        if sum(row.cells[name].count(";") + 1 for name in ("email", "copies")) > MOST_MAILBOXES:
            yield _fault(row, "email", "import_mailboxes", most=MOST_MAILBOXES)
        for alias in aliases_of(row.cells["aliases"]):
            if len(self.aliases.get(name_key(alias), set())) > 1:
                yield _fault(row, "aliases", "import_alias", alias=alias)

    def _in_people(self, row: Row) -> Iterator[Fault]:
        yield from self._body(row, "body")
        if row.cells["body"] and not row.cells["valid_from"]:
            yield _fault(row, "valid_from", "import_needed", head="Từ ngày")
        yield from self._owner(row, "email")
        if len(self.people.get(row.cells["login"], set())) > 1:
            yield _fault(row, "login", "import_person_differs")

    def _in_groups(self, row: Row) -> Iterator[Fault]:
        yield from self._type(row)
        yield from self._body(row, "body")
        if row.cells["type"] and row.cells["body"]:
            yield _fault(row, "body", "import_group_kind")
        if row.cells["body"] and not row.cells["valid_from"]:
            yield _fault(row, "valid_from", "import_needed", head="Từ ngày")
        place = name_key(row.cells["body"]), name_key(row.cells["post"])
        if row.cells["post"] and place not in self.posts:
            yield _fault(row, "post", "import_post")

    def _in_posts(self, row: Row) -> Iterator[Fault]:
        yield from self._body(row, "body")
        if row.cells["holder"] and row.cells["holder"] not in self.logins:
            yield _fault(row, "holder", "import_person")
        if row.cells["holder"] and not row.cells["valid_from"]:
            yield _fault(row, "valid_from", "import_needed", head="Từ ngày")

    def _is_below_itself(self, body: str) -> bool:
        above, seen = self.parents.get(body, ""), set[str]()
        while above and above not in seen and above != body:
            seen.add(above)
            above = self.parents.get(above, "")
        return above == body and bool(above)

    def _type(self, row: Row) -> Iterator[Fault]:
        if row.cells["type"] and fold(row.cells["type"]) not in self.types:
            yield _fault(row, "type", "import_type")

    def _body(self, row: Row, column: str) -> Iterator[Fault]:
        if row.cells[column] and name_key(row.cells[column]) not in self.bodies:
            yield _fault(row, column, "import_body")

    def _owner(self, row: Row, column: str) -> Iterator[Fault]:
        if row.cells[column] and len(self.taken[column].get(row.cells[column], set())) > 1:
            yield _fault(row, column, "import_taken")

    @staticmethod
    def _cells(rows: Sequence[Row], register: Register, sheet: str) -> Iterator[Cells]:
        """The register's rows with what the file says of them, and the file's own."""
        told = {key_of(sheet, row.cells): row.cells for row in rows if row.sheet == sheet}
        there = register.rows.get(sheet, {})
        for key, cells in there.items():
            yield {**cells, **{name: text for name, text in told.get(key, {}).items() if text}}
        yield from (cells for key, cells in told.items() if key not in there)

    def _all(self, rows: Sequence[Row], register: Register, sheet: str, column: str) -> set[str]:
        fits = name_key if column == "name" else str
        return {fits(cells[column]) for cells in self._cells(rows, register, sheet)}

    def _owners(
        self, rows: Sequence[Row], register: Register, sheet: str, column: str, *owner: str
    ) -> Mapping[str, set[Key]]:
        """A value to the different things that have it."""
        found: dict[str, set[Key]] = {}
        for cells in self._cells(rows, register, sheet):
            if cells[column]:
                found.setdefault(cells[column], set()).add(tuple(cells[name] for name in owner))
        return found
