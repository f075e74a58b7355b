"""What has happened to one thing, for whoever may open the thing itself: out of its sight there is no history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tracker.absences import queries as absences
from tracker.absences.models import Absence
from tracker.access import policy
from tracker.access.actors import Viewer, is_office
from tracker.assignments import queries as assignments
from tracker.assignments.models import Assignment
from tracker.audit import queries as log
from tracker.audit.models import AuditLine
from tracker.audit.queries import Line
from tracker.bodies import register
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives import queries as directives
from tracker.directives.models import Directive, DirectiveLink
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.handling import queries as handling
from tracker.history.rules import HIDDEN_VERBS, PUBLIC, own
from tracker.issued.models import DirectiveChange
from tracker.outbox import queries as outbox
from tracker.paging import Page
from tracker.people.models import Person
from tracker.reforms import queries as reforms
from tracker.reforms.models import AssignmentMove, ReformPlan, Succession
from tracker.reviews.models import Period
from tracker.targets import queries as targets
from tracker.targets.models import TargetShare
from tracker.tasks.models import Task

Which = ColumnElement[bool]
Finder = Callable[[Viewer, int], Which]


def history(viewer: Viewer, kind: str, thing_id: int, after: str = "") -> Page[Line]:
    """The lines about a thing, newest first, a page at a time; facts about others left out for who may not see them.

    `kind` is a word of the address (`FINDERS`). Raises NotFound for what is out of sight.
    """
    finder = FINDERS.get(kind)
    if finder is None:
        raise NotFound("page")
    which = finder(viewer, thing_id)
    if not _sees_all(viewer):
        which = and_(which, AuditLine.verb.not_in(HIDDEN_VERBS))
    page = log.of_things(viewer, which, after)
    if _sees_all(viewer):
        return page
    return Page(tuple(_shown(line) for line in page.rows), page.next_key)


def _shown(line: Line) -> Line:
    """A line as who sees one body's work reads it; what a body arranged inside is shown to that body whole."""
    kind, inside = line.thing.partition(":")[0], line.verb.startswith("handling.")
    if (inside and kind == "assignment") or (kind in PUBLIC and not inside):
        return line
    return line._replace(before=own(line.before), after=own(line.after))


def _sees_all(viewer: Viewer) -> bool:
    return viewer.sees_all or viewer.role == "admin"


def _things(kind: str, ids: Select[Any]) -> Which:
    """Lines of the rows a statement finds."""
    return AuditLine.thing.in_(f"{kind}:{id}" for id in db.session.scalars(ids))


def _is(kind: str, thing_id: int) -> Which:
    return AuditLine.thing == f"{kind}:{thing_id}"


def _assignment(viewer: Viewer, thing_id: int) -> Which:
    work = db.session.scalar(
        select(Assignment).where(Assignment.id == thing_id, assignments.in_sight_of(viewer))
    )
    if work is None:
        raise NotFound("assignment")
    which = or_(
        _is("assignment", thing_id),
        _things("extension", select(Extension.id).where(Extension.assignment_id == thing_id)),
        _things("difficulty", select(Difficulty.id).where(Difficulty.assignment_id == thing_id)),
        _things("reform", select(AssignmentMove.reform_id).where(AssignmentMove.assignment_id == thing_id)),
        and_(_is("task", work.task_id), AuditLine.verb.in_(("task.date", "task.occur"))),
        and_(_is("directive", work.directive_id), AuditLine.verb == "directive.issue"),
    )
    if handling.sees(viewer, work):
        return which
    return and_(which, ~AuditLine.verb.startswith("handling."))


def _task(viewer: Viewer, thing_id: int) -> Which:
    directive_id = db.session.scalar(
        select(Task.directive_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.id == thing_id, directives.in_sight_of(viewer))
        .where(
            or_(Task.state == "issued", Directive.state == "draft")
            if is_office(viewer)
            else Task.state == "issued"
        )
    )
    if directive_id is None:
        raise NotFound("task")
    issued = and_(_is("directive", directive_id), AuditLine.verb == "directive.issue")
    return and_(or_(_is("task", thing_id), issued), *_since_issued(viewer, directive_id))


