"""Codes in addresses that need no password: made of a number and a key, stored nowhere. No database, no clock."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

BYTES = 16  # of the HMAC: 128 bits cannot be guessed
_CODE = re.compile(r"([A-Za-z0-9_-]{22})([1-9][0-9]{0,17})")


def code_of(key: bytes, number: int, version: int) -> str:
    """22 characters of HMAC-SHA-256 over number and version, then the number: nothing of it is stored."""
    mark = hmac.digest(key, f"{number}|{version}".encode(), sha256)[:BYTES]
    return urlsafe_b64encode(mark).decode().rstrip("=") + str(number)


def number_in(code: str) -> int | None:
    """Which number a code claims to be of; None for what cannot be a code."""
    found = _CODE.fullmatch(code)
    return int(found[2]) if found else None


def is_genuine(code: str, key: bytes, number: int, version: int) -> bool:
    """Whether the code is that number's, compared in constant time."""
    return hmac.compare_digest(code, code_of(key, number, version))


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose, so that a code of one opens nothing of another."""
    return hmac.digest(key, purpose.encode(), sha256)
