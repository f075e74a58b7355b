"""Targets of the province: two of the second directive's figures, parted among the communes and measured by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import Actor
from tracker.bodies.models import Body
from tracker.db import db
from tracker.demo.days import ISSUED
from tracker.demo.province import COMMUNES, Province, signed_in
from tracker.directives.models import Target
from tracker.targets import actions
from tracker.targets.models import TargetShare

BODIES = tuple(f"UBND {name}" for name in COMMUNES)
COMMUNES_READY, HAMLETS = 1, 4  # places among the directive's targets
BEGUN = ISSUED["dat-chuan"] + 1
REACHED = {"UBND xã Lam Sơn": 1, "UBND xã Chí Minh Khai": 1, "UBND xã Phúc Ứng": 1, "UBND xã Ngọc Uyên": 0}
HAMLETS_FIRST = (3, 4, 2, 5, 3, 4, 3, 6, 2, 4, 3, 5, 2)
HAMLETS_NOW = (5, 4, 3, 6, None, 5, 4, 6, None, 5, 3, 6, None)
WHY = "Hai thôn sáp nhập theo nghị quyết của HĐND tỉnh"


def _thing(body: str, place: int) -> tuple[str, str, str, int]:
    return (body, "dat-chuan", "", place)


DEEDS = (
    (BEGUN, 9, "hoa", "part target", _thing("", COMMUNES_READY), "9 1"),
    (BEGUN, 9, "hoa", "part target", _thing("", HAMLETS), "13 7"),
    *((BEGUN + 1, 10, body, "measure", _thing(body, COMMUNES_READY), str(n)) for body, n in REACHED.items()),
    *(
        (BEGUN + 1, 10, body, "measure", _thing(body, HAMLETS), str(n))
        for body, n in zip(BODIES, HAMLETS_FIRST, strict=True)
    ),
    (-4, 9, "hoa", "revise part", _thing("UBND xã Quảng Thắng", HAMLETS), f"6 {WHY}"),
    *(
        (-3, 11, body, "measure", _thing(body, HAMLETS), str(n))
        for body, n in zip(BODIES, HAMLETS_NOW, strict=True)
        if n is not None
    ),
)
"""(day, hour, actor, verb, thing, words), as the history has them; a thing's number is the target's place."""


def verbs(player: Any) -> dict[str, Callable[[Actor, Any], object]]:
    """What is done about targets, by the history's word for it."""
    return {
        "part target": lambda actor, event: part(actor, _target(player, event), event.words, player.province),
        "measure": lambda actor, event: actions.measure(
            signed_in(actor), _share(player, event), actual=float(event.words), day=clock.today()
        ),
        "revise part": lambda actor, event: revise(
            actor, _target(player, event), _share(player, event), event.words
        ),
    }


def part(actor: Actor, target: Target, words: str, province: Province) -> None:
    """The first so many communes get so much each."""
    many, planned = words.split()
    bodies = [province.bodies[name].id for name in BODIES[: int(many)]]
    actions.give_parts(actor, target, bodies=bodies, planned=float(planned))


def revise(actor: Actor, target: Target, share: TargetShare, words: str) -> None:
    """One commune's plan is another, for a reason."""
    planned, reason = words.split(maxsplit=1)
    said = {"reason": reason, "approved_by": "Trần Quang Lâm, Phó Chủ tịch", "document": "2161/UBND-NNMT"}
    actions.revise(
        actor, target, share=share, version=share.version, planned=float(planned), day=clock.today(), **said
    )


def _target(player: Any, event: Any) -> Target:
    _, text, _, place = event.thing
    rows = select(Target).where(Target.directive_id == player.directives[text], Target.position == place)
    return db.session.scalars(rows).one()


def _share(player: Any, event: Any) -> TargetShare:
    rows = select(TargetShare).join(Body, Body.id == TargetShare.body_id).where(Body.name == event.thing[0])
    rows = rows.where(TargetShare.target_id == _target(player, event).id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()
