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

PLAN_STATES = {
    "planned": ("wait", lazy_gettext("Planned")),
    "done": ("done", lazy_gettext("Carried out")),
    "failed": ("back", lazy_gettext("Could not be carried out")),
    "called_off": ("stop", lazy_gettext("Called off")),
}
"""State of a change dated ahead to (kind of tag, label)."""

PROBLEMS = {
    "stale": lazy_gettext("One of the bodies had changed meanwhile, or is no more."),
    "reform_which_successors": lazy_gettext("A body that was to succeed does not exist on the day."),
    "reform_in_closed_period": lazy_gettext("The day lay in a review period that had been closed by then."),
    "reform_before_it_began": lazy_gettext("One of the bodies began only after the day."),
    "reform_open_work": lazy_gettext("The body still had open work and nobody to take it over."),
}
"""Why a planned change could not be carried out."""

explain("reform", kind=KIND_NAMES)
explain(
    "reform_plan",
    kind=KIND_NAMES,
    state={code: label for code, (_, label) in PLAN_STATES.items()},
    problem=PROBLEMS,
)
