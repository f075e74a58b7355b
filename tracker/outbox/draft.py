"""A letter before it is a row: to whom, about what, from which template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be queued; `facts` fill its template. Times as for `enqueue`.

    `person_id` is given for a letter to a person rather than a mailbox: while away, their deputy gets it, of the body
    `place_id` where it is about one body's work.
    """

    key: str
    kind: str
    to: str
    template: str
    to_name: str = ""
    body_id: int | None = None
    assignment_ids: Sequence[int] = ()
    batch_id: int | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    is_deadline: bool = False
    is_optional: bool = False
    thread: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    place_id: int | None = None
    steps: Mapping[int, str] = field(default_factory=dict)  # assignment to the step of the ladder it tells
