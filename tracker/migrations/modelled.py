"""Which tables, columns and indexes of a database the models speak of."""

from __future__ import annotations

import re
from typing import Any

_WORDS = re.compile(r"_words(_\w+)?$")


def is_modelled(name: str | None, kind: str, parents: Any) -> bool:
    """Not the indexes of words, which each kind of database keeps in its own way (migration 0021)."""
    if kind == "column":
        return name != "searched"
    return kind not in {"table", "index"} or not _WORDS.search(name or "")
