"""Which mailboxes hear of rows about bodies, and what the clock's letters of work have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.outbox.mailboxes import further
from tracker.reminders import rules


class OfWork:
    """A letter that lists work."""

    rows: list[Any]
    kind: str

    @property
    def body_ids(self) -> set[int]:
        """The bodies it speaks of."""
        return {row.body_id for row in self.rows}

    @property
    def template(self) -> str:
        """The folder of its texts."""
        return rules.template_of(self.kind)


@dataclass
class Mailboxes:
    """Mailbox to the rows of its bodies, in the rows' order; the (mailbox, body) that are only told."""

    rows: dict[str, list[Any]]
    only_told: Collection[tuple[str, int]]

    def copy_of(self, mailbox: str, rows: Sequence[Any]) -> str:
        """The main mailboxes of bodies all of which this one is only told of; nothing where it is itself asked."""
        if not all((mailbox, row.body_id) in self.only_told for row in rows):
            return ""
        return ", ".join(dict.fromkeys(row.email for row in rows))


def mailboxes_of(rows: Sequence[Any]) -> Mailboxes:
    """By the rows' (body_id, email): a body's main mailbox and those beside it."""
    found: dict[str, list[Any]] = defaultdict(list)
    others, only_told = further() if rows else {}, set()
    for row in rows:
        if row.email:
            found[row.email.lower()].append(row)
        for box in others.get(row.body_id, ()):
            found[box.address].append(row)
            if box.is_copy:
                only_told.add((box.address, row.body_id))
    return Mailboxes(found, only_told)
