"""What the rows are called that the log speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from tracker.absences.models import Absence
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyGroup, BodyType, Post
from tracker.comments.models import Comment
from tracker.contacts.models import MailboxChange
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive, DirectiveLink, Target
from tracker.documents.models import OwnTemplate
from tracker.extensions.models import Extension
from tracker.files.models import Export, StoredFile
from tracker.intake.models import Reading
from tracker.links.models import MailedLink
from tracker.outbox.models import Letter
from tracker.people.models import Person
from tracker.reforms.models import Reform, ReformPlan, Succession
from tracker.reviews.models import Conclusion, Period
from tracker.saved.models import SavedView
from tracker.targets.models import TargetShare
from tracker.tasks.models import Task

LONGEST = 90  # characters of a task's text
MOST_DIGITS = 19  # of a key a table can hold, whatever an address says
NO_MORE = literal("")


def _of_work(kind: Any) -> Select[Any]:
    """What hangs on an assignment: the task's words and the body's name."""
    return (
        select(kind.id, Task.text, Body.name)
        .join(Assignment, Assignment.id == kind.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Body, Body.id == Assignment.body_id)
    )


NAMES: dict[str, Any] = {
    "absence": select(Absence.id, Person.name, NO_MORE).join(Person, Person.id == Absence.person_id),
    "assignment": select(Assignment.id, Task.text, Body.name)
    .join(Task, Task.id == Assignment.task_id)
    .join(Body, Body.id == Assignment.body_id),
    "body": select(Body.id, Body.name, NO_MORE),
    "body_group": select(BodyGroup.id, BodyGroup.name, NO_MORE),
    "body_type": select(BodyType.id, BodyType.name, NO_MORE),
    "comment": _of_work(Comment),
    "conclusion": select(Conclusion.id, Conclusion.words, Period.name).join(
        Period, Period.id == Conclusion.period_id
    ),
    "difficulty": _of_work(Difficulty),
    "directive": select(Directive.id, Directive.number, Directive.subject),
    "directive_link": select(DirectiveLink.id, DirectiveLink.number, NO_MORE),
    "export": select(Export.id, Export.title, NO_MORE),
    "extension": _of_work(Extension),
    "mailed_link": select(MailedLink.id, Body.name, MailedLink.mailbox).join(
        Body, Body.id == MailedLink.body_id
    ),
    "mailbox_change": select(MailboxChange.id, Body.name, MailboxChange.new_mailbox).join(
        Body, Body.id == MailboxChange.body_id
    ),
    "outbox": select(Letter.id, Letter.subject, Letter.to_addr),
    "own_template": select(OwnTemplate.id, StoredFile.name, NO_MORE).join(
        StoredFile, StoredFile.id == OwnTemplate.file_id
    ),
    "period": select(Period.id, Period.name, NO_MORE),
    "person": select(Person.id, Person.name, NO_MORE),
    "post": select(Post.id, Post.title, Body.name).join(Body, Body.id == Post.body_id),
    "reading": select(Reading.id, Reading.name, NO_MORE),
    "reform": select(Reform.id, func.min(Body.name), Reform.document)
    .join(Succession, Succession.reform_id == Reform.id)
    .join(Body, Body.id == Succession.old_id)
    .group_by(Reform.id, Reform.document),
    "reform_plan": select(ReformPlan.id, ReformPlan.title, ReformPlan.document),
    "saved_view": select(SavedView.id, SavedView.name, NO_MORE),
    "stored_file": select(StoredFile.id, StoredFile.name, NO_MORE),
    "target": select(Target.id, Target.unit, NO_MORE),
    "target_share": select(TargetShare.id, Target.unit, Body.name)
    .join(Target, Target.id == TargetShare.target_id)
    .join(Body, Body.id == TargetShare.body_id),
    "task": select(Task.id, Task.text, NO_MORE),
}
"""Kind to (id, name, more of the name) of its rows."""


def names(things: Iterable[str]) -> dict[str, str]:
    """`body:8` to "Sở Tài chính", for the rows that are there; one statement, or none."""
    wanted: dict[str, set[int]] = {}
    for thing in things:
        kind, _, id = thing.partition(":")
        if kind in NAMES and id.isdecimal() and len(id) < MOST_DIGITS:
            wanted.setdefault(kind, set()).add(int(id))
    if not wanted:
        return {}
    found = db.session.execute(union_all(*(_some(kind, ids) for kind, ids in wanted.items())))
    called = ((f"{kind}:{id}", _name(text, more)) for kind, id, text, more in found)
    return {thing: name for thing, name in called if name}  # a draft may have neither number nor subject


def _some(kind: str, ids: set[int]) -> Select[Any]:
    rows: Select[Any] = NAMES[kind]
    return rows.with_only_columns(literal(kind), *rows.selected_columns).where(
        rows.selected_columns[0].in_(ids)
    )


def _name(*parts: str) -> str:
    return " – ".join(shorten(part, LONGEST, placeholder="…") for part in parts if part)
