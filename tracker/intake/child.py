"""The process that opens a stranger's file. Before anything is read it gives up what it does not need.

`python -m tracker.intake.child read KIND PATH` prints what was found as one JSON object, or {"error": code};
`… draw KIND PATH NUMBER` writes one page as a gray picture, and nothing where it cannot.
"""

import json
import sys
import unicodedata
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.intake.failed import Failed
from tracker.intake.found import Found
from tracker.intake.old_encodings import spelled_in

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
MOST_LETTERS = 1_000_000
READERS = {
    "txt": "tracker.intake.plain_text",
    "docx": "tracker.intake.word",
    "odt": "tracker.intake.open_document",
    "pdf": "tracker.intake.pages",
    "picture": "tracker.intake.pictures",
    "sheet": "tracker.intake.spreadsheets",
    "old_sheet": "tracker.intake.spreadsheets",
}
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


def answer(kind: str, path: Path) -> dict[str, Any]:
    """What is printed: what was found, or the code of what went wrong."""
    try:
        found = import_module(READERS[kind]).read(path)
    except MemoryError:
        return {"error": "too_large"}
    except Failed as verdict:
        return {"error": str(verdict)}
    except Exception:  # noqa: BLE001 -- whatever a broken file makes a reader do, the answer is a code
        return {"error": "broken"}
    if len(found.text) > MOST_LETTERS:
        return {"error": "too_large"}
    if not found.pictures and not any(letter.isalpha() for letter in found.text):
        return {"error": "no_text"}
    return asdict(_in_todays_letters(found))


def _in_todays_letters(found: Found) -> Found:
    """A text whose letters are of an old encoding without its fonts saying so; every text composed (NFC)."""
    convert = spelled_in(found.text) or (lambda text: text)
    text, *pages = (unicodedata.normalize("NFC", convert(each)) for each in (found.text, *found.pages))
    return Found(text, tuple(pages), found.pictures, found.by_machine)


def main() -> None:
    """Does what the command line says."""
    verb, kind, path, *number = sys.argv[1:]
    limit_self()
    if verb == "draw":
        sys.stdout.buffer.write(import_module(READERS[kind]).draw(Path(path), int(number[0])))
    else:
        sys.stdout.write(json.dumps(answer(kind, Path(path))))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
