"""The product as its users meet it: gunicorn in a process of its own, on a throw-away instance, by the real clock."""

from __future__ import annotations

import atexit
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from tests import make, world
from tracker import clock
from tracker.app import create_app
from tracker.assignments.models import Assignment
from tracker.commands.web import gunicorn
from tracker.config import Config, load
from tracker.db import db, disconnect
from tracker.migrations import upgrading

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30  # seconds to answer first


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
def serving(folder: Path, workers: int = 1, **more: str) -> Iterator[Live]:
    """Make an instance in a folder, people it, and serve it until the end; `more` are further settings."""
    port = free_port()
    settings = {
        "TRACKER_INSTANCE": str(folder),
        "SECRET_KEY": "t" * 64,
        "BASE_URL": f"http://127.0.0.1:{port}",
        **more,
    }
    config = load(settings)
    if config.is_sqlite:
        for name in ("audit.key", "dondoc.sqlite"):
            shutil.copy(peopled(clock.local(datetime.now(UTC)).date()) / name, folder)
    app = create_app(config)
    if not config.is_sqlite:
        people(app)
    with app.app_context():
        cast = world.load_world()
        db.session.remove()
    log = folder / "web.log"
    with running(settings, port, log, workers):
        yield Live(config.base_url, config, app, cast, log)
    with app.app_context():
        db.session.remove()
        disconnect()


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
def running(settings: dict[str, str], port: int, log: Path, workers: int = 1) -> Iterator[None]:
    """gunicorn on a port, ended at the end."""
    command = [sys.executable, *gunicorn(f"127.0.0.1:{port}", workers, threads=4)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | settings, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_for(port, server, log)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers anything at all."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as door:
                door.request("HEAD", "/dang-nhap")
                door.getresponse().read()
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace")[-3000:])


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
