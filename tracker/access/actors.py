"""Who acts: a signed-in person, the holder of a mailed link, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

ROLES = ("office", "leader", "officer", "auditor", "admin")
SEES_ALL = frozenset({"office", "leader", "auditor"})
LENDABLE = frozenset({"office", "leader"})
"""Roles a deputy can be lent. An officer's rights come with the body; an administrator's are never lent."""
NONE_LENT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stand:
    """Whose deputy somebody is today: in one body, or (`body_id` None) on the side of office and leaders."""

    person_id: int
    name: str
    role: str
    body_id: int | None
    until: date
    lends: bool = False


class Actor(Protocol):
    """What an action, a policy rule and an audit line need to know of the one who acts."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def body_ids(self) -> frozenset[int]: ...
    @property
    def lent(self) -> frozenset[str]: ...
    @property
    def stands(self) -> tuple[Stand, ...]: ...


def is_office(actor: Actor) -> bool:
    """Whether somebody acts for the office: of it, or deputy of one who is."""
    return actor.role == "office" or "office" in actor.lent


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person as this request knows them; `current_user` is one of these.

    `unread` counts their notices; `clock_at` is when the process that keeps the times was last heard of.
    """

    id: int
    label: str
    role: str
    email: str = ""
    language: str | None = None
    keys: str = "auto"
    body_ids: frozenset[int] = frozenset()
    stands: tuple[Stand, ...] = ()
    session_id: int | None = None
    reauth_at: datetime | None = None
    unread: int = 0
    clock_at: datetime | None = None
    kind: str = "person"
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return str(self.id)

    @property
    def sees_all(self) -> bool:
        """Whether every body's work is in sight."""
        return self.role in SEES_ALL

    @property
    def lent(self) -> frozenset[str]:
        """The roles lent by those whose deputy this person is today."""
        if not self.stands:
            return NONE_LENT
        return LENDABLE & {stand.role for stand in self.stands if stand.lends}


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whoever opened a link mailed to a body: may report for that body and nothing else."""

    label: str
    body_ids: frozenset[int]
    id: int | None = None
    role: str = "link"
    kind: str = "link"
    sees_all: bool = field(default=False, init=False)
    lent: frozenset[str] = field(default=NONE_LENT, init=False)
    stands: tuple[Stand, ...] = field(default=(), init=False)


@dataclass(frozen=True, slots=True)
class System:
    """The product's own clockwork."""

    label: str = "Hệ thống"
    id: int | None = None
    role: str = "system"
    kind: str = "system"
    body_ids: frozenset[int] = frozenset()
    sees_all: bool = True
    lent: frozenset[str] = NONE_LENT
    stands: tuple[Stand, ...] = ()


SYSTEM = System()
