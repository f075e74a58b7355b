"""A text file: UTF-8, UTF-16 with or without its mark at the start, TCVN3, VNI-Windows or Windows-1258."""

import codecs
from pathlib import Path

from tracker.intake.failed import Failed
from tracker.intake.found import Found
from tracker.intake.old_encodings import spelled_in

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(path: Path) -> Found:
    """The text; Failed: broken (not in these encodings), wrong_type (bytes, not a text)."""
    data = path.read_bytes()
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        text = _one_byte_a_letter(data)
    if "\0" in text:
        raise Failed("wrong_type")
    return Found(text)


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:2000]
    if len(sample) > 3 and b"\0" in sample:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8"


def _one_byte_a_letter(data: bytes) -> str:
    """The letters of an old file, still in its own encoding: nothing names that, so its words must show one."""
    if b"\0" in data:
        raise Failed("wrong_type")
    western = data.decode("cp1252", "surrogateescape")
    if spelled_in(western) is None:
        raise Failed("broken")
    return western.encode("utf-8", "replace").decode("utf-8")
