"""Whose word a comment is."""

from __future__ import annotations

from tracker.web.catalogue import gettext


def sides() -> dict[str, str]:
    """The sides of an assignment, in words."""
    return {
        "lead": gettext("lead body"),
        "coordinating": gettext("coordinating body"),
        "office": gettext("office"),
        "leader": gettext("leader"),
    }
