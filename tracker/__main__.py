"""`python3 -m tracker …` on a machine with only Python: installs what is needed once, then runs the command.

Standard library only until the environment is ready. Everything said here goes to standard error: a `--json`
command owns standard output.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "tracker" / "locks"
WITH_TEST_TOOLS = {"test", "bench", "chaos"}
STALE_KEPT = 2  # a server that still runs the version before an upgrade must not lose its packages


def main() -> None:
    """Run the command line here if our needs are installed, else in the environment made for them."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file also meets Pythons that pyproject.toml never sees)
        sys.exit(f"Cần Python 3.11 trở lên · Python 3.11 or newer is needed; here: {sys.version.split()[0]}")
    if _is_ready():
        from tracker.cli import cli

        cli(prog_name="tracker")
        return
    first = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    python = _environment("requirements-test.lock" if first in WITH_TEST_TOOLS else "requirements.lock")
    os.execve(python, [str(python), "-m", "tracker", *sys.argv[1:]], {**os.environ, "TRACKER_READY": "1"})  # noqa: S606


def _is_ready() -> bool:
    """Whoever made the environment says so, or our distribution is installed; some Flask proves nothing."""
    if os.environ.get("TRACKER_READY"):
        return True
    try:
        return bool(metadata.version("dondoc"))
    except metadata.PackageNotFoundError:
        return False


def _home(lock: str) -> Path:
    digest = hashlib.sha256((LOCKS / lock).read_bytes()).hexdigest()[:12]
    return ROOT / "instance" / f"venv-{sys.version_info[0]}{sys.version_info[1]}-{digest}"


def _environment(lock: str) -> Path:
    """The interpreter of a complete environment for `lock`; whoever comes second waits for the first."""
    home = _home(lock)
    if not (home / ".complete").exists():
        home.parent.mkdir(exist_ok=True)
        with open(home.parent / ".installing", "w") as guard:
            _wait_for(guard.fileno())
            if not (home / ".complete").exists():
                _say(f"Đang cài đặt vào instance/{home.name}, một lần · Installing, once, up to a minute")
                _install(home, LOCKS / lock)
                _forget_stale()
    return home / "bin" / "python"


def _wait_for(guard: int) -> None:
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Đang chờ một tiến trình khác cài xong · Waiting for another process that is installing")
        fcntl.flock(guard, fcntl.LOCK_EX)


def _install(home: Path, lock: Path) -> None:
    python = home / "bin" / "python"
    pip = _make(home, python)
    strict = ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement"]
    pip = [*pip, "--quiet"]  # twice: pip's warnings about its own settings help nobody here
    uv = shutil.which("uv")
    if not uv and _run(*pip, *strict, LOCKS / "requirements-uv.lock"):
        uv = str(python.with_name("uv"))
    # the system's certificates: behind a proxy that looks into TLS, uv's own are not enough
    if not uv or not _run(uv, "pip", *strict, lock, "--system-certs", "--python", python):
        _say("uv không dùng được, dùng pip · uv did not do it, using pip: some minutes")
        if not _run(*pip, *strict, lock):
            sys.exit("Không cài được; kiểm tra mạng, chạy lại · Not installed; check the network, run again")
    (home / ".complete").touch()


def _make(home: Path, python: Path) -> list[str]:
    """Make the environment; the pip that fills it: its own or, where Debian left that out, the machine's."""
    try:
        import ensurepip  # noqa: F401  (Debian keeps it in python3-venv)

        venv.create(home, with_pip=True, clear=True)
        return [str(python), "-m", "pip", "--disable-pip-version-check"]
    except (ImportError, subprocess.CalledProcessError):
        if find_spec("pip") is None:
            sys.exit("Thiếu pip: cài gói python3-venv · There is no pip: install the package python3-venv")
        venv.create(home, with_pip=False, clear=True)
        return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]


def _run(*command: str | Path) -> bool:
    try:
        return subprocess.run([str(word) for word in command], stdout=sys.stderr).returncode == 0
    except OSError:  # a uv that is not there, or may not be started from this folder
        return False


def _forget_stale() -> None:
    current = {_home(lock.name) for lock in LOCKS.glob("requirements*.lock")}
    stale = [home for home in (ROOT / "instance").glob("venv-*") if home not in current]
    for home in sorted(stale, key=lambda old: old.stat().st_mtime, reverse=True)[STALE_KEPT:]:
        shutil.rmtree(home, ignore_errors=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
