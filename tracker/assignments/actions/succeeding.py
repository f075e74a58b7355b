"""Work taken up again after its body has become another goes to the successor."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.assignments.models import Assignment
from tracker.assignments.queries.succeeding import heirs_of, same_posts
from tracker.bodies.models import Body
from tracker.db import db
from tracker.reforms.models import AssignmentMove, Succession


def follow_body(assignment: Assignment, day: date) -> None:
    """Give the assignment to whoever exists in its body's place on a day; until then it counts for the old one."""
    here, old_id = Body.id == assignment.body_id, assignment.body_id
    if db.session.scalar(select(Body.id).where(here, Body.is_valid_on(day))) is not None:
        return
    if (heir := heirs_of([old_id], day).get(old_id)) is None:
        return
    edge = Succession.old_id == old_id, Succession.new_id == heir
    reform_id = db.session.scalars(select(Succession.reform_id).where(*edge)).one()
    made = {"reform_id": reform_id, "assignment_id": assignment.id, "from_id": old_id, "to_id": heir}
    db.session.add(AssignmentMove(**made, day=day))
    if assignment.post_id is not None:
        assignment.post_id = same_posts([assignment.post_id]).get((assignment.post_id, heir))
    assignment.body_id, assignment.is_moved = heir, True
