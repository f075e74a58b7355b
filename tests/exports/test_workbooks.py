"""Each list as a workbook: the same rows under the same filters, days as days, numbers as numbers, no formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests import make
from tests.access.stage import build
from tests.world import World
from tracker import clock
from tracker.assignments.actions import post_report
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import SecurityEvent
from tracker.contacts.models import MailboxChange
from tracker.db import db, transaction
from tracker.exports.lists import LISTS
from tracker.handling import actions as handling
from tracker.reforms.actions import change_bodies

SignIn = Callable[[str], FlaskClient]
HEAD = 4
ROLES = {"viec": "binh", "nguoi-dung": "an", "nhat-ky": "khanh", "su-kien": "khanh"}
MORE = {
    "nhiem-vu": "so={task_id}",
    "nhiem-vu-van-ban": "so={directive_id}",
    "ra-soat": "ky={name}&o=5",
    "tong-quan": "o=moi&phan=week",
    "thu": "xem=all",
    "don-doc": "xem=soon",
    "danh-ba": "xem=soon",
    "lo": "so={bulk_id}",
    "tim": "q=vb:77/UBND&loai=tasks",
    "lich-su": "loai=phan-cong&so={assignment_id}",
    "viec-chuyen": "so={reform_id}",
    "phan-chi-tieu": "so={target_id}",
    "buoc": "so={assignment_id}",
    "nhiem-vu-duoi": "so={upper_id}",
}
PAGES = {
    "nhiem-vu": "/nhiem-vu/{task_id}",
    "nhiem-vu-van-ban": "/van-ban/{directive_id}",
    "ra-soat": "/ra-soat/{name}/dong?o=5",
    "tong-quan": "/tong-quan/dong?o=moi&phan=week",
    "thu": "/quan-tri/thu?xem=all",
    "nguoi-dung": "/quan-tri/nguoi-dung",
    "nhat-ky": "/quan-tri/nhat-ky",
    "don-doc": "/don-doc?xem=soon",
    "danh-ba": "/don-doc/danh-ba?xem=soon",
    "lo": "/hang-loat/lo/{bulk_id}",
    "tim": "/tim?q=vb:77/UBND&loai=tasks",
    "doi-hom-thu": "/don-vi/doi-hom-thu",
    "sap-xep": "/don-vi/sap-xep",
    "theo-doi-van-ban": "/theo-doi",
    "su-kien": "/quan-tri/nhat-ky/an-ninh",
    "lich-su": "/lich-su/phan-cong/{assignment_id}",
    "viec-chuyen": "/don-vi/sap-xep/{reform_id}",
    "phan-chi-tieu": "/chi-tieu/{target_id}",
    "buoc": "/phan-cong/{assignment_id}",
    "nhiem-vu-duoi": "/nhiem-vu/{upper_id}",
}
SAID = {
    "viec": 0, "nhiem-vu": 0, "nhiem-vu-van-ban": 1, "van-ban": 5, "don-vi": 0, "nguoi-dung": 0, "thu": 4,
    "nhat-ky": 0, "ra-soat": 3, "tong-quan": 3, "sap-xep": 3, "su-kien": 1,
    "lich-su": 2, "thong-bao": 2,
}  # fmt: skip
"""The column whose words stand on the page too; else the first, the body."""


def opened(answer: Any) -> list[list[Any]]:
    """Every row of the one sheet of a workbook."""
    assert answer.status_code == 200, answer.status_code
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    return [list(row) for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", LISTS)
def test_the_rows_are_those_of_the_list(app: Flask, world: World, sign_in: SignIn, kind: str) -> None:
    ids = build(app, world).ids | {"upper_id": world.task.id}
    if kind == "xac-nhan":
        work = db.session.get_one(Assignment, world.other_work.id)
        post_report(world.viewer("chi"), work, status="done", note="Đã gửi Báo cáo 118")
    if kind == "doi-hom-thu":
        asked_for_another_mailbox(world)
    if kind == "viec-chuyen":
        joined = {"old": [world.dam.id], "into": [world.chi_body.id]}
        ids["reform_id"] = change_bodies(world.viewer("oanh"), kind="merge", day=clock.today(), **joined).id
    if kind == "su-kien":
        with transaction() as session:
            session.add(SecurityEvent(at=clock.now(), kind="wrong_password", ip="10.0.0.9", facts={}))
    browser = sign_in(ROLES.get(kind, "oanh"))
    page_url = PAGES.get(kind, f"/{kind}").format(**ids)
    page = browser.get(page_url)
    assert page.status_code == 200
    link = re.search(rf'href="(/xuat/{kind}[^"]*)"', page.text)
    asked = f"/xuat/{kind}?{MORE.get(kind, '').format(**ids)}"
    rows = opened(browser.get(asked))
    assert rows[1][0].endswith(f"lập cho {world.viewer(ROLES.get(kind, 'oanh')).label}")
    assert link, "the list leads to its workbook"
    assert opened(browser.get(link[1].replace("&amp;", "&")))[HEAD:] == rows[HEAD:]
    assert len(rows) > HEAD
    column = SAID.get(kind, 0)
    for row in rows[HEAD:]:
        words = str(row[column] or "").split("\n")[0][:40].rstrip(".")
        assert words.replace("&", "&amp;") in page.text, words
    if kind not in {"nhat-ky", "nhiem-vu-van-ban", "van-ban", "su-kien"}:
        assert len(rows) - HEAD == count(kind, page.text)


def asked_for_another_mailbox(world: World) -> None:
    """A body has asked for another mailbox from the link in a letter."""
    with transaction() as session:
        session.add(
            MailboxChange(
                body_id=world.dam.id, assignment_id=world.work.id, old_mailbox="dam@lamgiang.example",
                new_mailbox="moi@lamgiang.example", asked_by="qua liên kết", asked_at=clock.now(),
            )
        )  # fmt: skip


def count(kind: str, page: str) -> int:
    """How many rows a list shows."""
    marks = {
        "xac-nhan": "Đã gửi Báo cáo 118",
        "don-doc": 'name="id" value=',
        "gia-han": '<article class="panel" id="extension-', "vuong-mac": '<article class="panel" id="difficulty-',
        "nguoi-dung": '/quan-tri/nguoi-dung/', "thu": 'name="id" value=', "danh-ba": '<tr class="call">',
        "tim": '<li><div><a href="/nhiem-vu/', "theo-doi": '<th scope="row"><a href="/don-vi/',
        "theo-doi-van-ban": '<th scope="row"><a href="/van-ban/', "hang-loat": '"/hang-loat/lo/',
        "lo": 'data-l="Kết quả xử lý"', "trinh": 'href="/trinh/', "chi-tieu": 'href="/chi-tieu/',
        "doi-hom-thu": '<th scope="row"><a href="/don-vi/', "sap-xep": 'data-l="Từ đó"',
        "lich-su": '<tr><th scope="row"><time', "viec-chuyen": 'data-l="Từ đó"', "thong-bao": "/da-doc\"",
        "phan-chi-tieu": 'data-l="Thực hiện"', "buoc": '<span id="step-', "nhiem-vu-duoi": 'data-l="Đã xong"',
    }  # fmt: skip
    if kind in ("ra-soat", "tong-quan"):
        return page.count('<th scope="row">')
    if kind == "nguoi-dung":
        return len(set(re.findall(r"/quan-tri/nguoi-dung/\d+", page)))
    if kind == "don-vi":
        return len(set(re.findall(r'"/don-vi/(\d+)"', page)))
    if kind == "viec":
        return len(set(re.findall(r'"/phan-cong/(\d+)"', page)))
    if kind == "nhiem-vu":
        return len(set(re.findall(r'"/phan-cong/(\d+)"', page)))
    return page.count(marks[kind]) if kind != "thu" else len(set(re.findall(r"/quan-tri/thu/(\d+)", page)))


def test_the_filters_of_the_address_hold(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 10), 9, 20)):
        office = sign_in("oanh")
        every = opened(office.get("/xuat/don-doc"))
        one = opened(office.get(f"/xuat/don-doc?don-vi={world.dam.id}&sau=rac&mat-do=dense"))
    assert {row[0] for row in every[HEAD:]} == {"UBND xã Đàm Thượng", "UBND xã Chí Minh Khai"}
    assert [row[0] for row in one[HEAD:]] == ["UBND xã Đàm Thượng"]
    assert one[0][0] == "Quá hạn"
    assert one[1][0].startswith("Bộ lọc: Quá hạn, UBND xã Đàm Thượng · số liệu lúc 09:20, 10/03/2026")


def test_days_numbers_and_words_are_what_they_are(world: World, sign_in: SignIn) -> None:
    make.make_assignment(
        world.dam,
        date(2026, 3, 4),
        make.make_task(text='=HYPERLINK("http://x.example")', due_on=date(2026, 3, 4)),
    )
    with clock.frozen_at(clock.at(date(2026, 3, 10), 9, 20)):
        answer = sign_in("oanh").get("/xuat/don-doc")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    head = {str(cell.value): cell.column for cell in sheet[HEAD]}
    row = next(row for row in sheet.iter_rows(min_row=HEAD + 1) if "HYPERLINK" in str(row[2].value))
    assert row[2].data_type == "s"
    assert row[2].quotePrefix
    due = row[head["Hạn"] - 1]
    assert due.value == datetime(2026, 3, 4)  # noqa: DTZ001 - a cell's day
    assert due.number_format == "dd/mm/yyyy"
    assert row[head["Số ngày quá hạn"] - 1].value == 6
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == f"A{HEAD}:N{sheet.max_row}"
    assert sheet.column_dimensions["C"].width >= 40
    assert answer.headers["Content-Disposition"] == 'attachment; filename="qua-han-20260310-0920.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_empty_list_is_a_workbook_too(world: World, sign_in: SignIn) -> None:
    rows = opened(sign_in("oanh").get("/xuat/gia-han"))
    assert len(rows) == HEAD
    assert rows[HEAD - 1][0] == "Đơn vị"


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [
        ("don-doc", "binh", 404), ("xac-nhan", "an", 404), ("nguoi-dung", "oanh", 403), ("nhat-ky", "oanh", 403),
        ("thu", "binh", 404), ("tong-quan?o=tuoi&phan=1-7", "binh", 404), ("ra-soat?ky=2026-03", "binh", 404),
        ("nhiem-vu?so=999", "oanh", 404), ("nhiem-vu?so=x", "oanh", 404), ("khong-co", "oanh", 404),
        ("nhiem-vu-duoi?so=999", "oanh", 404), ("buoc?so=999", "oanh", 404),
    ],
)  # fmt: skip
def test_who_may_not_see_the_list_gets_no_workbook(
    world: World, sign_in: SignIn, kind: str, name: str, status: int
) -> None:
    assert sign_in(name).get(f"/xuat/{kind}").status_code == status


def test_a_body_gets_its_own_work_and_no_other(world: World, sign_in: SignIn) -> None:
    rows = opened(sign_in("binh").get(f"/xuat/nhiem-vu?so={world.task.id}"))
    assert [row[0] for row in rows[HEAD:]] == ["UBND xã Đàm Thượng"]


@pytest.mark.parametrize(
    ("asked", "name", "said"),
    [
        ("van-ban?nguon=own&tim=nông+thôn", "oanh", "Số hoặc trích yếu: nông thôn, Nguồn: Của cơ quan mình"),
        ("nguoi-dung?role=leader&q=lâm", "an", "Vai trò: "),
        ("nhat-ky?verb=setting.change&since=2026-03-02", "khanh", "02/03/2026"),
        ("thu?xem=all&tim=dam@lamgiang.example", "oanh", "dam@lamgiang.example"),
        ("don-vi", "oanh", "Không lọc · "),
    ],
)
def test_the_filters_stand_in_the_head_in_words(
    world: World, sign_in: SignIn, asked: str, name: str, said: str
) -> None:
    assert said in opened(sign_in(name).get(f"/xuat/{asked}"))[1][0]


def test_a_body_that_works_along_does_not_see_the_steps_of_another(world: World, sign_in: SignIn) -> None:
    handling.add_step(world.viewer("binh"), world.work, title="Rà soát từng thôn")
    with transaction() as session:
        session.add(Coordinator(assignment_id=world.work.id, body_id=world.chi_body.id))
    address = f"/xuat/buoc?so={world.work.id}"
    assert sign_in("chi").get(f"/phan-cong/{world.work.id}").status_code == 200
    assert sign_in("chi").get(address).status_code == 404
    rows = opened(sign_in("binh").get(address))
    assert rows[HEAD - 1] == [
        "Bước", "Người thực hiện", "Hạn nội bộ", "Tình trạng", "Đánh dấu xong lúc", "Người đánh dấu"
    ]  # fmt: skip
    assert rows[HEAD:] == [["Rà soát từng thôn", "chưa giao ai", None, "Chưa xong", None, None]]
