"""Whose turn it is to write: SQLite's own waiting is a lottery with sleeps of up to 100 ms, so writers queue here.

Within a process first come, first served; between processes by turns, through two locks of the kernel on files
beside the database. A process whose writers wait keeps its turn for some of them: to hand it over takes longer than
to write. A process that ends in any way gives its locks back.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic, sleep

try:
    import fcntl
except ImportError:  # not on this system: there SQLite alone sees to it that one process writes
    fcntl = None  # type: ignore[assignment]

PATIENCE = 15.0  # seconds; then SQLite itself is asked, whose answer is an honest error
LOOK_AGAIN = 0.0002  # seconds
IN_A_ROW = 8  # writers of one process while another process waits


class FairLock:
    """A lock that goes to who has waited longest."""

    def __init__(self) -> None:
        self._guard, self._queue, self._held = Lock(), deque[Lock](), False

    def acquire(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = Lock()
            turn.acquire()
            self._queue.append(turn)
        turn.acquire()

    def release(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits."""
        return bool(self._queue)


class WriteQueue:
    """The queue before one SQLite file, or, without a file, before nothing but this process's writers."""

    def __init__(self) -> None:
        self._threads = FairLock()
        self._paths: tuple[str, ...] = ()
        self._files: tuple[int, ...] = ()
        self._process = self._written = 0
        self._has_turn = False

    def stand_before(self, database: str | None) -> None:
        """Queue with the other processes that write to this file; None: another kind of database."""
        for file in self._files:
            os.close(file)
        self._paths = (f"{database}-next", f"{database}-turn") if database and fcntl else ()
        self._files, self._process, self._has_turn = (), 0, False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One writer at a time runs inside."""
        self._threads.acquire()
        try:
            files = self._opened()
            if files and not self._has_turn:
                _among_processes(*files)
                self._has_turn, self._written = True, 0
            try:
                yield
            finally:
                self._written += 1
                if files and not (self._threads.is_wanted and self._written < IN_A_ROW):
                    _give(files[1])
                    self._has_turn = False
        finally:
            self._threads.release()

    def _opened(self) -> tuple[int, ...]:
        """The files, opened anew after a fork: a lock belongs to an opened file, and both sides would share it."""
        if self._paths and self._process != os.getpid():
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._files, self._process, self._has_turn = (), os.getpid(), False
            with suppress(OSError):  # the folder is gone: SQLite will say so better
                self._files = tuple(os.open(path, flags, 0o600) for path in self._paths)
        return self._files


def _among_processes(upcoming: int, current: int) -> None:
    """Wait for the turn. Who is next holds the first file, so that turns alternate."""
    until = monotonic() + PATIENCE
    _take(upcoming, until)
    _take(current, until)
    _give(upcoming)


def _take(file: int, until: float) -> None:
    while monotonic() < until:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sleep(LOOK_AGAIN)


def _give(file: int) -> None:
    fcntl.flock(file, fcntl.LOCK_UN)
