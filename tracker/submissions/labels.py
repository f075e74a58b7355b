"""Words for what a leader said to work put before him."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import explain, name_fields

ANSWERS: dict[str, LazyString] = {
    "agreed": lazy_gettext("Agreed as proposed"),
    "declined": lazy_gettext("Not agreed"),
    "other": lazy_gettext("Another instruction"),
}
TAGS = {"agreed": "done", "declined": "back", "other": "diff", "": "wait"}
"""The mark of an answer, and of work that still waits for one."""

name_fields({"proposal": lazy_gettext("The office proposes")})
explain("assignment", answer=ANSWERS)


def answer_said(code: str) -> str:
    """An answer in words; what has none waits."""
    return str(ANSWERS[code] if code else lazy_gettext("Awaits the leader's word"))
