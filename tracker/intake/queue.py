"""The files waiting on this machine to be read off pictures: taken one by one by one process, outside of any request.

The process is `tracker readings`. The web starts it after each upload; where one runs already the newcomer leaves.
"""

from __future__ import annotations

import fcntl
import os
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
from tracker.intake.held import lay_down, node, path_of, sheets_of, throw_away
from tracker.intake.models import Reading
from tracker.intake.readers import DEFAULT_LIMIT, ReadResult, Unreadable, Watch
from tracker.intake.refusal import is_secret, refusal
from tracker.intake.sheets import Sheet
from tracker.people.models import Person
from tracker.people.queries import as_viewer

ANSWERED = (
    "not_a_directive",
    "unread_pages",
)  # the office may still want the text: the file is not thrown away

_started: list[subprocess.Popen[bytes]] = []


def forget_unless(config: Config, held: str, made: object) -> None:
    """Throw the bytes away where the form had been sent before: then another file waits for the same reading."""
    if getattr(made, "held", None) != held:
        throw_away(path_of(config, held))


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
        first.state, first.beat_at = "reading", clock.now()
        return first.id


def _read(config: Config, reading_id: int) -> None:
    """One file, to its draft or to the reason why not."""
    reading = db.session.get_one(Reading, reading_id)
    path = path_of(config, reading.held)
    try:
        result = readers.read_pictures(
            path, reading.name, readers.look(path, reading.name), _watch(config, reading, path)
        )
        _check(reading, result)
        with path.open("rb") as file:
            kept = keep(config, file, reading.name, DEFAULT_LIMIT, kinds=DIRECTIVES)
        actor = as_viewer(db.session.get_one(Person, reading.started_by_id), clock.today())
        finish_reading(actor, db.session.get_one(Reading, reading_id), text=result.text, kept=kept)
    except (Unreadable, Refused) as problem:
        _refuse(reading_id, problem)
    except (FileNotFoundError, Conflict):  # given up in the meantime
        _refuse(reading_id, Unreadable("broken"))
    if not db.session.get_one(Reading, reading_id, populate_existing=True).held:
        throw_away(path)


def _watch(config: Config, reading: Reading, path: Path) -> Watch:
    """Pages read before are known, those the office goes on without are skipped, each page is told and kept."""
    skip = {number - 1 for number in reading.unread} if reading.is_enough else set()
    told = partial(_tell, config, reading.id, path)
    return Watch(sheets_of(path), skip, told, partial(is_secret, by_machine=True))


def _check(reading: Reading, result: ReadResult) -> None:
    """Raises Refused: unread_pages with their numbers, or why the text is not taken."""
    if result.unread and not reading.is_enough:
        raise Refused("unread_pages", unread=list(result.unread))
    code = refusal(result.text, by_machine=True)
    if code and not (code == "not_a_directive" and reading.is_taken_anyway):
        raise Refused(code)


def _tell(config: Config, reading_id: int, path: Path, done: int, number: int, sheet: Sheet | None) -> None:
    """How far the reading is, and that this process is alive: for those who wait behind it too."""
    if sheet is not None:
        lay_down(path, number, sheet)
    with transaction() as session:
        session.execute(update(Reading).where(Reading.id == reading_id).values(pages_done=done))
        alive = (Reading.id == reading_id) | (Reading.state == "waiting")
        session.execute(
            update(Reading).where(Reading.node == node(config), alive).values(beat_at=clock.now())
        )


def _refuse(reading_id: int, problem: Unreadable | Refused) -> None:
    """Write down why; of a file that will not be asked for again not even the name stays."""
    with transaction() as session:
        row = session.get_one(Reading, reading_id, populate_existing=True)
        if row.state == "dropped":
            return
        row.state, row.problem = "refused", problem.code
        if isinstance(problem, Refused):
            row.unread = problem.facts.get("unread", row.unread)
        if problem.code not in ANSWERED:
            row.name = row.held = ""
