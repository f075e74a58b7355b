"""Small makers for things a test needs besides the cast's own."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, BodyType
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.directives.rules import number_key, searchable
from tracker.people import actions as people
from tracker.people.models import Person
from tracker.tasks.models import Task
from tracker.vietnamese import fold

number = count(1)
LONG_AGO = date(2020, 1, 1)


def make_body(name: str = "", type: BodyType | None = None, **facts: Any) -> Body:
    """A body, valid since long ago."""
    n = next(number)
    kind = type or bodies.create_type(SYSTEM, code=f"type{n}", name=f"Loại {n}", position=n)
    return bodies.create_body(
        SYSTEM,
        name=name or f"UBND xã Số {n}",
        type_id=kind.id,
        valid_from=facts.pop("valid_from", LONG_AGO),
        **facts,
    )


def make_person(name: str = "", role: str = "officer", body: Body | None = None, **facts: Any) -> Person:
    """A person with an account, working for a body where one is given."""
    n = next(number)
    login = facts.pop("login", f"nguoi{n}")
    email = facts.pop("email", f"{login}@lamgiang.example")
    made = people.create_person(
        SYSTEM, name=name or f"Người Số {n}", login=login, email=email, role=role, **facts
    )
    if body is not None:
        people.join_body(SYSTEM, made, body, valid_from=LONG_AGO)
    return made


def make_directive(**facts: Any) -> Directive:
    """An issued directive without tasks."""
    n = next(number)
    stated = {"number": f"{n}/UBND-KT", "issued_on": clock.today(), "issuer": "UBND tỉnh Lam Giang"} | facts
    stated.setdefault("subject", f"việc số {n}")
    made = Directive(state="issued", created_at=clock.now(), released_at=clock.now(), **stated)
    made.folded = searchable(made.number, made.subject, made.issuer)
    made.number_key = number_key(made.number)
    with transaction() as session:
        session.add(made)
    return made


def make_task(directive: Directive | None = None, **facts: Any) -> Task:
    """An issued task."""
    n = next(number)
    text = facts.pop("text", f"Báo cáo kết quả việc số {n}.")
    kind = facts.pop("deadline_kind", "fixed" if facts.get("due_on") else "none")
    directive = directive or make_directive()
    with transaction() as session:
        made = Task(
            directive_id=directive.id,
            position=n,
            state="issued",
            text=text,
            deadline_kind=kind,
            folded=fold(text),
            **facts,
        )
        session.add(made)
    return made


def make_assignment(
    body: Body | None = None, due_on: date | None = None, task: Task | None = None, **facts: Any
) -> Assignment:
    """One assignment, as issuing would make it; facts override any column."""
    body = body or make_body()
    task = task or make_task(due_on=due_on)
    stated: dict[str, Any] = {
        "mode": "giao",
        "state": "assigned",
        "deadline_kind": task.deadline_kind,
        "assigned_on": clock.today(),
        "due_on": due_on,
        "first_due_on": due_on,
    } | facts
    with transaction() as session:
        made = Assignment(task_id=task.id, directive_id=task.directive_id, body_id=body.id, **stated)
        session.add(made)
        session.flush()
        session.refresh(made)
    db.session.commit()
    return made
