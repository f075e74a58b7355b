"""How a process of `tracker web` shares its one interpreter: requests one after another, connections with its twin."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 0.15  # seconds; what four that came at once take in turn, when the machine is full


class OneByOne:
    """Answer a process's requests one after another, so that threads do not take the interpreter from each other.

    Side by side they would all be late, and one that holds the turn at writing would hold it three times as long:
    whenever it asks the database, another goes on. A request longer than the patience (a slow upload, a long export)
    is left to itself, and the others go on beside it.
    """

    def __init__(self, application: Any, patience: float = PATIENCE) -> None:
        self._application, self._patience, self._busy = application, patience, Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        busy = self._busy
        if not busy.acquire(timeout=self._patience):
            busy = self._busy = Lock()
            busy.acquire()
        try:
            answer: Iterable[bytes] = self._application(environ, start_response)
            return answer
        finally:
            busy.release()


class Worker(ThreadWorker):  # type: ignore[misc]
    """Takes new connections only while a thread is free; otherwise a burst of them would all stay with one process."""

    @property
    def worker_connections(self) -> int:
        """How many connections are enough: as many as threads, besides the quiet ones kept open."""
        return int(self.cfg.threads) + len(self.keepalived_conns) + len(self.pending_conns)

    @worker_connections.setter
    def worker_connections(self, asked: int) -> None:
        """The setting of this name, 1,000, says when a process is full, not when its twin is freer."""
