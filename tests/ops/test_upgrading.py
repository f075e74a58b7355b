"""Starting a new version: once, however many processes start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flask import Flask

from tests.conftest import release
from tracker.config import ROOT, Config
from tracker.db import db
from tracker.migrations import upgrading

START = """
import sys
from flask import Flask
from tracker.app import flask_settings, start_database
from tracker.config import load
from tracker.migrations import upgrading
app, config = Flask("starting"), load()
app.extensions["config"] = config
app.config.update(flask_settings(config))
start_database(app, config)
sys.stdin.readline()
print(upgrading.prepare(app))
"""


def start(folder: Path, url: str) -> subprocess.Popen[str]:
    environment = {
        "PATH": "/usr/bin:/bin",
        "TRACKER_INSTANCE": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": "t" * 64,
    }
    return subprocess.Popen(
        [sys.executable, "-c", START],
        cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_three_processes_make_one_database(app: Flask, config: Config, tmp_path: Path) -> None:
    url = config.database
    if config.is_sqlite:
        url = f"sqlite:///{tmp_path / 'new' / 'dondoc.sqlite'}"
    else:
        with upgrading.alone(app), app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    release(app)
    starting = [start(tmp_path / "new", url) for _ in range(3)]
    said = [process.communicate("go\n", timeout=120)[0].strip() for process in starting]
    assert sum("new ->" in line for line in said) == 1, said
    assert sum(line == f"database is at {upgrading.head()}" for line in said) == 2, said
