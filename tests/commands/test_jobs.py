"""`tracker jobs`: what ran, what comes next, and a job run as of a time gone by."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.conftest import OPENED
from tests.world import World
from tracker import clock
from tracker.commands.jobs import jobs as command
from tracker.config import Config
from tracker.scheduler import slots
from tracker.scheduler.jobs import JOBS

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Run `tracker jobs …`: exit code, standard output, standard error."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(config.instance))
    monkeypatch.setenv("SECRET_KEY", config.secret_key)
    monkeypatch.setenv("DATABASE_URL", config.database_url)

    def run(*words: str) -> tuple[int, str, str]:
        before = set(OPENED)
        done = CliRunner().invoke(command, words)
        for connection in set(OPENED) - before:  # the command's process would end here
            connection.close()
        return done.exit_code, done.stdout, done.stderr

    return run


def test_each_job_says_when_it_ran_and_when_it_runs_next(world: World, typed: Typed) -> None:
    slot = clock.at(date(2026, 3, 2), 7, 30)
    slots.take("ladder", slot, "máy-1")
    slots.finish("ladder", slot, "máy-1", {"letters": 3})
    code, said, _ = typed("list")
    lines = {line.split()[0]: line for line in said.splitlines()}
    assert code == 0
    assert {job.name for job in JOBS} < set(lines)
    assert lines["ladder"].split(maxsplit=3)[1:] == [
        "2026-03-03", "07:30", '2026-03-02 07:30 done {"letters": 3}',
    ]  # fmt: skip
    assert lines["tidy"].split(maxsplit=3)[1:] == ["2026-03-03", "03:10", "never"]


def test_the_next_run_is_today_until_its_time_has_come() -> None:
    ladder = next(job for job in JOBS if job.name == "ladder")
    monday = date(2026, 3, 2)
    assert ladder.upcoming(clock.at(monday, 7, 29)) == clock.at(monday, 7, 30)
    assert ladder.upcoming(clock.at(monday, 7, 30)) == clock.at(date(2026, 3, 3), 7, 30)


def test_a_job_is_run_as_of_a_time_gone_by(world: World, typed: Typed) -> None:
    sunday, monday = typed("run", "ladder", "--at", "2026-03-01 07:30"), "2026-03-02T07:30"
    assert json.loads(sunday[1]) == {"letters": 0}, "silent on a day off"
    assert json.loads(typed("run", "ladder", "--at", monday)[1]) == {"letters": 3}
    assert json.loads(typed("run", "ladder", "--at", monday)[1]) == {"letters": 0}


@pytest.mark.parametrize(
    "words", [("ladder", "--at", "2026-03-03 07:30"), ("deliver", "--at", "2026-03-02 07:30")]
)
def test_a_time_to_come_and_delivery_in_the_past_are_refused(
    world: World, typed: Typed, words: tuple[str]
) -> None:
    code, said, why = typed("run", *words)
    assert (code, said) == (2, "")
    assert "--at" in why or "still to come" in why


def test_a_time_nobody_can_read_is_refused(world: World, typed: Typed) -> None:
    assert typed("run", "ladder", "--at", "7 giờ sáng")[0] == 2
