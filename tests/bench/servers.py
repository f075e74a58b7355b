"""The product and the floor as they would run: gunicorn, two processes of four threads."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.commands.web import gunicorn
from tracker.config import ROOT

KB = 1024
PATIENCE = 180  # seconds to start, on a machine at work for others


@dataclass(frozen=True)
class Server:
    """A running server: its port, its first process and how long it took to listen (seconds)."""

    port: int
    process: subprocess.Popen[bytes]
    started_in: float

    def pids(self) -> list[int]:
        """The first process and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]

    def memory_mb(self) -> float:
        """Resident memory of all its processes together; shared pages count in each."""
        return sum(_rss(pid) for pid in self.pids()) / KB

    def cpu_seconds(self) -> float:
        """Processor time its processes have had, in steps of the kernel's tick (10 ms)."""
        return sum(_cpu(pid) for pid in self.pids())


def _rss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _cpu(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def product(folder: Path, **settings: str) -> Iterator[Server]:
    """`tracker web` on the instance in a folder."""
    port = free_port()
    environ = environ_of(folder, port) | settings
    with running(["-m", "tracker", "web"], environ, port, folder / "web.log") as server:
        yield server


@contextmanager
def anew(folder: Path, **settings: str) -> Iterator[Server]:
    """The same on the same instance, keeping nothing of what it reads (`anew.py`)."""
    port = free_port()
    environ = environ_of(folder, port) | {"MALLOC_ARENA_MAX": "1"} | settings
    words = gunicorn(f"127.0.0.1:{port}", 2, 4, "tests.bench.anew:served()")
    with running(words, environ, port, folder / "anew.log") as server:
        yield server


def environ_of(folder: Path, port: int) -> dict[str, str]:
    """The settings of a server on the instance in a folder."""
    return {
        "TRACKER_INSTANCE": str(folder),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "IDLE_MINUTES": "120",
    }


@contextmanager
def floor(database: Path, **settings: str) -> Iterator[Server]:
    """The floor by the same gunicorn."""
    port = free_port()
    words = gunicorn(f"127.0.0.1:{port}", 2, 4, "tests.bench.floor:app")
    with running(words, {"FLOOR_DB": str(database)} | settings, port, database.with_suffix(".log")) as server:
        yield server


@contextmanager
def running(words: list[str], environ: Mapping[str, str], port: int, log: Path) -> Iterator[Server]:
    """`python words` until the block ends; yields once its port answers."""
    began = time.monotonic()
    with started(words, environ, log) as process:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{' '.join(words)} did not start; see {log}:\n{log.read_text()[-2000:]}")
            time.sleep(0.02)
        yield Server(port, process, time.monotonic() - began)


@contextmanager
def started(words: list[str], environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python words` with its words in a file, ended with the block."""
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**plain_environment(), **environ},
            stdout=sink,
            stderr=sink,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def plain_environment() -> dict[str, str]:
    """Ours, without settings of the product that somebody may have stated."""
    kept = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name in kept} | {"TRACKER_READY": "1"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1", port)) == 0
