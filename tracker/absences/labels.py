"""Refusals of absences in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

SENTENCES = {
    "absence_deputy_away": lazy_gettext("%(name)s is away on some of these days too: choose somebody else."),
    "absence_ends_first": lazy_gettext("The last day lies before the first."),
    "absence_in_the_past": lazy_gettext("The first day is over: enter the absence from today on."),
    "absence_is_deputy": lazy_gettext(
        "This person stands in for somebody else on some of these days: give that absence another deputy first."
    ),
    "absence_not_lent": lazy_gettext("Only the leader can lend the right to decide, on a page of their own."),
    "absence_over": lazy_gettext("This absence is over already."),
    "absence_place": lazy_gettext(
        "A deputy is of the same body, or of the office or leadership too. Administrators' rights are never lent."
    ),
    "absence_too_long": lazy_gettext("An absence lasts at most a year."),
    "absence_twice": lazy_gettext("There is a deputy for this place on some of these days already."),
}
