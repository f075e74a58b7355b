"""The log as a workbook: one sheet, one row a line, as the page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from tracker.audit.labels import THINGS, VERBS, WAYS
from tracker.audit.queries import Line
from tracker.audit.telling import Told, thing_said, told
from tracker.web.filters import moment

WIDTHS = (8, 18, 26, 18, 30, 52, 60, 36)


def document(rows: Iterable[Line], names: Mapping[str, str]) -> dict[str, Any]:
    """What `registers/workbook.py` writes."""
    heads = [
        gettext("Line"), gettext("When"), gettext("Who"), gettext("Came in"), gettext("What was done"),
        gettext("To what"), gettext("What changed"), gettext("Reason"),
    ]  # fmt: skip
    sheet = {
        "title": gettext("Audit log")[:31],
        "heads": heads,
        "widths": WIDTHS,
        "kinds": ["text"] * len(heads),
        "rows": [_row(line, names) for line in rows],
    }
    return {"sheets": [sheet]}


def _row(line: Line, names: Mapping[str, str]) -> list[str]:
    return [
        str(line.seq),
        moment(line.at),
        who(line.actor_label, line.on_behalf_of),
        str(WAYS.get(line.via or "", "")),
        str(VERBS.get(line.verb, line.verb)),
        thing(line.thing, names),
        "\n".join(_changed(fact) for fact in told(line, names)),
        line.reason or "",
    ]


def thing(called: str, names: Mapping[str, str]) -> str:
    """The kind of a thing and its name."""
    kind, name = called.partition(":")[0], thing_said(called, names)
    return f"{THINGS.get(kind, kind)}: {name}" if name else str(THINGS.get(kind, kind))


def who(label: str, absent: str | None) -> str:
    """Who did it, and for whom."""
    return str(gettext("%(who)s for %(absent)s", who=label, absent=absent)) if absent else label


def _changed(fact: Told) -> str:
    if fact.old is None:
        return f"{fact.label}: {fact.new}"
    if fact.new is None:
        return f"{fact.label}: {gettext('before: %(old)s', old=fact.old)}"
    return f"{fact.label}: {gettext('from %(old)s to %(new)s', old=fact.old, new=fact.new)}"
