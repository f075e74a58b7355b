"""`tracker chaos`: break things on purpose and count what was lost, in the environment of the tests."""

from __future__ import annotations

import click

from tracker.commands.bench import AS_THEY_ARE, run_program


@click.command(context_settings=AS_THEY_ARE)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def chaos(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run one fault run against real processes; list them without a NAME. It leaves nothing behind."""
    run_program("chaos", "fault run", name, arguments)
