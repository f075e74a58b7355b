"""What stands in the way of arranging work inside a body, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

from tracker.web.sentences import register

register(
    {
        "not_colleague": lazy_gettext(
            "%(person)s holds no place in the body today: choose somebody who does."
        ),
        "own_day_after_due": lazy_gettext("The body's own day lies on or before the due day."),
        "own_day_passed": lazy_gettext("This day has passed: choose today or a day to come."),
        "step_title": lazy_gettext("Say what the step is."),
        "steps_full": lazy_gettext("There are %(most)s steps already: that is the most there can be."),
        "step_changed": lazy_gettext("Somebody else has changed the steps meanwhile."),
    }
)

FIELD_OF = {"not_colleague": "person_id", "own_day_passed": "own_due_on"}
"""Which field of a form a refusal concerns, where it is not its day or its words."""
