"""What to do with each list of the desk, in a sentence, and where its own queue is."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext


class Guide(NamedTuple):
    """`url` is the queue where each is settled with a click or two, "" where the desk itself is it."""

    text: LazyString
    url: str = ""
    link: LazyString | str = ""


GUIDES: dict[str, Guide] = {
    "late": Guide(
        lazy_gettext("Select and remind, or call; who has asked for time or help is answered first.")
    ),
    "soon": Guide(
        lazy_gettext("A reminder now costs less than a delay later; letters of the ladder go by themselves.")
    ),
    "waiting": Guide(
        lazy_gettext("The office owes an answer here, not the body."),
        "/xac-nhan",
        lazy_gettext("Confirm or return one by one"),
    ),
    "extension": Guide(
        lazy_gettext("The due day stays until it is decided, and no reminder goes meanwhile."),
        "/gia-han",
        lazy_gettext("Decide one by one"),
    ),
    "difficulty": Guide(
        lazy_gettext("The body waits for help; an unanswered difficulty explains its delay."),
        "/vuong-mac",
        lazy_gettext("Answer one by one"),
    ),
    "objected": Guide(lazy_gettext("Open each: the work stays with the body, or goes to another.")),
    "silent": Guide(
        lazy_gettext("Call the number over the rows and note the call; still silent, tell the leader.")
    ),
    "new": Guide(
        lazy_gettext("Nobody has said that the work has come: see whether the letter arrived, then call.")
    ),
    "asked": Guide(
        lazy_gettext("These bodies are asked, not ordered: compile what has come, and ask once more kindly.")
    ),
}
