"""A draft of our own, issued, and what there is of it."""

from __future__ import annotations

from sqlalchemy import select

from tests.intake.drafts import UNKNOWN, drafted
from tests.world import World
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake import actions as intake
from tracker.outbox.models import Letter, LetterAssignment


def ready(world: World) -> Directive:
    """A draft of five tasks for two communes and the Front, in which every task has a known lead."""
    draft, oanh = drafted(world), world.viewer("oanh")
    return intake.choose_addressee(oanh, draft, words=UNKNOWN, kind="body", chosen_id=world.chi_body.id)


def issued(world: World) -> Directive:
    """The same, given out this moment: seven assignments, three letters."""
    return intake.issue_directive(world.viewer("oanh"), ready(world))


def works(directive: Directive) -> list[Assignment]:
    """Its assignments as they are now."""
    db.session.commit()
    rows = select(Assignment).where(Assignment.directive_id == directive.id).order_by(Assignment.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def letters(directive: Directive, state: str = "") -> list[Letter]:
    """Letters whose thread is the directive's, in the order they were written."""
    db.session.commit()
    rows = select(Letter).where(Letter.dedup_key.regexp_match(rf"^[a-z]+:{directive.id}:"))
    if state:
        rows = rows.where(Letter.state == state)
    return list(db.session.scalars(rows.order_by(Letter.id).execution_options(populate_existing=True)))


def told_of(letter: Letter) -> list[int]:
    """The assignments a letter speaks of."""
    rows = select(LetterAssignment.assignment_id).where(LetterAssignment.letter_id == letter.id)
    return sorted(db.session.scalars(rows))
