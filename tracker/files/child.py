"""Looks inside an uploaded file. Runs as a program of its own with little memory and time, so that a file made
to break its reader breaks only this. Prints one JSON object: {"media_type": …} or {"refused": code}; asked to draw,
the first page of a PDF as a picture, and nothing where it cannot.

Started by path, so it imports nothing of the product.
"""

from __future__ import annotations

import json
import resource
import stat
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path

import filetype

MEMORY, SECONDS = 512 * 1024 * 1024, 10
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024 * 1024, 100
MOST_PIXELS = 100_000_000
DRAWN_WIDE, DRAWN_HIGH = 900, 1600  # pixels
DRAW = "draw"  # in the place of an ending
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
CHUNK = 1024 * 1024
NOT_IN_TEXT = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".jar", ".docx", ".xlsx", ".odt", ".docm", ".xlsm")
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xls": "application/vnd.ms-excel",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
}
PARTS = {
    "docx": {"[Content_Types].xml", "word/document.xml"},
    "xlsx": {"[Content_Types].xml", "xl/workbook.xml"},
    "odt": {"mimetype", "content.xml"},
    "ods": {"mimetype", "content.xml"},
}


class Refusal(Exception):
    """The file cannot be taken; the text is the code of the reason."""


def confine() -> None:
    """Give up what reading a file does not need: memory, time, writing, the network, other programs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_deny)


def _deny(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def media_type(path: Path, ending: str) -> str:
    """The kind of the file, from its content, when its name says the same. Raises Refusal."""
    if ending not in KINDS:
        raise Refusal("file_type")
    if ending != "txt" and not _looks_like(path, ending):
        raise Refusal("file_mismatch")
    CHECKS[ending](path, ending)
    return KINDS[ending]


def _looks_like(path: Path, ending: str) -> bool:
    guessed = filetype.guess(str(path))
    found = guessed.extension if guessed else ""
    if ending in PARTS:  # the order of entries decides what the guess says; the directory is read below
        return zipfile.is_zipfile(path)
    if ending == "xls":  # the container is that of all office files before 2007
        with path.open("rb") as file:
            return file.read(8) == OLE_HEADER
    return str(found) == {"jpeg": "jpg", "tiff": "tif"}.get(ending, ending)


def _check_zip(path: Path, ending: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, path.stat().st_size)
            names = {entry.filename for entry in entries}
            if not names >= PARTS[ending]:
                raise Refusal("file_mismatch")
            if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
                raise Refusal("file_macros")
            for entry in entries:
                _check_part(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise Refusal("file_broken") from None


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Before anything is unpacked: few, small, plain entries that stay inside."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(size, 1):
        raise Refusal("file_bomb")
    for entry in entries:
        steps = entry.filename.replace("\\", "/").split("/")
        if ".." in steps or entry.filename.startswith(("/", "\\")) or stat.S_ISLNK(entry.external_attr >> 16):
            raise Refusal("file_unsafe")
        if entry.filename.lower().endswith(ARCHIVES):
            raise Refusal("file_nested")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry piece by piece: no more than it says, and no DOCTYPE in XML."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml", ".svg"))
    read, before = 0, b""
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            read += len(piece)
            if read > entry.file_size:
                raise Refusal("file_bomb")
            plain = (before + piece).replace(b"\x00", b"").upper()  # UTF-16 too
            if is_xml and (b"<!DOCTYPE" in plain or b"<!ENTITY" in plain):
                raise Refusal("file_unsafe")
            before = piece[-40:]


def _check_xls(path: Path, ending: str) -> None:
    """The part with the rows is there, and none with macros."""
    content = path.read_bytes()
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Refusal("file_mismatch")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal("file_macros")


def _check_pdf(path: Path, ending: str) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, path.stat().st_size - 4096))
        tail = file.read()
    if b"%PDF-" not in head or b"%%EOF" not in tail:
        raise Refusal("file_broken")


def _check_png(path: Path, ending: str) -> None:
    content = path.read_bytes()
    wide, high = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content[12:16] != b"IHDR" or b"IEND" not in content[-64:] or not wide * high > 0:
        raise Refusal("file_broken")
    if wide * high > MOST_PIXELS:
        raise Refusal("file_bomb")


def _check_jpeg(path: Path, ending: str) -> None:
    content = path.read_bytes()
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            high, wide = (int.from_bytes(content[at + n : at + n + 2], "big") for n in (5, 7))
            if wide * high > MOST_PIXELS:
                raise Refusal("file_bomb")
            return
        at += 2 + max(length, 2)
    raise Refusal("file_broken")


def _check_tiff(path: Path, ending: str) -> None:
    if path.read_bytes()[:4] not in (b"II*\0", b"MM\0*"):
        raise Refusal("file_broken")


def _check_text(path: Path, ending: str) -> None:
    """UTF-16 or one or more bytes a letter in any encoding: a text has no control characters but a few."""
    content = path.read_bytes()
    if b"\0" not in content:
        if content.translate(None, NOT_IN_TEXT) != content:
            raise Refusal("file_not_text")
        return
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ("utf-16",) if marked else ("utf-16-le", "utf-16-be")
    if not any(_is_text_in(encoding, content) for encoding in encodings):
        raise Refusal("file_not_text")


def _is_text_in(encoding: str, content: bytes) -> bool:
    try:
        return "\x00" not in content.decode(encoding)
    except UnicodeDecodeError:
        return False


CHECKS: dict[str, Callable[[Path, str], None]] = {
    **dict.fromkeys(PARTS, _check_zip),
    **dict.fromkeys(("jpg", "jpeg"), _check_jpeg),
    "pdf": _check_pdf,
    "xls": _check_xls,
    "png": _check_png,
    **dict.fromkeys(("tif", "tiff"), _check_tiff),
    "txt": _check_text,
}


def first_page(path: Path) -> bytes:
    """The first page of a PDF, drawn as a PNG; whatever is in the file besides what can be seen stays behind."""
    page = import_module("pypdfium2").PdfDocument(str(path))[0]
    wide, high = page.get_size()
    picture = page.render(scale=min(DRAWN_WIDE / wide, DRAWN_HIGH / high)).to_pil()
    drawn = BytesIO()
    picture.convert("RGB").quantize(64).save(drawn, "PNG")
    return drawn.getvalue()


def main() -> None:
    """`child.py FILE ENDING`, or `child.py FILE draw`."""
    path, ending = Path(sys.argv[1]), sys.argv[2]
    confine()
    if ending == DRAW:
        sys.stdout.buffer.write(first_page(path))
        return
    try:
        answer = {"media_type": media_type(path, ending)}
    except Refusal as refusal:
        answer = {"refused": str(refusal)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
