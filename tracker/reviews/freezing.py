"""A period's account as text that never changes: canonical JSON with its SHA-256, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from tracker.reviews import annexes
from tracker.reviews.annexes import Annexes, LateRow, dated, late_row
from tracker.reviews.figures import (
    Account,
    BodyRow,
    ChangeRow,
    Compared,
    ConclusionRow,
    Figures,
    Member,
    RemarkRow,
)
from tracker.reviews.parts import Parts, packed, unpacked
from tracker.reviews.rules import Cells, Span

ON_PAGE = 50  # overdue tasks that the page shows; the annex has all
CHANGES_ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class Frozen:
    """`figures` is what the page needs first, `parts` its further sections; `annex` every row of the forms, every
    change and counted assignment.

    The fingerprint is of `figures`, which carries those of the others: changing a letter of any changes it.
    """

    figures: str
    annex: str
    parts: str
    total: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The long lists of a snapshot that its files hold."""

    late: Sequence[LateRow]
    changes: Sequence[ChangeRow]
    others: Annexes


Source = tuple[str, str, str, int]
"""A task as the lists show it: its text, its directive's number, its section, the directive."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a snapshot says of every assignment it counted, as plain values: a list shows fifty of what may be tens
    of thousands (`member` makes one a Member). Tasks and bodies by their keys as text; none where not kept."""

    members: Sequence[Sequence[Any]]
    tasks: Mapping[str, Sequence[Any]]
    bodies: Mapping[str, str]


def freeze(
    account: Account,
    members: Sequence[Member],
    parts: Parts,
    tasks: Mapping[int, Source],
    standing: Sequence[Any],
) -> Frozen:
    """The account, its members and further sections as text; `account` must hold every row of its forms.

    `tasks` is what the members' tasks say at this moment, `standing` the lines of the duties that are in no rate.
    """
    further, annex = _text(packed(parts)), _annex(account, members, tasks, standing)
    found = account.figures
    facts = {
        "period": asdict(found.span),
        "as_of": found.as_of,
        "bodies": [asdict(row) for row in found.bodies],
        "older": asdict(found.older),
        "counts": {name: getattr(found, name) for name in ("directives", "tasks", "standing")},
        "late": [asdict(row) for row in _longest(account.late)],
        "changes": [asdict(row) for row in account.changes[:CHANGES_ON_PAGE]],
        **{name: getattr(account, name) for name in ("extended", "returned", "stopped", "revised")},
        "previous": asdict(account.previous) if account.previous else None,
        "year_ago": asdict(account.year_ago) if account.year_ago else None,
        "remarks": [asdict(row) for row in account.remarks.values()],
        "conclusions": [asdict(row) for row in account.conclusions],
        "office": dict(account.office),
        "annex_sha256": fingerprint(annex),
        "parts_sha256": fingerprint(further),
    }
    figures = _text(facts)
    return Frozen(figures, annex, further, _text(asdict(found.total)), fingerprint(figures))


def _annex(
    account: Account, members: Sequence[Member], tasks: Mapping[int, Source], standing: Sequence[Any]
) -> str:
    return _text(
        {
            "late": [asdict(row) for row in account.late],
            "changes": [asdict(row) for row in account.changes],
            "members": [astuple(member) for member in members],
            "tasks": tasks,
            "standing": [astuple(line) for line in standing],
            "body_names": {row.body_id: row.name for row in account.figures.bodies},
            **annexes.packed(account.annexes),
        }
    )


def _longest(late: Sequence[LateRow]) -> list[LateRow]:
    return sorted(late, key=lambda row: (row.due_on, row.assignment_id))[:ON_PAGE]


def fingerprint(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def thaw(text: str) -> Account:
    """The account of a snapshot, with the rows its page shows."""
    facts: dict[str, Any] = json.loads(text)
    period, office = facts["period"], facts["office"]
    first, cut, given_to = (_day(period.get(name)) for name in ("first_on", "cut_on", "given_to"))
    if first is None or cut is None:
        raise ValueError("a snapshot without its days")
    span = Span(period["name"], first, cut, given_to)
    rows = [BodyRow(**(row | {"cells": Cells(**row["cells"])})) for row in facts["bodies"]]
    found = Figures.of(
        span,
        date.fromisoformat(facts["as_of"]),
        rows,
        int(office["ranking_minimum"]),
        Cells(**facts["older"]),
        **facts["counts"],
    )
    return Account(
        found,
        [late_row(row) for row in facts["late"]],
        [change_row(row) for row in facts["changes"]],
        facts["extended"],
        facts["returned"],
        _compared(facts["previous"]),
        _compared(facts["year_ago"]),
        {row["section"]: RemarkRow(**dated(row, at=datetime)) for row in facts["remarks"]},
        office,
        [ConclusionRow(**dated(row, at=datetime)) for row in facts.get("conclusions", ())],
        stopped=facts.get("stopped", 0),
        revised=facts.get("revised", 0),
    )


def thaw_parts(text: str) -> Parts | None:
    """The further sections of a snapshot; None for one made before they were kept."""
    return unpacked(json.loads(text)) if text else None


def thaw_annex(text: str) -> Annex:
    """Every overdue task and change of a snapshot."""
    facts: dict[str, Any] = json.loads(text)
    return Annex(
        [late_row(row) for row in facts["late"]],
        [change_row(row) for row in facts["changes"]],
        annexes.unpacked(facts),
    )


def thaw_form(text: str, name: str, after: str | None) -> annexes.FormPage:
    """A page of the lines of one form, beginning behind the page before."""
    page = annexes.FormPage.of(json.loads(text).get(name, ()), after)
    return replace(page, rows=[annexes.ROWS[name](row) for row in page.rows])


def thaw_changes(text: str, kinds: Collection[str], after: str | None) -> annexes.FormPage:
    """A page of the changes of some kinds, beginning behind the page before."""
    page = annexes.FormPage.of([row for row in json.loads(text)["changes"] if row["kind"] in kinds], after)
    return replace(page, rows=[change_row(row) for row in page.rows])


def thaw_members(text: str) -> Counted:
    """Every counted assignment of a snapshot, and the words of then."""
    facts = json.loads(text)
    return Counted(facts["members"], facts.get("tasks", {}), facts.get("body_names", {}))


def thaw_standing(text: str) -> Sequence[Sequence[Any]]:
    """The standing duties of a snapshot as plain values; none where they were not kept yet."""
    kept: Sequence[Sequence[Any]] = json.loads(text).get("standing", ())
    return kept


def member(row: Sequence[Any]) -> Member:
    """One counted assignment from its plain values."""
    return Member(*row[:6], *(_day(day) for day in row[6:9]), *row[9:])


def thaw_total(text: str) -> Cells:
    """The grand total alone."""
    return Cells(**json.loads(text))


def change_row(facts: dict[str, Any]) -> ChangeRow:
    """A change from JSON."""
    return ChangeRow(**dated(facts, on=date, old_due_on=date, new_due_on=date))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _compared(facts: dict[str, Any] | None) -> Compared | None:
    return Compared(facts["name"], Cells(**facts["cells"]), facts.get("is_live", False)) if facts else None


def _text(facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not for a snapshot: {value!r}")
