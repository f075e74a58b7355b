"""Copies of PostgreSQL: by its own programs, or a sentence that says they are missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from tests import pgcluster
from tests.conftest import config_for, missing, release
from tests.world import World
from tracker.app import create_app
from tracker.audit import trail
from tracker.config import Config
from tracker.db import db, disconnect
from tracker.ops import backup, dumps, rotation
from tracker.ops.failed import BackupFailed

DATABASES = ("postgresql",)


def unread(database: Path) -> int | None:
    raise AssertionError("a dump is not read as SQLite")


def test_round_trip(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: str, config: Config
) -> None:
    monkeypatch.setenv("PATH", f"{pgcluster.programs()}{os.pathsep}{os.environ['PATH']}")
    if not shutil.which("pg_dump"):
        missing("pg_dump")
    copy = backup.run(app, tmp_path / "copies")
    facts = backup.check(copy, unread)
    assert facts["rows"]["person"] == 6
    found = rotation.drill(copy, unread)
    assert (found["kind"], found["is_current_schema"], found["rows"]) == (
        "postgresql",
        True,
        sum(facts["rows"].values()),
    )
    assert facts["audit_head"]["seq"] == db.session.execute(text("SELECT seq FROM audit_head")).scalar()
    backup.restore(copy, tmp_path / "new")
    url = pgcluster.fresh_database(postgresql)
    plain = url.replace("postgresql+psycopg", "postgresql")
    loaded = ["pg_restore", "--no-owner", f"--dbname={plain}", str(tmp_path / "new" / backup.DUMP)]
    subprocess.run(loaded, check=True, capture_output=True)
    again = create_app(config_for(config.instance, url))
    with again.app_context():
        assert trail.verify() is None
        assert db.session.execute(text("SELECT count(*) FROM person")).scalar() == 6
    release(again)
    pgcluster.drop_database(url)


@pytest.mark.parametrize("damage", ["dump", "manifest"])
def test_damage_is_found(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("PATH", f"{pgcluster.programs()}{os.pathsep}{os.environ['PATH']}")
    if not shutil.which("pg_dump"):
        missing("pg_dump")
    copy = backup.run(app, tmp_path / "copies")
    facts = json.loads((copy / backup.MANIFEST).read_text())
    if damage == "dump":
        content = (copy / backup.DUMP).read_bytes()
        (copy / backup.DUMP).write_bytes(content[: len(content) * 2 // 3])
        facts["files"][backup.DUMP] = backup.hash_of(copy / backup.DUMP)
    else:
        facts["rows"]["person"] += 1
    (copy / backup.MANIFEST).write_text(json.dumps(facts))
    with pytest.raises(BackupFailed):
        rotation.drill(copy, unread)


def test_without_the_programs_it_says_so(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump is not on this machine"):
        backup.run(app, tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.own_app
def test_a_large_database_takes_longer_than_a_line_may_be_idle(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{pgcluster.programs()}{os.pathsep}{os.environ['PATH']}")
    if not shutil.which("pg_dump"):
        missing("pg_dump")
    impatient = "options", "-c idle_in_transaction_session_timeout=100ms"
    event.listen(db.engine, "do_connect", lambda *given: given[3].update([impatient]))
    run = dumps.run

    def slow(*words: str) -> None:
        run(*words)
        time.sleep(0.3)

    monkeypatch.setattr(dumps, "run", slow)
    disconnect()
    copy = backup.run(app, tmp_path / "copies")
    assert backup.check(copy, unread)["rows"]["person"] == 6
