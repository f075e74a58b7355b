"""Copies made while people write, checked, laid out anew; nothing is ever restored over anything."""

from __future__ import annotations

import json
import shutil
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from flask import Flask

from tests.conftest import config_for, release
from tests.world import build_world
from tracker import clock, keys
from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.audit import trail
from tracker.audit.models import AuditHead
from tracker.bodies.models import Body
from tracker.commands.backup import sound_until
from tracker.config import Config
from tracker.db import db, transaction
from tracker.files.models import StoredFile
from tracker.migrations import upgrading
from tracker.ops import backup
from tracker.ops.failed import BackupFailed
from tracker.settings.actions import change_rules

DATABASES = ("sqlite",)  # PostgreSQL: test_backup_postgresql.py
CONTENT = b"%PDF-1.7 a result"


@pytest.fixture
def filled(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The cast, and one stored file."""
    build_world()
    digest = sha256(CONTENT).hexdigest()
    place = config.instance / "files" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    with transaction() as session:
        session.add(
            StoredFile(
                sha256=digest, size=len(CONTENT), media_type="application/pdf", name="kết quả.pdf", stored_by="x",
                stored_at=clock.now(),
            )
        )  # fmt: skip
    monkeypatch.setenv("TRACKER_INSTANCE", str(config.instance))
    monkeypatch.setenv("SECRET_KEY", config.secret_key)
    return app


def test_round_trip(filled: Flask, config: Config, tmp_path: Path) -> None:
    copy = backup.run(filled, tmp_path / "copies")
    facts = backup.check(copy, sound_until)
    assert facts["rows"]["person"] == 6
    assert facts["audit_head"]["seq"] == db.session.query(AuditHead.seq).scalar()
    assert [path.name for path in copy.parent.iterdir()] == [copy.name], "nothing half-made is left"
    new = tmp_path / "new"
    backup.restore(copy, new)
    for name in ("secret.key", "audit.key"):
        assert not (new / name).exists()
        if (config.instance / name).exists():
            shutil.copy(config.instance / name, new / name)
    again = create_app(config_for(new, f"sqlite:///{new / 'dondoc.sqlite'}"))
    with again.app_context():
        assert trail.verify() is None
        assert db.session.query(Body).count() == 3
        digest = db.session.query(StoredFile.sha256).scalar()
        assert (new / "files" / digest[:2] / digest).read_bytes() == CONTENT
        change_rules(SYSTEM, place="Nơi mới")
    release(again)


def test_a_copy_made_under_writing_is_of_one_moment(filled: Flask, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        with filled.app_context():
            while not stop.is_set():
                change_rules(SYSTEM, place=f"L{len(written)}")
                written.append(1)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in writers:
        thread.start()
    try:
        copies = [backup.run(filled, tmp_path / "copies") for _ in range(3)]
    finally:
        stop.set()
        for thread in writers:
            thread.join()
    assert written
    heads = [backup.check(copy, sound_until)["audit_head"]["seq"] for copy in copies]
    assert heads == sorted(heads)


@pytest.mark.parametrize("damage", ["database", "file", "manifest", "missing"])
def test_damage_is_found(filled: Flask, tmp_path: Path, damage: str) -> None:
    copy = backup.run(filled, tmp_path / "copies")
    stored = next(path for path in (copy / "files").rglob("*") if path.is_file())
    if damage == "database":
        content = bytearray((copy / "dondoc.sqlite").read_bytes())
        content[len(content) // 2] ^= 1
        (copy / "dondoc.sqlite").write_bytes(content)
    elif damage == "file":
        stored.write_bytes(b"other")
    elif damage == "missing":
        stored.unlink()
    else:
        (copy / "manifest.json").write_text("{")
    with pytest.raises(BackupFailed):
        backup.check(copy, sound_until)
    with pytest.raises(BackupFailed):
        backup.restore(copy, tmp_path / "new")


def test_a_copy_whose_log_was_changed_by_hand_is_found(filled: Flask, tmp_path: Path) -> None:
    """Even with matching hashes: whoever changed the copy could have written them anew."""
    copy = backup.run(filled, tmp_path / "copies")
    with backup._opened(copy / "dondoc.sqlite") as database:
        database.execute("DROP TRIGGER audit_keeps_update")
        database.execute("UPDATE audit SET actor_label = 'ai khác' WHERE seq = 3")
    facts = json.loads((copy / "manifest.json").read_text())
    facts["files"]["dondoc.sqlite"] = sha256((copy / "dondoc.sqlite").read_bytes()).hexdigest()
    (copy / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(BackupFailed, match="line 3"):
        backup.check(copy, sound_until)


def test_never_over_anything(filled: Flask, config: Config, tmp_path: Path) -> None:
    copy = backup.run(filled, tmp_path / "copies")
    with pytest.raises(BackupFailed, match="not empty"):
        backup.restore(copy, config.instance)


def test_keys_are_not_in_it(filled: Flask, config: Config, tmp_path: Path) -> None:
    key = keys.audit_key(config)
    copy = backup.run(filled, tmp_path / "copies")
    assert all(key not in path.read_bytes() for path in copy.rglob("*") if path.is_file())


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    config = config_for(tmp_path, f"sqlite:///{tmp_path / 'dondoc.sqlite'}")
    upgrading.make_sqlite_file(config)
    old = create_app(config)
    with old.app_context():
        command.upgrade(upgrading.alembic_config(), "0001")
    said = upgrading.prepare(old)
    assert "backup" in said
    (copy,) = (config.instance / "backups").iterdir()
    assert json.loads((copy / "manifest.json").read_text())["revision"] == "0001"
    assert upgrading.versions(old) == (upgrading.head(), upgrading.head())
    assert upgrading.prepare(old) == f"database is at {upgrading.head()}"
    assert len(list((config.instance / "backups").iterdir())) == 1
    release(old)
