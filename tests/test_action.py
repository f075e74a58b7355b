"""A form has one effect, however often and however closely it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.world import World
from tracker import clock
from tracker.action import Already, request_token
from tracker.assignments import actions
from tracker.assignments.models import Assignment, Report
from tracker.audit.models import AuditHead, AuditLine
from tracker.db import db
from tracker.errors import Conflict, Refused


@pytest.fixture(autouse=True)
def token() -> Iterator[None]:
    given = request_token.set(("person:1", "a" * 22))
    yield
    request_token.reset(given)


def counted(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_second_sending_gets_the_first_ones_answer(world: World) -> None:
    lines = counted(AuditLine)
    first = actions.post_report(world.viewer("binh"), world.work, status="doing", note="Một")
    second = actions.post_report(world.viewer("binh"), world.work, status="doing", note="Một")
    assert second == Already(first.id)
    assert (counted(Report), counted(AuditLine)) == (1, lines + 1)


def test_a_verb_that_is_over_is_not_a_conflict_for_the_form_that_ended_it(world: World) -> None:
    actions.accept(world.viewer("binh"), world.work)
    assert isinstance(actions.accept(world.viewer("binh"), world.work), Already)
    request_token.set(("person:1", "b" * 22))
    with pytest.raises(Conflict):
        actions.accept(world.viewer("binh"), world.work)


def test_a_refused_form_may_be_sent_again(world: World) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused):
        actions.post_report(world.viewer("binh"), world.work, status="doing", result_on=tomorrow)
    assert actions.post_report(world.viewer("binh"), world.work, status="doing").id


def test_sent_twice_at_the_same_moment(world: World, app: Flask) -> None:
    viewer, work_id, gate, answers = world.viewer("binh"), world.work.id, Barrier(2), []
    db.session.commit()

    def send() -> None:
        with app.app_context():
            work = db.session.get_one(Assignment, work_id)
            gate.wait()
            answers.append(actions.post_report(viewer, work, status="doing"))

    contexts = [copy_context() for _ in range(2)]
    threads = [Thread(target=context.run, args=(send,)) for context in contexts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(Report) == 1
    assert {answer.id for answer in answers} == {db.session.scalar(select(Report.id))}
    assert sorted(type(answer).__name__ for answer in answers) == ["Already", "Report"]


@pytest.mark.databases("postgresql")  # on SQLite the others are waited for in turn
def test_who_waits_too_long_for_another_is_told_so(world: World) -> None:
    with db.engine.connect() as other, other.begin():
        other.execute(select(AuditHead).with_for_update())
        with pytest.raises(Conflict, match="busy"):
            actions.post_report(world.viewer("binh"), world.work, status="doing", note="Một")
    assert actions.post_report(world.viewer("binh"), world.work, status="doing", note="Một").id
