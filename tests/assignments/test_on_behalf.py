"""What a body tells by telephone, on paper or in person, the office writes down: who told it, and on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.assignments.closing import close_period
from tests.files.samples import PDF
from tests.sending import send
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import actions
from tracker.assignments.actions import Told
from tracker.assignments.models import Assignment, OnBehalf, Report
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, Refused

SignIn = Callable[[str], FlaskClient]
MONDAY = date(2026, 3, 2)
PHONE = Told("Hoàng Văn Bình, Chủ tịch UBND xã", "phone", MONDAY)


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def now(world: World) -> Assignment:
    return db.session.get_one(Assignment, world.work.id, populate_existing=True)


def noted() -> list[OnBehalf]:
    return list(db.session.scalars(select(OnBehalf).order_by(OnBehalf.id)))


def test_receipt_report_and_its_withdrawal(world: World, oanh: Viewer) -> None:
    actions.accept(oanh, world.work, told=PHONE)
    report = actions.post_report(oanh, now(world), status="done", note="Đã xong", told=PHONE)
    assert now(world).state == "submitted"
    actions.withdraw_report(oanh, report, told=PHONE)
    assert (now(world).state, now(world).reported_on) == ("in_progress", None)
    kept = [
        (each.deed, each.report_id, each.told_by, each.channel, each.told_on, each.noted_by)
        for each in noted()
    ]
    rest = (PHONE.by, "phone", MONDAY, oanh.label)
    assert kept == [("accept", None, *rest), ("report", report.id, *rest), ("withdraw", report.id, *rest)]
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "assignment.accept")).one()
    assert line.after == {
        "state": "in_progress",
        "told_by": PHONE.by,
        "channel": "phone",
        "told_on": "2026-03-02",
    }


def test_what_a_body_does_itself_leaves_no_such_note(world: World) -> None:
    binh = world.viewer("binh")
    actions.accept(binh, world.work)
    actions.withdraw_report(binh, actions.post_report(binh, now(world), status="done"))
    assert noted() == []


def test_the_day_it_was_told_decides(world: World, oanh: Viewer) -> None:
    """The paper came on the due day and was written down two days later: in time (decision 5)."""
    paper = Told("Văn thư xã", "paper", DUE, "118/BC-UBND")
    with clock.frozen_at(clock.at(DUE + timedelta(days=4), 9)):
        report = actions.post_report(oanh, world.work, status="done", told=paper)
        assert (report.day, now(world).reported_on, now(world).is_overdue(clock.today())) == (DUE, DUE, False)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (None, "told_by_needed"),
        (Told(" ", "phone", MONDAY), "told_by_needed"),
        (Told("Anh Bình", "paper", MONDAY), "told_paper_needed"),
        (Told("Anh Bình", "phone", MONDAY + timedelta(days=1)), "told_on_wrong"),
        (Told("Anh Bình", "phone", MONDAY - timedelta(days=1)), "told_on_wrong"),
    ],
)
def test_what_must_be_said(world: World, oanh: Viewer, told: Told | None, code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.post_report(oanh, world.work, status="done", told=told)
    with pytest.raises(Refused, match=code):
        actions.accept(oanh, now(world), told=told)
    report = actions.post_report(world.viewer("binh"), now(world), status="done")
    with pytest.raises(Refused, match=code):
        actions.withdraw_report(oanh, report, told=told)
    assert noted() == []


def test_after_a_return_nothing_older_answers_it(world: World, oanh: Viewer) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done")
    with clock.frozen_at(clock.at(date(2026, 3, 4), 9)):
        actions.return_for_rework(oanh, now(world), reason="Thiếu số liệu")
        with pytest.raises(Refused, match="told_on_wrong"):
            actions.post_report(oanh, now(world), status="done", told=PHONE)
        later = Told(PHONE.by, "phone", date(2026, 3, 4))
        assert actions.post_report(oanh, now(world), status="done", told=later).round == 2


def test_a_closed_period_takes_nothing_more(world: World, oanh: Viewer) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 18), 9)):
        close_period(date(2026, 3, 14))
        with pytest.raises(Conflict, match="period_closed"):
            actions.post_report(oanh, world.work, status="done", told=PHONE)
    assert now(world).state == "assigned"


def test_from_the_pages(world: World, sign_in: SignIn) -> None:
    page, browser = f"/phan-cong/{world.work.id}", sign_in("oanh")
    assert f'href="{page}/ghi-thay"' in browser.get(page).text
    assert "ghi-thay" not in sign_in("binh").get(page).text
    assert sign_in("binh").get(f"{page}/ghi-thay").status_code == 403
    told = {"reporter": "Anh Bình, Phó Chủ tịch", "channel": "phone", "told_on": "2026-03-02"}
    refused = send(
        browser, f"{page}/ghi-thay", f"{page}/ghi-thay", deed="accept", channel="phone", reporter=""
    )
    assert (refused.status_code, "Cho biết ai của đơn vị" in refused.text) == (422, True)
    assert send(browser, f"{page}/ghi-thay", f"{page}/ghi-thay", deed="accept", **told).status_code == 303
    shown = browser.get(page).text
    assert "Văn phòng ghi nhận thay, qua điện thoại: Anh Bình, Phó Chủ tịch, 02/03/2026" in shown
    assert shown.count("Đã nhận việc") == 1
    report = f"{page}/bao-cao"
    missing = send(browser, f"{page}?ghi=1", report, status="done", **(told | {"channel": "paper"}))
    assert (missing.status_code, "Ghi số và ngày của văn bản giấy" in missing.text) == (422, True)
    answer = send(
        browser, f"{page}?ghi=1", report, status="done", note="Xong", paper="118/BC-UBND",
        files=(BytesIO(PDF), "Báo cáo 118.pdf"), **(told | {"channel": "paper"}),
    )  # fmt: skip
    assert answer.status_code == 303
    for name in ("oanh", "binh", "khanh"):
        seen = sign_in(name).get(page).text
        assert "Văn phòng ghi nhận thay, bằng văn bản giấy" in seen
        assert "118/BC-UBND" in seen
    assert send(browser, f"{page}/ghi-thay", f"{page}/ghi-thay", deed="withdraw", **told).status_code == 303
    assert db.session.scalars(select(Report)).one().withdrawn_at is not None
    assert "Không có gì phải ghi thay" in browser.get(f"{page}/ghi-thay").text


def test_a_difficulty_told_by_telephone(world: World, sign_in: SignIn) -> None:
    page, browser = f"/phan-cong/{world.work.id}", sign_in("oanh")
    told = {"reporter": "Anh Bình", "channel": "person", "told_on": "2026-03-02"}
    said = {"status": "difficulty", "what": "Thiếu đất đắp", "asked_of": "Sở Xây dựng"}
    assert send(browser, f"{page}?ghi=1", f"{page}/bao-cao", **said, **told).status_code == 303
    shown = sign_in("binh").get(page).text
    assert "Thiếu đất đắp" in shown
    assert "Văn phòng ghi nhận thay, trực tiếp: Anh Bình" in shown


def test_twice_is_once_and_after_the_end_nothing(world: World, oanh: Viewer) -> None:
    actions.accept(oanh, world.work, told=PHONE)
    with pytest.raises(Conflict, match="moved_on"):
        actions.accept(oanh, now(world), told=PHONE)
    report = actions.post_report(oanh, now(world), status="done", told=PHONE)
    actions.confirm(oanh, now(world))
    with pytest.raises(Conflict, match="moved_on"):
        actions.withdraw_report(oanh, report, told=PHONE)
    with pytest.raises(Conflict, match="moved_on"):
        actions.post_report(oanh, now(world), status="done", told=PHONE)
    assert [each.deed for each in noted()] == ["accept", "report"]
