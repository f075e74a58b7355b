"""Copies of everything that must not be lost: the database first, then every file it names.

Files are content-addressed and never overwritten, so copying them after the database is complete. Keys are not in
a copy: whoever finds one can neither sign sessions nor rewrite the audit log. Keep `secret.key` and `audit.key` apart.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from flask import Flask

from tracker import clock
from tracker.config import Config
from tracker.ops import dumps
from tracker.ops.failed import BackupFailed
from tracker.sqlite import driver

PAGES = 256  # copied at a time; writers go on in between
MANIFEST, SQLITE, DUMP = "manifest.json", "dondoc.sqlite", "dondoc.dump"
APART = ("secret.key", "audit.key", "config.toml")


def run(app: Flask, folder: Path) -> Path:
    """Make a copy in a new folder of `folder`, complete or not there at all. Returns its path."""
    config: Config = app.extensions["config"]
    folder.mkdir(parents=True, exist_ok=True)
    name = f"dondoc-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    part = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        facts = _copy_sqlite(config, part) if config.is_sqlite else dumps.dump(app, config, part / DUMP)
        facts["files_missing"] = _copy_files(config, part, facts.pop("digests"))
        facts |= {"made_at": clock.now().isoformat(), "kept_apart": list(APART), "files": _hashes(part)}
        _write(part / MANIFEST, json.dumps(facts, ensure_ascii=False, indent=1).encode())
        whole = next(place for place in _names(folder / name) if not place.exists())
        os.rename(part, whole)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return whole


def check(copy: Path, verify: Callable[[Path], int | None]) -> dict[str, Any]:
    """Read a copy as a restore would. Returns what it holds; raises BackupFailed with the first thing wrong.

    `verify` is given the path of a SQLite database and returns the number of the first unsound audit line, or None.
    """
    facts = manifest(copy)
    require_whole(copy, facts)
    with tempfile.TemporaryDirectory() as folder:
        name = SQLITE if facts["kind"] == "sqlite" else DUMP
        look_into(Path(shutil.copy(copy / name, folder)) if name == SQLITE else copy / name, facts, verify)
    return facts


def look_into(database: Path, facts: dict[str, Any], verify: Callable[[Path], int | None]) -> None:
    """Read a copy's database whole and hold it against its manifest. Raises BackupFailed with the first thing wrong."""
    if facts["kind"] != "sqlite":
        found = dumps.known_of(database)
        _compare(database, found, facts)
        return
    _look_into(database, facts)
    if (line := verify(database)) is not None:
        raise BackupFailed(
            f"{database}: the audit log is not sound from line {line} on (or this audit.key is not its key)"
        )


def restore(copy: Path, into: Path) -> dict[str, Any]:
    """Lay a copy out as a new instance folder. Raises BackupFailed where `into` holds anything."""
    facts = manifest(copy)
    if into.exists() and any(into.iterdir()):
        raise BackupFailed(
            f"{into} is not empty: a copy is only ever restored beside what is there, never over it"
        )
    require_whole(copy, facts)
    into.mkdir(parents=True, exist_ok=True)
    for name in facts["files"]:
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy / name, target)
    require_whole(into, facts)
    if facts["kind"] == "sqlite":
        with _opened(into / SQLITE) as database:
            database.execute("PRAGMA journal_mode=WAL")
    return facts


def _copy_sqlite(config: Config, part: Path) -> dict[str, Any]:
    """The online backup API with the driver the product writes with; a second SQLite library could spoil the file."""
    source_path = Path(config.database.removeprefix("sqlite:///"))
    if not source_path.exists():
        raise BackupFailed(f"{source_path}: there is no database yet")
    with _opened(source_path) as source, _opened(part / SQLITE) as target:
        source.execute("BEGIN")
        source.execute(
            "SELECT count(*) FROM sqlite_master"
        ).fetchone()  # hold this moment: writers do not restart us
        source.backup(target, pages=PAGES)
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")
        facts = _known(target)
    return facts | {"kind": "sqlite", "sqlite": driver().sqlite_version}


def _known(database: Any) -> dict[str, Any]:
    """What the copy says of itself: revision, rows of every table, the end of the audit chain, files named."""
    tables = [
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    ]
    head = database.execute("SELECT seq, hex(mac) FROM audit_head").fetchone()
    return {
        "revision": database.execute("SELECT version_num FROM alembic_version").fetchone()[0],
        "rows": {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables},  # noqa: S608
        "audit_head": {"seq": head[0], "mac": head[1].lower()} if head else None,
        "digests": [digest for (digest,) in database.execute("SELECT DISTINCT sha256 FROM stored_file")],
    }


def _look_into(path: Path, facts: dict[str, Any]) -> None:
    with _opened(path) as database:
        if (answer := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupFailed(f"{SQLITE}: {answer}")
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            raise BackupFailed(f"{SQLITE}: rows point at nothing: {broken[:3]}")
        _compare(path, _known(database), facts)


def _compare(path: Path, found: dict[str, Any], facts: dict[str, Any]) -> None:
    for name in ("revision", "rows", "audit_head"):
        if name in facts and found[name] != facts[name]:  # dumps of before 0.1 had no counts
            raise BackupFailed(f"{path.name}: {name} are not those of the manifest")


def _copy_files(config: Config, part: Path, digests: list[str]) -> list[str]:
    """Copy every file the database names; the digests of those that were not there (already lost before us)."""
    missing = []
    for digest in digests:
        source, target = (root / "files" / digest[:2] / digest for root in (config.instance, part))
        if not source.is_file():
            missing.append(digest)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if hash_of(target) != digest:
            raise BackupFailed(f"{source}: its content is not what it was when it was stored")
    return missing


def require_whole(folder: Path, facts: dict[str, Any]) -> None:
    """Raise BackupFailed unless every file of the manifest lies in the folder as it was."""
    for name, digest in facts["files"].items():
        if not (folder / name).is_file() or hash_of(folder / name) != digest:
            raise BackupFailed(f"{folder / name}: missing or changed since the copy was made")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in files}


def hash_of(path: Path) -> str:
    """SHA-256 of a file. Raises BackupFailed where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupFailed(f"{path}: {error.strerror}") from None


def manifest(copy: Path) -> dict[str, Any]:
    """What a copy says of itself. Raises BackupFailed where it says nothing."""
    try:
        facts: dict[str, Any] = json.loads((copy / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise BackupFailed(
            f"{copy} is not a copy made by `tracker backup run`: it has no {MANIFEST}"
        ) from None
    return facts


def _names(path: Path) -> Iterator[Path]:
    """The name itself, then name-2, name-3…: two copies in one second are two."""
    yield path
    for number in range(2, 1000):
        yield path.with_name(f"{path.name}-{number}")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    connection = driver().connect(path, timeout=15, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
