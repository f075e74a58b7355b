"""What the office says of a task: carried from a form to an action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """What the office may say of a task. `lead` and `coordinating` are names as typed.

    `helping_due_on` is by when those that work with the lead are asked for their part.
    """

    text: str
    deadline_kind: str = "none"
    due_on: date | None = None
    recurrence: str = ""
    expected_output: str = ""
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    helping_due_on: date | None = None
