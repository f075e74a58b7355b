"""Words for a letter's kind, state and reason, in the reader's language."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from tracker.audit.fields import explain

KINDS: dict[str, LazyString] = {
    "assigned": lazy_gettext("Assignment"),
    "accept": lazy_gettext("Not accepted yet"),
    "weekly": lazy_gettext("Letter of the week"),
    "due": lazy_gettext("Due soon"),
    "late": lazy_gettext("Overdue"),
    "urge": lazy_gettext("Reminder by hand"),
    "head": lazy_gettext("To the head of the body"),
    "leader": lazy_gettext("For the leader"),
    "outcome": lazy_gettext("Outcome"),
    "review": lazy_gettext("Review"),
    "morning": lazy_gettext("The office's morning"),
    "link": lazy_gettext("New link"),
    "contact": lazy_gettext("Change of mailbox"),
    "mention": lazy_gettext("Mention"),
    "submission": lazy_gettext("Put before a leader"),
    "passed": lazy_gettext("Passed on inside the body"),
    "password": lazy_gettext("Password"),
    "code": lazy_gettext("Sign-in code"),
    "absence": lazy_gettext("Deputy of somebody away"),
    "plan": lazy_gettext("Planned change of bodies"),
    "test": lazy_gettext("Test letter"),
}

STATES: dict[str, tuple[str, LazyString]] = {
    "pending": ("wait", lazy_gettext("Waiting")),
    "sending": ("doing", lazy_gettext("Being sent")),
    "sent": ("done", lazy_gettext("Taken by the mail server")),
    "held": ("soon", lazy_gettext("Held: outcome unknown")),
    "dead": ("late", lazy_gettext("Not delivered")),
    "cancelled": ("stop", lazy_gettext("Called back")),
    "expired": ("stop", lazy_gettext("Out of date")),
}
"""State to (kind of tag, label)."""

CLASSES: dict[str, LazyString] = {
    "accepted": lazy_gettext("taken"),
    "transient": lazy_gettext("refused for now"),
    "permanent": lazy_gettext("refused for good"),
    "config": lazy_gettext("mail settings wrong"),
    "not_sent": lazy_gettext("not sent"),
    "unknown": lazy_gettext("unknown"),
    "bounced": lazy_gettext("came back"),
    "fenced": lazy_gettext("another process had it"),
    "released": lazy_gettext("released by hand"),
}

VIEWS: dict[str, LazyString] = {
    "waiting": lazy_gettext("Waiting"),
    "stuck": lazy_gettext("Needs you"),
    "bounced": lazy_gettext("Came back"),
    "unknown": lazy_gettext("Outcome unknown"),
    "sent": lazy_gettext("Sent"),
    "all": lazy_gettext("All letters"),
}
"""Counter above the list of letters."""

BOUNCES: dict[str, LazyString] = {
    "5.1.1": lazy_gettext("There is no such mailbox"),
    "5.2.2": lazy_gettext("The mailbox is full"),
    "5.7.1": lazy_gettext("The mail server refused it"),
    "5.0.0": lazy_gettext("Something else"),
}
"""Why a letter came back (`rules.BOUNCES`)."""

NO_LABEL = lazy_gettext("Letter")


def kind(code: str) -> str:
    """The label of a kind of letter."""
    return str(KINDS.get(code, NO_LABEL))


def state(code: str) -> tuple[str, str]:
    """(kind of tag, label) of a letter's state."""
    mark, label = STATES[code]
    return mark, str(label)


def outcome(code: str) -> str:
    """The label of an attempt's outcome; "" while there is none."""
    return str(CLASSES.get(code, ""))


explain("outbox", state={code: label for code, (_, label) in STATES.items()})
