"""A Word or OpenDocument file is a zip: looked through before anything in it is unpacked."""

import re
import stat
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from tracker.intake.failed import Failed
from tracker.intake.stamps import is_secret

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024  # of one part: read whole, it takes some eight times that
HIGHEST_RATIO = 100
SMALL = 1024 * 1024  # below this a high ratio does no harm: repeated XML packs well
NESTED = (
    ".zip",
    ".docx",
    ".xlsx",
    ".pptx",
    ".docm",
    ".xlsm",
    ".odt",
    ".rar",
    ".7z",
    ".gz",
    ".tar",
    ".jar",
    ".xz",
    ".bz2",
)
XML = (".xml", ".rels")
DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
FACTS = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml", "meta.xml")


def check(path: Path, *, main: str) -> None:
    """A zip whose text lies in `main` and that does no harm when unpacked.

    Failed: wrong_type (another kind of zip), encrypted, too_large (bombs), broken (nested archives, DOCTYPE).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            if main not in archive.namelist():
                raise Failed("wrong_type")
            for entry in entries:
                if entry.filename.lower().endswith(XML) and DOCTYPE.search(archive.read(entry)):
                    raise Failed("broken")
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        raise Failed("broken") from problem


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise Failed("too_large")
    if unpacked > SMALL and unpacked > HIGHEST_RATIO * max(packed, 1):
        raise Failed("too_large")
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if name.lower().endswith(XML) and entry.file_size > MOST_XML:
        raise Failed("too_large")
    if entry.flag_bits & 0x1:
        raise Failed("encrypted")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
        raise Failed("too_large")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or name.startswith("/") or ".." in name.split("/") or name.lower().endswith(NESTED):
        raise Failed("broken")


def tree(path: Path, name: str) -> Element | None:
    """The root element of an entry of a checked file; None where there is no such entry. Failed: broken."""
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            return None
        try:
            return fromstring(archive.read(name))  # noqa: S314 - `check` has refused every DOCTYPE
        except ParseError as problem:
            raise Failed("broken") from problem


def secret_facts(path: Path) -> list[str]:
    """What the file's own facts (title, keywords, status …) say of secrecy, for the top of its text."""
    roots = [root for name in FACTS if (root := tree(path, name)) is not None]
    values = (element.text or "" for root in roots for element in root.iter())
    return [value for value in values if is_secret(value)]
