"""`tracker jobs`: keep the times, run one job by hand, or say when each ran last."""

from __future__ import annotations

import json
import os

import click

from tracker.app import create_app
from tracker.migrations import upgrading
from tracker.scheduler import queries, runner
from tracker.scheduler.jobs import JOBS


@click.group()
def jobs() -> None:
    """The clock: reminders, letters, opening of periods, tidying."""


@jobs.command()
def serve() -> None:
    """Keep the times until told to stop. Any number of these may run; each slot runs once."""
    app = create_app()
    click.echo(upgrading.prepare(app), err=True)
    runner.serve(app, float(os.environ.get("TRACKER_TICK_SECONDS", runner.TICK)))


@jobs.command()
@click.argument("name", type=click.Choice([*(job.name for job in JOBS), "deliver"]))
def run(name: str) -> None:
    """Run one job now. Running it twice changes nothing more."""
    click.echo(json.dumps(runner.run_once(create_app(), name), ensure_ascii=False))


@jobs.command("list")
def list_jobs() -> None:
    """Each job, its time of day, and its last run."""
    with create_app().app_context():
        last = queries.last_runs()
    click.echo(f"{'deliver':12} every {runner.TICK:.0f} s")
    for job in JOBS:
        ran = last.get(job.name)
        told = f"{ran.slot_at:%Y-%m-%d %H:%MZ} {ran.state} {json.dumps(ran.result)}" if ran else "never"
        click.echo(f"{job.name:12} {job.hour:02d}:{job.minute:02d}   {told}")
