"""`tracker jobs serve` as a process: it beats, runs each slot once beside another, and leaves when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.mailsink import mailsink
from tests.world import World
from tracker import clock
from tracker.config import ROOT, Config
from tracker.db import db
from tracker.outbox import post
from tracker.outbox.models import Heartbeat
from tracker.scheduler.models import JobSlot

PATIENCE = 40  # seconds, on a machine that does much else


def start(config: Config, **more: str) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "TRACKER_INSTANCE": str(config.instance),
        "DATABASE_URL": config.database,
        "SECRET_KEY": config.secret_key,
        "TRACKER_TICK_SECONDS": "0.2",
        "TRACKER_READY": "1",
        **more,
    }
    command = [sys.executable, "-m", "tracker", "jobs", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def until(seen: Any) -> None:
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        db.session.rollback()
        if seen():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to pass")


def test_two_clocks_share_the_work_and_leave_when_told(
    app: Flask, world: World, config: Config, tmp_path: Path
) -> None:
    never = clock.at(date(2100, 1, 1))  # the processes go by the real clock
    for n in range(6):
        post.enqueue(
            f"k:{n}", kind="test", to=f"xa{n}@lamgiang.vn", template="test", expires_at=never, name="Xã"
        )
    with mailsink(tmp_path / "log") as sink:
        both = [start(config, SMTP_HOST="127.0.0.1", SMTP_PORT=str(sink.port)) for _ in range(2)]
        try:
            until(lambda: len(sink.letters()) >= 6)
            until(lambda: len(db.session.scalars(select(Heartbeat.node)).all()) == 2)
        finally:
            for each in both:
                each.send_signal(signal.SIGTERM)
            codes = [each.wait(PATIENCE) for each in both]
        assert codes == [0, 0]
        assert len(sink.letters()) == 6
    db.session.rollback()
    runs = db.session.execute(select(JobSlot.job, func.count()).group_by(JobSlot.job, JobSlot.slot_at)).all()
    assert {n for _, n in runs} == {1}
    assert {"open-period", "tidy"} <= {job for job, _ in runs}


def test_a_clock_that_is_stuck_ends_itself(config: Config) -> None:
    code = (
        "from tracker.app import create_app; from tracker.scheduler import runner; "
        "runner.watch(runner.Clockwork(create_app()), 0.05, silence=0.2)"
    )
    environ = {**os.environ, "TRACKER_INSTANCE": str(config.instance), "DATABASE_URL": config.database}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, timeout=PATIENCE, capture_output=True
    )
    assert done.returncode == 70
    assert b"clock_stuck" in done.stderr
