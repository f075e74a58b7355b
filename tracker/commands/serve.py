"""`tracker serve`: the web and the clock as two processes that live and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FrameType

import click

from tracker.app import create_app
from tracker.migrations import upgrading
from tracker.people.queries import anybody

PATIENCE = 40  # seconds; gunicorn gives requests under way 30


class _Told(Exception):
    """Somebody sent SIGTERM or pressed Ctrl-C."""


class _Ear:
    """Remembers a signal that comes while programs are being started, so that none is left behind unknown."""

    told = False
    listening = False

    def hear(self, number: int, frame: FrameType | None) -> None:
        self.told = True
        if self.listening:
            raise _Told

    def listen(self) -> None:
        self.listening = True
        if self.told:
            raise _Told


@click.command()
def serve() -> None:
    """Run `tracker web` and `tracker jobs serve`; if one dies, end the other and exit with 1."""
    app = create_app()
    click.echo(upgrading.prepare(app), err=True)
    with app.app_context():
        if not anybody():
            click.echo(
                "Chưa có ai đăng nhập được: chạy `tracker init` trước. / Nobody can sign in yet.", err=True
            )
    itself = [sys.executable, "-m", "tracker"]
    sys.exit(run_together({"web": [*itself, "web"], "jobs": [*itself, "jobs", "serve"]}))


def run_together(
    programs: Mapping[str, Sequence[str]], *, when_started: Callable[[], None] = lambda: None
) -> int:
    """Run named programs until SIGTERM or Ctrl-C (then 0) or until one of them ends by itself (then 1).

    Each has a session of its own, so that Ctrl-C reaches them once, through us. `when_started` is called when
    all have been started; when it raises, they are ended too.
    """
    ear = _Ear()
    before = {number: signal.signal(number, ear.hear) for number in (signal.SIGTERM, signal.SIGINT)}
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in programs.items():
            running[name] = subprocess.Popen(command, start_new_session=True)
        ear.listen()
        when_started()
        _wait_for_one(running)
        return 1
    except _Told:
        return 0
    finally:
        ear.listening = False  # a second Ctrl-C must not keep us from ending them
        _end(running.values())
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_one(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Return when one of ours has ended. As the first process of a container we also inherit strangers."""
    names = {process.pid: name for name, process in running.items()}
    ended, status = os.wait()
    while ended not in names:
        ended, status = os.wait()
    click.echo(f"tracker {names[ended]} ended by itself with {os.waitstatus_to_exitcode(status)}", err=True)


def _end(running: Iterable[subprocess.Popen[bytes]]) -> None:
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
