"""The register by workbook: the same shape out and in, every fault at its place, all or nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from tests.conftest import missing
from tests.counting import count_sql
from tests.make import make_body, make_person
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, BodyGroup, Post
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.people import actions as people
from tracker.people.models import Membership, Person
from tracker.registers import queries, reading
from tracker.registers.actions import import_register
from tracker.registers.checking import check
from tracker.registers.forms import packed, unpacked
from tracker.registers.rules import SHEETS, Fault, read

SignIn = Callable[[str], FlaskClient]
PAGE = "/don-vi/danh-muc"
HEADS = {sheet.title: [column.head for column in sheet.columns] for sheet in SHEETS}

BODIES = [
    ["UBND tỉnh Lam Giang", "Tỉnh", "H01", "", "ubnd@lamgiang.example", "+84 206 3600 118", "01/01/2020", "", ""],
    ["=HYPERLINK(\"http://a.example\")", "Xã, phường", "", "UBND tỉnh Lam Giang", "", "", "01/07/2025", "", ""],
    ["UBND xã Ân Hòa", "Xã, phường", "07210", "UBND tỉnh Lam Giang",
     "anhoa@lamgiang.example; vp.anhoa@lamgiang.example", "", "01/07/2025",
     "xã Ân Hòa; xã Ân Hoà cũ", "huyen@lamgiang.example"],
]  # fmt: skip
PEOPLE = [
    ["Đặng Thị Én", "endt", "en@lamgiang.example", "0912", "Cán bộ đơn vị", "UBND tỉnh Lam Giang", "", "01/01/2026"],
    ["Đặng Thị Én", "endt", "en@lamgiang.example", "0912", "Cán bộ đơn vị", "UBND xã Ân Hòa", "x", "01/07/2025"],
    ["Lê Quản Trị", "qt", "qt@lamgiang.example", "", "Quản trị", "", "", ""],
]  # fmt: skip
GROUPS = [
    ["Ban Chỉ đạo", "", "UBND xã Ân Hòa", "Chủ tịch UBND", "01/07/2025"],
    ["UBND các xã", "Xã, phường", "", "", ""],
]
POSTS = [
    ["UBND tỉnh Lam Giang", "Chủ tịch UBND", "x", "", ""],
    ["UBND xã Ân Hòa", "Chủ tịch UBND", "x", "endt", "01/07/2025"],
]
WHOLE = {"Đơn vị": BODIES, "Cán bộ": PEOPLE, "Nhóm": GROUPS, "Chức vụ": POSTS}


def book(rows: dict[str, list[list[str]]]) -> bytes:
    """A workbook as somebody types it."""
    made = Workbook()
    made.remove(made.active)
    for title, lines in rows.items():
        sheet = made.create_sheet(title)
        for line in [HEADS[title], *lines]:
            sheet.append(line)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def take_in(data: bytes) -> list[Fault]:
    """Import it, or say what is wrong."""
    rows, faults = read(reading.sheets(data))
    faults += check(rows, queries.known(SYSTEM, clock.today()))[1]
    if not faults:
        import_register(SYSTEM, rows=rows)
    return faults


def exported() -> bytes:
    return reading.written(queries.workbook(SYSTEM, clock.today()))


@pytest.fixture
def types(app: Flask) -> None:
    bodies.create_type(SYSTEM, code="tinh", name="Tỉnh", position=1)
    bodies.create_type(SYSTEM, code="xa", name="Xã, phường", position=2)


def test_what_went_in_comes_out(types: None) -> None:
    assert take_in(book(WHOLE)) == []
    out = reading.sheets(exported())
    for title, lines in WHOLE.items():
        assert out[title][0] == HEADS[title]
        assert sorted(out[title][1:]) == sorted(lines), title
    rows, faults = read(out)
    plan, more = check(rows, queries.known(SYSTEM, clock.today()))
    assert (faults, more, plan.is_empty, plan.same) == ([], [], True, len(rows))


def test_nothing_of_it_is_a_formula(types: None) -> None:
    take_in(book(WHOLE))
    sheet = load_workbook(BytesIO(exported()))["Đơn vị"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+"))]
    assert len(risky) == 2
    assert all(cell.quotePrefix for cell in risky)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_kinds_of_workbooks(types: None, tmp_path: Path, ending: str) -> None:
    office = shutil.which("soffice") or missing("LibreOffice")
    (tmp_path / "a.xlsx").write_bytes(book(WHOLE))
    subprocess.run(
        [str(office), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", ending,
         "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert take_in((tmp_path / f"a.{ending}").read_bytes()) == []
    assert reading.sheets(exported())["Cán bộ"][1:] == PEOPLE


def test_every_fault_at_its_row_and_column(types: None) -> None:
    make_person("Người Khác", login="khac", email="qt@lamgiang.example")
    wrong = {
        "Đơn vị": [
            ["", "Tỉnh", "", "", "", "", "01/01/2020", ""],
            ["UBND xã Một", "Phủ", "", "UBND Không Có", "không phải", "1" * 41, "31/02/2026", ""],
            ["UBND xã Một", "Tỉnh", "", "", "", "", "01/01/2020", ""],
            ["UBND xã Hai", "Tỉnh", "", "UBND xã Ba", "", "", "01/01/2020", ""],
            ["UBND xã Ba", "Tỉnh", "", "UBND xã Hai", "", "", "01/01/2020", ""],
        ],
        "Cán bộ": [
            ["Ai Đó", "ai đó", "a@lamgiang.example", "", "Vua", "", "có lẽ", ""],
            ["Lê Quản Trị", "qt", "qt@lamgiang.example", "", "Quản trị", "UBND xã Hai", "", ""],
        ],
        "Nhóm": [["Nhóm", "Tỉnh", "UBND xã Hai", "Không Có", "01/01/2026"]],
        "Chức vụ": [["UBND xã Hai", "Chủ tịch", "", "ma", ""]],
    }
    found = {(fault.sheet, f"{fault.column}{fault.row}", fault.code) for fault in take_in(book(wrong))}
    assert found == {
        ("Đơn vị", "A2", "import_needed"),
        ("Đơn vị", "B3", "import_type"),
        ("Đơn vị", "D3", "import_body"),
        ("Đơn vị", "E3", "import_email"),
        ("Đơn vị", "F3", "import_too_much"),
        ("Đơn vị", "G3", "import_day"),
        ("Đơn vị", "A4", "import_twice"),
        ("Đơn vị", "D5", "import_circle"),
        ("Đơn vị", "D6", "import_circle"),
        ("Cán bộ", "B2", "import_login"),
        ("Cán bộ", "E2", "import_role"),
        ("Cán bộ", "G2", "import_yes"),
        ("Cán bộ", "C3", "import_taken"),
        ("Cán bộ", "H3", "import_needed"),
        ("Nhóm", "C2", "import_group_kind"),
        ("Nhóm", "D2", "import_post"),
        ("Chức vụ", "D2", "import_person"),
        ("Chức vụ", "E2", "import_needed"),
    }
    assert db.session.query(Body).count() == 0, "nothing of it was written"


def test_what_differs_is_changed_and_what_is_empty_stays(world: World) -> None:
    world_rows = reading.sheets(exported())
    line = next(row for row in world_rows["Đơn vị"] if row[0] == world.dam.name)
    line[4], line[5], line[7] = "moi@lamgiang.example", "", "xã Đàm"
    officer = next(row for row in world_rows["Cán bộ"] if row[1] == "binh")
    officer[0] = "Hoàng Văn Bình (B)"
    assert take_in(book({title: rows[1:] for title, rows in world_rows.items()})) == []
    db.session.expire_all()
    dam = db.session.get_one(Body, world.dam.id)
    assert (dam.email, dam.phone) == ("moi@lamgiang.example", "0206 3655 102")
    assert db.session.scalars(select(Person.name).where(Person.login == "binh")).one() == "Hoàng Văn Bình (B)"
    lines = db.session.scalars(select(AuditLine).where(AuditLine.verb == "register.import")).all()
    told = [(each.thing, each.before, each.after) for each in lines if each.thing.startswith("body:")]
    assert told == []  # the mailbox has its own line
    [line] = db.session.scalars(select(AuditLine).where(AuditLine.verb == "body.mailboxes"))
    assert (line.before["mailbox"], line.after["mailbox"]) == ("dam@lamgiang.example", "moi@lamgiang.example")


def test_type_and_days_are_not_changed_by_a_file(world: World) -> None:
    line = [world.dam.name, "Mặt trận và đoàn thể", "", "", "", "", "01/01/2021", ""]
    found = [(fault.column, fault.code) for fault in take_in(book({"Đơn vị": [line]}))]
    assert found == [("B", "import_fixed"), ("G", "import_fixed")]


def test_a_few_statements_for_many(types: None, app: Flask) -> None:
    sent = []
    for n in (2, 150):
        new = [[f"UBND xã {n}-{i}", "Tỉnh", "", "", "", "", "01/01/2020", f"x{n}-{i}"] for i in range(n)]
        staff = [
            [
                f"Ai {i}",
                f"ai{n}.{i}",
                f"a{n}.{i}@lamgiang.example",
                "",
                "Cán bộ đơn vị",
                new[i][0],
                "x",
                "01/01/2026",
            ]
            for i in range(n)
        ]
        rows, _ = read(reading.sheets(book({"Đơn vị": new, "Cán bộ": staff})))
        with count_sql(app) as counted:
            assert import_register(SYSTEM, rows=rows).new == {
                "bodies": n,
                "people": n,
                "posts": 0,
                "groups": 0,
            }
        sent.append(len(counted))
    assert sent[1] <= sent[0] + 2 <= 30


def test_on_the_page(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    page = browser.get(PAGE).text
    wrong = {"Đơn vị": [["UBND xã Mới", "Phủ", "", "", "", "", "01/01/2026", ""]]}
    sent = fields_of(page, PAGE) | {"file": (BytesIO(book(wrong)), "a.xlsx")}
    answer = browser.post(PAGE, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Đơn vị!B2" in answer.text
    right = {"Đơn vị": [["UBND xã Mới", "Xã, phường", "", "", "", "", "01/01/2026", ""]]}
    sent = fields_of(answer.text, PAGE) | {"file": (BytesIO(book(right)), "a.xlsx")}
    answer = browser.post(PAGE, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert db.session.scalar(select(Body.id).where(Body.name == "UBND xã Mới")) is None
    db.session.rollback()
    done = browser.post(f"{PAGE}/nhap", data=fields_of(answer.text, f"{PAGE}/nhap"))
    assert done.status_code == 303
    assert db.session.scalar(select(Body.id).where(Body.name == "UBND xã Mới")) is not None
    file = browser.get(f"{PAGE}/tai")
    assert "UBND xã Mới" in str(reading.sheets(file.data))


def test_faults_beyond_those_shown_are_counted_as_faults(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    wrong = [[f"UBND xã Mới {n}", "Phủ", "", "", "", "", "01/01/2026", ""] for n in range(203)]
    sent = fields_of(browser.get(PAGE).text, PAGE) | {"file": (BytesIO(book({"Đơn vị": wrong})), "a.xlsx")}
    page = browser.post(PAGE, data=sent, content_type="multipart/form-data").text
    assert "203 lỗi" in page
    assert "và 3 lỗi khác" in page


@pytest.mark.parametrize("data", [b"", b"MZ\x00\x00", b"PK\x03\x04" + b"\0" * 200, b"\xd0\xcf\x11\xe0" * 40])
def test_what_is_no_workbook(world: World, sign_in: SignIn, data: bytes) -> None:
    browser = sign_in("an")
    sent = fields_of(browser.get(PAGE).text, PAGE) | {"file": (BytesIO(data), "a.xlsx")}
    assert browser.post(PAGE, data=sent, content_type="multipart/form-data").status_code == 422


def test_the_hidden_rows_are_not_believed(world: World) -> None:
    assert unpacked(packed({"A": [["b"]]})) == {"A": [["b"]]}
    for word in ("", "x", "%%%", packed({"A": []})[:-6], "ééé"):
        with pytest.raises(Refused, match="import_unreadable"):
            unpacked(word)
    rows, _ = read({"Đơn vị": [HEADS["Đơn vị"], ["UBND xã X", "Phủ", "", "", "", "", "01/01/2026", ""]]})
    with pytest.raises(Refused, match="import_faulty"):
        import_register(SYSTEM, rows=rows)
    with pytest.raises(NotAllowed):
        import_register(world.viewer("oanh"), rows=[])


def test_ended_bodies_and_people_stay_out(world: World) -> None:
    gone = make_body("UBND xã Xưa", world.commune)
    person = make_person("Người Cũ", body=gone)
    membership = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    people.leave_body(SYSTEM, membership, valid_to=clock.today())
    out = reading.sheets(exported())
    assert next(row for row in out["Cán bộ"] if row[0] == "Người Cũ")[5] == ""
    assert db.session.query(BodyGroup).count() == 1
    assert db.session.query(Post).count() == 0
