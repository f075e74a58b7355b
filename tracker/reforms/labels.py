"""Kinds of changes in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

from tracker.audit.fields import explain

KIND_NAMES = {
    "rename": lazy_gettext("Renamed or of another type"),
    "merge": lazy_gettext("Merged into one"),
    "split": lazy_gettext("Split into several"),
    "dissolve": lazy_gettext("Dissolved"),
}

KIND_NOTES = {
    "rename": lazy_gettext("One body goes on under another name, or as another type of body."),
    "merge": lazy_gettext("Several bodies become a new one, or join one that goes on."),
    "split": lazy_gettext("One body becomes several. You say for each open assignment who carries it on."),
    "dissolve": lazy_gettext("A body is no more. Another may take over its open work."),
}

explain("reform", kind=KIND_NAMES)
