"""What a change of bodies does to work: open assignments move in one statement, links stop, successors are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body, Post
from tracker.db import PLAIN, db
from tracker.links.models import MailedLink
from tracker.outbox import post
from tracker.outbox.rules import DEADLINE
from tracker.reforms.models import AssignmentMove, Reform
from tracker.settings.queries import office_rules
from tracker.tasks.models import Addressee, Task
from tracker.tasks.rules import title

A, M = Assignment, AssignmentMove
UNFINISHED = A.state.not_in(("completed", "cancelled"))
"""What a body still carries: what is suspended too, for it may go on."""

CALLED_BACK = DEADLINE
TOLD = 20  # tasks named in a letter; its link leads to all


def is_open(bodies: Sequence[int]) -> bool:
    """Whether the bodies carry work."""
    return db.session.scalar(select(A.id).where(A.body_id.in_(bodies), UNFINISHED).limit(1)) is not None


def move(made: Reform, old: Sequence[int], heirs: Sequence[int], chosen: Mapping[int, int]) -> int:
    """The old bodies' unfinished assignments go to their successors; returns how many. History stays."""
    db.session.execute(
        update(MailedLink)
        .where(MailedLink.body_id.in_(old), MailedLink.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(**PLAIN)
    )
    if not heirs:
        _mend_drafts(old, heirs)
        return 0
    by_heir = {heir: [work for work, whose in chosen.items() if whose == heir] for heir in heirs[1:]}
    goes_to = (
        case(
            *((A.id.in_(works), literal(heir)) for heir, works in by_heir.items() if works),
            else_=literal(heirs[0]),
        )
        if any(by_heir.values())
        else literal(heirs[0])
    )
    db.session.execute(
        insert(M).from_select(
            ["reform_id", "assignment_id", "from_id", "to_id", "day"],
            select(literal(made.id), A.id, A.body_id, goes_to, literal(made.day)).where(
                A.body_id.in_(old), UNFINISHED
            ),
        )
    )
    _carry_posts(made)
    moved = db.session.execute(
        update(A)
        .where(A.id.in_(select(M.assignment_id).where(M.reform_id == made.id)))
        .values(body_id=_heir(made), post_id=_post(made), is_moved=True, version=A.version + 1)
        .execution_options(**PLAIN)
    )
    _move_helpers(old, heirs[0])
    _mend_drafts(old, heirs)
    return int(moved.rowcount)  # type: ignore[attr-defined]


def tell(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> None:
    """Letters that wait for the old mailboxes are called back; each successor with a mailbox hears what came to it."""
    rows = db.session.execute(
        select(M.assignment_id, M.to_id, Task.text, A.due_on, A.mode)
        .join(A, A.id == M.assignment_id)
        .join(Task, Task.id == A.task_id)
        .where(M.reform_id == made.id)
        .order_by(A.due_on, A.id)
    ).all()
    if not rows:
        return
    post.cancel([row.assignment_id for row in rows], CALLED_BACK)
    bodies = {body.id: body for body in db.session.scalars(select(Body).where(Body.id.in_([*old, *heirs])))}
    drafts = []
    for heir in heirs:
        given = [row for row in rows if row.to_id == heir and bodies[row.to_id].email]
        if given:
            drafts.append(_letter(made, bodies[heir], [bodies[id].name for id in old], given))
    if drafts:
        post.enqueue_all(drafts)


def _letter(made: Reform, heir: Body, before: Sequence[str], rows: Sequence[object]) -> post.Draft:
    told = [(row.assignment_id, title(row.text), row.due_on) for row in rows[:TOLD]]  # type: ignore[attr-defined]
    return post.Draft(
        key=f"handover:{made.id}:{heir.id}",
        kind="handover",
        to=heir.email,
        template="handover",
        to_name=heir.name,
        body_id=heir.id,
        assignment_ids=[row.assignment_id for row in rows],  # type: ignore[attr-defined]
        thread=f"reform:{made.id}",
        facts={
            "body_name": heir.name,
            "before": before,
            "day": made.day,
            "document": made.document,
            "tasks": told,
            "count": len(rows),
            "mode": rows[0].mode,  # type: ignore[attr-defined]
            "office": office_rules(),
        },
    )


def _heir(made: Reform) -> ColumnElement[int]:
    """The body an assignment goes to."""
    found = select(M.to_id).where(M.reform_id == made.id, M.assignment_id == A.id)
    return found.correlate(A).scalar_subquery()


def _post(made: Reform) -> ColumnElement[int | None]:
    """The post of the same title in the body an assignment goes to."""
    before, after = aliased(Post), aliased(Post)
    found = (
        select(func.min(after.id))
        .join(before, before.title == after.title)
        .join(M, M.to_id == after.body_id)
        .where(before.id == A.post_id, M.reform_id == made.id, M.assignment_id == A.id)
    )
    return found.correlate(A).scalar_subquery()


def _carry_posts(made: Reform) -> None:
    """The posts that moving work was given to, where the successor has none of that title."""
    there = aliased(Post)
    lacking = (
        select(M.to_id, Post.title, Post.is_head)
        .join(A, A.id == M.assignment_id)
        .join(Post, Post.id == A.post_id)
        .where(
            M.reform_id == made.id,
            ~exists().where(there.body_id == M.to_id, there.title == Post.title),
        )
        .distinct()
    )
    db.session.execute(insert(Post).from_select(["body_id", "title", "is_head"], lacking))


def _mend_drafts(old: Sequence[int], heirs: Sequence[int]) -> None:
    """Drafts that name an old body name its one successor; where it is not clear whom they mean, they ask again."""
    drafts = select(Task.id).where(Task.state.not_in(("issued", "dropped")))
    db.session.execute(
        update(Addressee)
        .where(Addressee.body_id.in_(old), Addressee.task_id.in_(drafts))
        .values(body_id=heirs[0] if len(heirs) == 1 else None, post_id=None)
        .execution_options(**PLAIN)
    )


def _move_helpers(old: Sequence[int], heir: int) -> None:
    """Whoever worked with the lead of unfinished work is the first successor now, once for each."""
    unfinished = select(A.id).where(UNFINISHED)
    db.session.execute(
        update(Coordinator)
        .where(Coordinator.body_id.in_(old), Coordinator.assignment_id.in_(unfinished))
        .values(body_id=heir)
        .execution_options(**PLAIN)
    )
    twin = aliased(Coordinator)
    again = select(Coordinator.id).where(
        Coordinator.body_id == heir,
        exists().where(
            and_(
                twin.assignment_id == Coordinator.assignment_id,
                twin.body_id == heir,
                twin.id < Coordinator.id,
            )
        ),
    )
    db.session.execute(delete(Coordinator).where(Coordinator.id.in_(again)).execution_options(**PLAIN))
