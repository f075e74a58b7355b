"""Is the installation well: what a load balancer asks, and what the administrator's page shows."""

from __future__ import annotations

import platform
import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.audit.models import AuditLine
from tracker.config import ROOT, Config
from tracker.db import db
from tracker.migrations.newest import head
from tracker.outbox.models import Breaker, Heartbeat, Letter
from tracker.scheduler.models import JobSlot
from tracker.sqlite import driver

SLOW = 1.0  # seconds for SELECT 1
LEAST_SHARE, LEAST_BYTES = 0.05, 200 * 1024 * 1024  # of the disk
SILENT = 90  # seconds without a heartbeat
STUCK = 15 * 60  # seconds a due letter may wait
STALE = 26 * 3600  # seconds since the last backup
TOLD = (
    "heartbeat_age",
    "waiting",
    "held",
    "dead",
    "breaker_reason",
    "backup_at",
    "drill_at",
    "drill_fault",
    "audit_at",
    "audit_first_bad",
    "free",
)
"""What of the figures below monitoring is told: nothing of a person, nothing of a mailbox."""


def readiness(config: Config) -> dict[str, str]:
    """What keeps this process from answering requests, by name; empty when it is ready.

    Neither the mail server nor the clockwork is asked: one of those dead must not empty the pool of web servers.
    """
    wrong: dict[str, str] = {}
    began = clock.monotonic()
    try:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found != head():
            wrong["schema"] = f"{found} instead of {head()}"
        if clock.monotonic() - began > SLOW:
            wrong["database"] = "slow"
    except SQLAlchemyError as error:
        wrong["database"] = type(error).__name__
    disk = shutil.disk_usage(config.instance)
    if disk.free < max(LEAST_BYTES, int(disk.total * LEAST_SHARE)):
        wrong["disk"] = f"{disk.free // 1024 // 1024} MB free"
    return wrong


@dataclass(frozen=True, slots=True)
class Health:
    """The administrator's figures; ages in seconds, None where nothing was ever recorded."""

    heartbeat_at: datetime | None
    heartbeat_age: int | None
    last_error: str
    waiting: int
    is_late: bool
    held: int
    dead: int
    oldest_due_at: datetime | None
    breaker_until: datetime | None
    breaker_reason: str
    backup_at: datetime | None
    backup_name: str
    drill_at: datetime | None
    drill_name: str
    drill_fault: str
    is_backup_stale: bool
    audit_at: datetime | None
    audit_first_bad: int | None
    free: int
    total: int
    versions: dict[str, str]

    @property
    def is_clock_dead(self) -> bool:
        return self.heartbeat_age is None or self.heartbeat_age > SILENT

    @property
    def troubles(self) -> dict[str, str]:
        """What somebody must look at now, by name; empty when all is well."""
        found = {
            "clock": self.is_clock_dead and f"last heard of at {self.heartbeat_at}",
            "letters": self.is_late and f"the oldest has been due since {self.oldest_due_at}",
            "backup": self.is_backup_stale and f"the last was made at {self.backup_at}",
            "drill": self.drill_fault,
            "audit": self.audit_first_bad is not None and f"not sound from line {self.audit_first_bad} on",
        }
        return {name: words for name, words in found.items() if words}


def health(config: Config) -> Health:
    """Seven statements and a look at the disk."""
    now = clock.now()
    beat = db.session.execute(
        select(Heartbeat.at, Heartbeat.last_error)
        .where(Heartbeat.role == "jobs")
        .order_by(Heartbeat.at.desc())
        .limit(1)
    ).first()
    copy, drill = _last("backup.run"), _last("backup.drill")
    checked = db.session.execute(
        select(JobSlot.finished_at, JobSlot.result)
        .where(JobSlot.job == "audit-verify", JobSlot.state == "done")
        .order_by(JobSlot.slot_at.desc())
        .limit(1)
    ).first()
    disk = shutil.disk_usage(config.instance)
    return Health(
        heartbeat_at=beat.at if beat else None,
        heartbeat_age=int((now - beat.at).total_seconds()) if beat else None,
        last_error=beat.last_error if beat else "",
        **_letters(now),
        backup_at=copy.at if copy else None,
        backup_name=copy.thing.partition(":")[2] if copy else "",
        drill_at=drill.at if drill else None,
        drill_name=drill.thing.partition(":")[2] if drill else "",
        drill_fault=drill.reason or "" if drill else "",
        is_backup_stale=copy is None or (now - copy.at).total_seconds() > STALE,
        audit_at=checked.finished_at if checked else None,
        audit_first_bad=checked.result["first_bad"] if checked else None,
        free=disk.free,
        total=disk.total,
        versions=versions(),
    )


def _last(verb: str) -> Any:
    """When a verb of the clockwork was done last, to what, and what was said of it; None when never."""
    lines = select(AuditLine.at, AuditLine.thing, AuditLine.reason).where(AuditLine.verb == verb)
    return db.session.execute(lines.order_by(AuditLine.seq.desc()).limit(1)).first()


def _letters(now: datetime) -> dict[str, Any]:
    """How the outbox stands, and whether the mail server is being left alone."""
    counted = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    states = {letter_state: n for letter_state, n in counted}
    due = select(func.min(Letter.next_try_at)).where(Letter.state == "pending", Letter.due_at <= now)
    oldest = db.session.scalar(due)
    breaker = db.session.execute(
        select(Breaker.closed_until, Breaker.reason).where(Breaker.closed_until > now).limit(1)
    ).first()
    return {
        "waiting": states.get("pending", 0) + states.get("sending", 0),
        "is_late": oldest is not None and (now - oldest).total_seconds() > STUCK,
        "held": states.get("held", 0),
        "dead": states.get("dead", 0),
        "oldest_due_at": oldest,
        "breaker_until": breaker.closed_until if breaker else None,
        "breaker_reason": breaker.reason if breaker else "",
    }


def versions() -> dict[str, str]:
    """What runs here, by name."""
    try:
        own = metadata.version("dondoc")
    except metadata.PackageNotFoundError:  # run from a checkout
        own = str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
    if db.engine.dialect.name == "sqlite":
        database = {"SQLite": str(driver().sqlite_version)}
    else:
        database = {"PostgreSQL": str(db.session.scalar(select(func.current_setting("server_version"))))}
    return {"Đôn Đốc": own, **database, "Schema": head() or "-", "Python": platform.python_version()}
