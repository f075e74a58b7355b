"""The database's own walls before a closed period: no statement by hand, of either kind, changes a closed fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.reviews.by_hand import closed_facts, passing
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Decision, Report
from tracker.db import db, transaction
from tracker.directives.models import Target
from tracker.extensions.models import Extension
from tracker.files.models import StoredFile
from tracker.reforms.models import AssignmentMove, Reform
from tracker.reviews import actions
from tracker.reviews.concluding import add_conclusion
from tracker.reviews.models import Conclusion, Period, SignedCopy
from tracker.targets.models import Measure, Revision, TargetShare

IN_PERIOD, CUT, NOW = date(2026, 3, 3), date(2026, 3, 14), date(2026, 3, 16)


def fill(world: World) -> None:
    """One row of each kind of fact, dated in March's period, before it is closed."""
    day, at = IN_PERIOD, clock.at(IN_PERIOD, 9)
    reform = put(Reform, kind="rename", day=day, made_at=at, made_by="Oanh")
    target = put(
        Target, directive_id=world.work.directive_id, position=1, quote="giảm 10 hộ", unit="hộ", version=1
    )
    share = put(TargetShare, target_id=target, body_id=world.dam.id, planned=10.0, version=1)
    moved = {"from_id": world.chi_body.id, "to_id": world.dam.id, "assignment_id": world.work.id}
    put(AssignmentMove, reform_id=reform, day=day, **moved)
    put(Measure, share_id=share, day=day, actual=3.0, said_at=at, said_by="Bình")
    put(
        Revision,
        target_id=target,
        day=day,
        new=9.0,
        reason="Sửa",
        approved_by="Lâm",
        made_at=at,
        made_by="Oanh",
    )
    days = {"old_due_on": day, "new_due_on": date(2026, 3, 9), "asked_at": at, "decided_at": at}
    put(Extension, assignment_id=world.work.id, state="granted", reason="Mưa lũ", asked_by="Bình", **days)


def put(model: Any, **facts: Any) -> int:
    with transaction() as session:
        made = session.execute(insert(model).values(**facts).returning(model.id)).scalar_one()
    return int(made)


@pytest.fixture
def closed(month: World) -> Period:
    """March, closed with everything said and signed, while April's period has facts of its own."""
    fill(month)
    period: Period = actions.open_period(SYSTEM, name="2026-03")
    actions.write_remark(month.viewer("oanh"), period, section="summary", words="Đạt khá")
    add_conclusion(month.viewer("oanh"), period, words="Giao Sở Tài chính rà soát")
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    facts = {"sha256": "a" * 64, "size": 1, "media_type": "application/pdf", "name": "ky.pdf"}
    stored = put(StoredFile, stored_by="Oanh", stored_at=clock.now(), **facts)
    put(SignedCopy, period_id=period.id, number=1, file_id=stored, sha256="a" * 64, by="Oanh", at=clock.now())
    return period


def test_no_statement_by_hand_reaches_a_closed_fact(closed: Period, database_kind: str) -> None:
    before = closed_facts(CUT)
    assert passing(database_kind, "2026-03", CUT)[1] == []
    assert closed_facts(CUT) == before


def test_what_is_of_today_is_written_as_ever(closed: Period, month: World) -> None:
    facts = {"round": 2, "status": "doing", "state_before": "in_progress", "via": "web", "day": NOW}
    put(Report, assignment_id=month.work.id, reported_at=clock.now(), reporter_name="Bình", **facts)
    put(
        Decision, assignment_id=month.work.id, verb="return", round=2, state_before="submitted", day=NOW,
        decided_at=clock.now(), decided_by="Oanh",
    )  # fmt: skip
    days = {"old_due_on": NOW, "new_due_on": NOW, "asked_at": clock.now()}
    asked = put(Extension, assignment_id=month.work.id, state="asked", reason="x", asked_by="Bình", **days)
    now, task = clock.now(), make.make_task(text="Việc từ kết luận")
    with transaction() as session:
        session.execute(
            update(Extension).where(Extension.id == asked).values(state="granted", decided_at=now)
        )
        session.execute(update(Conclusion).values(task_id=task.id, version=2))


@pytest.mark.databases("postgresql")  # SQLite has one writer at a time: nothing is begun while another writes
def test_what_was_begun_before_the_closing_cannot_end_after_it(month: World) -> None:
    period = actions.open_period(SYSTEM, name="2026-03")
    facts = {"verb": "return", "round": 2, "state_before": "submitted", "day": IN_PERIOD}
    with db.engine.connect() as other:
        begun = other.begin()
        values = {"assignment_id": month.work.id, "decided_at": clock.now(), "decided_by": "Oanh", **facts}
        other.execute(insert(Decision).values(**values))
        actions.close_period(month.viewer("oanh"), period, **SIGNER)
        with pytest.raises(DBAPIError, match="period is closed"):
            begun.commit()
