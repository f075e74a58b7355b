"""The files waiting on this machine to be read off pictures: taken one by one by one process, outside of any request.

The process is `tracker readings`. The web starts it after each upload; where one runs already the newcomer leaves.
"""

from __future__ import annotations

import fcntl
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import select, update

from tracker import clock
from tracker.config import ROOT, Config
from tracker.db import db, transaction
from tracker.errors import Conflict, Refused
from tracker.files.keeping import keep
from tracker.files.rules import DIRECTIVES
from tracker.intake import readers
from tracker.intake.actions.reading import finish_reading
from tracker.intake.models import Reading
from tracker.intake.readers import DEFAULT_LIMIT, Unreadable
from tracker.intake.refusal import is_secret, refusal
from tracker.people.models import Person
from tracker.people.queries import as_viewer

ANSWERED = (
    "not_a_directive",
)  # refusals after which the office may still want the text: the file is not thrown away

_started: list[subprocess.Popen[bytes]] = []


def node(config: Config) -> str:
    """This machine's instance: the only place where a file waiting here lies."""
    return f"{platform.node()}:{config.instance}"


def path_of(config: Config, reading: Reading) -> Path:
    """Where the bytes lie while they wait."""
    return config.instance / "quarantine" / reading.held


def forget_unless(config: Config, held: str, made: object) -> None:
    """Throw the bytes away where the form had been sent before: then another file waits for the same reading."""
    if getattr(made, "held", None) != held:
        (config.instance / "quarantine" / held).unlink(missing_ok=True)


def start(config: Config) -> None:
    """See to it that a process reads what waits; returns at once."""
    _started[:] = [process for process in _started if process.poll() is None]
    settings = {
        "TRACKER_INSTANCE": str(config.instance),
        "DATABASE_URL": config.database,
        "BASE_URL": config.base_url,
        "SECRET_KEY": config.secret_key,
        "TRACKER_READY": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "readings"],
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _started.append(process)


def work(config: Config) -> int:
    """Read all that waits here; how many files that were. Does nothing where another process is at it."""
    read = 0
    while _waiting(config):  # asked again after the lock is given back: a file may have come in between
        with _alone(config) as is_alone:
            if not is_alone:
                return read
            while (reading_id := _take(config)) is not None:
                _read(config, reading_id)
                read += 1
    return read


def _waiting(config: Config) -> bool:
    db.session.rollback()  # a new look
    waiting = select(Reading.id).where(Reading.state == "waiting", Reading.node == node(config)).limit(1)
    return db.session.scalar(waiting) is not None


@contextmanager
def _alone(config: Config) -> Iterator[bool]:
    """Whether no other process of this machine reads; the lock goes with the process, however that ends."""
    with (config.instance / "readings.lock").open("w") as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _take(config: Config) -> int | None:
    """The file that waits longest, now being read."""
    with transaction() as session:
        first = session.scalar(
            select(Reading)
            .where(Reading.state == "waiting", Reading.node == node(config))
            .order_by(Reading.id)
        )
        if first is None:
            return None
        first.state, first.beat_at, first.pages_done = "reading", clock.now(), 0
        return first.id


def _read(config: Config, reading_id: int) -> None:
    """One file, to its draft or to the reason why not."""
    reading = db.session.get_one(Reading, reading_id)
    path = path_of(config, reading)
    try:
        told = partial(_tell, config, reading_id)
        found = readers.look(path, reading.name)
        secret = partial(is_secret, by_machine=True)
        result = readers.read_pictures(path, reading.name, found, told, secret)
        code = refusal(result.text, by_machine=True)
        if code and not (code == "not_a_directive" and reading.is_taken_anyway):
            raise Refused(code)
        with path.open("rb") as file:
            kept = keep(config, file, reading.name, DEFAULT_LIMIT, kinds=DIRECTIVES)
        actor = as_viewer(db.session.get_one(Person, reading.started_by_id), clock.today())
        finish_reading(actor, db.session.get_one(Reading, reading_id), text=result.text, kept=kept)
    except (Unreadable, Refused) as problem:
        _refuse(reading_id, problem.code)
    except (FileNotFoundError, Conflict):  # given up in the meantime
        _refuse(reading_id, "broken")
    if not db.session.get_one(Reading, reading_id, populate_existing=True).held:
        path.unlink(missing_ok=True)


def _tell(config: Config, reading_id: int, done: int, of: int) -> None:
    """How far the reading is, and that this process is alive: for those who wait behind it too."""
    with transaction() as session:
        session.execute(update(Reading).where(Reading.id == reading_id).values(pages_done=done, pages=of))
        alive = (Reading.id == reading_id) | (Reading.state == "waiting")
        session.execute(
            update(Reading).where(Reading.node == node(config), alive).values(beat_at=clock.now())
        )


def _refuse(reading_id: int, code: str) -> None:
    """Write down why; of a file that will not be asked for again not even the name stays."""
    with transaction() as session:
        row = session.get_one(Reading, reading_id, populate_existing=True)
        if row.state == "dropped":
            return
        row.state, row.problem = "refused", code
        if code not in ANSWERED:
            row.name = row.held = ""
