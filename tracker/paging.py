"""Long lists a page at a time: the next page starts after the last row shown ("Xem thêm 50").

Knows neither flask nor any table, so queries may use it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

PAGE = 50  # rows
CAP = 1_000  # counting stops here: an exact count of a large table costs more than the page
_BIGGEST = 2**63 - 1
_LONGEST_KEY = 600

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Count:
    """So many, or more than that; the filter `counted` writes "1.000+"."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows; `next_key` is None on the last."""

    rows: tuple[Row, ...]
    next_key: str | None = None
    count: Count | None = None


def page_of(
    rows: Sequence[Row], *, key: Callable[[Row], Sequence[Any]], size: int = PAGE, count: Count | None = None
) -> Page[Row]:
    """Make a page of rows read with `limit(size + 1)`; `key` gives the values the order is by."""
    shown = tuple(rows[:size])
    return Page(shown, encode_key(key(shown[-1])) if len(rows) > size else None, count)


def encode_key(values: Sequence[Any]) -> str:
    """The order's values of a row (text, int, date, datetime, None) as one word for an address."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def decode_key(word: str | None, *kinds: Any) -> tuple[Any, ...] | None:
    """The values again, each of the kind asked for (`date`, `int | None`); None (start anew) for all else."""
    if not word or len(word) > _LONGEST_KEY:
        return None
    try:
        plain = json.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        if not isinstance(plain, list):
            return None
        return tuple(_of_kind(value, kind) for value, kind in zip(plain, kinds, strict=True))
    except (ValueError, RecursionError):
        return None


def capped_count(rows: Select[Any], cap: int = CAP) -> Select[int]:
    """A statement that counts the rows of another, but no further than one past the cap."""
    return select(func.count()).select_from(rows.order_by(None).limit(cap + 1).subquery())


def as_count(found: int | None, cap: int = CAP) -> Count:
    """What `capped_count` found, in words: 1001 is "more than 1000"."""
    return Count(min(found or 0, cap), (found or 0) > cap)


def _of_kind(value: Any, kind: Any) -> Any:
    kinds = getattr(kind, "__args__", (kind,))
    if isinstance(value, str) and datetime in kinds:
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and date in kinds:
        value = date.fromisoformat(value)
    elif isinstance(value, str) and any(octet < 32 and octet != 9 for octet in value.encode()):
        # a sort key has a tab; lone surrogates raise in encode()
        raise ValueError("control characters")
    elif isinstance(value, bool) or (isinstance(value, int) and abs(value) > _BIGGEST):
        raise ValueError("not a number a table holds")
    if type(value) not in kinds:
        raise ValueError("another kind")
    return value