def _directive(viewer: Viewer, thing_id: int) -> Which:
    seen = select(Directive.id).where(Directive.id == thing_id, directives.in_sight_of(viewer))
    if db.session.scalar(seen) is None:
        raise NotFound("directive")
    cited = select(DirectiveLink.id).where(DirectiveLink.directive_id == thing_id)
    which = or_(_is("directive", thing_id), _things("directive_link", cited))
    if _sees_all(viewer):  # what became of its tasks once issued; a body reads that of its own tasks on those
        later = select(DirectiveChange.task_id).where(
            DirectiveChange.directive_id == thing_id, DirectiveChange.task_id.is_not(None)
        )
        which = or_(which, and_(_things("task", later), AuditLine.verb.in_(("task.add", "task.correct"))))
    return and_(which, *_since_issued(viewer, thing_id))


def _target(viewer: Viewer, thing_id: int) -> Which:
    """A target with the parts of all bodies: for who sees them all."""
    if not viewer.sees_all:
        raise NotFound("target")
    targets.card(viewer, thing_id)
    parts = select(TargetShare.id).where(TargetShare.target_id == thing_id)
    return or_(_is("target", thing_id), _things("target_share", parts))


def _since_issued(viewer: Viewer, directive_id: int) -> Iterator[Which]:
    """What was done to a draft, or to one recalled until it went out again, is the office's and the auditor's."""
    if is_office(viewer) or policy.may(viewer, "audit.read"):
        return
    issued = select(func.coalesce(func.max(AuditLine.seq), 0)).where(
        _is("directive", directive_id), AuditLine.verb == "directive.issue"
    )
    yield AuditLine.seq >= (db.session.scalar(issued) or 0)


def _body(viewer: Viewer, thing_id: int) -> Which:
    register.card(thing_id)
    changes = select(Succession.reform_id).where(
        or_(Succession.old_id == thing_id, Succession.new_id == thing_id), Succession.is_direct
    )
    return or_(_is("body", thing_id), _things("reform", changes))


def _group(viewer: Viewer, thing_id: int) -> Which:
    register.group(thing_id)
    return _is("body_group", thing_id)


def _reform(viewer: Viewer, thing_id: int) -> Which:
    reforms.change(thing_id)
    plans = select(ReformPlan.id).where(ReformPlan.reform_id == thing_id)
    return or_(_is("reform", thing_id), _things("reform_plan", plans))


def _plan(viewer: Viewer, thing_id: int) -> Which:
    reforms.plan(viewer, thing_id)
    return _is("reform_plan", thing_id)


def _person(viewer: Viewer, thing_id: int) -> Which:
    """One's own, or anybody's for who keeps accounts."""
    found = db.session.get(Person, thing_id)
    if found is None or not policy.may(viewer, "person.export", found):
        raise NotFound("person")
    away = select(Absence.id).where(or_(Absence.person_id == thing_id, Absence.deputy_id == thing_id))
    return or_(_is("person", thing_id), _things("absence", away))


def _absence(viewer: Viewer, thing_id: int) -> Which:
    absences.absence(viewer, thing_id)
    return _is("absence", thing_id)


def _period(viewer: Viewer, thing_id: int) -> Which:
    if not viewer.sees_all or db.session.get(Period, thing_id) is None:
        raise NotFound("period")
    return _is("period", thing_id)


def _letter(viewer: Viewer, thing_id: int) -> Which:
    outbox.letter(viewer, thing_id)
    return _is("outbox", thing_id)


def _rules(viewer: Viewer, thing_id: int) -> Which:
    """The office's rules are one thing, number 1."""
    if thing_id != 1 or not policy.may(viewer, "system.read"):
        raise NotFound("page")
    return AuditLine.thing == "setting:office"


def _calendar(viewer: Viewer, thing_id: int) -> Which:
    """The working calendar of a year: its number is the year."""
    if not 2000 <= thing_id < 2100 or not policy.may(viewer, "workday.change"):
        raise NotFound("page")
    return or_(_is("calendar", thing_id), AuditLine.thing.startswith(f"calendar:{thing_id}-"))


FINDERS: dict[str, Finder] = {
    "phan-cong": _assignment,
    "nhiem-vu": _task,
    "van-ban": _directive,
    "chi-tieu": _target,
    "don-vi": _body,
    "nhom": _group,
    "sap-xep": _reform,
    "du-kien": _plan,
    "nguoi": _person,
    "vang-mat": _absence,
    "ky": _period,
    "thu": _letter,
    "quy-dinh": _rules,
    "lich": _calendar,
}
"""Word of the address to who may see it and which lines are about it."""


def key_of(kind: str, thing_id: int) -> int | str:
    """What the address of a thing's page names it by: a period's name, else its number."""
    if kind != "period":
        return thing_id
    return db.session.scalars(select(Period.name).where(Period.id == thing_id)).one()
