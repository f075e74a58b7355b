"""Changing the office's rules."""

from __future__ import annotations

from dataclasses import asdict

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Refused
from tracker.settings.models import Setting
from tracker.settings.queries import office_rules


@action
def change_rules(actor: Actor, **stated: str | int) -> None:
    """Set office rules by name. Raises Refused for an unknown name or a value of the wrong kind."""
    policy.require(actor, "setting.change")
    before = asdict(office_rules())
    for name, value in stated.items():
        if name not in before or type(value) is not type(before[name]):
            raise Refused("setting_unknown", name=name)
        db.session.merge(Setting(name=name, value=value, changed_at=clock.now()))
    db.session.info.pop("office_rules", None)
    old = {name: before[name] for name in stated}
    trail.record(actor, "setting.change", "setting:office", before=old, after=dict(stated))
