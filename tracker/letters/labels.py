"""The eleven letters in words: what each is called, whom it reaches, when it goes as the office has set it."""

from __future__ import annotations

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.outbox.labels import KINDS
from tracker.outbox.texts import DELIVERED
from tracker.settings.rules import LetterRules

WEEKDAYS: dict[int, LazyString] = {
    1: lazy_gettext("Monday"),
    2: lazy_gettext("Tuesday"),
    3: lazy_gettext("Wednesday"),
    4: lazy_gettext("Thursday"),
    5: lazy_gettext("Friday"),
}

TO: dict[str, LazyString] = {
    "assigned": lazy_gettext("each body, one a document"),
    "accept": lazy_gettext("the body"),
    "weekly": lazy_gettext("the body, and officers who asked for it"),
    "due": lazy_gettext("the body"),
    "late": lazy_gettext("the body"),
    "urge": lazy_gettext("the bodies chosen"),
    "head": lazy_gettext("the head of the body"),
    "leader": lazy_gettext("leaders who have not said no"),
    "outcome": lazy_gettext("the body"),
    "review": lazy_gettext("bodies with open work"),
    "morning": lazy_gettext("people of the office who have not said no"),
}

TEXTS: dict[str, LazyString] = {
    "opening": lazy_gettext("Opening, after the greeting"),
    "closing": lazy_gettext("Closing, before the signature"),
    "opening_asked": lazy_gettext("Opening, to bodies that are asked"),
    "closing_asked": lazy_gettext("Closing, to bodies that are asked"),
    "signature": lazy_gettext("Signature line"),
}


def kinds() -> dict[str, str]:
    """Code to name of the eleven, in their order."""
    return {kind: str(KINDS[kind]) for kind in DELIVERED}


def when(kind: str, limits: LetterRules) -> str:
    """When a kind goes."""
    at_once = {
        "assigned": gettext("at issue"),
        "urge": gettext("when the office sends it"),
        "outcome": gettext("when something is decided"),
    }
    if kind in at_once:
        return str(at_once[kind])
    never = gettext("never")
    told = {
        "accept": limits.accept_after
        and gettext("%(n)s working days after issue, if not accepted", n=limits.accept_after),
        "weekly": limits.weekly_weekday and weekly(limits.weekly_weekday),
        "due": limits.before and _before(limits),
        "late": limits.after and _after(limits),
        "head": limits.head_after
        and gettext("%(n)s working days after the due day, then weekly", n=limits.head_after),
        "leader": limits.leader_after
        and limits.leader_weekday
        and gettext(
            "%(day)s, what is overdue by %(n)s working days",
            day=weekly(limits.leader_weekday),
            n=limits.leader_after,
        ),
        "review": limits.review_before
        and gettext(
            "%(n)s working days before the cut, %(silent)s to whoever has said nothing; after the closing",
            n=limits.review_before,
            silent=limits.review_silent,
        ),
        "morning": limits.morning and gettext("every working day at 07:00"),
    }
    return str(told[kind] or never)


def weekly(weekday: int) -> str:
    """ "every Monday"."""
    return str(gettext("every %(day)s", day=str(WEEKDAYS[weekday])))


def _before(limits: LetterRules) -> str:
    days = ", ".join(str(day) for day in limits.before if day)
    if not days:
        return str(gettext("on the due day"))
    if 0 in limits.before:
        return str(gettext("%(days)s working days before the due day, and on it", days=days))
    return str(gettext("%(days)s working days before the due day", days=days))


def _after(limits: LetterRules) -> str:
    days = ", ".join(str(day) for day in limits.after)
    told: str = gettext("%(days)s working days after the due day", days=days)
    if limits.weekly_weekday:
        return told + str(gettext(", then in the letter of the week"))
    if limits.remind_every:
        return told + str(gettext(", then every %(n)s", n=limits.remind_every))
    return told
