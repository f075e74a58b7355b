"""Changing the office's rules, when letters go, and what they say around their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import delete

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.settings.models import Setting
from tracker.settings.queries import WORDING, letter_rules, office_rules, wording, wording_version
from tracker.settings.rules import day_numbers
from tracker.settings.seldom import set_mark


@action
def change_rules(actor: Actor, *, version: int | None = None, **stated: str | int) -> None:
    """Set office rules by name; `version` is that of the rules they were typed over.

    Raises Refused for an unknown name or a value of the wrong kind, Conflict("stale") for rules changed meanwhile.
    """
    policy.require(actor, "setting.change")
    _take_turn()
    _require_same(version, office_rules().version)
    old = _state(asdict(office_rules()), stated)
    trail.record(actor, "setting.change", "setting:office", before=old, after=dict(stated))


@action
def change_letter_rules(actor: Actor, *, version: int | None = None, **stated: str | int) -> None:
    """Set when automatic letters go, by name. Raises as `change_rules`, and Refused for days that are none."""
    policy.require(actor, "setting.change")
    _take_turn()
    _require_same(version, letter_rules().version)
    for name in ("remind_before", "remind_after"):
        if name in stated and day_numbers(str(stated[name])) is None:
            raise Refused("days_unreadable")
    old = _state(asdict(letter_rules()), stated)
    trail.record(actor, "setting.change", "setting:letters", before=old, after=dict(stated))


@action
def change_wording(actor: Actor, kind: str, *, texts: Mapping[str, str], version: int | None = None) -> None:
    """Set texts of one kind of letter by name; an empty one is as delivered again.

    Raises Conflict("stale") where `version` is not that of the texts in force.
    """
    policy.require(actor, "setting.change")
    _take_turn()
    _require_same(version, wording_version(kind))
    known, names = wording(), {name: f"{WORDING}{kind}:{name}" for name in texts}
    db.session.execute(delete(Setting).where(Setting.name.in_(list(names.values()))))
    db.session.add_all(
        Setting(name=names[name], value=text, changed_at=clock.now()) for name, text in texts.items() if text
    )
    set_mark(db.session.connection())  # a text as delivered again leaves no row to tell of the change
    _forget()
    before = {name: known.get(f"{kind}:{name}", "") for name in texts}
    trail.record(actor, "setting.change", f"wording:{kind}", before=before, after=dict(texts))


def _take_turn() -> None:
    """Wait for whoever is changing something, then read anew: two who save at once come one after the other."""
    trail.wait_turn()
    _forget()


def _require_same(version: int | None, now: int) -> None:
    """For who typed over what was shown; a command says what it wants whatever there was."""
    if version is not None and version != now:
        raise Conflict("stale")


def _state(known: Mapping[str, str | int], stated: Mapping[str, str | int]) -> dict[str, str | int]:
    for name, value in stated.items():
        if name not in known or type(value) is not type(known[name]):
            raise Refused("setting_unknown", name=name)
        db.session.merge(Setting(name=name, value=value, changed_at=clock.now()))
    _forget()
    return {name: known[name] for name in stated}


def _forget() -> None:
    """Read them again: they were changed, perhaps, by somebody else or by us."""
    db.session.info.pop("settings", None)
