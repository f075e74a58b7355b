"""Somebody recalls at the very moment the letters fall due: either all is taken back, or letters leave; never both."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context

from flask import Flask
from sqlalchemy import update

from tests.issued.given import issued, letters, works
from tests.world import World
from tracker import clock
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.errors import Refused
from tracker.issued import actions
from tracker.outbox import claims
from tracker.outbox.models import Letter
from tracker.scheduler.jobs import doors

ROUNDS = 10
MOMENT = 0.3  # seconds


def at_once(app: Flask, *deeds: Callable[[], None]) -> None:
    """Do them all in threads of their own, each with its own connection, from one moment on."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            deed()
            db.session.remove()

    threads = [threading.Thread(target=copy_context().run, args=(run, deed)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def one_round(app: Flask, world: World, directive: Directive, late: str) -> tuple[bool, list[int]]:
    """Whether the recall was acknowledged, and the letters a sender then holds and would hand over.

    `late` comes a moment after the other; "" are at once.
    """
    acknowledged: list[bool] = []
    held: list[int] = []
    directive_id = directive.id

    def recall() -> None:
        time.sleep(MOMENT * (late == "recall"))
        try:
            actions.recall_issue(world.viewer("oanh"), db.session.get_one(Directive, directive_id))
            acknowledged.append(True)
        except Refused:
            acknowledged.append(False)

    def send() -> None:
        time.sleep(MOMENT * (late == "send"))
        for claim in claims.take("sender", 120, doors(), 2):
            if claims.mark(claim):
                held.append(claim.letter.id)

    at_once(app, recall, send)
    assert len(acknowledged) == 1
    return acknowledged[0], held


def test_no_letter_leaves_after_a_recall_was_acknowledged(app: Flask, world: World) -> None:
    outcomes = set()
    for late in ("recall", "send", *[""] * ROUNDS):
        directive = issued(world)
        with transaction() as session:
            due = update(Letter).where(Letter.state == "pending").values(next_try_at=clock.now())
            session.execute(due.execution_options(synchronize_session=False))
        is_back, held = one_round(app, world, directive, late)
        outcomes.add(is_back)
        states = {letter.id: letter.state for letter in letters(directive)}
        assert is_back is (held == [])
        assert (works(directive) == []) is is_back
        if is_back:
            assert set(states.values()) == {"cancelled"}
        else:
            assert {states[letter_id] for letter_id in held} == {"sending"}
        with transaction() as session:  # the next round has letters of its own
            session.execute(update(Letter).where(Letter.state.in_(("pending", "sending"))).values(
                state="cancelled", lease_owner=None, lease_until=None))  # fmt: skip
    assert outcomes == {True, False}
