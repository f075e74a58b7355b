"""Words for acts on many assignments: what each is called, why something is left out, what became of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from tracker.web.filters import day
from tracker.web.sentences import register


class Words(NamedTuple):
    """What an act is called on its page and on the page of what it did."""

    title: LazyString
    did: LazyString
    note: LazyString


VERBS: dict[str, Words] = {
    "call": Words(
        lazy_gettext("Note a telephone call"),
        lazy_gettext("Telephone call noted"),
        lazy_gettext("It counts as urging: a reminder by hand within 24 hours leaves this work out."),
    ),
    "extend": Words(
        lazy_gettext("Give more time"),
        lazy_gettext("More time given"),
        lazy_gettext("Each body is told by letter; letters about the former day that wait are called back."),
    ),
    "confirm": Words(
        lazy_gettext("Confirm completion"),
        lazy_gettext("Completion confirmed"),
        lazy_gettext(
            "Each body is told by letter some minutes later; until then this can be taken back at one stroke. "
            "After that work is reopened one by one, with a reason."
        ),
    ),
    "reassign": Words(
        lazy_gettext("Give to another body"),
        lazy_gettext("Given to another body"),
        lazy_gettext(
            "The work is cancelled for these bodies and given to the one you choose, which gets a letter some minutes "
            "later; until then this can be taken back at one stroke."
        ),
    ),
    "submit": Words(
        lazy_gettext("Put before a leader"),
        lazy_gettext("Put before a leader"),
        lazy_gettext("The leader sees one page with this work and answers on it."),
    ),
    "mailbox": Words(
        lazy_gettext("Change mailboxes"),
        lazy_gettext("Mailboxes changed"),
        lazy_gettext("Letters go to the new mailbox from now on. A mailbox left as it is stays."),
    ),
    "official": Words(
        lazy_gettext("Put an official in charge"),
        lazy_gettext("Official put in charge"),
        lazy_gettext(
            "Follows all work of these directives and bodies from now on. Work of a body stays with the directive's "
            "official where the directive has one of its own."
        ),
    ),
}

THINGS: dict[str, LazyString] = {
    "mailbox": lazy_gettext("Body"),
    "official": lazy_gettext("Body or directive"),
}
WORK = lazy_gettext("Body and task")
"""What the rows of an act are."""

REASONS: dict[str, LazyString] = {
    "changed": lazy_gettext("Changed by somebody else meanwhile"),
    "not_owed": lazy_gettext("The body owes nothing: reported, stopped or finished"),
    "no_day": lazy_gettext("No due day to move"),
    "extension": lazy_gettext("Waiting for an answer on more time"),
    "not_later": lazy_gettext("The new day is not later than the due day"),
    "not_reported": lazy_gettext("No report awaits confirmation"),
    "ended": lazy_gettext("Finished or stopped"),
    "has_task": lazy_gettext("That body has this task already"),
    "day_passed": lazy_gettext("The task's day has passed: choose a new day"),
    "waits_already": lazy_gettext("Awaits this leader's word already"),
    "so_already": lazy_gettext("It is so already"),
}

NOT_BACK: dict[str, LazyString] = {
    "changed": lazy_gettext("changed since"),
    "told": lazy_gettext("the body has been told"),
    "gone": lazy_gettext("the official before may no longer follow work"),
}
"""Why one row was not taken back."""
UNDONE: dict[str, LazyString] = {
    "yes": lazy_gettext("Undone"),
    **{code: lazy_gettext("Not taken back: %(why)s", why=why) for code, why in NOT_BACK.items()},
}

register(
    {
        "bulk_nothing": lazy_gettext(
            "Nothing would be changed: what was chosen has changed meanwhile or is left out."
        ),
        "undo_late": lazy_gettext("It can be taken back for %(hours)s hours; that time is over."),
        "undo_letters_left": lazy_gettext(
            "It can be taken back until its letters leave, for %(minutes)s minutes; that time is over."
        ),
        "too_many_bodies": lazy_gettext("At most %(most)s bodies at once."),
        "too_many_followed": lazy_gettext("At most %(most)s bodies and directives at once."),
        "undo_nothing": lazy_gettext("Nothing was taken back."),
        "undone": lazy_gettext("This has been taken back already."),
    }
)


def reason_said(code: str) -> str:
    """Why something was left out, in words."""
    return str(REASONS[code])


def none_back_said(rows: Mapping[str, int]) -> str:
    """Why nothing at all was taken back: each reason with its number of rows."""
    each = [
        f"{why} ({ngettext('%(num)s row', '%(num)s rows', rows[code])})"
        for code, why in NOT_BACK.items()
        if code in rows
    ]
    return str(gettext("Nothing was taken back: %(why)s.", why="; ".join(each)))


def change_said(facts: Mapping[str, Any], *, is_back: bool = False) -> str:
    """What a row was and became ("" where that is plain from the act), or the way back: 10/11/2026 → 20/11/2026."""
    if "to" in facts:
        return f"→ {facts['to']}"
    if "new" not in facts:
        return ""
    nobody = gettext("Nobody yet") if "was" in facts else gettext("None yet")
    old, new = facts["old"] or nobody, facts["new"] or nobody
    if "made" in facts:
        old, new = day(date.fromisoformat(old)), day(date.fromisoformat(new))
    return f"{new} → {old}" if is_back else f"{old} → {new}"
