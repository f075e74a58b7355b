"""Copies of PostgreSQL by its own programs, and what such a copy holds, read without a server."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.engine import make_url

from tracker.audit.models import AuditHead
from tracker.config import Config
from tracker.db import db
from tracker.files.models import StoredFile
from tracker.ops.failed import BackupFailed
from tracker.postgresql import let_it_take_long

TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;')


def dump(app: Flask, config: Config, path: Path) -> dict[str, Any]:
    """Write the database into one file; what the file says of itself is counted at the same moment."""
    url = make_url(config.database).set(drivername="postgresql").render_as_string(hide_password=False)
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        let_it_take_long(connection)  # it holds the sight, idle, while the copy is written
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        facts = _known(connection)
        run(
            "pg_dump", "--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={path}", f"--dbname={url}"
        )  # fmt: skip
    return facts | {"kind": "postgresql"}


def _known(connection: Connection) -> dict[str, Any]:
    """As `backup` tells of SQLite: revision, rows of every table, the end of the audit chain, files named."""
    names = list(connection.scalars(TABLES))
    head = connection.execute(select(AuditHead.seq, AuditHead.mac)).one_or_none()
    return {
        "revision": connection.scalar(text("SELECT version_num FROM alembic_version")),
        "rows": {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in names},  # noqa: S608
        "audit_head": {"seq": head.seq, "mac": head.mac.hex()} if head else None,
        "digests": list(connection.scalars(select(StoredFile.sha256).distinct())),
    }


def known_of(path: Path) -> dict[str, Any]:
    """Revision, rows of every table and end of the audit chain of a dump. Raises BackupFailed when it is damaged."""
    _find("pg_restore")
    rows: dict[str, int] = {}
    kept: dict[str, dict[str, str]] = {"alembic_version": {}, "audit_head": {}}
    with subprocess.Popen(
        ["pg_restore", "--data-only", "--file=-", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        table, columns = "", [""]
        for line in reading.stdout or ():
            if begun := _COPY.match(line):
                table, columns = begun[1].decode(), begun[2].decode().replace('"', "").split(", ")
                rows[table] = 0
            elif line == b"\\.\n":
                table = ""
            elif table:
                rows[table] += 1
                if table in kept:
                    kept[table] = dict(zip(columns, line.decode().rstrip("\n").split("\t"), strict=True))
        fault = (reading.stderr.read() if reading.stderr else b"").decode().strip()
    if reading.returncode:
        raise BackupFailed(f"pg_restore: {fault[-500:]}")
    head = kept["audit_head"]
    return {
        "revision": kept["alembic_version"].get("version_num"),
        "rows": rows,
        "audit_head": {"seq": int(head["seq"]), "mac": head["mac"].lstrip("\\x")} if head else None,
    }


def run(program: str, *words: str) -> None:
    """Run a program of PostgreSQL's. Raises BackupFailed with what it said."""
    _find(program)
    done = subprocess.run([program, *words], capture_output=True, text=True)
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()[-500:]}")


def _find(program: str) -> None:
    if shutil.which(program) is None:
        raise BackupFailed(
            f"{program} is not on this machine: install the PostgreSQL client programs, then try again"
        )
