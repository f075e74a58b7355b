"""The product as its users meet it: gunicorn in a process of its own, on a throw-away instance, by the real clock."""

from __future__ import annotations

import atexit
import http.client
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from flask import Flask

from tests import make, world
from tests.slow_line import slow_line
from tracker import clock
from tracker.app import create_app
from tracker.assignments.models import Assignment
from tracker.commands.web import gunicorn
from tracker.config import Config, load
from tracker.db import db, disconnect
from tracker.migrations import upgrading

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30  # seconds to answer first
LINE = {"ms": 0}  # how late answers reach the browser: --slow-line


@dataclass
class Live:
    """A running server and, on the same database, an application for the test to prepare and look with."""

    url: str
    config: Config
    app: Flask
    world: world.World
    log: Path

    @contextmanager
    def now(self) -> Iterator[None]:
        """The application's context at the true time, as the server has it."""
        with clock.frozen_at(datetime.now(UTC)), self.app.app_context():
            yield

    def cookie(self, name: str) -> dict[str, str]:
        """A signed-in member of the cast, as a cookie for Playwright's `add_cookies`."""
        with self.now():
            return {"name": "s", "value": self.world.session_cookie(name), "url": self.url}

    def give(self, text: str, days: int) -> Assignment:
        """More work for Bình's commune, due so many days from today."""
        with self.now():
            due_on = clock.today() + timedelta(days=days)
            task = make.make_task(self.world.directive, text=text, due_on=due_on, section="mục 1, ý 2")
            given = clock.today() - timedelta(days=20)
            return make.make_assignment(self.world.dam, due_on, task, assigned_on=given)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A server of our own with the named cast; its work was due four days ago."""
    with serving(tmp_path) as made:
        yield made


@contextmanager
def serving(folder: Path, workers: int = 1, made: Path | None = None, **more: str) -> Iterator[Live]:
    """Make an instance in a folder, people it, and serve it until the end; `more` are further settings.

    On SQLite it is a copy: of one made before, or of one with no more in it than the cast.
    """
    port = free_port()
    settings = {
        "TRACKER_INSTANCE": str(folder),
        "SECRET_KEY": "t" * 64,
        "BASE_URL": f"http://127.0.0.1:{port}",
        **more,
    }
    config = load(settings)
    if config.is_sqlite:
        shutil.copytree(made or peopled(today()), folder, dirs_exist_ok=True)
    app = create_app(config)
    if not config.is_sqlite:
        people(app)
    with app.app_context():
        cast = world.load_world()
        db.session.remove()
    log = folder / "web.log"
    with reachable(settings, port, log, workers):
        yield Live(config.base_url, config, app, cast, log)
    with app.app_context():
        db.session.remove()
        disconnect()


def today() -> date:
    """The day it truly is at the office."""
    return clock.local(datetime.now(UTC)).date()


@cache
def peopled(day: date) -> Path:
    """An instance to copy with the cast of a day, made once per process: migrating takes longer than most stories."""
    folder = Path(tempfile.mkdtemp(prefix="don-doc-live-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = create_app(load({"TRACKER_INSTANCE": str(folder), "SECRET_KEY": "t" * 64}))
    people(app)
    with app.app_context():
        disconnect()  # the last to go moves SQLite's log into the file
    return folder


def people(app: Flask) -> None:
    """Make the tables and the cast, whose work was due four days ago by the true clock."""
    upgrading.bring_up_to_date(app)
    with clock.frozen_at(datetime.now(UTC)), app.app_context():
        world.build_world(due_on=clock.today() - timedelta(days=4))
        db.session.remove()


@contextmanager
def reachable(settings: dict[str, str], port: int, log: Path, workers: int) -> Iterator[None]:
    """gunicorn on a port, or behind a slow line to it where the run asks for one."""
    behind = free_port() if LINE["ms"] else port
    with running(settings, behind, log, workers), ExitStack() as stack:
        if behind != port:
            stack.enter_context(slow_line(port, behind, LINE["ms"]))
        yield


@contextmanager
def running(settings: dict[str, str], port: int, log: Path, workers: int = 1) -> Iterator[None]:
    """gunicorn on a port, ended at the end: forked from a process that has imported what it imports."""
    command = gunicorn(f"127.0.0.1:{port}", workers, threads=4)
    server = nursery().Process(target=serve, args=(command, os.environ | settings, log))
    server.start()
    try:
        wait_for(port, server, log)
        yield
    finally:
        server.terminate()
        server.join(PATIENCE)
        server.close()


@cache
def nursery() -> ForkServerContext:
    """Where servers are forked: to import the product for each of them takes longer than most stories."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.imported"])
    return made


def serve(command: list[str], environment: dict[str, str], log: Path) -> None:
    """Become what `python -m gunicorn ...` is in this environment, with the log as its output."""
    from gunicorn.app.wsgiapp import run

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    sys.argv = command[1:]
    run(prog="gunicorn")


def wait_for(port: int, server: BaseProcess, log: Path) -> None:
    """Until the server answers anything at all."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.is_alive():
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as door:
                door.request("HEAD", "/dang-nhap")
                door.getresponse().read()
                return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(log.read_text("utf-8", "replace")[-3000:])


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
