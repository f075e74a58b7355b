"""`tracker backup`: make a copy of everything, check one, lay one out as a new instance."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import Flask

from tracker import config as settings
from tracker.app import create_app
from tracker.audit import trail
from tracker.config import Config
from tracker.ops import actions, nightly, rotation
from tracker.ops import backup as copies
from tracker.ops.failed import BackupFailed


@click.group()
def backup() -> None:
    """Copies of the database and the files. Keys are not in them: keep them apart."""


FOLDER = click.Path(path_type=Path)


@backup.command()
@click.option("--to", "folder", type=FOLDER, help="Folder for copies, on another disk. Default: BACKUP_TO.")
@click.option(
    "--keep", help="Such as 7d,4w,12m: of the copies there, keep the newest of so many days, weeks, months."
)
@click.option("--json", "as_json", is_flag=True)
def run(folder: Path | None, keep: str | None, as_json: bool) -> None:
    """Make a copy while the product runs. With --keep others are deleted, once the new one has been checked."""
    app = create_app()
    folder = _folder(app, folder)
    kept = _said(lambda: rotation.wanted(keep)) if keep is not None else {}
    made = _said(lambda: copies.run(app, folder))
    with app.app_context():
        actions.note_backup(made)
    gone = _thinned(made, kept) if kept else []
    near = _same_disk(app.extensions["config"].instance, made)
    if near:
        click.echo(
            "warning: the copy lies on the same disk as the original; a broken disk takes both", err=True
        )
    told = {"path": str(made), "same_disk": near} | ({"deleted": gone} if kept else {})
    click.echo(json.dumps(told) if as_json else f"copied to {made}")
    for name in gone if not as_json else ():
        click.echo(f"deleted {name}")
    click.echo(f"not in the copy, keep apart: {', '.join(copies.APART)}", err=True)


@backup.command()
@click.option("--from", "folder", type=FOLDER, help="Folder of copies. Default: BACKUP_TO.")
@click.option("--json", "as_json", is_flag=True)
def drill(folder: Path | None, as_json: bool) -> None:
    """Bring the newest copy back into a throw-away folder and read all of it there."""
    app = create_app()
    newest = _said(lambda: rotation.newest(_folder(app, folder)))
    with app.app_context():
        found = _said(lambda: nightly.try_out(newest, rotation.sound_here))
    said = "sound: {copy}, schema {schema}, {rows} rows, {files} files, brought back and read in {seconds} s"
    click.echo(json.dumps(found) if as_json else said.format(**found))


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


def _folder(app: Flask, stated: Path | None) -> Path:
    """Where copies are: as stated, else as configured."""
    config: Config = app.extensions["config"]
    if stated is None and not config.backup_to:
        raise click.UsageError("name the folder of copies, or set BACKUP_TO")
    return (stated or Path(config.backup_to)).resolve()


def _thinned(made: Path, kept: dict[str, int]) -> list[str]:
    _said(lambda: copies.check(made, sound_until))
    return rotation.thin_out(made.parent, kept)


def _said(work: Any) -> Any:
    try:
        return work()
    except BackupFailed as failure:
        raise click.ClickException(str(failure)) from None


def _same_disk(one: Path, other: Path) -> bool:
    return one.exists() and one.stat().st_dev == other.stat().st_dev


def _short(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "files"} | {"files": len(facts["files"])}
