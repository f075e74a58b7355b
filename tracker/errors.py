"""What can go wrong, as facts. `web/sentences.py` turns a code into a sentence in the reader's language."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """Something the asker must be told: `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotAllowed(Problem):
    """The viewer sees the thing but may not do this to it (403)."""


class NotFound(Problem):
    """The thing does not exist, or not for this viewer (404)."""


class Conflict(Problem):
    """The thing has moved on since the viewer read it (409)."""


class Refused(Problem):
    """What was typed or sent cannot be taken (422)."""


class TooMany(Problem):
    """Asked too often (429); `facts["retry_after"]` is in seconds."""
