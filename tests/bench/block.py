"""One directive with twenty tasks for each of sixty bodies, so that a block of the matrix is full."""

from __future__ import annotations

from random import Random

from flask import Flask
from sqlalchemy import insert, select

from tests import make
from tracker import clock
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyType
from tracker.db import db, transaction
from tracker.demo import mix

BODIES, TASKS = 60, 20
ROWS = BODIES * TASKS
TEXT = "{verb} {thing}, {more}."


def add(app: Flask) -> None:
    """Issue it as the newest, a task as often done, late and ahead as all others (`mix.works`)."""
    dice, today = Random(44), clock.today()
    works = mix.works(ROWS, BODIES, today, round(ROWS * (1 - mix.DONE)))
    dice.shuffle(works)
    with app.app_context():
        directive = make.make_directive(number="9999/UBND-TH", issued_on=today)
        said = [
            TEXT.format(
                verb=dice.choice(mix.VERBS), thing=dice.choice(mix.THINGS), more=dice.choice(mix.MORE)
            )
            for _ in range(TASKS)
        ]
        tasks = [make.make_task(directive, text=text, due_on=today).id for text in said]
        given = select(Body.id).join(BodyType).where(BodyType.mode == "giao").order_by(Body.id.desc())
        bodies = db.session.scalars(given.limit(BODIES)).all()
        places = ((task, body) for task in tasks for body in bodies)
        rows = [
            {
                "task_id": task, "directive_id": directive.id, "body_id": body, "mode": "giao", "state": work.state,
                "deadline_kind": "fixed", "assigned_on": work.assigned_on, "due_on": work.due_on,
                "first_due_on": work.due_on, "reported_on": work.reported_on, "period": "", "round": 1,
                "received_at": clock.at(work.assigned_on, 14) if work.state != "assigned" else None,
                "confirmed_on": work.reported_on if work.state == "completed" else None, "version": 1,
            }
            for (task, body), work in zip(places, works, strict=False)
        ]  # fmt: skip
        with transaction() as session:
            session.execute(insert(Assignment.__table__), rows)
