"""A directive withdrawn or replaced: its open work stops at once, everybody is told, what is done stays done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.counting import count_sql
from tests.issued.given import issued, letters, works
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Decision
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.actions import add_citation, tie_citation
from tracker.directives.actions.citations import Citation
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import citing, roll_ups
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions as extensions
from tracker.extensions.models import Extension
from tracker.intake import actions as intake
from tracker.intake.change import Change
from tracker.issued import actions
from tracker.issued.models import DirectiveChange
from tracker.issued.queries import plan_of_adding
from tracker.outbox.models import Letter
from tracker.reminders import actions as reminders
from tracker.reviews import actions as reviews

WHY, PAPER = "Tỉnh có chủ trương mới", "1920/UBND-TH"


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def withdraw(viewer: Viewer, directive: Directive, **facts: str) -> Directive:
    db.session.refresh(directive)
    said = {"reason": WHY, "document": PAPER} | facts
    return actions.withdraw_directive(viewer, directive, version=directive.version, **said)


def replace(viewer: Viewer, directive: Directive, by: Directive) -> Directive:
    db.session.refresh(directive)
    return actions.replace_directive(viewer, directive, version=directive.version, by=by)


def one(world: World) -> Assignment:
    return db.session.get_one(Assignment, world.work.id, populate_existing=True)


def test_open_work_is_cancelled_and_told_of(world: World, oanh: Viewer) -> None:
    binh, chi = world.viewer("binh"), world.viewer("chi")
    assignments.post_report(binh, world.work, status="done", note="Xong")
    assignments.confirm(oanh, one(world))
    assignments.post_report(chi, world.other_work, status="done", note="Xong")  # waits for the office
    withdraw(oanh, world.directive)
    states = {work.id: (work.state, work.stopped_on) for work in works(world.directive)}
    today = clock.today()
    assert states == {
        world.work.id: ("completed", None),
        world.other_work.id: ("cancelled", today),
        world.asked.id: ("cancelled", today),
    }
    decisions = db.session.scalars(select(Decision).where(Decision.verb == "cancel")).all()
    assert {(one.state_before, one.reason, one.document, one.decided_by) for one in decisions} == {
        ("submitted", WHY, PAPER, oanh.label),
        ("assigned", WHY, PAPER, oanh.label),
    }
    told = {each.to_addr: each for each in letters(world.directive) if each.dedup_key.startswith("withdrawn")}
    assert set(told) == {"chi@lamgiang.example", "mttq@lamgiang.example"}
    assert "đã được thu hồi" in told["chi@lamgiang.example"].body_text
    assert WHY in told["chi@lamgiang.example"].body_text
    assert "nhiệm vụ" not in told["mttq@lamgiang.example"].body_text
    sums = roll_ups(oanh, [world.directive.id], today)[world.directive.id]
    assert (sums.total, sums.done) == (1, 1)
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.withdraw")).one()
    assert line.after == {"ending": "withdrawn", "assignments": 2, "letters": 2, "document": PAPER}
    assert line.reason == WHY


def test_nobody_is_reminded_and_nothing_more_falls_due(world: World, oanh: Viewer) -> None:
    monthly = make.make_task(world.directive, deadline_kind="recurring", recurrence="monthly")
    last = make.make_assignment(world.dam, date(2026, 3, 31), monthly, period="2026-03", state="completed")
    withdraw(oanh, world.directive)
    with clock.frozen_at(clock.at(date(2026, 3, 6), 7, 30)):
        assert reminders.queue_ladder(SYSTEM, date(2026, 3, 6)) == 0
    assert assignments.open_occurrences(SYSTEM, date(2026, 4, 1)) == 0
    assert db.session.get_one(Assignment, last.id).state == "completed"


def test_a_request_for_more_time_ends_with_it(world: World, oanh: Viewer) -> None:
    asked = extensions.ask(world.viewer("binh"), world.work, new_due_on=date(2026, 3, 20), reason="Chờ")
    withdraw(oanh, world.directive)
    ended = db.session.get_one(Extension, asked.id, populate_existing=True)
    assert (ended.state, ended.decision_note, ended.document) == ("refused", WHY, PAPER)


def test_letters_that_wait_are_not_sent(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    withdraw(oanh, directive)
    kinds = {letter.dedup_key.split(":")[0]: letter.state for letter in letters(directive)}
    assert kinds == {"assigned": "cancelled", "withdrawn": "pending"}
    with pytest.raises(Refused, match="recall_over"):
        actions.recall_issue(oanh, directive)


def test_what_was_closed_keeps_its_figures(world: World, oanh: Viewer) -> None:
    """Decision 14: a past month's snapshot and its facts stay; the stop is dated today."""
    period = reviews.open_period(oanh, name="2026-02")
    reviews.close_period(oanh, period, signer_name="A", signer_position="B")
    withdraw(oanh, world.directive)
    assert {one.day for one in db.session.scalars(select(Decision))} == {clock.today()}
    later = reviews.open_period(oanh, name="2026-03")
    assert later.id != period.id
    with clock.frozen_at(clock.at(date(2026, 3, 16), 9)):
        reviews.close_period(oanh, later, signer_name="A", signer_position="B")
    directive = make.make_directive()
    make.make_assignment(world.dam, None, make.make_task(directive))
    with pytest.raises(Conflict, match="period_closed"):
        withdraw(oanh, directive)
    assert works(directive)[0].state == "assigned"


