"""Real data for a template that is tried: the current review, what is overdue, the assignment given last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import queries as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.documents import report, slip, urging
from tracker.documents.paper import Document, Signature
from tracker.documents.queries import office
from tracker.documents.urging_words import Figure, Owed, Said, Work
from tracker.errors import Refused
from tracker.reviews.queries import review
from tracker.reviews.rules import current
from tracker.settings.queries import office_rules
from tracker.targets.queries import month

FEW = 20


def sample(viewer: Viewer, kind: str) -> Document:
    """A document of a kind with data of today; nothing is kept."""
    return {"bao_cao": _report, "cong_van": _letter, "phieu": _slip}[kind](viewer)


def _report(viewer: Viewer) -> Document:
    name = current(clock.today(), office_rules().period_first_day)
    account = review(viewer, name).account
    return report.document(replace(account, late=account.late[:FEW]), None, clock.now())


def _letter(viewer: Viewer) -> Document:
    unfinished = select(Assignment.id).where(assignments.in_sight_of(viewer), Assignment.is_owed.is_(True))
    ids = db.session.scalars(unfinished.order_by(Assignment.due_on, Assignment.id).limit(FEW)).all()
    works = [_work(assignments.card(viewer, id)) for id in ids]
    body, document, today = "UBND xã Thử nghiệm", "12/UBND-VP", clock.today()
    made_up = Work(body, "giao", document, "Báo cáo kết quả thực hiện.", today)
    figure = Figure(body, "giao", document, "hộ thoát nghèo", 120, 45, today - timedelta(days=40))
    owed = Owed(works or [made_up], [figure], month(today))
    said = Said(today, Signature("Nguyễn Văn A", "Chánh Văn phòng", "TL. CHỦ TỊCH"))
    return urging.letter(owed, office(), said, today, today)


def _work(row: Assignment) -> Work:
    document = row.task.directive.number or row.task.directive.subject
    return Work(row.body.name, row.mode, document, row.task.text, row.due_on)


def _slip(viewer: Viewer) -> Document:
    last = db.session.scalar(
        select(Assignment.id).where(assignments.in_sight_of(viewer)).order_by(Assignment.id.desc()).limit(1)
    )
    if last is None:
        raise Refused("nothing_to_try")
    return slip.document(assignments.card(viewer, last), office(), clock.now())
