"""Bodies that change: what moves with them, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.counting import count_sql
from tests.make import make_assignment, make_body, make_person
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments import queries as assignments_queries
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.bodies import queries, register
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.intake import actions as intake
from tracker.intake.queries import draft as drafts
from tracker.people import actions as people
from tracker.people import queries as people_queries
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.reviews.queries.moved import body_at

TODAY = date(2026, 3, 2)


def whose(work: Assignment) -> int:
    return db.session.scalars(select(Assignment.body_id).where(Assignment.id == work.id)).one()


def one(name: str) -> Body:
    return db.session.scalars(select(Body).where(Body.name == name)).one()


def test_several_become_one(world: World) -> None:
    oanh = world.viewer("oanh")
    done = make_assignment(world.dam, TODAY, state="completed", confirmed_on=TODAY, reported_on=TODAY)
    made = change_bodies(
        oanh,
        kind="merge",
        day=TODAY,
        old=[world.dam.id, world.chi_body.id],
        new=NewBody("UBND xã Lam Sơn", world.commune.id, email="lamson@lamgiang.example"),
        document="Nghị quyết số 1658/NQ-UBTVQH15",
    )
    heir = one("UBND xã Lam Sơn")
    assert made.moved == 2
    assert (whose(world.work), whose(world.other_work)) == (heir.id, heir.id)
    assert whose(done) == world.dam.id, "what was done stays with the body that did it"
    assert [member.body_id for member in queries.members([world.communes.id], TODAY)[world.communes.id]] == [
        heir.id
    ]
    before = queries.members([world.communes.id], TODAY - timedelta(days=1))[world.communes.id]
    assert {member.body_id for member in before} == {world.dam.id, world.chi_body.id}
    binh = people_queries.as_viewer(world.people["binh"], TODAY)
    assert binh.body_ids == {heir.id, world.dam.id, world.chi_body.id}
    assert assignments_queries.card(binh, done.id).body.name == "UBND xã Đàm Thượng"
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "body.reform")).one()
    assert line.after["assignments"] == 2
    assert line.after["bodies"] == [world.dam.id, world.chi_body.id]


def test_one_statement_moves_it_all(world: World, app: Flask) -> None:
    """As many statements for sixty assignments as for one."""
    sent = []
    for n in (1, 60):
        old = [make_body(f"UBND xã Gộp {n} {part}", world.commune) for part in "abc"]
        for body in old:
            for _ in range(n):
                make_assignment(body, world.task.due_on)
        with count_sql(app) as counted:
            made = change_bodies(
                SYSTEM, kind="merge", day=TODAY, old=[body.id for body in old],
                new=NewBody(f"UBND xã Chung {n}", world.commune.id),
            )  # fmt: skip
        assert made.moved == 3 * n
        sent.append(len(counted))
    assert sent[0] == sent[1] <= 45


def test_one_task_of_three_bodies_stays_three_for_the_one(world: World) -> None:
    third = make_assignment(
        make_body("UBND xã Thứ Ba", world.commune), task=world.task, due_on=world.task.due_on
    )
    change_bodies(
        SYSTEM, kind="merge", day=TODAY, old=[world.dam.id, world.chi_body.id, third.body_id],
        new=NewBody("UBND xã Lam Sơn", world.commune.id),
    )  # fmt: skip
    heir = one("UBND xã Lam Sơn")
    now = select(func.count()).where(Assignment.body_id == heir.id, Assignment.task_id == world.task.id)
    assert db.session.scalar(now) == 3
    change_bodies(
        SYSTEM, kind="rename", day=TODAY + timedelta(days=0), old=[world.front.id],
        new=NewBody("Ủy ban MTTQ Việt Nam tỉnh Lam Giang", world.front_type.id),
    )  # fmt: skip
    assert one("Ủy ban MTTQ Việt Nam tỉnh Lam Giang").id == whose(world.asked)


def test_a_split_asks_for_each(world: World) -> None:
    north, south = (
        make_body(f"UBND xã Đàm {part}", world.commune, valid_from=TODAY) for part in ("Bắc", "Nam")
    )
    second, helped = make_assignment(world.dam), make_assignment(world.chi_body)
    with transaction() as session:
        session.add(Coordinator(assignment_id=helped.id, body_id=world.dam.id))
    other = make_person("Lý Văn Hai", body=world.dam)
    with pytest.raises(Refused, match="reform_which_successors"):
        change_bodies(SYSTEM, kind="split", day=TODAY, old=[world.dam.id], into=[north.id])
    change_bodies(
        SYSTEM, kind="split", day=TODAY, old=[world.dam.id], into=[north.id, south.id],
        works={second.id: south.id, world.other_work.id: south.id}, people={other.id: south.id},
    )  # fmt: skip
    assert (whose(world.work), whose(second), whose(world.other_work)) == (
        north.id,
        south.id,
        world.chi_body.id,
    )
    assert south.id in people_queries.body_ids(other.id, TODAY)
    assert north.id in people_queries.body_ids(world.people["binh"].id, TODAY)
    helpers = db.session.scalars(
        select(Coordinator.body_id).where(Coordinator.assignment_id == helped.id)
    ).all()
    assert helpers == [north.id]


def test_posts_groups_and_places_go_along(world: World) -> None:
    province, hamlet = make_body("UBND tỉnh"), make_body("Trường Tiểu học Đàm Thượng")
    bodies.place_body(SYSTEM, world.dam, parent_id=province.id, valid_from=date(2024, 1, 1))
    bodies.place_body(SYSTEM, hamlet, parent_id=world.dam.id, valid_from=date(2024, 1, 1))
    head = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], head, valid_from=date(2025, 1, 1))
    committee = bodies.create_group(SYSTEM, name="Các thành viên BCĐ")
    bodies.add_member(SYSTEM, committee, body_id=world.dam.id, post_id=head.id, valid_from=date(2025, 1, 1))
    of_post = make_assignment(world.dam, post_id=head.id)
    change_bodies(
        SYSTEM, kind="rename", day=TODAY, old=[world.dam.id],
        new=NewBody("UBND phường Đàm Thượng", world.commune.id, province.id),
    )  # fmt: skip
    heir = one("UBND phường Đàm Thượng")
    [post] = register.posts_of(heir.id)
    assert (post.title, post.is_head) == ("Chủ tịch UBND", True)
    assert people_queries.post_holders(heir.id, TODAY) == {post.id: "Hoàng Văn Bình"}
    assert people_queries.post_holders(world.dam.id, TODAY) == {}
    assert db.session.scalars(select(Assignment.post_id).where(Assignment.id == of_post.id)).one() == post.id
    [member] = queries.members([committee.id], TODAY)[committee.id]
    assert (member.body_id, member.post_id) == (heir.id, post.id)
    assert register.parents(hamlet.id, TODAY) == [(heir.id, heir.name), (province.id, province.name)]
    assert register.parents(hamlet.id, TODAY - timedelta(days=1))[0] == (world.dam.id, world.dam.name)
    keys = {entry.key: entry.id for entry in queries.name_entries(TODAY) if entry.kind == "body"}
    assert keys["ubnd xã đàm thượng"] == heir.id, "texts may go on using the old name"


def test_who_is_dissolved_leaves_its_work_to_somebody(world: World) -> None:
    below = make_body("UBND xã Dưới")
    bodies.place_body(SYSTEM, below, parent_id=world.dam.id, valid_from=date(2024, 1, 1))
    with pytest.raises(Refused, match="reform_open_work"):
        change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[world.dam.id])
    change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[world.dam.id], into=[below.id])
    assert whose(world.work) == below.id
    assert register.parents(below.id, TODAY) == []
    empty = make_body("Phòng Không Việc")
    change_bodies(SYSTEM, kind="dissolve", day=TODAY, old=[empty.id])
    db.session.expire_all()
    assert db.session.get_one(Body, empty.id).valid_to == TODAY


def test_chains_keep_the_first_in_sight(world: World) -> None:
    done = make_assignment(world.dam, TODAY, state="completed", confirmed_on=TODAY, reported_on=TODAY)
    change_bodies(
        SYSTEM, kind="rename", day=date(2026, 2, 1), old=[world.dam.id], new=NewBody("A", world.commune.id)
    )
    change_bodies(SYSTEM, kind="merge", day=TODAY, old=[one("A").id], into=[world.chi_body.id])
    chi = people_queries.as_viewer(world.people["chi"], TODAY)
    assert assignments_queries.card(chi, done.id).body_id == world.dam.id
    assert whose(world.work) == world.chi_body.id
    with pytest.raises(NotFound):
        assignments_queries.card(chi, world.asked.id)


def test_what_cannot_be(world: World) -> None:
    new = NewBody("UBND xã Khác", world.commune.id)
    with pytest.raises(NotAllowed):
        change_bodies(world.viewer("binh"), kind="rename", day=TODAY, old=[world.dam.id], new=new)
    with pytest.raises(Refused, match="reform_to_come"):
        change_bodies(SYSTEM, kind="rename", day=TODAY + timedelta(days=1), old=[world.dam.id], new=new)
    with pytest.raises(Refused, match="reform_which_bodies"):
        change_bodies(SYSTEM, kind="rename", day=TODAY, old=[], new=new)
    with pytest.raises(Refused, match="reform_which_successors"):
        change_bodies(SYSTEM, kind="merge", day=TODAY, old=[world.dam.id], into=[world.dam.id])
    change_bodies(SYSTEM, kind="rename", day=TODAY, old=[world.dam.id], new=new)
    with pytest.raises(Conflict, match="stale"):
        change_bodies(
            SYSTEM, kind="rename", day=TODAY, old=[world.dam.id], new=NewBody("B", world.commune.id)
        )
    assert db.session.scalar(select(func.count()).where(Body.name == "B")) == 0


def test_twice_on_one_day_the_last_word_counts(world: World) -> None:
    """A name misspelt is mended the same day; the figures of before stay with the body of before."""
    slip, right = NewBody("UBND phừơng Đàm", world.commune.id), NewBody("UBND phường Đàm", world.commune.id)
    change_bodies(SYSTEM, kind="rename", day=TODAY, old=[world.dam.id], new=slip)
    change_bodies(SYSTEM, kind="rename", day=TODAY, old=[one(slip.name).id], new=right)
    db.session.expire_all()
    heir, members = one(right.name), queries.members([world.communes.id], TODAY)[world.communes.id]
    assert {member.name for member in members} == {right.name, world.chi_body.name}
    assert whose(world.work) == heir.id
    assert people_queries.as_viewer(world.people["binh"], TODAY).body_ids >= {heir.id, world.dam.id}
    yesterday = TODAY - timedelta(days=1)
    at = select(body_at(yesterday)).where(Assignment.id == world.work.id)
    assert db.session.scalars(at).one() == world.dam.id
    with pytest.raises(Refused, match="reform_before_it_began"):
        change_bodies(SYSTEM, kind="rename", day=yesterday, old=[heir.id], new=slip)


def test_confirming_goes_on_after_the_move(world: World) -> None:
    """The successor reports, the office confirms: the life of the assignment goes on."""
    change_bodies(SYSTEM, kind="merge", day=TODAY, old=[world.dam.id], into=[world.chi_body.id])
    chi = people_queries.as_viewer(world.people["chi"], TODAY)
    db.session.expire_all()
    work = assignments_queries.bare(chi, world.work.id)
    assignments.post_report(chi, work, status="done", note="Đã nộp kế hoạch")
    assert assignments_queries.card(chi, world.work.id).state == "submitted"


def test_drafts_name_the_successor_or_ask_again(world: World) -> None:
    oanh = world.viewer("oanh")
    text = "1. UBND xã Đàm Thượng báo cáo kết quả trước ngày 20/3/2026."
    first, second = intake.start_draft(oanh, text=text), intake.start_draft(oanh, text=text)
    before, new = date(2026, 2, 1), NewBody("UBND phường Đàm", world.commune.id)
    change_bodies(SYSTEM, kind="rename", day=before, old=[world.dam.id], new=new)
    db.session.expire_all()
    planned = drafts.checked(oanh, first.id).plan
    assert [member.name for member in planned.tasks[0].lead.members] == ["UBND phường Đàm"]
    halves = [make_body(f"UBND phường {part}", world.commune) for part in ("Bắc", "Nam")]
    heir = one("UBND phường Đàm")
    change_bodies(SYSTEM, kind="split", day=TODAY, old=[heir.id], into=[half.id for half in halves])
    db.session.expire_all()
    assert drafts.checked(oanh, second.id).plan.tasks[0].lead.members == ()


def test_its_history_tells_where_it_came_from(world: World, sign_in: Callable[[str], FlaskClient]) -> None:
    change_bodies(
        SYSTEM, kind="merge", day=TODAY, old=[world.dam.id], into=[world.chi_body.id], document="NQ 1658"
    )
    for name in ("oanh", "chi", "binh"):
        page = sign_in(name).get(f"/phan-cong/{world.work.id}").text
        assert "Tiếp nhận từ UBND xã Đàm Thượng" in page
        assert "NQ 1658" in page
    assert "Tiếp nhận từ" not in sign_in("oanh").get(f"/phan-cong/{world.other_work.id}").text


def test_finished_work_taken_up_again_goes_to_the_successor(world: World) -> None:
    done = make_assignment(world.dam, TODAY, state="completed", confirmed_on=TODAY, reported_on=TODAY)
    change_bodies(SYSTEM, kind="merge", day=TODAY, old=[world.dam.id], into=[world.chi_body.id])
    later = clock.at(TODAY + timedelta(days=3), 9)
    with clock.frozen_at(later):
        db.session.expire_all()
        again = assignments_queries.card(world.viewer("oanh"), done.id)
        assignments.reopen(world.viewer("oanh"), again, reason="Số liệu chưa khớp")
        assert whose(done) == world.chi_body.id
        chi = people_queries.as_viewer(world.people["chi"], clock.today())
        db.session.expire_all()
        work = assignments_queries.bare(chi, done.id)
        assert work.state == "in_progress"
        assignments.post_report(chi, work, status="done", note="Đã sửa")
