"""Which copies stay, the trial of the newest, the copy of the night, and what the commands say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.commands.backup import backup as command
from tracker.config import BadSetting, Config, load
from tracker.db import db
from tracker.ops import backup, nightly, rotation
from tracker.ops.failed import BackupFailed
from tracker.ops.health import health
from tracker.scheduler import queries, runner

DATABASES = ("sqlite",)  # PostgreSQL: test_backup_postgresql.py
KEEP = {"d": 7, "w": 4, "m": 12}
SignIn = Callable[[str], FlaskClient]


def every_night(nights: int) -> list[rotation.Copy]:
    """Copies made at half past one in so many nights, the newest first."""
    last = clock.at(clock.today(), 1, 30)
    days = [last - timedelta(days=n) for n in range(nights)]
    return [rotation.Copy(Path(f"/c/{clock.local(day):%Y%m%d}"), day) for day in days]


def left(copies: list[rotation.Copy], keep: dict[str, int]) -> list[str]:
    gone = rotation.superseded(copies, keep)
    return [copy.path.name for copy in copies if copy not in gone]


def test_seven_days_four_weeks_twelve_months() -> None:
    stay = left(every_night(500), KEEP)
    assert stay[:7] == [copy.path.name for copy in every_night(7)]
    assert "20260222" in stay, "the newest of the week before last"
    assert {"20260131", "20251231", "20250430"} <= set(stay), "the last night of each month"
    assert "20250331" not in stay
    assert len(stay) == 7 + 2 + 10, "some are the newest of a day, a week and a month at once"


def test_the_newest_stays_whatever_is_kept() -> None:
    assert left(every_night(9), {"m": 0}) == ["20260302"]
    assert left([], KEEP) == []


def test_days_without_a_copy_do_not_count() -> None:
    old = [rotation.Copy(Path(f"/c/{n}"), clock.now() - timedelta(days=200 + n)) for n in range(7)]
    assert left(old, {"d": 7}) == [str(n) for n in range(7)]


def test_two_of_one_day_are_one() -> None:
    late, early = (
        rotation.Copy(Path(name), clock.at(clock.today(), hour))
        for name, hour in (("late", 20), ("early", 1))
    )
    assert left([late, early], {"d": 7}) == ["late"]


@pytest.mark.parametrize("bad", ["", "7", "d7", "7d,7d", "7d;4w", "0d", "7 days", "-1d"])
def test_a_bad_value_is_a_sentence(bad: str, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="7d,4w,12m"):
        rotation.wanted(bad)
    with pytest.raises(BadSetting, match="7d,4w,12m"):
        load({"TRACKER_INSTANCE": str(tmp_path), "BACKUP_KEEP": bad})
    with pytest.raises(BadSetting, match="another disk"):
        load({"TRACKER_INSTANCE": str(tmp_path), "BACKUP_TO": "copies"})


def test_only_our_copies_are_deleted(world: World, app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = []
    for days in (3, 2, 1, 0):
        with clock.frozen_at(clock.now() - timedelta(days=days)):
            made.append(backup.run(app, folder).name)
    (folder / "dondoc-holiday-pictures").mkdir()
    (folder / "notes.txt").write_text("mine")
    assert rotation.thin_out(folder, {"d": 2}) == made[1::-1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*made[2:], "dondoc-holiday-pictures", "notes.txt"]
    )
    assert rotation.newest(folder).name == made[3]


def test_a_drill(world: World, app: Flask, tmp_path: Path) -> None:
    copy = backup.run(app, tmp_path / "copies")
    found = nightly.try_out(copy, rotation.sound_here)
    facts = json.loads((copy / "manifest.json").read_text())
    assert (found["copy"], found["is_current_schema"]) == (copy.name, True)
    assert found["rows"] == sum(facts["rows"].values())
    line = db.session.query(AuditLine).filter_by(verb="backup.drill").one()
    assert (line.thing, line.after["sound"]) == (f"backup:{copy.name}", True)


@pytest.mark.parametrize("damage", ["chain", "rows", "revision"])
def test_a_copy_that_is_no_use_is_told(
    world: World, app: Flask, config: Config, tmp_path: Path, damage: str
) -> None:
    copy = backup.run(app, tmp_path / "copies")
    with backup._opened(copy / "dondoc.sqlite") as database:
        if damage == "chain":
            database.execute("DROP TRIGGER audit_keeps_update")
            database.execute("UPDATE audit SET verb = 'nothing.done' WHERE seq = 2")
        elif damage == "rows":
            database.execute("DELETE FROM setting")
        else:
            database.execute("UPDATE alembic_version SET version_num = '0001'")
    facts = json.loads((copy / "manifest.json").read_text())
    facts["files"]["dondoc.sqlite"] = backup.hash_of(copy / "dondoc.sqlite")
    (copy / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(BackupFailed):
        nightly.try_out(copy, rotation.sound_here)
    found = health(config)
    assert found.drill_name == copy.name
    assert {"chain": "line 2", "rows": "rows", "revision": "revision"}[damage] in found.drill_fault
    assert "drill" in found.troubles


def test_the_copy_of_the_night(
    world: World, app: Flask, config: Config, tmp_path: Path, sign_in: SignIn
) -> None:
    clockwork, folder = runner.Clockwork(app), tmp_path / "copies"
    assert runner.run_once(app, "backup") == {"skipped": "BACKUP_TO is not set"}
    app.extensions["config"] = replace(config, backup_to=str(folder), backup_keep="1d")
    for hours in (0, 1):
        with clock.frozen_at(clock.now() + timedelta(hours=hours)):
            clockwork._run(next(job for job in runner.JOBS if job.name == "backup"), clock.now())
    assert len(list(folder.iterdir())) == 1
    browser = sign_in("an")
    page = browser.get("/quan-tri/he-thong").text
    assert page.count(next(folder.iterdir()).name) == 2, "made, and tried out"
    assert str(folder) in page


def test_a_copy_of_the_night_that_cannot_be_made_is_told(app: Flask, config: Config, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    app.extensions["config"] = replace(config, backup_to=str(tmp_path / "file" / "copies"))
    runner.Clockwork(app).tick()
    ran = queries.last_runs()["backup"]
    assert ran.state == "failed"
    assert "Not a directory" in ran.result["error"]


@pytest.fixture
def typed(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Run `tracker backup …`: exit code, standard output, standard error."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(config.instance))
    monkeypatch.setenv("SECRET_KEY", config.secret_key)

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(command, words)
        return done.exit_code, done.stdout, done.stderr

    return run


def test_commands(world: World, typed: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    folder = str(tmp_path / "copies")
    code, _, said = typed("run", "--to", folder, "--keep", "seven days")
    assert (code, "7d,4w,12m" in said) == (1, True)
    assert not Path(folder).exists(), "refused before anything was made"
    assert typed("drill", "--from", folder)[0] == 1
    made = [json.loads(typed("run", "--to", folder, "--keep", "1d", "--json")[1]) for _ in range(2)]
    assert made[1]["deleted"] == [Path(made[0]["path"]).name]
    code, out, _ = typed("drill", "--from", folder, "--json")
    assert (code, json.loads(out)["copy"]) == (0, Path(made[1]["path"]).name)
    assert typed("run")[0] == 2
