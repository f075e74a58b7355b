"""The process that writes a document. A template may be a stranger's, so what is not needed is given up first.

`python -m tracker.documents.child KIND FOLDER TEMPLATE [TABLE VOLUME | many]` reads what `making.py` laid down and
writes the file to standard output. Exit 3 says that the template is wrong: {"code": …} is then the last line of
standard error.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from tracker.documents.wrong import Wrong

MB = 1024 * 1024
MEMORY = {"word": 768 * MB, "excel": 768 * MB, "pdf": 4096 * MB}
"""Of address space; the writer of PDF reserves far more than it uses."""
CPU_SECONDS = 120
LARGEST = 512 * MB
ENDINGS = {"word": "docx", "excel": "xlsx", "pdf": "pdf"}
WRITERS = {"word": "word", "excel": "workbook", "pdf": "pdf"}
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
)


def limit_self(kind: str) -> None:
    """Little memory and time; no network, no other program, and for Word, whose templates are strangers', no file."""
    resource = import_module("resource")
    for what, most in (
        (resource.RLIMIT_AS, MEMORY[kind]),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    forbidden = FORBIDDEN if kind != "excel" else tuple(each for each in FORBIDDEN if each != "os.remove")

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(forbidden) or (kind == "word" and event == "open" and _is_writing(arguments)):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _is_writing(arguments: tuple[Any, ...]) -> bool:
    mode = arguments[1]
    return isinstance(mode, str) and any(sign in mode for sign in "wax+")


def write_many(write: Any, place: Path, template: Path, ending: str) -> None:
    """An archive with one file for each folder in a folder."""
    with ZipFile(sys.stdout.buffer, "w", ZIP_STORED) as bound:
        for each in sorted(place.iterdir()):
            made = BytesIO()
            write(each, template, [], made)
            bound.writestr(each.name + ending, made.getvalue())


def main() -> None:
    """Does what the command line says."""
    kind, place, template, *part = sys.argv[1:]
    limit_self(kind)
    writer = import_module(f"tracker.documents.{WRITERS[kind]}")
    try:
        if part == ["many"]:
            write_many(writer.write, Path(place), Path(template), f".{ENDINGS[kind]}")
        else:
            writer.write(Path(place), Path(template), part, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Wrong as wrong:
        print(json.dumps({"code": wrong.code, **wrong.facts}), file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
