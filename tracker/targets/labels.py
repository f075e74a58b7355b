"""Words of targets."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

SENTENCES: dict[str, LazyString] = {
    "figure_needed": lazy_gettext("Write a figure, such as 12 or 33,3."),
    "measure_to_come": lazy_gettext("The figure is of a day to come: choose today or an earlier day."),
    "no_shares": lazy_gettext("Choose the bodies, or a group, that are to reach the target."),
    "all_share": lazy_gettext("All of these bodies have their part already."),
    "plan_unchanged": lazy_gettext("This is the plan that stands already."),
    "revision_to_come": lazy_gettext(
        "The plan was approved on a day to come: choose today or an earlier day."
    ),
    "target_days": lazy_gettext("The last day lies after the first."),
    "target_unit": lazy_gettext("Say what is counted."),
    "share_moved": lazy_gettext("This part has gone to the body's successor; say it there."),
}
