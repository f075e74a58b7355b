"""The table of rights, worked out from the policy itself so that it cannot say anything else."""

from __future__ import annotations

from types import SimpleNamespace

from tracker.access.actors import ROLES, Actor, LinkHolder, Viewer
from tracker.access.policy import MAY, may

OWN = SimpleNamespace(id=1, body_id=1, person_id=1, author_id=1, leader_id=1)
FOREIGN = SimpleNamespace(id=2, body_id=2, person_id=2, author_id=2, leader_id=2)
COLUMNS = (*ROLES, "link")


def table() -> list[tuple[str, list[str]]]:
    """(verb, for each of COLUMNS "all", "own" or "none"); verbs only the clockwork does are left out."""
    rows = [(verb, [_answer(verb, _actor(role)) for role in COLUMNS]) for verb in sorted(MAY)]
    return [row for row in rows if set(row[1]) != {"none"}]


def _actor(role: str) -> Actor:
    bodies = frozenset({1})
    return LinkHolder("", bodies) if role == "link" else Viewer(id=1, label="", role=role, body_ids=bodies)


def _answer(verb: str, actor: Actor) -> str:
    if may(actor, verb, FOREIGN):
        return "all"
    return "own" if may(actor, verb, OWN) else "none"
