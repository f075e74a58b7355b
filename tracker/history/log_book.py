"""A line of the log as a row of a workbook, told as the page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from tracker.audit.labels import THINGS, VERBS, WAYS
from tracker.audit.queries import Line
from tracker.audit.telling import Told, thing_said, told


def told_row(line: Line, names: Mapping[str, str]) -> list[Any]:
    """Number, when, who, way in, deed, thing, what changed, why."""
    return [
        line.seq,
        line.at,
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
