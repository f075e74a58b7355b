"""`tracker web`: the pages, by gunicorn."""

from __future__ import annotations

import os
import sys

import click

from tracker import config as settings
from tracker.app import create_app
from tracker.migrations import upgrading

FORKS, THREADS = 2, 4  # processes, and threads in each


@click.command()
@click.option("--bind", help="address:port or unix:/path; the setting BIND unless given")
@click.option("--workers", default=FORKS, show_default=True, type=click.IntRange(1), help="processes")
@click.option(
    "--threads", default=THREADS, show_default=True, type=click.IntRange(1), help="threads in each process"
)
def web(bind: str | None, workers: int, threads: int) -> None:
    """Bring the database to this version, then answer browsers until told to stop."""
    config = settings.load()
    click.echo(upgrading.prepare(create_app(config)), err=True)
    # a process's requests follow one another (`web/worker.py`): a store of memory for each thread would be idle
    environment = {"MALLOC_ARENA_MAX": "1"} | os.environ
    words = [sys.executable, *gunicorn(bind or config.bind, workers, threads)]
    # gunicorn takes this process's place, so a signal to it is one to gunicorn
    os.execve(sys.executable, words, environment)  # noqa: S606


def gunicorn(
    bind: str, workers: int, threads: int, application: str = "tracker.commands.served:served()"
) -> list[str]:
    """What follows `python` to serve an application as we are served.

    The control socket would open in the home folder of whoever runs us.
    """
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    pool = [
        "--worker-class",
        "tracker.web.worker.Worker",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
    ]
    patience = ["--timeout", "60", "--graceful-timeout", "30"]
    return [
        "-m",
        "gunicorn",
        "--no-control-socket",
        "--bind",
        bind,
        *pool,
        *patience,
        *memory,
        application,
    ]
