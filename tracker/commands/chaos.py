"""`tracker chaos`: break things on purpose and count what was lost."""

from __future__ import annotations

import subprocess
import sys

import click

from tracker.config import ROOT


@click.group()
def chaos() -> None:
    """Fault runs against real processes; they leave nothing behind."""


@chaos.command()
@click.option("--kills", default=100, show_default=True, type=click.IntRange(1))
@click.option("--seed", type=int, help="the dice of an earlier run")
@click.option("--database", default="sqlite", show_default=True, type=click.Choice(["sqlite", "postgresql"]))
@click.option("--json", "as_json", is_flag=True, help="one JSON object on standard output")
def kill(kills: int, seed: int | None, database: str, as_json: bool) -> None:
    """kill -9 sending workers; compare the mail server's log with the tables."""
    if not (ROOT / "tests").is_dir():
        raise click.ClickException("fault runs are in the checkout, not in the installed package")
    command = ["-m", "tests.chaos.kill", "--kills", str(kills), "--database", database]
    command += ["--seed", str(seed)] if seed is not None else []
    command += ["--json"] if as_json else []
    sys.exit(subprocess.run([sys.executable, *command], cwd=ROOT).returncode)
