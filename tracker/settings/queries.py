"""Reading the office's rules."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from tracker.db import db
from tracker.settings.models import Setting
from tracker.settings.rules import OfficeRules

KNOWN = frozenset(field.name for field in fields(OfficeRules))


def office_rules() -> OfficeRules:
    """The rules in force; read once per database session (one request, one job run)."""
    kept = db.session.info.get("office_rules")
    if isinstance(kept, OfficeRules):
        return kept
    stated = {
        name: value
        for name, value in db.session.execute(select(Setting.name, Setting.value))
        if name in KNOWN
    }
    rules = OfficeRules(**stated)
    db.session.info["office_rules"] = rules
    return rules
