"""Which files are taken, and how a file's name is made harmless. No disk, no database."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

EVIDENCE = frozenset({"pdf", "docx", "xlsx", "odt", "jpg", "jpeg", "png"})
SCANS = EVIDENCE & {"pdf", "jpg", "jpeg", "png"}
"""What a scanner or a telephone gives of a signed paper."""
DIRECTIVES = frozenset(
    {"txt", "docx", "odt", "pdf", "png", "jpg", "jpeg", "tif", "tiff", "xlsx", "xls", "ods"}
)

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png"})
"""Kinds a browser may draw itself: they were looked into when they came, and hold nothing that runs."""

LONGEST_NAME = 150  # characters
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]"
)


def extension(name: str) -> str:
    """The ending of a name in small letters, without its dot; "" when it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def clean_name(name: str) -> str:
    """The name alone, composed (NFC), without control characters and direction overrides; never empty."""
    alone = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = _UNSEEN.sub("", alone).strip(" .")
    if len(plain) > LONGEST_NAME:
        ending = extension(plain)
        plain = plain[: LONGEST_NAME - len(ending) - 1].rstrip(" .") + (f".{ending}" if ending else "")
    return plain or "tep"
