"""Two people press at the same moment, and one form is sent twice: one effect."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from tests.bulk.conftest import seen
from tests.world import World
from tracker.action import Already, request_token
from tracker.bulk import actions
from tracker.bulk.models import BulkBatch
from tracker.db import db
from tracker.errors import Refused
from tracker.extensions.models import Extension


def both(app: Flask, press: Callable[[], object]) -> list[str]:
    """What two who press at once are told: the kind of answer, or the code of the refusal."""
    gate, told = Barrier(2), []

    def run() -> None:
        with app.app_context():
            gate.wait()
            try:
                told.append(type(press()).__name__)
            except Refused as problem:
                told.append(problem.code)

    contexts = [copy_context() for _ in range(2)]
    threads = [Thread(target=context.run, args=(run,)) for context in contexts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def counted(model: type[BulkBatch] | type[Extension]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_who_give_more_time_at_once(app: Flask, world: World) -> None:
    oanh, shown = world.viewer("oanh"), seen(world.work, world.other_work)
    db.session.commit()
    told = both(
        app,
        lambda: actions.extend_all(oanh, seen=shown, working_days=5, reason="Chờ", document="1/UB"),
    )
    assert told == ["BulkBatch", "bulk_nothing"]
    assert (counted(BulkBatch), counted(Extension)) == (1, 2)


def test_two_who_put_the_first_official_in_charge_at_once(app: Flask, world: World) -> None:
    oanh, shown = world.viewer("oanh"), {world.dam.id: 0, world.front.id: 0}
    db.session.commit()
    told = both(app, lambda: actions.put_in_charge(oanh, seen=shown, person_id=oanh.id))
    assert told == ["BulkBatch", "bulk_nothing"]
    assert counted(BulkBatch) == 1


def test_one_form_sent_twice_at_once(app: Flask, world: World) -> None:
    oanh, shown = world.viewer("oanh"), seen(world.work)
    db.session.commit()
    given = request_token.set(("person:1", "c" * 22))
    told = both(app, lambda: actions.call_all(oanh, seen=shown, note="Hẹn"))
    again = actions.call_all(oanh, seen=shown, note="Hẹn")
    request_token.reset(given)
    assert told == ["Already", "BulkBatch"]
    assert isinstance(again, Already)
    assert counted(BulkBatch) == 1
