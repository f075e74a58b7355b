"""The demonstration's throw-away instance: its folder, its settings, its database with the province and its past."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import tracker
from tracker import clock, config
from tracker.access.actors import SYSTEM
from tracker.app import create_app
from tracker.auth import passwords
from tracker.auth.actions import set_password
from tracker.config import Config
from tracker.db import db, disconnect
from tracker.demo.ahead import look_ahead
from tracker.demo.catcher import Box
from tracker.demo.days import Days
from tracker.demo.play import TEXTS, Player
from tracker.demo.province import PASSWORD, PEOPLE, Province, found_province
from tracker.migrations import upgrading
from tracker.outbox.delivery import deliver_due
from tracker.overview.keeping import keep_months
from tracker.people.queries import as_viewer
from tracker.scheduler.jobs import doors
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


def build(settings: Config, box: Box) -> None:
    """Make the province and its past up to this moment; the second time on a day, from what the first one made."""
    kept = config.ROOT / "instance" / f"trinh-dien-{fingerprint(settings)}"
    if not kept.exists():
        play(settings)
        keep(settings.instance, kept, box)
    shutil.copytree(kept, settings.instance, dirs_exist_ok=True)
    box.letters[:] = pickle.loads((kept / "letters").read_bytes())  # noqa: S301 - our own file of a moment ago


def fingerprint(settings: Config) -> str:
    """The same on one day, for one address and one state of the program."""
    parts = [str(clock.today()), settings.base_url]
    for path in sorted([*Path(tracker.__file__).parent.rglob("*.py"), *TEXTS.glob("*.txt")]):
        parts.append(sha256(path.read_bytes()).hexdigest())
    return sha256("".join(parts).encode()).hexdigest()[:16]


def keep(made: Path, kept: Path, box: Box) -> None:
    """Lay a finished instance aside, in place of older ones."""
    for old in kept.parent.glob("trinh-dien-*"):
        rmtree(old, ignore_errors=True)
    fresh = kept.with_name(f".{kept.name}.{os.getpid()}")
    shutil.copytree(made, fresh)
    (fresh / "letters").write_bytes(pickle.dumps(box.letters))
    fresh.rename(kept)


def play(settings: Config) -> None:
    """Make the database, the province, and its past through the product's own actions."""
    app = create_app(settings)
    upgrading.bring_up_to_date(app)
    with app.app_context():
        today = clock.today()
        for year in (today.year - 1, today.year, today.year + 1):
            seed_year(SYSTEM, year)
        province = found_province()
        open_accounts(province)
        Player(province, Days.around(today), settings).play()
        look_ahead(province, today)
        keep_months(today)
        deliver_due(settings, doors(), owner="history", seconds=30)
        db.session.remove()
        disconnect()  # the last connection to close folds the write-ahead log into the file


def open_accounts(province: Province) -> None:
    """One public password for everybody: this is a stage."""
    hashed = passwords.hash_new(PASSWORD, next(iter(province.people.values())))
    for person in province.people.values():
        set_password(as_viewer(person, clock.today()), person, hashed=hashed)


def accounts() -> list[dict[str, str]]:
    """Who may sign in, one line each: role, login, password."""
    return [{"role": role, "login": login, "password": PASSWORD} for login, _, role, _ in PEOPLE]
