"""A confirmation taken back: only before the body has been told, and then as if it had never been given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.assignments.closing import close_period
from tests.conftest import MONDAY
from tests.world import World
from tracker import clock
from tracker.assignments import actions, queries
from tracker.assignments.actions.outcome import key_of
from tracker.assignments.models import Decision
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.outbox.models import Letter
from tracker.settings.actions import change_rules

SOON, LATER = MONDAY + timedelta(minutes=2), MONDAY + timedelta(minutes=11)


@pytest.fixture
def confirmed(world: World) -> World:
    """Bình reported his work as done, and Oanh has just confirmed it."""
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    actions.confirm(world.viewer("oanh"), world.work)
    return world


def letter() -> Letter:
    return db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def test_the_letter_waits_as_long_as_an_issue_can_be_recalled(confirmed: World) -> None:
    decision = db.session.scalars(select(Decision)).one()
    assert letter().due_at == MONDAY + timedelta(minutes=10)
    assert letter().dedup_key == key_of(confirmed.work.id, f"confirmed:{decision.id}")


def test_the_report_waits_again_and_no_letter_leaves(confirmed: World) -> None:
    work = confirmed.work
    with clock.frozen_at(SOON):
        actions.take_back_confirmation(confirmed.viewer("oanh"), work, seen=work.version)
    assert (work.state, work.confirmed_on, work.reported_on, work.round) == (
        "submitted",
        None,
        date(2026, 3, 2),
        1,
    )
    assert letter().state == "cancelled"
    verbs = db.session.scalars(select(Decision.verb).order_by(Decision.id)).all()
    assert verbs == ["confirm", "take_back"]
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()
    assert (line.verb, line.actor_label) == ("assignment.take_back", "Phạm Thị Oanh")


def test_confirmed_once_more_it_is_told_once(confirmed: World) -> None:
    oanh = confirmed.viewer("oanh")
    actions.take_back_confirmation(oanh, confirmed.work)
    actions.confirm(oanh, confirmed.work)
    states = db.session.scalars(select(Letter.state).where(Letter.kind == "outcome").order_by(Letter.id))
    assert list(states) == ["cancelled", "pending"]


@pytest.mark.parametrize("name", ["binh", "chi", "lam", "khanh", "an"])
def test_only_the_office_takes_it_back(confirmed: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.take_back_confirmation(confirmed.viewer(name), confirmed.work)


@pytest.mark.parametrize("state", ["sending", "sent", "held"])
def test_once_the_letter_is_out_of_our_hands_it_stands(confirmed: World, state: str) -> None:
    with transaction():
        row = letter()
        row.state, row.lease_owner = state, "a" if state == "sending" else None
    with pytest.raises(Refused, match="letter_left"):
        actions.take_back_confirmation(confirmed.viewer("oanh"), confirmed.work)
    db.session.expire_all()
    assert confirmed.work.state == "completed"


def test_a_letter_that_may_have_arrived_counts_as_read(confirmed: World) -> None:
    with transaction():
        letter().unknowns = 1
    with pytest.raises(Refused, match="letter_left"):
        actions.take_back_confirmation(confirmed.viewer("oanh"), confirmed.work)


def test_a_body_without_a_mailbox_reads_it_on_its_page(world: World) -> None:
    with transaction():
        world.dam.email = ""
    actions.post_report(world.viewer("binh"), world.work, status="done")
    actions.confirm(world.viewer("oanh"), world.work)
    with clock.frozen_at(LATER), pytest.raises(Refused, match="letter_left"):
        actions.take_back_confirmation(world.viewer("oanh"), world.work)
    with clock.frozen_at(SOON):
        actions.take_back_confirmation(world.viewer("oanh"), world.work)
    assert world.work.state == "submitted"


def test_what_was_decided_since_stays(confirmed: World) -> None:
    oanh = confirmed.viewer("oanh")
    actions.reopen(oanh, confirmed.work, reason="Thiếu phụ lục")
    with pytest.raises(Conflict, match="moved_on"):
        actions.take_back_confirmation(oanh, confirmed.work)
    with pytest.raises(Conflict, match="stale"):
        actions.take_back_confirmation(oanh, confirmed.work, seen=1)


def test_a_closed_month_keeps_its_confirmation(confirmed: World) -> None:
    close_period(date(2026, 3, 3))
    with pytest.raises(Conflict, match="period_closed"):
        actions.take_back_confirmation(confirmed.viewer("oanh"), confirmed.work)


def test_those_that_can_be_taken_back_are_listed(confirmed: World) -> None:
    oanh = confirmed.viewer("oanh")
    (row,) = queries.just_confirmed(oanh)
    assert (row.id, row.body, row.decided_by) == (confirmed.work.id, "UBND xã Đàm Thượng", "Phạm Thị Oanh")
    with clock.frozen_at(LATER):
        assert queries.just_confirmed(oanh) == ()
    with transaction():
        letter().state = "sent"
    assert queries.just_confirmed(oanh) == ()
    with pytest.raises(NotFound):
        queries.just_confirmed(confirmed.viewer("binh"))


def test_an_office_that_sends_at_once_can_take_nothing_back(world: World) -> None:
    change_rules(world.viewer("an"), recall_minutes=0)
    actions.post_report(world.viewer("binh"), world.work, status="done")
    actions.confirm(world.viewer("oanh"), world.work)
    assert letter().due_at == MONDAY
    with clock.frozen_at(MONDAY + timedelta(seconds=1)):
        assert queries.just_confirmed(world.viewer("oanh")) == ()
