"""`tracker readings`: read the scans that wait on this machine."""

from __future__ import annotations

import os

import click

from tracker.app import create_app
from tracker.intake import queue


@click.command()
def readings() -> None:
    """Read every scan that waits here into its draft, then end. The web starts this by itself."""
    os.nice(10)  # those who work with the pages come first
    app = create_app()
    with app.app_context():
        click.echo(f"{queue.work(app.extensions['config'])} read", err=True)