def test_what_it_needs(world: World, oanh: Viewer) -> None:
    version = world.directive.version
    for facts, code in (
        ({"reason": " ", "document": PAPER}, "reason_needed"),
        ({"reason": WHY, "document": ""}, "document_needed"),
    ):
        with pytest.raises(Refused, match=code):
            actions.withdraw_directive(oanh, world.directive, version=version, **facts)
    with pytest.raises(Conflict, match="stale"):
        actions.withdraw_directive(oanh, world.directive, version=version + 1, reason=WHY, document=PAPER)
    for name in ("binh", "khanh", "an"):
        with pytest.raises(NotAllowed):
            withdraw(world.viewer(name), world.directive)
    assert one(world).state == "assigned"
    withdraw(world.viewer("lam"), world.directive, document="")  # the leader's own word
    with pytest.raises(Conflict, match="stale"):
        withdraw(oanh, world.directive)


def test_what_ended_is_not_taken_up_again(world: World, oanh: Viewer) -> None:
    withdraw(oanh, world.directive)
    with pytest.raises(Refused, match="directive_ended"):
        assignments.reopen(oanh, one(world), reason="Lại", document=PAPER)
    new = make.make_body("UBND xã Ngọc Côn", world.commune)
    task = db.session.get_one(type(world.task), world.task.id)
    with pytest.raises((Refused, Conflict)):
        intake.give_to_body(oanh, task, new, version=task.version)


def test_a_replacement_is_recorded_both_ways(world: World, oanh: Viewer) -> None:
    new = issued(world)
    replace(oanh, world.directive, new)
    assert (world.directive.ending, world.directive.ended_on) == ("replaced", clock.today())
    link = db.session.scalars(
        select(DirectiveLink).where(DirectiveLink.target_id == world.directive.id)
    ).one()
    assert (link.directive_id, link.relation, link.is_by_hand) == (new.id, "thay_the", True)
    assert [row.id for row in citing(oanh, world.directive.id).changing] == [new.id]
    assert {work.state for work in works(world.directive)} == {"cancelled"}
    reasons = set(db.session.scalars(select(Decision.reason)))
    assert reasons == {f"Thay bằng {new.number}"}
    told = [letter for letter in letters(world.directive) if letter.kind == "outcome"]
    assert len(told) == 3
    assert all(new.number in letter.body_text for letter in told)
    change = db.session.scalars(select(DirectiveChange)).one()
    assert (change.kind, change.after) == ("replaced", {"target": new.id})
    with pytest.raises(Refused, match="replaces_another"):
        actions.recall_issue(oanh, new)


def test_a_citation_there_is_does_for_it(world: World, oanh: Viewer) -> None:
    new = issued(world)
    link = add_citation(oanh, new, said=Citation("1847/UBND-KTN", "thay_the"))
    tie_citation(oanh, link, version=link.version, target=world.directive)
    replace(oanh, world.directive, new)
    there = select(func.count()).where(DirectiveLink.target_id == world.directive.id)
    assert db.session.scalar(there) == 1


def test_which_documents_cannot_take_its_place(world: World, oanh: Viewer) -> None:
    draft = intake.start_by_hand(oanh, subject="chưa ban hành")
    ended = make.make_directive()
    withdraw(oanh, ended)
    for by, code in (
        (world.directive, "replaces_itself"),
        (draft, "replacement_not_issued"),
        (ended, "replacement_not_issued"),
    ):
        with pytest.raises(Refused, match=code):
            replace(oanh, world.directive, by)
    other = make.make_directive()
    replace(oanh, world.directive, other)
    with pytest.raises(Refused, match="replacement_not_issued"):
        replace(oanh, other, world.directive)  # no circle


def test_statements_do_not_grow_with_bodies(app: Flask, world: World, oanh: Viewer) -> None:
    def ended() -> int:
        directive = issued(world)
        with count_sql(app) as sent:
            actions.withdraw_directive(oanh, directive, version=directive.version, reason=WHY, document=PAPER)
        return len(sent)

    few = ended()
    for number in range(40):
        make.make_body(f"UBND xã Thêm {number}", world.commune, email=f"x{number}@lamgiang.example")
    assert ended() <= few + 1
    assert few <= 16


def test_each_body_gets_one_letter_of_a_later_round_too(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    actions.recall_issue(oanh, directive)
    intake.issue_directive(oanh, directive)
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        withdraw(oanh, directive)
    told = select(func.count()).select_from(Letter).where(Letter.kind == "outcome")
    assert db.session.scalar(told) == 3


def test_a_task_added_before_goes_with_it(world: World, oanh: Viewer) -> None:
    change = Change("Báo cáo thêm.", lead=("UBND xã Đàm Thượng",))
    mark = plan_of_adding(world.directive, change, "", clock.today()).mark
    actions.add_to_issued(oanh, world.directive, change=change, seen=mark)
    withdraw(oanh, world.directive)
    assert {work.state for work in works(world.directive)} == {"cancelled"}
