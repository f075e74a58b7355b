"""Words for what has become of an issued directive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import FIELDS
from tracker.directives.rules import written_date
from tracker.issued.models import DirectiveChange

KINDS: dict[str, LazyString] = {
    "corrected": lazy_gettext("Corrected"),
    "added": lazy_gettext("A task was added"),
    "recalled": lazy_gettext("The issue was recalled"),
    "withdrawn": lazy_gettext("The directive was withdrawn"),
    "replaced": lazy_gettext("The directive was replaced"),
}
PROBLEMS: dict[str, LazyString] = {
    "names_unknown": lazy_gettext(
        "The register does not know: %(names)s. Correct the name, or enter the body in the register first."
    ),
    "letters_left": lazy_gettext(
        "A letter has already left, so this issue can no longer be recalled. Withdraw the directive instead: "
        "its bodies are told."
    ),
    "recall_over": lazy_gettext(
        "The time for recalling this issue is over. Withdraw the directive instead: its bodies are told."
    ),
    "recalled": lazy_gettext("This issue has been recalled; the directive is a draft again."),
    "replacement_not_issued": lazy_gettext(
        "The document chosen has no tasks given out, or is itself no longer in force; choose another."
    ),
    "replaces_another": lazy_gettext(
        "Another directive has been replaced by this one, so its issue cannot be recalled. Withdraw it instead."
    ),
    "replaces_itself": lazy_gettext("A document does not replace itself; choose another."),
    "nothing_changed": lazy_gettext("Nothing is different from what stands there now."),
    "plan_changed": lazy_gettext(
        "What giving out this task would do has changed since it was shown: look again."
    ),
    "taken_up": lazy_gettext(
        "A body has already begun with a task of this issue, so it cannot be recalled. "
        "Withdraw the directive instead: its bodies are told."
    ),
    "directive_ended": lazy_gettext(
        "The directive is no longer in force, so its work is not taken up again."
    ),
}

NO_RECALL = ("letters_left", "recall_over", "replaces_another", "taken_up")
"""Why an issue can no longer be recalled; withdrawing is the way that is left."""


def change_said(kind: str) -> str:
    """What happened."""
    return str(KINDS[kind])


def former(change: DirectiveChange) -> list[tuple[str, str, str]]:
    """(what, how it read before, how it reads now) of everything a correction changed."""
    return [
        (str(FIELDS[name]), _said(before), _said(change.after.get(name, "")))
        for name, before in change.before.items()
    ]


def corrected(changes: Iterable[DirectiveChange]) -> dict[str, tuple[str, DirectiveChange]]:
    """Name of a directive's fact to how it read before its latest correction, and that correction."""
    found: dict[str, tuple[str, DirectiveChange]] = {}
    for change in changes:  # the newest first
        if change.kind == "corrected" and change.task_id is None:
            for name, before in change.before.items():
                found.setdefault(name, (_said(before), change))
    return found


def _said(value: Any) -> str:
    text = str(value or "")
    if len(text) == 10 and text[4] == text[7] == "-":
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    return written_date(None, text) if len(text) == 7 and text[4] == "-" and text[:4].isdigit() else text
