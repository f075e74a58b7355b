"""Files a directive can come in, read by child processes that may use little memory, time and nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.intake import scans
from tracker.intake.found import Found
from tracker.intake.sheets import Sheet, page_texts

WITH_TEXT = {
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
    ".txt": "txt",
    ".xlsx": "sheet",
    ".xls": "old_sheet",
    ".ods": "sheet",
}
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
    "sheet": (b"PK",),
    "old_sheet": (OLE_HEADER,),
    "picture": (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"),
}
NO_TEXT = (b"PK\x03\x04", b"%PDF-", OLE_HEADER, b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"{\\rtf")

Told = Callable[[int, int, Sheet | None], None]


class Unreadable(Exception):
    """A file that cannot be read; `code` is one of CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The text of a file; `note` is "" or says what was left out; `by_machine`: a program read it off pictures.

    `unread`: the pages, from 1, that the program could not read.
    """

    text: str
    note: str = ""
    by_machine: bool = False
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Whoever has pictures read: the pages `known` before and those to `skip` (from 0), what is `told` after each.

    `told(done, number, sheet)`: how many pages are done; the page's number and lines, None where it could not be read.
    """

    known: Mapping[int, Sheet] = field(default_factory=dict)
    skip: Collection[int] = ()
    told: Told = lambda done, number, sheet: None
    is_secret: Callable[[str], bool] = lambda text: False


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
    if first.startswith(OLE_HEADER) and ending in (".doc", ".docx", ".xlsx"):
        is_locked = ending != ".doc" and OLE_WORD not in path.read_bytes()
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


def read_pictures(path: Path, name: str, found: Found, watch: Watch) -> ReadResult:
    """The whole text, pictures of pages read one by one. A page that cannot be read does not stop the others.

    Raises Unreadable: secret as soon as a page is that, so that the rest is never looked at; broken where no page
    can be read, no_text.
    """
    kind, texts, sheets = kind_of(path, name), list(found.pages), dict(watch.known)
    for number in found.pictures:
        if number in sheets or number in watch.skip:
            continue
        sheet = _sheet(kind, path, number)
        if sheet is not None:
            if watch.is_secret("\n".join(page_texts([sheet]))):
                raise Unreadable("secret")
            sheets[number] = sheet
        watch.told(sum(each in sheets or each <= number for each in found.pictures), number, sheet)
    read = [number for number in found.pictures if number in sheets]
    for number, text in zip(read, page_texts([sheets[number] for number in read]), strict=True):
        texts[number] = text
    whole, unread = "\n".join(texts), tuple(n + 1 for n in found.pictures if n not in sheets)
    if not any(map(str.isalpha, whole)):
        raise Unreadable("broken" if unread else "no_text")
    return ReadResult(whole, by_machine=True, unread=unread)


def _sheet(kind: str, path: Path, number: int) -> Sheet | None:
    """The lines of one page; None where it cannot be drawn or read within the limits."""
    try:
        drawn = _child("draw", kind, str(path.resolve()), str(number)).stdout
    except Unreadable:
        return None
    return scans.read_picture(drawn) if drawn else None


def read_file(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> ReadResult:
    """The text of a file, however long it takes. Raises Unreadable."""
    found = look(path, name, limit)
    if not needs_scanner(found):
        return as_it_stands(found)
    return read_pictures(path, name, found, Watch())


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
