"""The one process that keeps the times. APScheduler is its clock and nothing more: no job store, no leader."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor as Threads
from concurrent.futures import wait
from contextvars import copy_context
from functools import partial
from types import FrameType
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from tracker import clock
from tracker.audit import trail
from tracker.config import Config
from tracker.db import db
from tracker.exports.actions import files_wait
from tracker.exports.actions import make_waiting as make_files
from tracker.outbox.delivery import deliver_due
from tracker.outbox.transport import Pace
from tracker.scheduler import slots
from tracker.scheduler.jobs import JOBS, Job, doors

TICK = 15.0  # seconds
SILENCE = 60  # seconds without a sign of life after which the process ends itself
PATIENCE = 30  # seconds for the letter under way when told to stop
SIGN = 5.0  # seconds between signs of life while a long job runs
SHARE = 10.0  # seconds of delivering before the slots are looked at again

log = structlog.get_logger("tracker.scheduler")


class Clockwork:
    """One process's rounds: slots that are due, then letters, then the heartbeat."""

    def __init__(self, app: Flask, pace: Pace | None = None) -> None:
        self.app = app
        self.config: Config = app.extensions["config"]
        self.pace = pace or Pace()
        self.node = f"{socket.gethostname()}/{os.getpid()}"
        self.stopping = threading.Event()
        self.alive_at = clock.monotonic()

    def alive(self) -> None:
        """Note a sign of life; SMTP steps give one each, so a slow server is not taken for a stuck process."""
        self.alive_at = clock.monotonic()

    def tick(self) -> None:
        """One round. Whatever goes wrong is logged and told with the heartbeat; the next round comes anyway."""
        error = ""
        trail.way_in.set("job")
        with self.app.app_context():
            try:
                while self.run_slots() and self.deliver():
                    self.alive()
                self.make_files()
            except Exception as problem:
                error = f"{type(problem).__name__}: {problem}"
                log.exception("tick_failed")
            try:
                slots.beat(self.node, "jobs", error)
            except Exception:
                log.exception("heartbeat_failed")
            db.session.remove()
        self.alive()

    def run_slots(self) -> bool:
        """Run every slot that is due and nobody has run. False when told to stop."""
        for job in JOBS:
            slot_at = job.latest(clock.now())
            if self.stopping.is_set():
                return False
            if slot_at is not None and slots.take(job.name, slot_at, self.node):
                self._run(job, slot_at)
        return True

    def deliver(self) -> bool:
        """Send letters for a while. True when there are more."""
        run = deliver_due(
            self.config,
            doors(),
            owner=self.node,
            pace=self.pace,
            stop=self.stopping.is_set,
            alive=self.alive,
            seconds=SHARE,
        )
        if run.outcomes:
            log.info("letters", **run.outcomes)
        return run.is_more

    def _run(self, job: Job, slot_at: Any) -> None:
        try:
            hold = partial(slots.hold, job.name, slot_at, self.node)
            result, failed = self._beside(job.run, hold) if job.is_long else job.run(), False
        except Exception as problem:
            log.exception("job_failed", job=job.name)
            result, failed = {"error": f"{type(problem).__name__}: {problem}"[:300]}, True
        slots.finish(job.name, slot_at, self.node, result, failed=failed)
        log.info("job", name=job.name, slot=slot_at.isoformat(), failed=failed, result=result)

    def make_files(self) -> None:
        """Make the workbooks that people wait for, beside the letters."""
        if files_wait() and not self.stopping.is_set():
            log.info("files", **self._beside(partial(make_files, self.config.instance)))

    def _beside(
        self, run: Callable[[], dict[str, Any]], hold: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """Do a long job in a thread of its own: meanwhile the clock beats, the slot is held and letters leave."""
        with Threads(1) as pool:
            doing = pool.submit(copy_context().run, self._in_context, run)
            while wait([doing], timeout=SIGN).not_done:
                self.alive()
                if hold:
                    hold()
                slots.beat(self.node, "jobs", "")
                self.deliver()
            return doing.result()

    def _in_context(self, run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        with self.app.app_context():
            return run()


def serve(app: Flask, seconds: float = TICK) -> None:
    """Keep the times until SIGTERM or SIGINT: finish the letter under way, at most 30 s, and return."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it tells of every round
    clockwork = Clockwork(app)
    scheduler = BlockingScheduler(
        timezone=clock.OFFICE,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(clockwork.tick, "interval", seconds=seconds, next_run_time=clock.local(clock.now()))

    def stop(number: int, frame: FrameType | None) -> None:
        clockwork.stopping.set()
        leave = threading.Timer(PATIENCE, os._exit, (75,))
        leave.daemon = True
        leave.start()
        scheduler.shutdown(wait=False)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threading.Thread(target=watch, args=(clockwork, seconds), name="watchdog", daemon=True).start()
    log.info("clock_started", node=clockwork.node, tick=seconds)
    scheduler.start()


def watch(clockwork: Clockwork, seconds: float, silence: float = SILENCE) -> None:
    """End the process when nothing has moved for a minute: its supervisor starts another."""
    while not clockwork.stopping.wait(min(seconds, 5)):
        if clock.monotonic() - clockwork.alive_at > silence:
            log.error("clock_stuck", seconds=silence)
            os._exit(70)


def run_once(app: Flask, name: str) -> dict[str, Any]:
    """Run one job now, by hand, outside its slots. Raises KeyError for an unknown name."""
    clockwork = Clockwork(app)
    with app.app_context(), trail.coming_by("job"):
        if name == "deliver":
            sent: Counter[str] = Counter()
            more = True
            while more:
                run = deliver_due(clockwork.config, doors(), owner=clockwork.node)
                sent, more = sent + run.outcomes, run.is_more
            return dict(sent)
        return {job.name: job for job in JOBS}[name].run()
