"""Files a directive can come in, read by child processes that may use little memory, time and nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.intake import scans
from tracker.intake.found import Found
from tracker.intake.sheets import page_texts

WITH_TEXT = {".docx": "docx", ".odt": "odt", ".pdf": "pdf", ".txt": "txt"}
PICTURES = dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "picture")
KINDS = WITH_TEXT | PICTURES
MEGABYTE = 1024 * 1024
DEFAULT_LIMIT = 20 * MEGABYTE
WALL_SECONDS = 30
CODES = (
    "wrong_type",
    "old_word",
    "no_scanner",
    "too_large",
    "broken",
    "encrypted",
    "no_text",
    "timed_out",
    "secret",
)
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_WORD = "WordDocument".encode("utf-16-le")  # the part of the old format that holds the text
BEGINS: dict[str, tuple[bytes, ...]] = {
    "docx": (b"PK",),
    "odt": (b"PK",),
    "picture": (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"),
}
NO_TEXT = (b"PK\x03\x04", b"%PDF-", OLE_HEADER, b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"{\\rtf")
Told = Callable[[int, int], None]


class Unreadable(Exception):
    """A file that cannot be read; `code` is one of CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The text of a file; `note` is "" or says what was left out; `by_machine`: a program read it off pictures."""

    text: str
    note: str = ""
    by_machine: bool = False


def accepted() -> tuple[str, ...]:
    """The endings of names that can be read on this machine, the usual ones first."""
    return (*WITH_TEXT, *(PICTURES if scans.is_available() else ()))


def kind_of(path: Path, name: str) -> str:
    """One of the values of KINDS, where the name's ending and the first bytes agree.

    Raises Unreadable: wrong_type; old_word for Word's format before 2007; encrypted for a Word file under a password,
    which is the same container.
    """
    ending = Path(name).suffix.lower()
    kind = KINDS.get(ending)
    with path.open("rb") as file:
        first = file.read(2048)
    if first.startswith(OLE_HEADER) and ending in (".doc", ".docx"):
        is_locked = ending == ".docx" and OLE_WORD not in path.read_bytes()
        raise Unreadable("encrypted" if is_locked else "old_word")
    if kind is None or (first and not _agrees(kind, first)):
        raise Unreadable("wrong_type")
    return kind


def _agrees(kind: str, first: bytes) -> bool:
    if kind == "pdf":
        return b"%PDF-" in first[:1024]
    return first.startswith(BEGINS[kind]) if kind in BEGINS else not first.startswith(NO_TEXT)


def look(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> Found:
    """What the file at `path`, whose own name is `name`, holds; at most `limit` bytes. Raises Unreadable."""
    if path.stat().st_size > limit:
        raise Unreadable("too_large")
    kind = kind_of(path, name)
    found = Found.from_json(_answer(_child("read", kind, str(path.resolve()))))
    if found.pictures and not any(map(str.isalpha, found.text)) and not scans.is_available():
        raise Unreadable("no_scanner")
    return found


def needs_scanner(found: Found) -> bool:
    """Whether pages must be read off pictures, which takes seconds each, and can be."""
    return bool(found.pictures) and scans.is_available()


def as_it_stands(found: Found) -> ReadResult:
    """The text that needs no reading of pictures."""
    return ReadResult(found.text, "pages_without_text" if found.pictures else "", found.by_machine)


def read_pictures(
    path: Path, name: str, found: Found, told: Told, is_secret: Callable[[str], bool]
) -> ReadResult:
    """The whole text, pictures of pages read one by one; `told(done, of)` after each.

    Raises Unreadable: secret as soon as a page is that, so that the rest is never looked at; timed_out, no_text.
    """
    kind, texts = kind_of(path, name), list(found.pages)
    sheets = []
    for done, number in enumerate(found.pictures, 1):
        drawn = _child("draw", kind, str(path.resolve()), str(number)).stdout
        sheet = scans.read_picture(drawn) if drawn else None
        if sheet is None:
            raise Unreadable("timed_out" if drawn else "broken")
        if is_secret("\n".join(page_texts([sheet]))):
            raise Unreadable("secret")
        sheets.append(sheet)
        told(done, len(found.pictures))
    for number, text in zip(found.pictures, page_texts(sheets), strict=True):
        texts[number] = text
    whole = "\n".join(texts)
    if not any(map(str.isalpha, whole)):
        raise Unreadable("no_text")
    return ReadResult(whole, by_machine=True)


def read_file(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> ReadResult:
    """The text of a file, however long it takes. Raises Unreadable."""
    found = look(path, name, limit)
    if not needs_scanner(found):
        return as_it_stands(found)
    return read_pictures(path, name, found, lambda done, of: None, lambda text: False)


def _child(*words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            [sys.executable, "-B", "-m", "tracker.intake.child", *words],
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=Path(__file__).resolve().parents[2],
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("timed_out") from None


def _environment() -> dict[str, str]:
    """No keys and no addresses of ours reach the process that opens a stranger's file."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    return {key: os.environ[key] for key in kept if key in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def _answer(child: "subprocess.CompletedProcess[bytes]") -> dict[str, Any]:
    """What the child said on its standard output; a child that was killed ran out of time or memory."""
    if child.returncode < 0:
        raise Unreadable("timed_out")
    try:
        answer: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        raise Unreadable("broken") from None
    if "error" in answer:
        raise Unreadable(answer["error"] if answer["error"] in CODES else "broken")
    return answer
