"""Reading the office's rules."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from tracker.db import db, rows
from tracker.settings.models import Setting
from tracker.settings.rules import OfficeRules

KNOWN = frozenset(field.name for field in fields(OfficeRules))
_STATED = select(Setting.name, Setting.value)


def office_rules() -> OfficeRules:
    """The rules in force; read once per database session (one request, one job run)."""
    kept = db.session.info.get("office_rules")
    if isinstance(kept, OfficeRules):
        return kept
    stated = {row.name: row.value for row in rows(_STATED) if row.name in KNOWN}
    rules = OfficeRules(**stated)
    db.session.info["office_rules"] = rules
    return rules
