"""Every verb by every role at any time, against a model of the table of states (hypothesis keeps looking)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import bindparam, func, select

from tests import make
from tests.assignments.deeds import PAPER, WHY, cast, deeds
from tests.assignments.life import DECISIONS, VERBS, WHO, Life
from tests.assignments.weekdays import plus
from tests.assignments.whole import RECALL, WHOLE, whole
from tests.conftest import MONDAY
from tests.world import World
from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment, Coordinator, Decision, Report
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Problem
from tracker.extensions.models import Extension
from tracker.handling.models import Handling, HandlingEvent, Step
from tracker.outbox.models import Letter, LetterAssignment
from tracker.people.models import Person
from tracker.reviews.rules import Standing, bucket
from tracker.tasks.models import Task

EXAMPLES = 200
STEPS = 30
OFTEN = {"confirm": 5, "resume": 5, "uphold": 4, "grant": 4, "return": 3, "done": 3, "object": 2, "ask": 2}
"""What leads on, or seldom fits, is tried more often when it does."""
HOURS = (0, 0, 0, 1, 5, 25, 49, 24 * 7)
"""How long nothing happens before the next deed."""
LONG = ("pass on", "object", "uphold", "accept", "own day", "step", "doing", "withdraw", "ask", "suspend", "resume",
        "grant", "done", "return",
        "done", "confirm", "take_back", "confirm", "reopen", "cancel", "uncancel", "cancel", "reopen",
        "exempt")  # fmt: skip
DUE_IN = (None, 0, 3, 10, 30)
WORK: Any = Assignment.__table__
ROW = (
    select(
        WORK,
        Handling.person_id,
        Handling.own_due_on,
        select(func.count(Step.id)).where(Step.assignment_id == WORK.c.id).scalar_subquery().label("steps"),
    )
    .outerjoin_from(WORK, Handling, Handling.assignment_id == WORK.c.id)
    .where(WORK.c.id == bindparam("life"))
)
"""Asked after each of nine thousand deeds, so made and asked once."""


class Lives(RuleBasedStateMachine):
    """One assignment after another in one database; each has its model."""

    world: World
    known: dict[str, Actor]

    @initialize(due_in=st.sampled_from(DUE_IN))
    def begin(self, due_in: int | None) -> None:
        self.now = MONDAY
        due = None if due_in is None else plus(self.now.date(), due_in)
        with clock.frozen_at(self.now), transaction() as session:
            directive = make.make_directive(recall_until=self.now + RECALL)
            session.flush()
            task = Task(directive_id=directive.id, position=1, state="issued", text="Báo cáo.")
            session.add(task)
            session.flush()
            facts = {
                "mode": "giao",
                "deadline_kind": "fixed" if due else "none",
                "assigned_on": clock.today(),
            }
            made = Assignment(
                task_id=task.id, directive_id=task.directive_id, body_id=self.world.dam.id, due_on=due,
                first_due_on=due, **facts,
            )  # fmt: skip
            session.add(made)
            session.flush()
            session.add(Coordinator(assignment_id=made.id, body_id=self.world.chi_body.id))
            self.id, self.directive_id = made.id, directive.id
        self.is_over = False
        self.model = Life(self.now.date(), due)
        self.extensions = 0

    @rule(
        hours=st.sampled_from(HOURS),
        turn=st.integers(0, 200),
        is_fitting=st.booleans(),
        who=st.one_of(st.none(), st.none(), st.sampled_from(sorted({*WHO["done"], *WHO["grant"], "coordinator",
                      "stranger", "auditor", "admin", "other link"}))),
        reason=st.sampled_from([True, True, True, False]),
        document=st.sampled_from([True, True, False]),
    )  # fmt: skip
    def deed(
        self, hours: int, turn: int, is_fitting: bool, who: str | None, reason: bool, document: bool
    ) -> None:
        self.now += timedelta(hours=hours)
        if self.is_over:
            return
        if turn >= WHOLE:
            whole(self, "end" if is_fitting else "recall", who or "office", reason=reason, document=document)
            return
        verb = self.chosen(turn, is_fitting)
        self.step(verb, who or sorted(WHO[verb])[turn % len(WHO[verb])], reason=reason, document=document)

    def step(self, verb: str, role: str, *, reason: bool = True, document: bool = True) -> None:
        """The product does what the model says, or refuses with the code the model says."""
        if not self.is_thinkable(verb):
            return
        wanted = self.model.refusal(verb, role, self.at, reason=reason, document=document)
        got = self.tried(verb, self.known[role], WHY if reason else " ", PAPER if document else "")
        assert got == wanted, (verb, role, self.model.state)
        if wanted is None:
            self.model.do(verb, role, self.at)

    def is_thinkable(self, verb: str) -> bool:
        """A report to withdraw and a request to grant must be there to be named."""
        return bool({"withdraw": self.model.reports, "grant": self.model.asked}.get(verb, True))

    @property
    def at(self) -> Any:
        return clock.local(self.now)

    def chosen(self, turn: int, is_fitting: bool) -> str:
        if is_fitting:
            fitting = [
                verb
                for verb in (each for each in VERBS for _ in range(OFTEN.get(each, 1)))
                if self.is_thinkable(verb)
                and self.model.refusal(verb, sorted(WHO[verb])[0], self.at, reason=True, document=True)
                is None
            ]
            return fitting[turn % len(fitting)] if fitting else "confirm"
        return VERBS[turn % len(VERBS)]

    def tried(self, verb: str, actor: Actor, reason: str, document: str) -> str | None:
        """Do it; the code of the refusal, None when it was done."""
        with clock.frozen_at(self.now):
            try:
                deeds(self, actor, reason, document)[verb]()
            except Problem as problem:
                return problem.code
        return None

    def other(self, actor: Actor) -> Person:
        """The head's work goes to the officer, everybody else's to the head."""
        return self.world.people["phu" if actor.id == self.known["head"].id else "binh"]

    def handler(self) -> Person | None:
        names = {"": None, "head": "binh", "officer": "phu"}
        name = names[self.model.handler]
        return self.world.people[name] if name else None

    def report(self) -> Report:
        standing = select(Report).where(Report.assignment_id == self.id, Report.withdrawn_at.is_(None))
        return db.session.scalars(standing.order_by(Report.id.desc()).limit(1)).one()

    def request(self) -> Extension:
        waiting = select(Extension).where(Extension.assignment_id == self.id, Extension.state == "asked")
        return db.session.scalars(waiting.execution_options(populate_existing=True)).one()

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        if not hasattr(self, "model") or self.is_over:
            return
        row, model, today = self.row(), self.model, clock.local(self.now).date()
        got = (row.state, row.round, row.due_on, row.reported_on, row.confirmed_on, row.stopped_on)
        wanted = (
            model.state,
            model.round,
            model.due,
            model.reported_on,
            model.confirmed_on,
            model.stopped_on,
        )
        assert got == wanted
        assert (row.received_at is not None) == model.received
        facts = (row.assigned_on, row.due_on, row.reported_on, row.confirmed_on, row.stopped_on, row.state)
        assert bucket(Standing(*facts), today) == model.bucket(today)
        handler = self.handler()
        arranged = (handler.id if handler else None, model.own_day, model.steps)
        assert (row.person_id, row.own_due_on, row.steps) == arranged

    def row(self) -> Any:
        """The assignment with what its body has arranged, as another connection sees them."""
        with db.engine.connect() as connection:
            return connection.execute(ROW, {"life": self.id}).one()

    def teardown(self) -> None:
        """Every deed that had its effect, and no other, left its line, its decision and its letter."""
        if not hasattr(self, "model") or self.is_over:
            return
        decisions = select(Decision.verb).where(Decision.assignment_id == self.id).order_by(Decision.id)
        assert list(db.session.scalars(decisions)) == self.model.decisions
        own = select(Extension.id).where(Extension.assignment_id == self.id)
        things = [f"assignment:{self.id}", *(f"extension:{id}" for id in db.session.scalars(own))]
        lines = select(func.count()).select_from(AuditLine).where(AuditLine.thing.in_(things))
        assert db.session.scalar(lines) == self.model.lines
        own = self.row().body_id  # who works with the lead is told by letters of its own
        letters = select(func.count(Letter.id)).join(LetterAssignment).where(
            LetterAssignment.assignment_id == self.id, Letter.kind == "outcome", Letter.body_id == own
        )  # fmt: skip
        assert db.session.scalar(letters) == self.model.letters
        passed = select(func.count()).where(
            HandlingEvent.assignment_id == self.id, HandlingEvent.kind == "passed"
        )
        assert db.session.scalar(passed) == self.model.passed
        with suppress(Exception):
            db.session.rollback()


def test_any_life_follows_the_table_of_states(world: World) -> None:
    known = cast(world)
    made = type("Lives", (Lives,), {"world": world, "known": known})
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=checks,
            database=None,
            phases=[Phase.generate],  # thirty deeds are short enough to read, cutting them down takes minutes
        ),
    )
    assert trail.verify() is None


def test_a_long_life_with_every_verb(world: World) -> None:
    lives = type("Lives", (Lives,), {"world": world, "known": cast(world)})
    one = lives()
    one.begin(due_in=10)
    for verb in LONG:
        one.now += timedelta(hours=1)
        before = one.model.lines
        one.step(verb, sorted(WHO[verb])[0])
        assert one.model.lines == before + 1, verb
        one.it_stands_as_the_model_says()
    one.teardown()
    assert set(db.session.scalars(select(Decision.verb).distinct())) == DECISIONS
    assert set(LONG) == set(VERBS)
