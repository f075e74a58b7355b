"""SQL by hand against closed facts: each statement that must not pass, and what the closed facts are."""

# ruff: noqa: S608 - statements made of our own words

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import CursorResult, text
from sqlalchemy.exc import DBAPIError

from tracker.db import db, transaction

DATED = ("report", "decision", "measure", "target_revision", "assignment_move")
SAID = ("remark", "conclusion")
KEPT = ("snapshot", "signed_copy", "audit")
EVERY = (*DATED, "extension", *SAID, *KEPT, "period")
REFUSED = r"period is closed|append-only"


def passing(kind: str, name: str, day: date) -> tuple[int, list[str]]:
    """How many statements were tried on a period closed with this day, and those that changed something.

    Raises DBAPIError for one refused for another reason than the wall.
    """
    tried, passed = _statements(kind, name, day), []
    for label, statement in tried.items():
        try:
            with transaction() as session:
                done = session.execute(text(statement))
        except DBAPIError as problem:
            if not re.search(REFUSED, str(problem.orig)):
                raise
        else:
            if isinstance(done, CursorResult) and done.rowcount:
                passed.append(label)
    return len(tried), passed


def closed_facts(day: date) -> str:
    """A fingerprint of every fact dated on or before a day, and of what was frozen and said by then."""
    digest = sha256()
    for table in (*DATED, *SAID, *KEPT[:2], "extension", "period"):
        up_to = f" WHERE day <= '{day}'" if table in DATED else ""
        for row in db.session.execute(text(f"SELECT * FROM {table}{up_to} ORDER BY id")):
            digest.update(repr(tuple(row)).encode())
    db.session.rollback()
    return digest.hexdigest()


def _statements(kind: str, name: str, day: date) -> dict[str, str]:
    later, earlier, this = day + timedelta(days=9), day - timedelta(days=9), f"WHERE name = '{name}'"
    asked = {f"{table} deleted": f"DELETE FROM {table}" for table in EVERY}
    asked |= {f"{table} moved back": f"UPDATE {table} SET day = '{earlier}'" for table in DATED}
    asked |= {f"{table} moved away": f"UPDATE {table} SET day = '{later}'" for table in DATED}
    asked |= {f"{table} said anew": f"UPDATE {table} SET words = 'khác'" for table in SAID}
    asked |= {
        "extension undone": "UPDATE extension SET state = 'refused'",
        "snapshot rewritten": "UPDATE snapshot SET figures = '{}', parts = '', annex = '', total = '{}'",
        "copy exchanged": "UPDATE signed_copy SET sha256 = 'b'",
        "period opened": f"UPDATE period SET state = 'open' {this}",
        "period cut earlier": f"UPDATE period SET cut_on = '{earlier}' {this}",
        "period renamed": f"UPDATE period SET name = '2001-01' {this}",
        "period unsigned": f"UPDATE period SET snapshot_number = NULL {this}",
        "another version": _copied("snapshot", number="number + 1"),
        "another remark": _copied("remark", section="'late'"),
    }
    asked |= {f"another {table}": _copied(table) for table in (*DATED, "conclusion", "extension")}
    if kind == "postgresql":
        return asked | {f"{table} emptied": f"TRUNCATE {table} CASCADE" for table in EVERY}
    asked |= {f"{table} replaced": _copied(table, "REPLACE", id="id") for table in EVERY if table != "audit"}
    asked["audit replaced"] = _copied("audit", "REPLACE")
    return asked | {
        f"{table} of today": _copied(table, "REPLACE", id="id", day=f"'{later}'") for table in DATED
    }


def _copied(table: str, verb: str = "INSERT", **other: str) -> str:
    """The table's rows once more, under new keys unless `id` says otherwise."""
    columns = [column.name for column in db.metadata.tables[table].columns]
    values = {name: other.get(name, f'"{name}"') for name in columns if name != "id" or "id" in other}
    names = ", ".join(f'"{name}"' for name in values)
    return f"{verb} INTO {table} ({names}) SELECT {', '.join(values.values())} FROM {table}"
