"""`tracker db`: bring the database to this version, or show where it stands."""

from __future__ import annotations

import click

from tracker.app import create_app
from tracker.migrations import upgrading


@click.group()
def database() -> None:
    """Migrations."""


@database.command()
def upgrade() -> None:
    """Bring the database to this version, after a backup where there is something to back up."""
    click.echo(upgrading.prepare(create_app()))


@database.command()
def status() -> None:
    """The database's version and this program's."""
    found, wanted = upgrading.versions(create_app())
    click.echo(f"{found or '-'} -> {wanted}")


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write the next numbered migration from the models (for developers)."""
    click.echo(upgrading.write_revision(create_app(), message))
