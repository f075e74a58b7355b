"""A text file: UTF-8, or UTF-16 with or without its mark at the start."""

import codecs
from pathlib import Path

from tracker.intake.failed import Failed

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(path: Path) -> tuple[str, str]:
    """The text and an empty note; Failed: broken (not in these encodings), wrong_type (bytes, not a text)."""
    data = path.read_bytes()
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise Failed("wrong_type" if b"\0" in data else "broken") from None
    if "\0" in text:
        raise Failed("wrong_type")
    return text, ""


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:2000]
    if len(sample) > 3 and b"\0" in sample:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8"
