"""Reading the office's rules."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from tracker.db import db, fetch
from tracker.settings import seldom
from tracker.settings.models import Setting
from tracker.settings.rules import LetterRules, OfficeRules, version_of

KNOWN = frozenset(field.name for field in fields(OfficeRules))
KNOWN_OF_LETTERS = frozenset(field.name for field in fields(LetterRules))
WORDING = "wording:"
"""Before the name of a letter's text among the settings: `wording:late:opening`."""
_STATED = select(Setting.name, Setting.value)
Kept = tuple[OfficeRules, LetterRules, dict[str, str]]


def office_rules() -> OfficeRules:
    """The rules in force; read once per database session (one request, one job run)."""
    return _kept()[0]


def letter_rules() -> LetterRules:
    """When automatic letters go; read with the office's rules."""
    return _kept()[1]


def wording() -> dict[str, str]:
    """The texts of letters an administrator has changed: `late:opening` to its words."""
    return _kept()[2]


def wording_version(kind: str) -> int:
    """The version of the texts of one kind of letter."""
    return version_of({name: text for name, text in wording().items() if name.startswith(f"{kind}:")})


def _kept() -> Kept:
    kept: Kept | None = db.session.info.get("settings")
    if kept is not None:
        return kept
    db.session.info["settings"] = kept = seldom.kept("settings", _read)
    return kept


def _read() -> Kept:
    stated = {row.name: row.value for row in fetch(_STATED)}
    return (
        OfficeRules(**{name: value for name, value in stated.items() if name in KNOWN}),
        LetterRules(**{name: value for name, value in stated.items() if name in KNOWN_OF_LETTERS}),
        {name.removeprefix(WORDING): value for name, value in stated.items() if name.startswith(WORDING)},
    )
