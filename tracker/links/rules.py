"""The code in a mailed address, and how long it is good. No database, no clock."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from hashlib import sha256

BYTES = 16  # of the HMAC: 128 bits cannot be guessed
SAID_BY = {"xong": "done", "dang-lam": "doing", "vuong-mac": "difficulty", "gia-han": "difficulty"}
"""What a letter's button chooses on the form (`?kq=`). A link only reports (decision 10), so a wish for more time is
reported as what stands in the way; asking for the decision itself takes somebody signed in (decision 15)."""

_CODE = re.compile(r"([A-Za-z0-9_-]{22})([1-9][0-9]{0,17})")


def code_of(key: bytes, link_id: int, version: int) -> str:
    """22 characters of HMAC-SHA-256 over id and version, then the id: nothing of it is stored."""
    mark = hmac.digest(key, f"{link_id}|{version}".encode(), sha256)[:BYTES]
    return urlsafe_b64encode(mark).decode().rstrip("=") + str(link_id)


def link_id(code: str) -> int | None:
    """Which link a code claims to be; None for what cannot be one."""
    found = _CODE.fullmatch(code)
    return int(found[2]) if found else None


def is_genuine(code: str, key: bytes, link_id: int, version: int) -> bool:
    """Whether the code is that link's, compared in constant time."""
    return hmac.compare_digest(code, code_of(key, link_id, version))


def last_day(due_on: date | None, letter_on: date, *, after_due: int, without_due: int) -> date:
    """The last day a link is good: 14 days after the due day or the letter, whichever is later; 60 without a day.

    Decision 10; both numbers are the office's settings, in calendar days.
    """
    if due_on is None:
        return letter_on + timedelta(days=without_due)
    return max(due_on, letter_on) + timedelta(days=after_due)
