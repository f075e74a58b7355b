"""Reading what is said about an assignment. In sight is what the work is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, null, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.comments import rules
from tracker.comments.models import Comment, CommentFile, Mention
from tracker.db import db
from tracker.errors import NotFound
from tracker.files.models import StoredFile
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.people.models import Person
from tracker.tasks.models import Task

LATEST = 5  # on the page of the work itself


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as a page shows it: its row (`id` is its author), `files` as (id, name, size), `mentioned` names."""

    row: Any
    files: tuple[Any, ...]
    mentioned: tuple[str, ...]


def place(viewer: Viewer, assignment_id: int) -> Assignment:
    """An assignment with what its thread of comments shows of it. Raises NotFound."""
    found = db.session.scalar(
        select(Assignment)
        .where(in_sight_of(viewer), Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.task).joinedload(Task.directive),
            joinedload(Assignment.body),
            selectinload(Assignment.coordinators).joinedload(Coordinator.body),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("assignment")
    return found


def comment(viewer: Viewer, comment_id: int) -> Comment:
    """One comment of the viewer's own, on work in their sight. Raises NotFound."""
    found = db.session.scalar(
        select(Comment)
        .join(Assignment, Assignment.id == Comment.assignment_id)
        .where(in_sight_of(viewer), Comment.id == comment_id, Comment.author_id == viewer.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("comment")
    return found


def thread(assignment_id: int, before: str | None = None, size: int = PAGE) -> Page[Said]:
    """The latest comments on an assignment the caller has found, the newest last; `before` leads to older ones.

    One statement, their files and whom they mention with them: the page of an assignment asks for much already.
    """
    latest = (
        select(Comment.id)
        .where(Comment.assignment_id == assignment_id)
        .order_by(Comment.id.desc())
        .limit(size + 1)
    )
    if (first := decode_key(before, int)) is not None:
        latest = latest.where(Comment.id < first[0])
    ids = select(latest.subquery().c.id)
    more: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for each in db.session.execute(union_all(_words(ids), _files(ids), _mentioned(ids))):
        more[each.comment_id, each.kind].append(each)
    rows = sorted(
        (each for (_, kind), [each, *_] in more.items() if kind == "said"), key=_number, reverse=True
    )
    page = page_of(rows, key=lambda row: (row.comment_id,), size=size)
    return Page(tuple(_said(row, more) for row in page.rows[::-1]), page.next_key)


def _number(row: Any) -> int:
    return int(row.comment_id)


def _said(row: Any, more: Mapping[tuple[int, str], Sequence[Any]]) -> Said:
    files, mentioned = (
        sorted(more.get((row.comment_id, kind), ()), key=lambda each: each.id) for kind in ("file", "mention")
    )
    return Said(row, tuple(files), tuple(each.name for each in mentioned))


def _words(ids: Select[Any]) -> Any:
    return (
        select(
            literal("said").label("kind"),
            Comment.id.label("comment_id"),
            Comment.author_id.label("id"),
            Comment.author_name.label("name"),
            cast(null(), Integer).label("size"),
            Comment.side,
            Comment.text,
            Body.name.label("body"),
            Comment.written_at,
            Comment.corrected_at,
            Comment.withdrawn_at,
        )
        .outerjoin(Body, Body.id == Comment.body_id)
        .where(Comment.id.in_(ids))
    )


def _files(ids: Select[Any]) -> Any:
    """What stands with comments that have not been taken back."""
    return (
        select(literal("file"), Comment.id, StoredFile.id, StoredFile.name, StoredFile.size, *[null()] * 6)
        .join(CommentFile, CommentFile.comment_id == Comment.id)
        .join(StoredFile, StoredFile.id == CommentFile.file_id)
        .where(Comment.id.in_(ids), Comment.withdrawn_at.is_(None))
    )


def _mentioned(ids: Select[Any]) -> Any:
    return (
        select(
            literal("mention"),
            Mention.comment_id,
            Mention.id,
            func.coalesce(Person.name, Body.name),
            null(),
            *[null()] * 6,
        )
        .outerjoin(Person, Person.id == Mention.person_id)
        .outerjoin(Body, Body.id == Mention.body_id)
        .where(Mention.comment_id.in_(ids))
    )


def standing(viewer: Viewer, assignment: Assignment) -> rules.Standing | None:
    """For whom the viewer speaks about an assignment they have been shown; None for who only reads."""
    helping = [each.body_id for each in assignment.coordinators]
    return rules.standing(viewer.role, viewer.body_ids, assignment.body_id, helping)


def assignment_of(comment_id: int) -> int:
    """The assignment a comment was made on."""
    return db.session.get_one(Comment, comment_id).assignment_id
