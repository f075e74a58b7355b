"""The further sections of a review: by directive, targets, difficulties; as they stood, and as they were frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.counting import count_sql
from tests.make import make_assignment, make_directive, make_task
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.actions import confirm, post_report
from tracker.db import db, transaction
from tracker.difficulties import actions as difficulties
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.reviews import actions, queries
from tracker.reviews.freezing import fingerprint
from tracker.reviews.labels import FURTHER, SECTIONS
from tracker.reviews.models import Snapshot
from tracker.reviews.rules import Cells, Span, current
from tracker.targets import actions as targets
from tracker.targets import queries as reading
from tracker.targets.models import TargetShare

SignIn = Callable[[str], FlaskClient]
TODAY = date(2026, 3, 2)
MARCH = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))
AFTER = date(2026, 3, 16)


@pytest.fixture
def told(world: World) -> World:
    """A second directive with work done late, a target half reached, a difficulty two bodies have met."""
    oanh, binh = world.viewer("oanh"), world.viewer("binh")
    with transaction() as session:
        session.execute(update(Directive).values(released_at=clock.now()))
    other = make_directive(number="2093/UBND-NNMT", subject="bảo đảm số xã đạt chuẩn")
    late = make_assignment(world.chi_body, date(2026, 2, 20), make_task(other, due_on=date(2026, 2, 20)))
    post_report(world.viewer("chi"), late, status="done", note="Xong")
    confirm(oanh, late)
    with transaction() as session:
        session.execute(update(Directive).values(released_at=clock.now()))
    made = targets.add_target(
        oanh, world.directive, unit="xã đạt chuẩn", planned=9, due_on=date(2026, 12, 31)
    )
    targets.give_parts(oanh, made, bodies=[world.dam.id, world.chi_body.id], planned=1)
    mine = db.session.scalars(select(TargetShare).where(TargetShare.body_id == world.dam.id)).one()
    targets.measure(binh, mine, actual=1, day=TODAY)
    raised = difficulties.report_difficulty(binh, world.work, what="Thiếu đất đắp", note="Đang chờ")
    difficulties.share(world.viewer("chi"), raised, world.other_work)
    return world


def test_by_directive_adds_up_to_the_whole(told: World) -> None:
    found = queries.parts(MARCH, MARCH.cut_on)
    assert {line.number: line.cells for line in found.directives} == {
        "1847/UBND-KTN": Cells(given=2, open_overdue=2),
        "2093/UBND-NNMT": Cells(given=1, done_late=1),
    }
    assert (
        sum((line.cells for line in found.directives), Cells())
        == queries.figures(MARCH, MARCH.cut_on, 5).total
    )
    assert found.directives[0].number == "1847/UBND-KTN"  # the one with overdue work


def test_targets_and_difficulties_as_they_stood(told: World) -> None:
    oanh, found = told.viewer("oanh"), queries.parts(MARCH, MARCH.cut_on)
    [target] = found.targets
    assert (target.planned, target.actual, target.parts, target.measured) == (9, 1, 2, 1)
    assert reading.at_cut(MARCH.cut_on)[0].planned_sum == 2
    assert (target.does_not_add_up, found.unbalanced) == (True, 1)
    [obstacle] = found.difficulties
    assert (obstacle.what, obstacle.body, obstacle.met, obstacle.answer) == (
        "Thiếu đất đắp", "UBND xã Đàm Thượng", 1, "",
    )  # fmt: skip
    share = db.session.scalars(select(TargetShare).where(TargetShare.body_id == told.dam.id)).one()
    whole = reading.card(oanh, target.target_id)
    with clock.frozen_at(clock.at(AFTER, 9)):
        targets.measure(told.viewer("binh"), share, actual=0, day=AFTER)
        said = {"reason": "Giảm", "approved_by": "Chủ tịch", "day": AFTER}
        targets.revise(oanh, whole, version=whole.version, planned=7, **said)
        targets.revise(oanh, whole, share=share, version=share.version, planned=3, **said)
        raised = db.session.scalars(select(Difficulty)).one()
        difficulties.answer(oanh, raised, text="Đã bố trí mỏ")
        assert queries.parts(MARCH, MARCH.cut_on) == found
        [now] = queries.targets(AFTER)
        assert (now.planned, reading.at_cut(AFTER)[0].planned_sum, now.actual) == (7, 4, 0)


def test_frozen_with_the_period_and_read_back_equal(told: World) -> None:
    found = queries.parts(MARCH, MARCH.cut_on)
    with clock.frozen_at(clock.at(AFTER, 9)):
        period = actions.open_period(SYSTEM, name=current(TODAY))
        made = actions.close_period(
            told.viewer("oanh"), period, signer_name="Lâm", signer_position="Chủ tịch"
        )
        text = db.session.scalars(select(Snapshot.parts).where(Snapshot.id == made.id)).one()
        assert f'"parts_sha256":"{fingerprint(text)}"' in made.figures
        post_report(told.viewer("binh"), told.work, status="done", note="Xong sau chốt")
        _, kept = queries.review_parts(told.viewer("lam"), period.name)
        assert kept == found


def test_on_pages(told: World, sign_in: SignIn, app: Flask) -> None:
    leader, at = sign_in("lam"), f"/ra-soat/{current(TODAY)}"
    whole = leader.get(at).text
    for key, words in (
        ("theo-van-ban", "2093/UBND-NNMT"),
        ("chi-tieu", "không khớp với văn bản"),
        ("vuong-mac", "1 đơn vị khác cũng gặp"),
    ):
        assert f'hx-get="{at}/muc/{key}"' in whole
        with count_sql(app) as sent:
            page = leader.get(f"{at}/muc/{key}")
        assert len(sent) <= 15
        assert f'id="review-{FURTHER[key]}"' in page.text
        assert words in page.text
    page = leader.get(f"{at}/muc/theo-van-ban").text
    assert f"{at}/dong?o=5&amp;van-ban={told.directive.id}" in page
    rows = leader.get(f"{at}/dong?o=5&van-ban={told.directive.id}").text
    assert "UBND xã Đàm Thượng" in rows
    assert leader.get(f"{at}/muc/late").status_code == 404
    assert sign_in("binh").get(f"{at}/muc/chi-tieu").status_code == 404
    with clock.frozen_at(clock.at(AFTER, 9)):
        assert "1 chỉ tiêu lệch tổng" in sign_in("oanh").get(f"{at}/chot").text


def test_the_meeting_sees_one_section_a_screen(told: World, sign_in: SignIn, app: Flask) -> None:
    leader, at = sign_in("lam"), f"/ra-soat/{current(TODAY)}/hop"
    for number, label in enumerate(SECTIONS.values(), 1):
        with count_sql(app) as sent:
            page = leader.get(f"{at}?man={number}")
        assert (page.status_code, len(sent) <= 15) == (200, True)
        assert f"{number}. {label}" in page.text
        assert ('rel="prev"' in page.text, 'rel="next"' in page.text) == (number > 1, number < len(SECTIONS))
        assert page.text.count("<h1") == 1
    assert leader.get(f"{at}?man=10").status_code == 404
    assert leader.get(f"{at}?man=x").status_code == 200
    assert sign_in("binh").get(at).status_code == 404


def test_the_meeting_s_second_screen_has_what_the_page_puts_first(told: World, sign_in: SignIn) -> None:
    name = current(TODAY)
    make_assignment(told.dam, TODAY - timedelta(days=40))
    leader, at = sign_in("lam"), f"/ra-soat/{name}"
    said = (
        "1 nhiệm vụ quá hạn trên 30 ngày",
        "1 chỉ tiêu chậm tiến độ",
        "1 khó khăn, vướng mắc chưa được trả lời",
    )
    for page in (leader.get(f"{at}/muc/can-chu-y").text, leader.get(f"{at}/hop?man=2").text):
        assert [words for words in said if words not in page] == []
    screen = leader.get(f"{at}/hop?man=2").text
    assert f"{at}/dong?o=12&amp;han-truoc=" in screen
    assert "Quá hạn 40 ngày" in screen
    with clock.frozen_at(clock.at(AFTER, 9)):
        period = actions.open_period(SYSTEM, name=name)
        actions.close_period(told.viewer("oanh"), period, signer_name="Lâm", signer_position="Chủ tịch")
        kept = sign_in("lam").get(f"{at}/hop?man=2").text
    assert [words for words in said if words not in kept] == []
    assert "Quá hạn 52 ngày" in kept, "as at the cut"


def test_the_percentages_of_the_directive_of_bac_giang(told: World, sign_in: SignIn) -> None:
    """3/9 communes 33,3%, 1/9 11,1%, 46/93 villages 49,5%, none of 13 0%: as the directive itself prints them."""
    oanh = told.viewer("oanh")
    for unit, planned, actual in (
        ("xã", 9, 3),
        ("xã kiểu mẫu", 9, 1),
        ("thôn", 93, 46),
        ("xã nâng cao", 13, 0),
    ):
        made = targets.add_target(oanh, told.directive, unit=unit, planned=planned, due_on=date(2026, 12, 31))
        targets.give_parts(oanh, made, bodies=[told.dam.id], planned=planned)
        share = db.session.scalars(select(TargetShare).where(TargetShare.target_id == made.id)).one()
        targets.measure(told.viewer("binh"), share, actual=actual, day=TODAY)
    page = sign_in("lam").get(f"/ra-soat/{current(TODAY)}/muc/chi-tieu").text
    lines = {
        line.split("</a>")[0].rpartition(">")[2]: line for line in page.split("<tr>") if "/chi-tieu/" in line
    }
    for unit, written in (
        ("xã", "33,3%"),
        ("xã kiểu mẫu", "11,1%"),
        ("thôn", "49,5%"),
        ("xã nâng cao", "0,0%"),
    ):
        assert written in lines[unit], unit
