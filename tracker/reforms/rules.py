"""How bodies change (domain 6.4). No database, no clock."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("rename", "merge", "split", "dissolve")
"""Another name or type; several into one; one into several; no more."""

BRINGS_PEOPLE = ("rename", "merge", "split")
"""Changes in which whoever worked for the old body works for its successor; of a dissolved body nobody knows."""


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body that a change brings into being."""

    name: str
    type_id: int
    parent_id: int | None = None
    email: str = ""
    phone: str = ""


def fault(kind: str, old: int, new: int) -> str | None:
    """What is wrong with a change of `old` bodies into `new` ones, as the code of a sentence; None for nothing.

    A merger may be one body joining another that goes on; a dissolved body may leave its work to nobody.
    """
    if old == 0 or (kind != "merge" and old > 1):
        return "reform_which_bodies"
    fits = {"rename": new == 1, "merge": new == 1, "split": new >= 2, "dissolve": new <= 1}
    return None if fits[kind] else "reform_which_successors"
