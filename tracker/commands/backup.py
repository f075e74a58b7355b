"""`tracker backup`: make a copy of everything, check one, lay one out as a new instance."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tracker import config as settings
from tracker.app import create_app
from tracker.audit import trail
from tracker.ops import actions
from tracker.ops import backup as copies


@click.group()
def backup() -> None:
    """Copies of the database and the files. Keys are not in them: keep them apart."""


@backup.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder for copies, on another disk.",
)
@click.option("--json", "as_json", is_flag=True)
def run(folder: Path, as_json: bool) -> None:
    """Make a copy while the product runs."""
    app = create_app()
    made = _said(lambda: copies.run(app, folder.resolve()))
    with app.app_context():
        actions.note_backup(made)
    near = _same_disk(app.extensions["config"].instance, made)
    if near:
        click.echo(
            "warning: the copy lies on the same disk as the original; a broken disk takes both", err=True
        )
    click.echo(json.dumps({"path": str(made), "same_disk": near}) if as_json else f"copied to {made}")
    click.echo(f"not in the copy, keep apart: {', '.join(copies.APART)}", err=True)


@backup.command()
@click.argument("copy", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def check(copy: Path, as_json: bool) -> None:
    """Read a copy as a restore would: hashes, integrity, the audit log."""
    facts = _said(lambda: copies.check(copy, sound_until))
    click.echo(json.dumps(_short(facts)) if as_json else f"sound: {copy}, made {facts['made_at']}")


@backup.command()
@click.argument("copy", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), required=True, help="A new or empty folder.")
def restore(copy: Path, into: Path) -> None:
    """Lay a copy out as an instance folder. Never over one that holds anything."""
    facts = _said(lambda: copies.restore(copy, into))
    click.echo(f"restored into {into}")
    if facts["kind"] == "postgresql":
        click.echo(f"now load the database: pg_restore --no-owner --dbname=DATABASE_URL {into / copies.DUMP}")
    click.echo(f"put {', '.join(copies.APART)} there too, then start with TRACKER_INSTANCE={into}")


def sound_until(database: Path) -> int | None:
    """Verify the audit chain of a database file with this installation's key."""
    config = replace(settings.load(), database_url=f"sqlite:///{database}")
    with create_app(config).app_context():
        return trail.verify()


def _said(work: Any) -> Any:
    try:
        return work()
    except copies.BackupFailed as failure:
        raise click.ClickException(str(failure)) from None


def _same_disk(one: Path, other: Path) -> bool:
    return one.exists() and one.stat().st_dev == other.stat().st_dev


def _short(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "files"} | {"files": len(facts["files"])}
