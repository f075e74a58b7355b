"""S1: counters hold over processes, to the one."""

from __future__ import annotations

import subprocess
import sys

from flask import Flask

from tests.conftest import release
from tracker.config import ROOT, Config

GUESS = """
import sys
from flask import Flask
from tracker.app import flask_settings, start_database
from tracker.auth import rates
from tracker.config import load
from tracker.errors import TooMany
app, config = Flask("counting"), load()
app.config.update(flask_settings(config))
start_database(app, config)
sys.stdin.readline()
good = 0
with app.app_context():
    for _ in range(10):
        try:
            rates.attempt("password:1", limit=5, seconds=86400)
            good += 1
        except TooMany:
            pass
        try:
            rates.count("page", limit=15, seconds=86400)
            good += 1000
        except TooMany:
            pass
print(good)
"""


def test_three_processes_get_five_tries_together(app: Flask, config: Config) -> None:
    release(app)
    environment = {
        "PATH": "/usr/bin:/bin",
        "TRACKER_INSTANCE": str(config.instance),
        "DATABASE_URL": config.database,
        "SECRET_KEY": config.secret_key,
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", GUESS], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    answers = [worker.communicate("go\n", timeout=120)[0] for worker in workers]
    assert sum(int(answer) for answer in answers) == 15_005
