"""Work put before a leader: who answers, once, and what is refused."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.world import World
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.outbox.models import Letter
from tracker.submissions import actions, queries
from tracker.submissions.models import Submission, SubmittedWork


@pytest.fixture
def page(app: Flask, world: World) -> Submission:
    both = [world.work.id, world.other_work.id]
    return actions.submit(
        world.viewer("oanh"), world.people["lam"], assignment_ids=both, proposal="Phê bình hai xã"
    )


def answers(page: Submission) -> dict[int, str]:
    rows = select(SubmittedWork.assignment_id, SubmittedWork.answer)
    return dict(db.session.execute(rows.where(SubmittedWork.submission_id == page.id)).all())


def test_the_leader_answers_some_now_and_the_rest_apart(world: World, page: Submission) -> None:
    lam = world.viewer("lam")
    actions.answer(lam, page, assignment_ids=[world.work.id], answer="agreed")
    actions.answer(lam, page, assignment_ids=[world.other_work.id], answer="other", words="Gia hạn một tuần")
    assert answers(page) == {world.work.id: "agreed", world.other_work.id: "other"}
    said = select(AuditLine.thing, AuditLine.reason).where(AuditLine.verb == "submission.answer")
    assert [tuple(row) for row in db.session.execute(said)] == [
        (f"assignment:{world.work.id}", None),
        (f"assignment:{world.other_work.id}", "Gia hạn một tuần"),
    ]


def test_an_answer_is_given_once(world: World, page: Submission) -> None:
    lam = world.viewer("lam")
    actions.answer(lam, page, assignment_ids=[world.work.id], answer="agreed")
    with pytest.raises(Conflict, match="word_given"):
        actions.answer(lam, page, assignment_ids=[world.work.id, world.other_work.id], answer="agreed")
    assert answers(page)[world.other_work.id] == "", "all or nothing"


def test_what_is_not_agreed_to_has_words(world: World, page: Submission) -> None:
    with pytest.raises(Refused, match="words_needed"):
        actions.answer(world.viewer("lam"), page, assignment_ids=[world.work.id], answer="declined")
    with pytest.raises(Refused, match="nothing_chosen"):
        actions.answer(world.viewer("lam"), page, assignment_ids=[], answer="agreed")


def test_taken_back_before_the_answer(world: World, page: Submission) -> None:
    assert actions.take_back(world.viewer("oanh"), page, assignment_ids=[world.work.id]) == [world.work.id]
    with pytest.raises(Conflict, match="word_given"):
        actions.answer(world.viewer("lam"), page, assignment_ids=[world.work.id], answer="agreed")
    assert [row.assignment_id for row in queries.works(world.viewer("lam"), page.id)] == [world.other_work.id]


def test_the_leader_is_told_by_letter(world: World, page: Submission) -> None:
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.to_addr, letter.kind, letter.state) == ("lam@lamgiang.example", "submission", "pending")
    assert letter.subject == "Trình 2 việc xin ý kiến: Phê bình hai xã"
    assert f"/trinh/{page.id}" in letter.body_text
    assert f"/trinh/{page.id}" in letter.body_html
    oanh = world.viewer("oanh")
    actions.take_back(oanh, page, assignment_ids=[world.work.id])
    assert db.session.get_one(Letter, letter.id, populate_existing=True).state == "pending"
    actions.take_back(oanh, page, assignment_ids=[world.other_work.id])
    assert db.session.get_one(Letter, letter.id, populate_existing=True).state == "cancelled"


def test_another_leader_neither_sees_nor_answers(world: World, page: Submission) -> None:
    other = make.make_person("Vũ Thị Hằng", "leader")
    world.people["hang"] = other
    hang = world.viewer("hang")
    with pytest.raises(NotFound):
        queries.card(hang, page.id)
    assert queries.rows(hang, None).rows == ()
    with pytest.raises(NotAllowed):
        actions.answer(hang, page, assignment_ids=[world.work.id], answer="agreed")


@pytest.mark.parametrize("name", ["oanh", "binh", "khanh", "an"])
def test_nobody_answers_for_the_leader(world: World, page: Submission, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.answer(world.viewer(name), page, assignment_ids=[world.work.id], answer="agreed")


def test_only_before_a_leader_and_only_once(world: World, page: Submission) -> None:
    oanh, works = world.viewer("oanh"), [world.work.id]
    with pytest.raises(Refused, match="no_leader"):
        actions.submit(oanh, world.people["binh"], assignment_ids=works, proposal="x")
    with pytest.raises(Conflict, match="submitted"):
        actions.submit(oanh, world.people["lam"], assignment_ids=works, proposal="x")
    with pytest.raises(Refused, match="proposal_needed"):
        actions.submit(oanh, world.people["lam"], assignment_ids=works, proposal=" ")
