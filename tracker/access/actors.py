"""Who acts: a signed-in person, the holder of a mailed link, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

ROLES = ("office", "leader", "officer", "auditor", "admin")
SEES_ALL = frozenset({"office", "leader", "auditor"})


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


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person as this request knows them; `current_user` is one of these. `unread` counts their notices."""

    id: int
    label: str
    role: str
    email: str = ""
    language: str | None = None
    body_ids: frozenset[int] = frozenset()
    session_id: int | None = None
    reauth_at: datetime | None = None
    unread: int = 0
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


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whoever opened a link mailed to a body: may report for that body and nothing else."""

    label: str
    body_ids: frozenset[int]
    id: int | None = None
    role: str = "link"
    kind: str = "link"
    sees_all: bool = field(default=False, init=False)


@dataclass(frozen=True, slots=True)
class System:
    """The product's own clockwork."""

    label: str = "Hệ thống"
    id: int | None = None
    role: str = "system"
    kind: str = "system"
    body_ids: frozenset[int] = frozenset()
    sees_all: bool = True


SYSTEM = System()
