"""`tracker search`: looking after what is searched."""

from __future__ import annotations

import json

import click

from tracker.app import create_app
from tracker.search.rebuild import rebuild as make_anew


@click.group()
def search() -> None:
    """The words that are searched."""


@search.command()
@click.option("--json", "as_json", is_flag=True)
def rebuild(as_json: bool) -> None:
    """Write all words that are searched anew, and say how many rows had wrong ones."""
    app = create_app()
    with app.app_context():
        mended = make_anew()
    if as_json:
        click.echo(json.dumps(mended))
        return
    for name, rows in mended.items():
        click.echo(f"{name}: {rows} mended")
