"""What the product says when something cannot be done: a code, one sentence (`%(fact)s` is filled in).

Features add theirs with `register`; the sentence says what happened, the page says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext

SENTENCES: dict[str, str | LazyString] = {
    "400": lazy_gettext("The request could not be understood."),
    "403": lazy_gettext("Your account may not do this."),
    "404": lazy_gettext("There is no such page, or it is not yours to see."),
    "405": lazy_gettext("This address does not take what was sent to it."),
    "409": lazy_gettext("Somebody else has changed this in the meantime."),
    "413": lazy_gettext("What was sent is too large."),
    "422": lazy_gettext("What was sent cannot be taken."),
    "429": lazy_gettext("Too many attempts in a short time."),
    "500": lazy_gettext("Something went wrong on our side. Nothing was saved by this request."),
    "507": lazy_gettext("The server's disk is full. Nothing was saved by this request."),
    "busy": lazy_gettext("Others are writing at this moment, so nothing was saved. Send it again."),
    "csrf_lost": lazy_gettext("The session of this form has ended, so what you typed was not saved yet."),
    "foreign_origin": lazy_gettext("This was sent from a page of another site, so it was refused."),
    "stale": lazy_gettext("Somebody else has saved this since you opened it. Your text was not saved."),
    "too_many": lazy_gettext("Too many attempts in a short time. Try again in %(minutes)s minutes."),
}


def register(problems: Mapping[str, str | LazyString]) -> None:
    """Add a feature's sentences. Raises ValueError when a code is taken by another sentence."""
    for code, text in problems.items():
        if code in SENTENCES and SENTENCES[code] is not text:
            raise ValueError(f"two sentences for the problem {code!r}")
        SENTENCES[code] = text


def sentence(code: str, facts: Mapping[str, Any], status: int) -> str:
    """The sentence for a problem in the reader's language; a code nobody registered gets its status's."""
    text = str(SENTENCES.get(code) or SENTENCES.get(str(status)) or SENTENCES["400"])
    try:
        return text % facts if "%(" in text else text
    except KeyError:  # a fact was forgotten: the general sentence is still true
        return str(SENTENCES.get(str(status), SENTENCES["500"]))
