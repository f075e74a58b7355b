"""Words for where a request for more time stands."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import explain

STATES: dict[str, LazyString] = {
    "asked": lazy_gettext("Extension asked"),
    "granted": lazy_gettext("Extension granted"),
    "refused": lazy_gettext("Extension refused"),
}
explain("extension", state=STATES)


def extension_said(code: str) -> str:
    """Where a request stands, in words."""
    return str(STATES[code])
