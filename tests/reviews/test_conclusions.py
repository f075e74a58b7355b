"""Conclusions of a review: written line by line, given out as tasks under one document, closed with the period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake.change import Change
from tracker.issued.actions import give_conclusion, recall_issue
from tracker.outbox.models import Letter
from tracker.reviews import actions, concluding
from tracker.reviews.models import Conclusion, Period
from tracker.tasks.models import Task

SignIn = Callable[[str], FlaskClient]
URL, DUE = "/ra-soat/2026-03", date(2026, 3, 20)
COMMUNES = Change("UBND các xã báo cáo nguồn vốn.", "fixed", DUE, lead=("UBND các xã, phường",))


@pytest.fixture
def period(world: World) -> Period:
    made: Period = actions.open_period(SYSTEM, name="2026-03")
    return made


def concluded(world: World, period: Period, words: str = "UBND các xã báo cáo nguồn vốn.") -> Conclusion:
    made: Conclusion = concluding.add_conclusion(world.viewer("lam"), period, words=words)
    return made


def test_one_document_holds_the_conclusions_of_a_period(world: World, period: Period) -> None:
    oanh = world.viewer("oanh")
    first, second = concluded(world, period), concluded(world, period, "Rà soát nợ đọng.")
    one = give_conclusion(oanh, first, change=COMMUNES)
    two = give_conclusion(oanh, second, change=Change("Rà soát nợ đọng.", lead=("UBND xã Đàm Thượng",)))
    assert one.directive_id == two.directive_id
    document = db.session.get_one(Directive, one.directive_id)
    assert (document.kind, document.subject, document.state) == (
        "ket_luan", "Kết luận rà soát tháng 3 năm 2026", "issued",
    )  # fmt: skip
    works = select(Assignment.body_id, Assignment.due_on).where(Assignment.directive_id == document.id)
    given = {(body_id, due_on) for body_id, due_on in db.session.execute(works)}
    assert given == {(world.dam.id, DUE), (world.chi_body.id, DUE), (world.dam.id, None)}
    told = set(db.session.scalars(select(Letter.to_addr).where(Letter.kind == "assigned")))
    assert told == {"dam@lamgiang.example", "chi@lamgiang.example"}
    with pytest.raises(Conflict, match="conclusion_given"):
        give_conclusion(oanh, first, change=COMMUNES)
    with pytest.raises(Conflict, match="conclusion_given"):
        concluding.edit_conclusion(oanh, period, first, version=first.version, words="Khác")


def test_what_stands_in_the_way_changes_nothing(world: World, period: Period) -> None:
    oanh, one = world.viewer("oanh"), concluded(world, period)
    for change, code in (
        (Change("Việc.", lead=("Sở Không có",)), "names_unknown"),
        (Change("Việc.", "fixed", date(2026, 2, 1), lead=("UBND các xã, phường",)), "day_passed"),
    ):
        with pytest.raises(Refused, match=code):
            give_conclusion(oanh, one, change=change)
    for name in ("lam", "binh", "khanh", "an"):
        with pytest.raises(NotAllowed):
            give_conclusion(world.viewer(name), one, change=COMMUNES)
    assert db.session.scalars(select(Directive.id)).all() == [world.directive.id]


def test_after_a_recall_the_next_one_begins_anew(world: World, period: Period) -> None:
    oanh = world.viewer("oanh")
    one = give_conclusion(oanh, concluded(world, period), change=COMMUNES)
    recall_issue(oanh, db.session.get_one(Directive, one.directive_id))
    two = give_conclusion(oanh, concluded(world, period, "Rà soát nợ đọng."), change=COMMUNES)
    assert two.directive_id != one.directive_id


def test_written_while_the_period_is_open(world: World, period: Period) -> None:
    oanh, one = world.viewer("oanh"), concluded(world, period)
    with pytest.raises(Conflict, match="conclusion_changed") as problem:
        concluding.edit_conclusion(oanh, period, one, version=one.version + 1, words="Bản của tôi")
    assert (problem.value.facts["theirs"], problem.value.facts["mine"]) == (one.words, "Bản của tôi")
    concluding.edit_conclusion(oanh, period, one, version=one.version, words="")
    assert db.session.scalars(select(Conclusion)).all() == []
    with clock.frozen_at(clock.at(date(2026, 3, 16), 9)):
        actions.close_period(oanh, period, signer_name="Lâm", signer_position="Chủ tịch")
        with pytest.raises(Conflict, match="period_is_closed"):
            concluded(world, period)


def test_on_the_pages(world: World, sign_in: SignIn) -> None:
    leader, office = sign_in("lam"), sign_in("oanh")
    added = send(leader, URL, f"{URL}/ket-luan", words="UBND các xã báo cáo nguồn vốn.")
    assert added.status_code == 303
    one = db.session.scalars(select(Conclusion)).one()
    assert "Giao thành nhiệm vụ" not in leader.get(URL).text
    give = f"/van-ban/ket-luan/{one.id}/giao"
    assert give in office.get(URL).text
    filled = fields_of(office.get(give).text, give) | {"text": one.words, "lead": "Sở Không có"}
    wrong = office.post(give, data=filled)
    assert (wrong.status_code, "Sở Không có" in wrong.text) == (422, True)
    given = office.post(give, data=filled | {"lead": "UBND các xã, phường", "due_on": str(DUE)})
    assert given.headers["Location"] == f"{URL}#conclusion"
    db.session.commit()
    task = db.session.scalars(select(Task).where(Task.text == one.words)).one()
    assert f"/nhiem-vu/{task.id}" in office.get(URL).text
    assert office.get(give).headers["Location"] == f"/nhiem-vu/{task.id}"
    edit = f"{URL}/ket-luan/{one.id}"
    assert leader.get(edit).status_code == 200
    assert sign_in("khanh").get(edit).status_code == 403
