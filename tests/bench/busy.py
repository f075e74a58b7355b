"""Somebody writes all the while: what a page costs when nothing that was read before it holds any longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask

from tracker.scheduler.slots import beat

EVERY = 0.02
"""Seconds between two rows written; eight clients are answered more slowly than that by each process."""


@contextmanager
def someone_writes(*apps: Flask) -> Iterator[None]:
    """Meanwhile a row is written into each application's database, fifty times a second."""
    stop = Event()
    writers = [Thread(target=_write, args=(app, stop), daemon=True) for app in apps]
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def _write(app: Flask, stop: Event) -> None:
    with app.app_context():
        while not stop.wait(EVERY):
            beat("bench", "bench")
