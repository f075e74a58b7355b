"""The history of each thing: who may open it, what it says, and what it keeps to itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tests.make import make_assignment, make_person
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM, LinkHolder
from tracker.assignments.actions import confirm, post_report
from tracker.assignments.models import Coordinator
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.db import db, transaction
from tracker.difficulties import actions as difficulties
from tracker.handling.actions import pass_on
from tracker.intake.change import Change
from tracker.issued.actions import add_to_issued
from tracker.issued.queries import plan_of_adding
from tracker.reviews import actions as reviews
from tracker.reviews.rules import current
from tracker.scheduler import jobs, runner
from tracker.settings.actions import change_rules

SignIn = Callable[[str], FlaskClient]


def page(kind: str, thing_id: int) -> str:
    return f"/lich-su/{kind}/{thing_id}"


def seen_by(sign_in: SignIn, address: str) -> str:
    """First letters of those who may open an address."""
    names = ("oanh", "lam", "binh", "chi", "khanh", "an")
    return "".join(name[0] for name in names if sign_in(name).get(address).status_code == 200)


def test_the_same_sight_as_the_thing_itself(world: World, sign_in: SignIn) -> None:
    period = reviews.open_period(SYSTEM, name=current(clock.today()))
    own = make_assignment(world.dam)
    for kind, thing_id, who in (
        ("phan-cong", own.id, "olbk"),
        ("nhiem-vu", own.task_id, "olbk"),
        ("van-ban", own.directive_id, "olbk"),
        ("don-vi", world.dam.id, "olbcka"),
        ("nhom", world.communes.id, "olbcka"),
        ("nguoi", world.people["binh"].id, "ba"),
        ("ky", period.id, "olk"),
        ("quy-dinh", 1, "a"),
        ("lich", 2026, "oa"),
    ):
        assert seen_by(sign_in, page(kind, thing_id)) == who, kind
    for address in (
        page("phan-cong", 987654),
        page("gi-do", 1),
        page("quy-dinh", 2),
        page("lich", 1),
        page("ky", 99),
    ):
        assert seen_by(sign_in, address) == "", address


def test_it_says_who_when_from_what_to_what_why_and_the_way_in(world: World, sign_in: SignIn) -> None:
    with trail.coming_by("page"):
        post_report(world.viewer("binh"), world.work, status="done", note="Đã xong")
    with trail.coming_by("command"):
        confirm(world.viewer("oanh"), world.work)
    shown = sign_in("binh").get(page("phan-cong", world.work.id)).text
    for words in (
        "Hoàng Văn Bình",
        "trên trang",
        "bằng lệnh",
        "Hoàn thành",
        "từ Chờ xác nhận thành Hoàn thành",
    ):
        assert words in shown, words


def test_every_way_in_is_told_apart(world: World, app: Flask, sign_in: SignIn) -> None:
    holder = LinkHolder("Cán bộ", frozenset({world.dam.id}))
    post_report(holder, world.work, status="doing", note="Đang làm")
    runner.run_once(app, "open-period")
    change_rules(SYSTEM, place="Nơi khác")
    page_of_it = f"/phan-cong/{world.work.id}"
    send(sign_in("binh"), page_of_it, f"{page_of_it}/bao-cao", status="doing", note="Đang làm tiếp")
    found = {
        line.verb: line.via
        for line in db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(4))
    }
    assert found["review.open"] == "job"
    ways = set(db.session.scalars(select(AuditLine.via).where(AuditLine.verb == "assignment.report")))
    assert ways == {"link", "page"}
    assert trail.verify() is None
    assert jobs.JOBS


def test_lines_from_before_say_nothing_and_stay_sound(world: World, sign_in: SignIn) -> None:
    with trail.coming_by(None):  # type: ignore[arg-type]
        bodies.add_alias(SYSTEM, world.dam, alias="xã Đàm")
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()
    assert (line.via, trail.verify()) == (None, None)
    assert "xã Đàm" in sign_in("chi").get(page("don-vi", world.dam.id)).text


def test_another_bodys_data_stays_out(world: World, sign_in: SignIn) -> None:
    made = difficulties.report_difficulty(world.viewer("binh"), world.work, what="Thiếu vốn", note="Chờ")
    difficulties.share(world.viewer("chi"), made, assignment=world.other_work)
    own = sign_in("binh").get(page("phan-cong", world.work.id)).text
    assert "Chí Minh Khai" not in own
    assert "Nông Thị Chi" not in own
    assert "Nông Thị Chi" in sign_in("oanh").get(page("phan-cong", world.work.id)).text


def test_what_a_body_arranges_inside_is_told_to_it_alone(world: World, sign_in: SignIn) -> None:
    binh, helper = world.viewer("binh"), world.people["chi"]
    world.people["dung"] = make_person("Đinh Văn Dũng", body=world.dam, login="dung")
    with transaction() as session:
        session.add(Coordinator(assignment_id=world.work.id, body_id=world.chi_body.id))
    pass_on(binh, world.work, person=world.people["dung"], words="Rà soát từng thôn")
    own, theirs = (sign_in(name).get(page("phan-cong", world.work.id)).text for name in ("binh", "chi"))
    assert "Đinh Văn Dũng" in own
    assert helper.name not in own
    assert "Rà soát từng thôn" not in theirs
    assert "Đinh Văn Dũng" not in theirs


def test_tasks_added_and_corrected_later_are_in_the_directives_history(world: World, sign_in: SignIn) -> None:
    oanh, directive = world.viewer("oanh"), world.directive
    change = Change("Báo cáo số hộ nghèo.", lead=("UBND các xã",))
    mark = plan_of_adding(directive, change, "", clock.today()).mark
    add_to_issued(oanh, directive, change=change, seen=mark)
    address = page("van-ban", directive.id)
    assert "Báo cáo số hộ nghèo." in sign_in("oanh").get(address).text
    assert "Báo cáo số hộ nghèo." not in sign_in("binh").get(address).text  # reads it on the task itself


def test_long_histories_come_a_page_at_a_time(world: World, sign_in: SignIn) -> None:
    for n in range(60):
        bodies.add_alias(SYSTEM, world.dam, alias=f"Đàm {n:02d}")
    browser = sign_in("binh")
    first = browser.get(page("don-vi", world.dam.id)).text
    following = first.split("sau=")[1].split('"')[0]
    second = browser.get(f"{page('don-vi', world.dam.id)}?sau={following}").text
    assert "Đàm 59" in first
    assert "Đàm 59" not in second
    assert "Đàm 00" in second


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/phan-cong/{work}", "phan-cong"),
        ("/nhiem-vu/{task}", "nhiem-vu"),
        ("/van-ban/{directive}", "van-ban"),
        ("/don-vi/{body}", "don-vi"),
        ("/don-vi/nhom/{group}", "nhom"),
        ("/quan-tri/lich?nam=2026", "lich"),
    ],
)
def test_each_thing_links_to_its_history(world: World, sign_in: SignIn, address: str, kind: str) -> None:
    ids = {
        "work": world.work.id, "task": world.task.id, "directive": world.directive.id, "body": world.dam.id,
        "group": world.communes.id,
    }  # fmt: skip
    shown = sign_in("oanh").get(address.format(**ids)).text
    href = f"/lich-su/{kind}/"
    assert href in shown
    number = shown.split(href)[1].split('"')[0]
    assert sign_in("oanh").get(f"{href}{number}").status_code == 200


def test_filters_of_the_log_stand_in_the_address_and_come_off_one_by_one(
    world: World, sign_in: SignIn
) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=3)), trail.coming_by("job"):
        change_rules(SYSTEM, place="Ba ngày sau")
    browser, log = sign_in("khanh"), "/quan-tri/nhat-ky"
    later = browser.get(f"{log}?since=2026-03-05&until=2026-03-05&via=job&verb=setting.change").text
    assert "Ba ngày sau" in later
    assert later.count("chip") >= 4
    assert "via=job&amp;since" in later or "since=2026-03-05" in later
    assert "Ba ngày sau" not in browser.get(f"{log}?until=2026-03-04").text
    assert "Ba ngày sau" not in browser.get(f"{log}?via=link").text
    assert browser.get(f"{log}?since=31-02-2026").status_code == 200
    assert "Ba ngày sau" in browser.get(f"{log}?since=31-02-2026").text, (
        "what cannot be read leaves nothing out"
    )


def test_the_filtered_log_as_a_workbook(world: World, sign_in: SignIn) -> None:
    change_rules(SYSTEM, place="=1+1")
    answer = sign_in("khanh").get("/xuat/nhat-ky?verb=setting.change")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    kinds = {row[4] for row in rows[4:]}
    assert len(kinds) == 1
    assert "=1+1" in str(rows[4][6])
    assert isinstance(rows[4][1], datetime)
    assert rows[4][1].date() == date(2026, 3, 2)
