"""Words for where a change of mailbox stands."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import explain

STATES: dict[str, tuple[str, LazyString]] = {
    "asked": ("wait", lazy_gettext("Waits for the new mailbox")),
    "confirmed": ("done", lazy_gettext("In force")),
    "stopped": ("late", lazy_gettext("Stopped by the old mailbox")),
    "undone": ("late", lazy_gettext("Taken back: the old mailbox objected")),
    "replaced": ("stop", lazy_gettext("Replaced by a later wish")),
}
"""State to (kind of tag, label)."""
OUT_OF_DATE = ("stop", lazy_gettext("Not confirmed in time"))

WHAT = {
    "replace": lazy_gettext("Another main mailbox"),
    "add": lazy_gettext("One more mailbox"),
    "remove": lazy_gettext("A mailbox taken away"),
}
PLACES: dict[str, LazyString] = {
    "main": lazy_gettext("Main mailbox"),
    "own": lazy_gettext("Further mailbox"),
    "copy": lazy_gettext("Only told"),
}

explain("mailbox_change", state={code: label for code, (_, label) in STATES.items()}, what=WHAT)


def state(code: str, *, is_over: bool = False) -> tuple[str, str]:
    """(kind of tag, label) of a change; `is_over` when the time to confirm it has passed."""
    mark, label = OUT_OF_DATE if is_over and code == "asked" else STATES[code]
    return mark, str(label)
