"""What a reader found in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """The text in reading order. Of a file with pages: each page's text, and which of them are pictures (from 0).

    `by_machine`: the text itself was put there by a program that reads pictures.
    """

    text: str
    pages: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()
    by_machine: bool = False

    @classmethod
    def of_pages(cls, texts: Sequence[str], pictures: Sequence[int], *, by_machine: bool = False) -> Found:
        """A file with pages."""
        return cls("\n".join(texts), tuple(texts), tuple(pictures), by_machine)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Found:
        """What `asdict` made of one, after its way between two processes."""
        return cls(told["text"], tuple(told["pages"]), tuple(told["pictures"]), told["by_machine"])
