"""Issuing: a draft's tasks become assignments, each body gets one letter. One transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.directives.models import Directive
from tracker.directives.rules import RANKS, recall_until
from tracker.errors import Conflict, Refused
from tracker.intake.actions.inviting import invitations
from tracker.intake.plan import Plan, PlannedTask
from tracker.intake.queries import LIVE, plan_of
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.queries import of_directive
from tracker.tasks.rules import occurrence, title

Unit = tuple[int, int, int | None]
"""(task, body, post): what an assignment is unique by, besides its period."""


@action
def issue_directive(actor: Actor, directive: Directive, *, seen: str | None = None) -> Directive:
    """Give out every task that is not dropped: one assignment per task, body and post, one letter per body.

    `seen` is the mark of the plan the office checked. Raises Conflict("draft_closed") when somebody was first,
    Conflict("draft_changed") when the plan is not the one seen, Refused("not_ready") while a task has no known
    lead or a dated task no day, Refused("no_tasks").
    """
    policy.require(actor, "directive.issue", directive)
    url = f"/van-ban/{directive.id}"
    if not _closed(actor, directive):
        raise Conflict("draft_closed", url=url)
    plan = plan_of(of_directive(directive.id, LIVE), clock.today())
    if seen is not None and seen != plan.mark:
        raise Conflict("draft_changed", url=f"{url}/kiem-tra")
    if not plan.tasks:
        raise Refused("no_tasks")
    if plan.blocked:
        raise Refused("not_ready", numbers=", ".join(str(planned.number) for planned in plan.blocked))
    ids = give_out(directive, plan)
    note_coordinators(plan, ids)
    letters = write_letters(directive, plan, ids)
    statement = update(Task).where(Task.directive_id == directive.id, Task.state.in_(LIVE))
    moved = statement.values(was_state=Task.state, state="issued")
    db.session.execute(moved.execution_options(**PLAIN))
    facts = {"tasks": len(plan.tasks), "assignments": len(ids), "letters": letters}
    unsent = [letter.body_id for letter in plan.unsent]
    trail.record(
        actor, "directive.issue", directive, before={"state": "draft"}, after=facts | {"no_mailbox": unsent}
    )
    return directive


def _closed(actor: Actor, directive: Directive) -> bool:
    """Lock the directive, read it anew and say that it is issued; False for what is no draft (any more)."""
    now, minutes = clock.now(), office_rules().recall_minutes
    statement = (
        update(Directive)
        .where(Directive.id == directive.id, Directive.state == "draft")
        .values(
            state="issued",
            released_at=now,
            recall_until=recall_until(directive.urgency, now, minutes),
            issued_by_id=actor.id,
            version=Directive.version + 1,
        )
        .returning(Directive)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return db.session.scalars(statement).one_or_none() is not None


def held_until(directive: Directive) -> datetime | None:
    """When letters about it may leave: not before its issue is past recall; None is at once."""
    until = directive.recall_until
    return until if until is not None and until > clock.now() else None


def give_out(directive: Directive, plan: Plan) -> dict[Unit, int]:
    """The assignments, in one INSERT; their ids by unit."""
    today = clock.today()
    rows = [row for planned in plan.tasks for row in _rows(directive, planned, today)]
    statement = insert(Assignment).returning(
        Assignment.task_id, Assignment.body_id, Assignment.post_id, Assignment.id
    )
    made = db.session.execute(statement, rows)
    return {(task_id, body_id, post_id): id for task_id, body_id, post_id, id in made}


def _rows(directive: Directive, planned: PlannedTask, today: date) -> Iterable[dict[str, Any]]:
    task = planned.task
    period = occurrence(task.recurrence, today).period if task.deadline_kind == "recurring" else ""
    for member in planned.lead.members:
        yield {
            "task_id": task.id,
            "directive_id": directive.id,
            "urgency": RANKS[directive.urgency],
            "body_id": member.body_id,
            "post_id": member.post_id,
            "period": period,
            "mode": member.mode,
            "state": "assigned",
            "deadline_kind": task.deadline_kind,
            "assigned_on": today,
            "first_due_on": planned.due_on,
            "due_on": planned.due_on,
            "round": 1,
            "version": 1,
        }


def note_coordinators(plan: Plan, ids: dict[Unit, int]) -> None:
    """Whoever works with the leads, by assignment."""
    rows = [
        {
            "assignment_id": ids[planned.task.id, lead.body_id, lead.post_id],
            "body_id": body_id,
            "due_on": planned.helping_due_on,
        }
        for planned in plan.tasks
        for lead in planned.lead.members
        for body_id in dict.fromkeys(member.body_id for member in planned.coordinating.members)
    ]
    if rows:
        db.session.execute(insert(Coordinator), rows)


def write_letters(
    directive: Directive, plan: Plan, ids: dict[Unit, int], later: str = "", due_at: datetime | None = None
) -> int:
    """One `assigned` letter a body with a mailbox, all of its tasks in it; `later` tells those of another day apart.

    Bodies that work with the leads get one of their own. They wait until `due_at`, or else as long as the issue can
    be recalled. Each round of issuing has letters of its own: those of one recalled are no reason not to write.
    """
    again = f":{directive.issue_round}" if directive.issue_round > 1 else ""
    given: dict[int, list[tuple[int, str, str, date | None]]] = {}
    for planned in plan.tasks:
        for member in planned.lead.members:
            assignment_id = ids[planned.task.id, member.body_id, member.post_id]
            line = (assignment_id, title(planned.task.text), planned.task.section, planned.due_on)
            given.setdefault(member.body_id, []).append(line)
    office, due_at = office_rules(), due_at or held_until(directive)
    drafts = [
        post.Draft(
            key=f"assigned:{directive.id}:{letter.body_id}{later}{again}",
            kind="assigned",
            to=letter.email,
            template="assigned",
            to_name=letter.name,
            body_id=letter.body_id,
            assignment_ids=[line[0] for line in given[letter.body_id]],
            due_at=due_at,
            thread=f"directive:{directive.id}",
            facts={
                "directive": directive,
                "body_name": letter.name,
                "mode": letter.mode,
                "tasks": given[letter.body_id],
                "office": office,
            },
        )
        for letter in plan.letters
        if letter.email
    ]
    drafts += invitations(directive, plan, ids, ending=f"{later}{again}", due_at=due_at)
    return len(post.enqueue_all(drafts)) if drafts else 0
