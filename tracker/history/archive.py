"""A person's data as one file: `du-lieu.json` for programs, `doc.html` for people; both say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext

from tracker.audit.labels import VERBS, WAYS
from tracker.people.labels import ROLE_NAMES
from tracker.web.filters import day, moment

WORDS: dict[str, Mapping[str, Any]] = {"verb": VERBS, "via": WAYS, "role": ROLE_NAMES}


def packed(found: Mapping[str, Any], page: str) -> bytes:
    """The archive; moments in the JSON are UTC, days as they are."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("doc.html", page)
        archive.writestr("du-lieu.json", json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
    return file.getvalue()


def said(column: str, value: Any) -> str:
    """A value as the page shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(WORDS.get(column, {}).get(value, value))


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no {type(value).__name__} is expected here")
