"""A Word file is a zip: looked through before anything in it is unpacked."""

import re
import stat
import zipfile
from pathlib import Path

from tracker.intake.failed import Failed

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL = 1024 * 1024  # below this a high ratio does no harm: repeated XML packs well
NESTED = (
    ".zip",
    ".docx",
    ".xlsx",
    ".pptx",
    ".docm",
    ".xlsm",
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


def check_word_file(path: Path) -> None:
    """Failed: wrong_type (a zip, but not Word's), encrypted, too_large (bombs), broken (nested archives, DOCTYPE)."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            if "word/document.xml" not in archive.namelist():
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
    if entry.flag_bits & 0x1:
        raise Failed("encrypted")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
        raise Failed("too_large")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or name.startswith("/") or ".." in name.split("/") or name.lower().endswith(NESTED):
        raise Failed("broken")
