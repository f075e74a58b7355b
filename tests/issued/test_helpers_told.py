"""Bodies that work with the leads are told what becomes of the directive; taken off again, they are asked no more."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.issued import actions
from tracker.notices.models import Notice
from tracker.outbox.models import Letter, LetterAssignment
from tracker.tasks.models import Task

SignIn = Callable[[str], FlaskClient]
WHY, PAPER = "Tỉnh có chủ trương mới", "1920/UBND-TH"


def helped(world: World, task: Task | None = None) -> str:
    """The mailbox of a body that works with the leads of the cast's task."""
    body = make.make_body("Trung tâm Khuyến nông", email="khuyennong@lamgiang.example")
    assignments.add_helper(world.viewer("oanh"), task or world.task, body_id=body.id)
    return body.email


def letters(start: str, to: str, state: str = "pending") -> list[Letter]:
    db.session.commit()
    rows = select(Letter).where(Letter.dedup_key.startswith(start), Letter.to_addr == to)
    return list(db.session.scalars(rows.where(Letter.state == state).order_by(Letter.id)))


def test_a_directive_withdrawn_is_told_to_who_helps(world: World) -> None:
    mailbox = helped(world)
    db.session.refresh(world.directive)
    actions.withdraw_directive(
        world.viewer("oanh"), world.directive, version=world.directive.version, reason=WHY, document=PAPER
    )
    [told] = letters("withdrawn:", mailbox)
    assert "Các nhiệm vụ phối hợp sau không còn phải thực hiện" in told.body_text
    assert WHY in told.body_text
    assert letters("helping:", mailbox) == []  # what asked for the part is called back
    [lead] = letters("withdrawn:", "dam@lamgiang.example")
    assert "phối hợp" not in lead.body_text


def test_who_leads_one_and_helps_with_another_gets_one_letter(world: World) -> None:
    other = make.make_task(world.directive, text="Rà soát hộ nghèo.")
    make.make_assignment(make.make_body(), None, other)
    assignments.add_helper(world.viewer("oanh"), other, body_id=world.dam.id)
    db.session.refresh(world.directive)
    actions.withdraw_directive(
        world.viewer("oanh"), world.directive, version=world.directive.version, reason=WHY, document=PAPER
    )
    [told] = letters("withdrawn:", "dam@lamgiang.example")
    assert "Rà soát hộ nghèo" in told.body_text
    assert "phối hợp" not in told.body_text


def test_a_correction_is_told_to_who_helps(world: World) -> None:
    mailbox = helped(world)
    task = db.session.get_one(Task, world.task.id, populate_existing=True)
    new = "Lập kế hoạch hoàn thành 12 tiêu chí."
    actions.correct_task(world.viewer("oanh"), task, version=task.version, reason=WHY, text=new)
    [told] = letters("corrected:", mailbox)
    assert f"Nay: {new}" in told.body_text
    assert "Xem việc phối hợp: http://127.0.0.1:8000/phan-cong/" in told.body_text
    assert "⟦" not in told.body_text + told.body_html  # it opens no report's page


def test_taken_off_the_waiting_invitation_is_called_back(world: World) -> None:
    mailbox = helped(world)
    body_id = letters("helping:", mailbox)[0].body_id or 0
    make.make_person("Lý Thị Hồng", body=db.session.get_one(Body, body_id), login="hong")
    actions.remove_helper(world.viewer("oanh"), world.task, body_id=body_id)
    assert letters("helping:", mailbox) == []
    assert len(letters("helping:", mailbox, "cancelled")) == 1
    assert letters("released:", mailbox) == []  # nobody had been asked
    assert db.session.scalars(select(Notice)).all() == []


def test_one_whose_invitation_had_left_is_told_by_letter_and_notice(world: World, sign_in: SignIn) -> None:
    mailbox = helped(world)
    [letter] = letters("helping:", mailbox)
    body = db.session.get_one(Body, letter.body_id)
    world.people["hong"] = make.make_person("Lý Thị Hồng", body=body, login="hong")
    with transaction():
        letter.state, letter.sent_at = "sent", clock.now()
    actions.remove_helper(world.viewer("oanh"), world.task, body_id=body.id)
    assert len(letters("helping:", mailbox, "sent")) == 1
    [told] = letters("released:", mailbox)
    assert told.subject.startswith("Thôi phối hợp: ")
    assert "đơn vị thôi phối hợp thực hiện nhiệm vụ sau của văn bản" in told.body_text
    assert world.task.text.rstrip(".") in told.body_text
    assert "⟦" not in told.body_text + told.body_html  # it opens no report's page
    browser = sign_in("hong")
    shown = browser.get("/thong-bao").text
    assert "Đơn vị thôi phối hợp thực hiện nhiệm vụ" in shown
    assert 'name="go"' not in shown, "the work is out of their sight: nothing opens"
    [notice] = db.session.scalars(select(Notice))
    assert send(browser, "/thong-bao", f"/thong-bao/{notice.id}/da-doc", go="y").location == "/thong-bao"
    assert "Đơn vị thôi phối hợp thực hiện nhiệm vụ" not in sign_in("binh").get("/thong-bao").text
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "coordinator.remove")).one()
    assert (line.after or {})["letters"] == 1


def test_taken_off_twice_it_is_told_twice_and_asked_in_its_own_words(world: World) -> None:
    oanh = world.viewer("oanh")
    for _ in range(2):
        assignments.add_helper(oanh, world.task, body_id=world.front.id)
        with transaction():
            for letter in letters("helping:", world.front.email):
                letter.state, letter.sent_at = "sent", clock.now()
        actions.remove_helper(oanh, world.task, body_id=world.front.id)
    told = letters("released:", world.front.email)
    assert len(told) == 2
    assert "thôi phối hợp thực hiện nội dung sau" in told[0].body_text
    assert "giao" not in told[0].body_text


def test_what_else_the_invitation_asked_for_is_asked_anew(world: World) -> None:
    """One letter of issuing asks for parts of two tasks; the body is taken off one of them."""
    other = make.make_task(world.directive, text="Rà soát hộ nghèo.")
    work = make.make_assignment(world.dam, None, other)
    mailbox = helped(world)
    [letter] = letters("helping:", mailbox)
    body_id, due_at = letter.body_id or 0, letter.due_at
    with transaction() as session:
        session.add(Coordinator(assignment_id=work.id, body_id=body_id))
        session.add(LetterAssignment(letter_id=letter.id, assignment_id=work.id))
    actions.remove_helper(world.viewer("oanh"), world.task, body_id=body_id)
    [again] = letters("helping:", mailbox)
    assert "Rà soát hộ nghèo" in again.body_text
    assert "kế hoạch" not in again.body_text
    assert f"Chủ trì: {world.dam.name}" in again.body_text
    assert again.due_at == due_at
    spoken = select(LetterAssignment.assignment_id).where(LetterAssignment.letter_id == again.id)
    assert list(db.session.scalars(spoken)) == [work.id]
