"""Slots: two clocks, one run; a run cut short is taken over; the clock's own round survives what goes wrong in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import RequestOnce
from tracker.contacts.actions import set_mailboxes
from tracker.db import db, transaction
from tracker.outbox.models import Heartbeat, Letter
from tracker.reviews.models import Period
from tracker.scheduler import jobs, queries, runner, slots
from tracker.scheduler.models import JobSlot

SLOT = clock.at(date(2026, 3, 2), 7, 30)


def ran() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = select(JobSlot).order_by(JobSlot.job, JobSlot.slot_at).execution_options(populate_existing=True)
    return [(row.job, row.state) for row in db.session.scalars(rows)]


def beats() -> dict[str, tuple[Any, str]]:
    rows = db.session.scalars(select(Heartbeat))
    return {row.node: (row.at, row.last_error) for row in rows}


def test_who_comes_first_runs_the_slot(app: Flask) -> None:
    assert slots.take("ladder", SLOT, "a")
    assert not slots.take("ladder", SLOT, "b")
    slots.finish("ladder", SLOT, "b", {"letters": 9})
    slots.finish("ladder", SLOT, "a", {"letters": 1})
    assert not slots.take("ladder", SLOT, "b")
    assert queries.last_runs()["ladder"].result == {"letters": 1}


def test_a_run_cut_short_is_taken_over_once(app: Flask) -> None:
    assert slots.take("ladder", SLOT, "a")
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert slots.take("ladder", SLOT, "b")
        assert not slots.take("ladder", SLOT, "c")
        slots.finish("ladder", SLOT, "a", {})
        assert ran() == [("ladder", "running")]


def test_a_run_that_failed_is_tried_again_after_a_while(app: Flask) -> None:
    assert slots.take("ladder", SLOT, "a")
    slots.finish("ladder", SLOT, "a", {"error": "x"}, failed=True)
    assert not slots.take("ladder", SLOT, "b")
    with clock.frozen_at(clock.now() + timedelta(minutes=6)):
        assert slots.take("ladder", SLOT, "b")


@pytest.mark.parametrize(("hour", "minute", "wanted"), [(7, 29, None), (7, 30, SLOT), (23, 59, SLOT)])
def test_the_ladder_has_no_slot_before_its_time(hour: int, minute: int, wanted: Any) -> None:
    ladder = next(job for job in jobs.JOBS if job.name == "ladder")
    assert ladder.latest(clock.at(date(2026, 3, 2), hour, minute)) == wanted


def test_other_jobs_catch_up_with_yesterday() -> None:
    tidy = next(job for job in jobs.JOBS if job.name == "tidy")
    assert tidy.latest(clock.at(date(2026, 3, 2), 1)) == clock.at(date(2026, 3, 1), 3, 10)


def test_two_clocks_make_one_round(app: Flask, world: World) -> None:
    first, second = runner.Clockwork(app), runner.Clockwork(app)
    second.node = "other/1"
    for each in (first, second, first):
        each.tick()
    every = (
        "audit-verify", "backup", "calendar", "ladder", "months", "morning", "occurrences", "open-period", "reforms",
        "settle", "tidy",
    )  # fmt: skip
    assert ran() == [(name, "done") for name in every]
    assert len(db.session.scalars(select(Letter.id)).all()) == 3
    assert db.session.scalars(select(Period.name)).all() == ["2026-03"]
    assert set(beats()) == {first.node, "other/1"}


def test_a_job_that_fails_is_told_and_the_others_run(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> dict[str, Any]:
        raise OSError("no disk")

    monkeypatch.setattr(runner, "JOBS", (jobs.Job("broken", 1, 0, broken), *jobs.JOBS))
    runner.Clockwork(app).tick()
    assert ("broken", "failed") in ran()
    assert {("calendar", "done"), ("ladder", "done")} <= set(ran())
    assert queries.last_runs()["broken"].result == {"error": "OSError: no disk"}


def test_a_round_that_breaks_still_ends_with_a_heartbeat(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any, **facts: Any) -> Any:
        raise OSError("no network")

    monkeypatch.setattr(runner, "deliver_due", broken)
    runner.Clockwork(app).tick()
    assert list(beats().values()) == [(clock.now(), "OSError: no network")]


def test_tidying_forgets_what_is_over(app: Flask) -> None:
    long_ago = clock.now() - timedelta(hours=49)
    with transaction() as session:
        session.add(RequestOnce(who="a", token="b", verb="c", at=long_ago))
        session.add(RequestOnce(who="a", token="d", verb="c", at=clock.now()))
        session.add(Heartbeat(node="gone", role="jobs", at=long_ago))
    assert jobs.tidy() == {"tokens": 1, "secrets": 0, "nodes": 1, "readings": 0, "files": 0}
    assert db.session.scalars(select(RequestOnce.token)).all() == ["d"]


def test_jobs_run_by_hand(app: Flask, world: World) -> None:
    with clock.frozen_at(SLOT):
        assert runner.run_once(app, "ladder") == {"letters": 3}
        assert runner.run_once(app, "ladder") == {"letters": 0}
    assert runner.run_once(app, "deliver") == {}


def test_links_of_a_shared_mailbox_belong_to_each_body(app: Flask, world: World) -> None:
    set_mailboxes(SYSTEM, world.chi_body, main="chi@lamgiang.example", further=["dam@lamgiang.example"])
    letter = Letter(body_id=None, to_addr="dam@lamgiang.example")
    words = (
        f"⟦link:{world.work.id}⟧ ⟦all:{world.other_work.id}⟧ ⟦link:{world.work.id}⟧ ⟦link:{world.asked.id}⟧"
    )
    first, second, third, nobody = jobs.fill([(letter, words)])[0].split(" ")
    assert nobody.endswith(f"/phan-cong/{world.asked.id}")  # no mailbox of that body: for somebody signed in
    assert first == third != second
    assert all("/b/" in each for each in (first, second))
    assert second.endswith("/tat-ca")
