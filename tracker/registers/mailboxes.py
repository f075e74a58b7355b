"""The mailboxes in a workbook's cells: the first is the main one, the others come beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.access.actors import Actor
from tracker.bodies.models import Body
from tracker.contacts.actions import set_mailboxes
from tracker.contacts.queries import mailboxes
from tracker.contacts.rules import addresses
from tracker.contacts.rules import mailboxes as places_of


def main_of(cell: str) -> str:
    """The main mailbox in a cell; "" for none."""
    return next(iter(addresses(cell)), "")


def further_of(made: Mapping[str, int], new: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Rows of the mailboxes of new bodies besides the main one; `made` is name to id."""
    return [
        {"body_id": made[cells["name"]], "address": address, "is_copy": place == "copy"}
        for cells in new
        for address, place in _places(cells).items()
        if place != "main"
    ]


def _places(cells: Mapping[str, str]) -> dict[str, str]:
    return places_of(main_of(cells["email"]), addresses(cells["email"])[1:], addresses(cells["copies"]))


def change_mailboxes(actor: Actor, body: Body, differs: Mapping[str, str]) -> None:
    """What a row says otherwise of a body's mailboxes; a cell left empty changes nothing."""
    there, main = mailboxes(body), body.email
    own, copies = ([each for each, at in there.items() if at == place] for place in ("own", "copy"))
    if "email" in differs:
        main, *own = addresses(differs["email"])
    if "copies" in differs:
        copies = addresses(differs["copies"])
    set_mailboxes(actor, body, main=main, further=own, copies=copies)
