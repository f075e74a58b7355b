"""Documents: seconds and the peak memory of the program that writes Word, Excel and PDF of so many rows."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.documents.samples import NOW, account, signed
from tracker.config import Config
from tracker.documents import making, report

SIZES = (1_000, 20_000)
KINDS = ("word", "excel", "pdf")


def main() -> None:
    asked = argparse.ArgumentParser(prog="tracker bench documents", description=__doc__)
    asked.add_argument("--rows", type=int, nargs="*", default=SIZES)
    asked.add_argument("--json", action="store_true", help="one object on the last line of standard output")
    asked.add_argument("--one", nargs=2, metavar=("KIND", "ROWS"), help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.one:
        print(json.dumps(measured(chosen.one[0], int(chosen.one[1]))))
        return
    found = {f"{kind} {rows}": apart(kind, rows) for rows in chosen.rows for kind in KINDS}
    print(
        json.dumps(found) if chosen.json else "\n".join(f"{name}: {value}" for name, value in found.items())
    )


def apart(kind: str, rows: int) -> dict[str, Any]:
    """One measurement in a process of its own, so that its children's memory is nobody else's."""
    command = [sys.executable, "-m", "tests.bench.documents", "--one", kind, str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(kind: str, rows: int) -> dict[str, Any]:
    """Seconds from the figures to the file, megabytes of the file and of the largest program that wrote it."""
    with TemporaryDirectory(prefix="don-doc-bench-") as folder:
        config = Config(instance=Path(folder))
        document = report.document(account(bodies=170, late=rows), signed(), NOW)
        start = time.perf_counter()
        with making.make(config, kind, document) as made:
            seconds = time.perf_counter() - start
            size = made.seek(0, 2)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": round(seconds, 2), "peak_mb": round(peak), "file_mb": round(size / 1e6, 1)}


if __name__ == "__main__":
    main()
