"""What the province's office does to many assignments at once: one telephone call, a page put before the leader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.bulk import actions as bulk
from tracker.db import db
from tracker.submissions import actions as submissions
from tracker.submissions import queries
from tracker.submissions.models import Submission, SubmittedWork

if TYPE_CHECKING:
    from tracker.demo.history import Event

A = Assignment
CALLED, PUT = "late-called", "late-put"
DEEDS = (
    (-3, 9, "hoa", "call many", CALLED, "Đã nhắc chung qua điện thoại, các xã hứa báo cáo trong tuần."),
    (-2, 14, "hoa", "put before", PUT, "Đề nghị lãnh đạo nhắc trực tiếp người đứng đầu các đơn vị chậm lâu nhất."),
    (-1, 16, "lam", "answer put", PUT, "Mời đơn vị này báo cáo tại buổi giao ban thứ Hai."),
)  # fmt: skip


def verbs() -> dict[str, Callable[[Actor, Event], object]]:
    """What the history calls the deeds of this file."""
    return {"call many": _call, "put before": _put, "answer put": _answer}


def _late(number: int) -> dict[int, int | None]:
    """The assignments latest today, with their versions."""
    rows = select(A.id, A.version).where(A.mode == "giao", A.is_overdue(clock.today()))
    found = db.session.execute(rows.order_by(A.due_on, A.id).limit(number))
    return {id: version for id, version in found}


def _call(actor: Actor, event: Event) -> None:
    bulk.call_all(actor, seen=_late(6), note=event.words, spoken_to="Văn thư các xã")


def _put(actor: Actor, event: Event) -> None:
    leader = queries.leaders()[0]
    bulk.submit_all(actor, seen=_late(4), leader=queries.leader(leader.id), proposal=event.words)


def _answer(actor: Actor, event: Event) -> None:
    """The leader has answered one of them; the rest waits."""
    page = db.session.scalars(select(Submission)).one()
    waits = select(SubmittedWork.assignment_id).where(SubmittedWork.submission_id == page.id)
    first = db.session.scalars(waits.order_by(SubmittedWork.assignment_id).limit(1)).one()
    submissions.answer(actor, page, assignment_ids=[first], answer="other", words=event.words)
