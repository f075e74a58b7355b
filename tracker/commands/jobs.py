"""`tracker jobs`: keep the times, run one job by hand, or say when each ran last and runs next."""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from datetime import datetime

import click

from tracker import clock
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
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]), help="As of this office time."
)
def run(name: str, at: datetime | None) -> None:
    """Run one job now, or as it would have run at a past office time. Running it twice changes nothing more."""
    moment = at and at.replace(tzinfo=clock.OFFICE)
    if moment and name == "deliver":
        raise click.BadOptionUsage("at", "Letters leave by the clock on the wall; deliver takes no --at.")
    if moment and moment > clock.now():
        raise click.BadOptionUsage("at", "This time is still to come; its letters would go before their day.")
    with clock.frozen_at(moment) if moment else nullcontext():
        click.echo(json.dumps(runner.run_once(create_app(), name), ensure_ascii=False))


@jobs.command("list")
def list_jobs() -> None:
    """Each job, its time of day, its next run, and how the last one went; times are the office's."""
    now = clock.now()
    with create_app().app_context():
        last = queries.last_runs()
    click.echo(f"{'job':13} {'next':17} last\n{'deliver':13} every {runner.TICK:.0f} s")
    for job in JOBS:
        ran = last.get(job.name)
        told = (
            f"{_told(ran.slot_at)} {ran.state} {json.dumps(ran.result, ensure_ascii=False)}"
            if ran
            else "never"
        )
        click.echo(f"{job.name:13} {_told(job.upcoming(now)):17} {told}")


def _told(moment: datetime) -> str:
    """A moment as the office's clock and calendar show it."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
