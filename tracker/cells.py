"""Text in the cells of our workbooks: what a cell cannot hold is left out, what may be taken for a formula is known."""

from __future__ import annotations

import re

LONGEST = 32_767  # characters in a cell
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def holdable(text: str) -> str:
    """The text as a cell can hold it: no control characters, at most 32,767 characters."""
    return _UNWRITABLE.sub("", text)[:LONGEST]


def is_risky(text: str) -> bool:
    """Whether a program may take a cell that begins so for a formula, once it is typed or read in again."""
    return text.startswith(_RISKY)
