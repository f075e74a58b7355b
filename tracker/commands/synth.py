"""`tracker synth`: fill an empty database with believable work."""

from __future__ import annotations

import json

import click

from tracker import clock
from tracker.app import create_app
from tracker.demo.synth import fill
from tracker.errors import Refused
from tracker.migrations import upgrading


@click.command()
@click.option("--assignments", required=True, type=click.IntRange(1), help="how many tasks given to bodies")
@click.option(
    "--bodies",
    default=200,
    show_default=True,
    type=click.IntRange(1, 4_000),
    help="how many bodies, at least",
)
@click.option(
    "--open",
    "still_open",
    type=click.IntRange(0),
    help="how many are not done; else by the mix, 10,000 above 50,000",
)
@click.option("--json", "as_json", is_flag=True, help="say what was made as one JSON object")
def synth(assignments: int, bodies: int, still_open: int | None, as_json: bool) -> None:
    """Fill a database without directives with an invented province and its work.

    30 % done (one in five late), 15 % overdue, 55 % not yet due; made anew from the same dice each time.
    """
    app = create_app()
    click.echo(upgrading.bring_up_to_date(app), err=True)
    began = clock.monotonic()
    with app.app_context():
        try:
            made: dict[str, float] = dict(fill(assignments, bodies=bodies, still_open=still_open))
        except Refused:
            raise click.ClickException(
                "the database holds directives; name an empty one (TRACKER_INSTANCE=folder)"
            ) from None
    made["seconds"] = round(clock.monotonic() - began, 1)
    if as_json:
        click.echo(json.dumps(made))
    else:
        click.echo(", ".join(f"{name} {number:,}" for name, number in made.items()))
