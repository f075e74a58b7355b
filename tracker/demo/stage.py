"""The demonstration's throw-away instance: its folder, its settings, its database with the province and its past."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from flask import Flask

from tracker import clock, config
from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.auth import passwords
from tracker.auth.actions import set_password
from tracker.config import Config
from tracker.demo.days import Days
from tracker.demo.play import Player
from tracker.demo.province import PASSWORD, PEOPLE, Province, found_province
from tracker.migrations import upgrading
from tracker.people.queries import as_viewer
from tracker.workdays.actions import seed_year

KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TRACKER_READY", "PYTHONPATH", "VIRTUAL_ENV"}


@contextmanager
def throw_away() -> Iterator[Path]:
    """A folder of its own under the system's temporary one, gone afterwards."""
    folder = Path(mkdtemp(prefix="don-doc-trinh-dien-"))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def settings(folder: Path, port: int, smtp_port: int) -> Config:
    """Point this process and its children at the throw-away instance; nothing of a real one's settings is kept."""
    stated = {
        "TRACKER_INSTANCE": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'dondoc.sqlite'}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "MAIL_FROM": "van-phong@lamgiang.example",
        "IDLE_MINUTES": "120",
        "LOG_LEVEL": "WARNING",
    }
    for name in set(os.environ) - KEPT:
        if name.lower() in Config.__dataclass_fields__ or name.startswith("TRACKER_"):
            del os.environ[name]
    os.environ.update(stated)
    return config.load()


def build(settings: Config) -> Flask:
    """Make the database, the province and its past up to this moment."""
    app = create_app(settings)
    upgrading.bring_up_to_date(app)
    with app.app_context():
        today = clock.today()
        for year in (today.year - 1, today.year, today.year + 1):
            seed_year(SYSTEM, year)
        province = found_province()
        open_accounts(province)
        player = Player(province, Days.around(today), settings)
        player.play()
    return app


def open_accounts(province: Province) -> None:
    """One public password for everybody: this is a stage."""
    hashed = passwords.hash_new(PASSWORD, next(iter(province.people.values())))
    for person in province.people.values():
        set_password(as_viewer(person, clock.today()), person, hashed=hashed)


def accounts() -> list[dict[str, str]]:
    """Who may sign in, one line each: role, login, password."""
    return [{"role": role, "login": login, "password": PASSWORD} for login, _, role, _ in PEOPLE]
