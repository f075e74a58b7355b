"""Who of the office follows which bodies, and the views of the urging list it has saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.bodies.models import Body, BodyType
from tracker.bulk.actions import put_in_charge
from tracker.db import db
from tracker.demo.days import ISSUED
from tracker.saved.actions import save_view

FIRST = ISSUED["tang-toc"]
DEEDS = (
    (FIRST, 10, "hoa", "follow", "so", ""),
    (FIRST, 10, "ky", "follow", "xa", ""),
    (-9, 9, "hoa", "save view", "xem=all&vuong-mac=open&nhom=directive", "Vướng mắc theo văn bản"),
    (-6, 9, "ky", "save view", "tre=10&vai-tro=either&nhom=task", "Trễ từ 10 ngày, theo nhiệm vụ"),
    (-3, 15, "hoa", "save view", "xem=new&nhac=0", "Chưa nhận, chưa nhắc"),
)
"""(day, hour, actor, verb, thing, words): a kind of bodies, or the filters of a view and its name."""


def verbs() -> dict[str, Callable[[Actor, Any], object]]:
    """What is done, by the history's word for it."""
    return {
        "follow": lambda actor, event: follow(actor, event.thing),
        "save view": lambda actor, event: save_view(actor, name=event.words, query=event.thing),
    }


def follow(actor: Actor, kind: str) -> None:
    """Somebody of the office takes all bodies of a kind."""
    rows = (
        select(Body.id)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(BodyType.code == kind)
        .order_by(Body.id)
    )
    put_in_charge(actor, seen=dict.fromkeys(db.session.scalars(rows)), person_id=actor.id)
