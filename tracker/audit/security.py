"""What was refused or failed, in words: the kinds of security events and the limits they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

KINDS = {
    "not_allowed": lazy_gettext("Tried what the account may not do"),
    "too_many": lazy_gettext("Too many attempts"),
    "wrong_code": lazy_gettext("Wrong code from a letter"),
    "wrong_password": lazy_gettext("Wrong password"),
}
LIMITS = {
    "code": lazy_gettext("Codes or links asked for by mail"),
    "reset": lazy_gettext("Codes or links asked for by mail"),
    "link": lazy_gettext("Uses of one mailed link"),
    "password": lazy_gettext("Wrong passwords for one account"),
    "sign-in": lazy_gettext("Sign-ins"),
}
"""First word of a counter's name to what it counts."""
WAYS = {
    "GET": lazy_gettext("Wanted to open %(path)s"),
    "POST": lazy_gettext("Wanted to send a form to %(path)s"),
}


def event_said(kind: str, facts: Mapping[str, Any] | None, names: Mapping[str, str]) -> str:
    """What happened, besides its kind, when, who and from where; "" when there is no more to say."""
    if kind == "not_allowed" and facts:
        return str(WAYS["GET" if facts.get("method") == "GET" else "POST"]) % {"path": facts.get("path", "")}
    if kind != "too_many" or not facts:
        return ""
    name = str(facts.get("name", ""))
    what = LIMITS.get(name.partition(":")[0], name)
    said = gettext("%(what)s: the limit of %(limit)s was reached", what=what, limit=facts.get("limit"))
    whose = names.get(account_of(facts), "")
    return f"{said} ({whose})" if whose else str(said)


def account_of(facts: Mapping[str, Any] | None) -> str:
    """The account a counter of wrong passwords is about (`person:7`); "" for any other."""
    kind, _, whose = str((facts or {}).get("name", "")).partition(":")
    return f"person:{whose}" if kind == "password" and whose.isdecimal() else ""


def address_of(facts: Mapping[str, Any] | None) -> str:
    """The IP address a counter is about; "" for any other."""
    return str((facts or {}).get("name", "")).partition(":ip:")[2]
