"""Reading a text into a draft: its facts, tasks, addressees, targets and cited documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.intake.drafts import TEXT, UNKNOWN, drafted, tasks_of
from tests.world import World
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.labels import KINDS
from tracker.directives.models import DirectiveLink, Target
from tracker.errors import NotAllowed
from tracker.intake import actions
from tracker.intake.kinds import SIGNS
from tracker.intake.regions import KINDS as TITLES
from tracker.outbox.models import Letter
from tracker.tasks.models import Addressee

SignIn = Callable[[str], FlaskClient]


def test_the_facts_are_read(world: World) -> None:
    made = drafted(world)
    assert (made.state, made.kind, made.number, made.issued_on) == (
        "draft",
        "cong_van",
        "77/UBND-KT",
        date(2026, 3, 2),
    )
    assert (made.subject, made.signer_name) == ("chỉnh trang đường làng", "Trần Quang Lâm")
    assert made.recipients == ["UBND các xã", "Ủy ban MTTQ Việt Nam tỉnh"]
    assert made.folded.startswith("77/ubnd-kt chinh trang duong lang")


def test_tasks_keep_their_place_in_the_text(world: World) -> None:
    made = drafted(world)
    first, *_ = tasks = tasks_of(made)
    assert [task.section for task in tasks] == ["1", "1", "1", "2", "3"]
    collapsed = " ".join(TEXT.split())
    assert all(collapsed[task.start : task.end] == task.text for task in tasks)
    assert (first.deadline_kind, first.due_on, first.state) == ("fixed", date(2026, 3, 20), "proposed")
    assert {task.deadline_kind for task in tasks[1:]} == {"none"}


def test_words_are_matched_to_groups_and_bodies(world: World) -> None:
    tasks = tasks_of(drafted(world))
    rows = db.session.scalars(select(Addressee).order_by(Addressee.task_id, Addressee.position)).all()
    by_task = {task.id: [row for row in rows if row.task_id == task.id] for task in tasks}
    whole, _, one, unknown, asked = (by_task[task.id][0] for task in tasks)
    assert whole.group_id == world.communes.id
    assert (one.body_id, one.group_id) == (world.dam.id, None)
    assert (unknown.words, unknown.is_known) == (UNKNOWN, False)
    assert asked.body_id == world.front.id


def test_targets_and_cited_documents(world: World) -> None:
    known = make.make_directive(number="36/KH-UBND", issuer="UBND tỉnh", issued_on=date(2026, 1, 19))
    made = drafted(world)
    target = db.session.scalars(select(Target).where(Target.directive_id == made.id)).one()
    assert (target.planned, target.actual) == (9, 3)
    link = db.session.scalars(select(DirectiveLink).where(DirectiveLink.directive_id == made.id)).one()
    assert (link.number, link.relation, link.target_id) == ("36/KH-UBND", "thuc_hien", known.id)


def test_nothing_is_sent_and_one_line_is_written(world: World) -> None:
    before = db.session.scalars(select(AuditLine.seq)).all()
    made = drafted(world)
    lines = db.session.scalars(select(AuditLine).where(AuditLine.seq > max(before))).all()
    assert [(line.verb, line.thing) for line in lines] == [("directive.draft", f"directive:{made.id}")]
    assert lines[0].after is not None
    assert lines[0].after["tasks"] == 5
    assert db.session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_enters_directives(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.start_draft(world.viewer(name), text=TEXT)
    with pytest.raises(NotAllowed):
        actions.start_by_hand(world.viewer(name), subject="Kết luận giao ban")


def test_a_text_without_tasks_is_an_empty_draft(world: World) -> None:
    made = actions.start_draft(world.viewer("oanh"), text="Ghi chép buổi giao ban sáng thứ Hai.")
    assert tasks_of(made) == []
    assert made.issuer == "UBND tỉnh Lam Giang"


def test_every_kind_a_text_can_have_is_named() -> None:
    assert {*SIGNS.values(), *TITLES.values()} - KINDS.keys() == set()


def test_a_document_of_a_rare_kind_is_shown_like_any_other(world: World, sign_in: SignIn) -> None:
    made = drafted(world, TEXT.replace("77/UBND-KT", "77/HD-UBND"))
    assert made.kind == "huong_dan"
    for place in (f"/van-ban/{made.id}", f"/van-ban/{made.id}/thong-tin", f"/van-ban/{made.id}/kiem-tra"):
        page = sign_in("oanh").get(place)
        assert page.status_code == 200, place
    assert "Hướng dẫn" in sign_in("oanh").get(f"/van-ban/{made.id}").text
