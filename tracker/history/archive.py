"""A person's data as one file: `du-lieu.json` for programs, `doc.html` for people; both say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext

from tracker.audit.fields import POINTS_TO, words_of
from tracker.audit.labels import VERBS, WAYS
from tracker.audit.security import KINDS as EVENTS
from tracker.audit.telling import label
from tracker.audit.telling import said as words
from tracker.history.log_book import thing
from tracker.outbox.labels import KINDS as LETTERS
from tracker.web.filters import day, moment

THINGS_OF = {
    "account": "person",
    "letters": "outbox",
    "reports": "assignment",
    "mailbox_changes": "mailbox_change",
}
"""Section to the kind of thing that explains its codes (`audit/fields.py`)."""

WORDS: dict[tuple[str, str], Mapping[str, Any]] = {
    ("letters", "kind"): LETTERS,
    ("refused", "kind"): EVENTS,
    **{(section, "verb"): VERBS for section in ("deeds", "about")},
    **{(section, "via"): WAYS for section in ("deeds", "about")},
}


def packed(found: Mapping[str, Any], page: str) -> bytes:
    """The archive; moments in the JSON are UTC, days as they are."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("doc.html", page)
        archive.writestr("du-lieu.json", json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
    return file.getvalue()


def said(section: str, column: str, value: Any, names: Mapping[str, str]) -> str:
    """A value as the page shows it: codes in words, things by their names."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return "; ".join(
            f"{label(name, names)}: {words('person', name, each, names)}" for name, each in value.items()
        )
    if column == "thing":
        return thing(value, names)
    if (section, column) in WORDS:
        return str(WORDS[section, column].get(value, value))
    return words_of(THINGS_OF.get(section, ""), column, str(value))


def things_in(found: Mapping[str, Any]) -> set[str]:
    """Every `kind:id` the rows speak of."""
    facts = [facts for row in found["about"] for facts in (row["before"], row["after"]) if facts]
    pointed = {
        f"{POINTS_TO[name]}:{value}" for each in facts for name, value in each.items() if name in POINTS_TO
    }
    return {row["thing"] for row in found["deeds"]} | pointed


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no {type(value).__name__} is expected here")
