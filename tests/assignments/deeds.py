"""Who does what to the one assignment of a life, through the product's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests import make
from tests.assignments.weekdays import plus
from tests.make import LONG_AGO
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM, Actor, LinkHolder
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.db import db
from tracker.extensions import actions as extensions
from tracker.handling import actions as handling
from tracker.people import actions as people

WHY, PAPER = "Chờ hướng dẫn", "12/UBND-TH"


def cast(world: World) -> dict[str, Actor]:
    """Whoever may come by: of the body, of the body that works with it, of the office, and those with no part in it."""
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=LONG_AGO)
    make.make_person("Lý Văn Dũng", "officer", world.dam, login="dung")
    dung = make.make_person("Mã Thị Ê", "officer", make.make_body("UBND xã Khác", world.commune), login="e")
    from_dam = make.make_person("Lục Văn Phú", "officer", world.dam, login="phu")
    world.people |= {"stranger": dung, "phu": from_dam}
    names = {"office": "oanh", "leader": "lam", "head": "binh", "officer": "phu", "coordinator": "chi",
             "stranger": "stranger", "auditor": "khanh", "admin": "an"}  # fmt: skip
    known: dict[str, Actor] = {role: world.viewer(name) for role, name in names.items()}
    return known | {
        "link": LinkHolder("qua liên kết", frozenset({world.dam.id})),
        "other link": LinkHolder("của xã khác", frozenset({world.chi_body.id})),
    }


def deeds(life: Any, actor: Actor, reason: str, document: str) -> dict[str, Callable[[], object]]:
    """Every verb of the model as it is done to a life's assignment."""
    work = db.session.get_one(Assignment, life.id, populate_existing=True)
    words = {"reason": reason, "document": document}
    told = {"told": actions.Told("Anh Bình", "phone", clock.local(life.now).date())}
    by = told if actor.role == "office" else {}
    return {
        "accept": lambda: actions.accept(actor, work, **by),
        "doing": lambda: actions.post_report(actor, work, status="doing", **by),
        "done": lambda: actions.post_report(actor, work, status="done", **by),
        "withdraw": lambda: actions.withdraw_report(actor, life.report(), **by),
        "object": lambda: actions.object_to(actor, work, **words),
        "uphold": lambda: actions.uphold(actor, work, **words),
        "confirm": lambda: actions.confirm(actor, work),
        "take_back": lambda: actions.take_back_confirmation(actor, work),
        "return": lambda: actions.return_for_rework(actor, work, reason=reason),
        "reopen": lambda: actions.reopen(actor, work, **words),
        "suspend": lambda: extensions.suspend(actor, work, **words),
        "resume": lambda: extensions.resume(actor, work, **words),
        "cancel": lambda: extensions.cancel(actor, work, **words),
        "uncancel": lambda: extensions.take_back_cancellation(actor, work),
        "exempt": lambda: extensions.exempt(actor, work, **words),
        "ask": lambda: extensions.ask(
            actor, work, new_due_on=plus(work.due_on or date(2026, 3, 2), 5), reason=WHY
        ),
        "grant": lambda: extensions.decide(actor, life.request(), granted=True, document=document),
        "pass on": lambda: handling.pass_on(
            actor, work, person=life.other(actor), own_due_on=life.model.own_day
        ),
        "own day": lambda: handling.pass_on(actor, work, person=life.handler(), own_due_on=clock.today()),
        "step": lambda: handling.add_step(actor, work, title=WHY),
    }
