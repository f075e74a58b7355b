"""Bodies that owe no work and yet this month's figures of their targets: no other letter would ask them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tracker.reminders import rules
from tracker.reminders.queries.mailboxes import Mailboxes, mailboxes_of
from tracker.reminders.queries.occasion import Occasion
from tracker.reminders.queries.review import Review
from tracker.settings.queries import letter_rules
from tracker.targets.queries import bodies_owing


@dataclass
class FiguresLetter:
    """One mailbox's letter that asks for figures and lists no work: the letter of the week, or before the cut."""

    to: str
    name: str
    mode: str
    body_ids: set[int]
    figures: int
    kind: str
    moment: datetime
    copy_of: str = ""
    review: Review | None = None
    stage: str = ""
    rows: Sequence[Any] = ()
    steps: Sequence[Any] = ()
    template: ClassVar[str] = "figures"


def letters_of_figures(occasion: Occasion, found: Sequence[Any]) -> list[FiguresLetter]:
    """By the bodies' order; `found` is what is owed and may be told of today, by bodies that hear of it otherwise."""
    if not occasion.wants_all:
        return []
    told = {row.body_id for row in found}
    boxes = mailboxes_of([row for row in bodies_owing(occasion.day) if row.body_id not in told])
    made = (_letter(mailbox, boxes, occasion) for mailbox in boxes.rows)
    return [letter for letter in made if letter is not None]


def _letter(mailbox: str, boxes: Mailboxes, on: Occasion) -> FiguresLetter | None:
    rows = boxes.rows[mailbox]
    weekly, stage = on.has_week(mailbox), _stage(mailbox, on)
    if on.is_urged(mailbox) or not (weekly or stage):
        return None
    own = [row for row in rows if row.email.lower() == mailbox]
    return FiguresLetter(
        to=own[0].email if own else mailbox,
        name=", ".join(row.name for row in rows),
        mode="de_nghi" if any(row.mode == "de_nghi" for row in rows) else "giao",
        body_ids={row.body_id for row in rows},
        figures=sum(row.figures for row in rows),
        kind="weekly" if weekly else "review",
        moment=rules.moment(mailbox, on.begin, on.end),
        copy_of=boxes.copy_of(mailbox, rows),
        review=on.review if stage else None,
        stage=stage,
    )


def _stage(mailbox: str, on: Occasion) -> str:
    """Before the cut figures are asked for once more; who owes no work is never called silent."""
    if on.review is None or on.review.is_closed:
        return ""
    return on.unsaid(mailbox, rules.review_stage(on.review.left, letter_rules(), is_silent=False))
