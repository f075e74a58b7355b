"""An issue taken back before its letters leave: nothing of it is left, the draft is as it was, issuing works again."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.counting import count_sql
from tests.intake.drafts import tasks_of
from tests.issued.given import issued, letters, ready, told_of, works
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.comments.models import Comment
from tracker.comments.rules import SIDES
from tracker.db import Base, db, transaction
from tracker.directives.queries import roll_ups
from tracker.directives.rules import recall_until
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake import actions as intake
from tracker.issued import actions
from tracker.issued.actions import recalling
from tracker.outbox import claims
from tracker.outbox.models import Letter
from tracker.reminders import actions as reminders
from tracker.scheduler.jobs import doors
from tracker.settings.actions import change_rules

NINE = clock.at(date(2026, 3, 2), 9)


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def take(most: int = 20) -> list[claims.Claim]:
    return claims.take("sender", 120, doors(), most)


def test_letters_wait_as_long_as_the_rule_says(world: World) -> None:
    found = letters(issued(world))
    assert {(letter.state, letter.next_try_at - NINE) for letter in found} == {
        ("pending", timedelta(minutes=10))
    }
    assert take() == []
    with clock.frozen_at(NINE + timedelta(minutes=10)):
        assert len(take()) == 3


def test_urgent_ones_and_a_rule_of_nothing_leave_at_once(world: World, oanh: Viewer) -> None:
    assert recall_until("khan", NINE, 10) is None
    assert recall_until("thuong", NINE, 0) is None
    change_rules(SYSTEM, recall_minutes=0)
    directive = issued(world)
    assert directive.recall_until is None
    with pytest.raises(Refused, match="recall_over"):
        actions.recall_issue(oanh, directive)
    assert len(take()) == 3


def test_everything_is_as_it_was(world: World, oanh: Viewer) -> None:
    draft = ready(world)
    first = tasks_of(draft)[0]
    intake.accept_task(oanh, first, version=first.version)
    before = [(task.id, task.state, task.text, task.due_on) for task in tasks_of(draft)]
    kept = db.session.scalar(select(func.count()).select_from(Assignment))
    intake.issue_directive(oanh, draft)
    actions.recall_issue(oanh, draft)
    assert [(task.id, task.state, task.text, task.due_on) for task in tasks_of(draft)] == before
    assert (draft.state, draft.released_at, draft.issued_by_id, draft.recall_until) == (
        "draft",
        None,
        None,
        None,
    )
    assert works(draft) == []
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == kept
    assert db.session.scalar(select(func.count()).select_from(Coordinator)) == 0
    assert roll_ups(oanh, [draft.id], clock.today()) == {}
    assert {letter.state for letter in letters(draft)} == {"cancelled"}
    with clock.frozen_at(NINE + timedelta(hours=1)):
        assert take() == []
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.recall")).one()
    assert line.after == {"state": "draft", "round": 2, "assignments": 7, "letters": 3}


def test_issued_again_each_body_gets_its_letter(world: World, oanh: Viewer) -> None:
    """Twice over: neither the unit's index nor the letter's key stands in the way; no old letter speaks of new work."""
    directive = issued(world)
    for _ in range(2):
        actions.recall_issue(oanh, directive)
        intake.issue_directive(oanh, directive)
    assert len(works(directive)) == 7
    waiting = letters(directive, "pending")
    assert len(waiting) == 3
    assert sum(len(told_of(letter)) for letter in waiting) == 7
    assert [told_of(letter) for letter in letters(directive, "cancelled")] == [[]] * 6
    assert {letter.assignment_id for letter in letters(directive, "cancelled")} == {None}
    assert len({letter.message_id for letter in letters(directive)}) == 9


def test_the_draft_can_be_mended_again_step_by_step(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    actions.recall_issue(oanh, directive)
    task = tasks_of(directive)[0]
    intake.drop_task(oanh, task, version=task.version)
    intake.issue_directive(oanh, directive)
    assert len(works(directive)) == 5


@pytest.mark.parametrize("minutes", [10, 600])
def test_over_is_over(world: World, oanh: Viewer, minutes: int) -> None:
    directive = issued(world)
    with clock.frozen_at(NINE + timedelta(minutes=minutes)), pytest.raises(Refused, match="recall_over"):
        actions.recall_issue(oanh, directive)
    assert len(works(directive)) == 7


def test_a_letter_in_a_senders_hands_refuses_it_whole(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    with transaction():
        letters(directive)[1].next_try_at = NINE
    [claim] = take(1)
    with pytest.raises(Refused, match="letters_left"):
        actions.recall_issue(oanh, directive)
    assert {letter.state for letter in letters(directive)} == {"pending", "sending"}
    assert len(works(directive)) == 7
    claims.settle(claim, claims.Outcome("accepted", "body"))
    with pytest.raises(Refused, match="letters_left"):
        actions.recall_issue(oanh, directive)


def test_a_letter_that_may_have_left_refuses_it(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    with transaction():
        letters(directive)[0].unknowns = 1
    with pytest.raises(Refused, match="letters_left"):
        actions.recall_issue(oanh, directive)


def test_one_given_back_untried_does_not(world: World, oanh: Viewer) -> None:
    """A sender told to stop lets go of it: no mail server has seen it, and the links made for it go too."""
    directive = issued(world)
    with transaction():
        letters(directive)[1].next_try_at = NINE
    claims.give_back(take(1))
    actions.recall_issue(oanh, directive)
    assert works(directive) == []


def test_work_somebody_has_begun_with_is_not_taken_away(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    own = next(work for work in works(directive) if work.body_id == world.dam.id)
    assignments.accept(world.viewer("binh"), own)
    with pytest.raises(Refused, match="taken_up"):
        actions.recall_issue(oanh, directive)
    assert len(works(directive)) == 7
    assert {letter.state for letter in letters(directive)} == {"pending"}


def test_a_call_about_it_refuses_it_too(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    reminders.note_call(oanh, assignment_ids=[works(directive)[0].id], note="đã báo")
    with pytest.raises(Refused, match="taken_up"):
        actions.recall_issue(oanh, directive)


def test_twice_and_by_others(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    for name in ("binh", "lam", "khanh", "an"):
        with pytest.raises(NotAllowed):
            actions.recall_issue(world.viewer(name), directive)
    actions.recall_issue(oanh, directive)
    with pytest.raises(Conflict, match="recalled"):
        actions.recall_issue(oanh, directive)


def test_other_directives_are_left_alone(world: World, oanh: Viewer) -> None:
    other = issued(world)
    actions.recall_issue(oanh, issued(world))
    assert len(works(other)) == 7
    assert {letter.state for letter in letters(other)} == {"pending"}
    assert db.session.get_one(Assignment, world.work.id).state == "assigned"


def test_statements_do_not_grow(app: Flask, world: World, oanh: Viewer) -> None:
    directive = issued(world)
    with count_sql(app) as sent:
        actions.recall_issue(oanh, directive)
    assert len(sent) <= 20, SimpleNamespace(sent=sent)
    assert db.session.scalar(select(func.count()).select_from(Letter).where(Letter.state == "pending")) == 0


def test_every_table_that_points_to_an_assignment_is_thought_of(app: Flask) -> None:
    """One more such table is either made by issuing, a sign that somebody has begun, or bound to a new version."""
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "assignment"
    }
    versioned = {"decision", "difficulty", "on_behalf", "report"}
    known = {each.__tablename__ for each in (*recalling.BEGUN, *recalling.MADE)} | versioned
    assert pointing - known == set()


def test_a_comment_is_a_beginning_too(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    facts = {"body_id": None, "side": SIDES[0], "author_id": oanh.id, "author_name": oanh.label}
    with transaction() as session:
        session.add(
            Comment(assignment_id=works(directive)[0].id, text="Cần rõ hơn.", written_at=clock.now(), **facts)
        )
    with pytest.raises(Refused, match="taken_up"):
        actions.recall_issue(oanh, directive)
