"""The process that opens a stranger's file: `python -m tracker.intake.child KIND PATH` prints one JSON object.

{"text", "note"} or {"error": code}. Before anything is read it gives up what it does not need.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.intake.failed import Failed

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
MOST_LETTERS = 1_000_000
READERS = {"txt": "tracker.intake.plain_text", "docx": "tracker.intake.word", "pdf": "tracker.intake.pages"}
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.mkdir",
)


def limit_self() -> None:
    """At most 512 MiB, 10 s of processor, no written file; no network, no other program."""
    if sys.platform != "win32":
        resource = import_module("resource")
        for what, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def answer(kind: str, path: Path) -> dict[str, str]:
    """What is printed: the text and a note, or the code of what went wrong."""
    limit_self()
    try:
        text, note = import_module(READERS[kind]).read(path)
    except MemoryError:
        return {"error": "too_large"}
    except Failed as verdict:
        return {"error": str(verdict)}
    except Exception:  # noqa: BLE001 -- whatever a broken file makes a reader do, the answer is a code
        return {"error": "broken"}
    if len(text) > MOST_LETTERS:
        return {"error": "too_large"}
    if sum(letter.isalpha() for letter in text) < 1:
        return {"error": "no_text"}
    return {"text": text, "note": note}


def main() -> None:
    """Reads the file named on the command line."""
    said = answer(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
