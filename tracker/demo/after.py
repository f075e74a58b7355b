"""Plays what became of directives after they were issued: typed by hand, withdrawn, replaced, corrected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments import actions as assignments
from tracker.db import db
from tracker.demo import since
from tracker.demo.days import DUE
from tracker.demo.history import Event
from tracker.directives.models import Directive
from tracker.intake import actions as intake
from tracker.intake.change import Change
from tracker.issued import actions
from tracker.tasks.models import Task

if TYPE_CHECKING:
    from tracker.demo.play import Player


def verbs(player: Player) -> dict[str, Callable[[Actor, Event], object]]:
    """What the history calls the deeds of this file."""
    return {name: partial(deed, player) for name, deed in DEEDS.items()}


def enter(player: Player, actor: Actor, name: str) -> None:
    """A directive of our own that was typed by hand, given out to a few communes."""
    entered = since.BY_HAND[name]
    draft = intake.start_by_hand(actor, issued_on=clock.today(), **entered.details)
    due_on = player.days.at(DUE[entered.due]) if entered.due else None
    kind = "fixed" if due_on else "event"
    change = Change(entered.text, deadline_kind=kind, due_on=due_on, lead=since.LEADS)
    intake.add_task(actor, draft, change=change)
    player.give_out(actor, draft, name)


def withdraw(player: Player, actor: Actor, event: Event) -> None:
    """It is withdrawn by the leader."""
    one = _directive(player, str(event.thing))
    actions.withdraw_directive(actor, one, version=one.version, reason=event.words, document="1964/UBND-TH")


def replace(player: Player, actor: Actor, event: Event) -> None:
    """The second directive takes its place."""
    one, by = _directive(player, str(event.thing)), _directive(player, "dat-chuan")
    actions.replace_directive(actor, one, version=one.version, by=by, reason=event.words)


def correct(player: Player, actor: Actor, event: Event) -> None:
    """A task's expected product is corrected."""
    assert not isinstance(event.thing, str)  # noqa: S101 - "correct" names a task
    _, text, section, number = event.thing
    task = db.session.get_one(Task, player.tasks[text, section, int(number)], populate_existing=True)
    said = {"expected_output": event.words, "reason": since.WHY, "document": "2101/UBND-NNMT"}
    actions.correct_task(actor, task, version=task.version, **said)


def _directive(player: Player, name: str) -> Directive:
    """A directive of the history, read afresh."""
    task = db.session.get_one(Task, next(id for place, id in player.tasks.items() if place[0] == name))
    return db.session.get_one(Directive, task.directive_id, populate_existing=True)


def unconfirm(player: Player, actor: Actor, event: Event) -> None:
    """A confirmation given by a slip is taken back before its letter has left."""
    assignments.take_back_confirmation(actor, player.work(event))


DEEDS: dict[str, Callable[[Player, Actor, Event], object]] = {
    "withdraw": withdraw,
    "replace": replace,
    "correct": correct,
    "unconfirm": unconfirm,
}
