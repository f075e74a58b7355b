"""A directive's tasks from a spreadsheet: rows become tasks, in every kind of workbook."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select

from tests.conftest import missing
from tests.sending import fields_of
from tests.world import World
from tracker.db import db
from tracker.intake.readers import KINDS, Unreadable, read_file
from tracker.tasks.models import Task

SignIn = Callable[[str], FlaskClient]
ROWS = [
    ["PHỤ LỤC GIAO NHIỆM VỤ"],
    [],
    ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm"],
    [1, "Rà soát các tiêu chí chưa đạt\ntrên địa bàn", "UBND xã Đàm Thượng", date(2026, 3, 20), "Báo cáo"],
    [2, "Lập danh sách | hộ nghèo", "UBND xã Chí Minh Khai", "30/4/2026", ""],
]


def table(path: Path) -> Path:
    """The rows as a workbook, not from its first column on."""
    book = Workbook()
    assert book.active is not None
    for number, row in enumerate(ROWS, 1):
        for place, value in enumerate(row, 2):
            book.active.cell(number, place, value)
    book.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_rows_are_read(tmp_path: Path, ending: str) -> None:
    path = table(tmp_path / "a.xlsx")
    if ending != "xlsx":
        office = shutil.which("soffice") or missing("LibreOffice")
        subprocess.run(
            [str(office), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
             ending, "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    assert f".{ending}" in KINDS
    lines = read_file(tmp_path / f"a.{ending}", f"a.{ending}").text.splitlines()
    assert lines[0] == "PHỤ LỤC GIAO NHIỆM VỤ"
    assert (
        "| 1 | Rà soát các tiêu chí chưa đạt trên địa bàn | UBND xã Đàm Thượng | 20/03/2026 | Báo cáo |"
        in lines
    )
    assert "| 2 | Lập danh sách / hộ nghèo | UBND xã Chí Minh Khai | 30/4/2026 |  |" in lines


def test_they_become_tasks(world: World, sign_in: SignIn, tmp_path: Path) -> None:
    browser = sign_in("oanh")
    page = browser.get("/van-ban/moi").text
    action = "/van-ban/moi" if 'action="/van-ban/moi"' in page else "/van-ban"
    sent = fields_of(page, action) | {
        "file": (BytesIO(table(tmp_path / "a.xlsx").read_bytes()), "Phụ lục.xlsx")
    }
    answer = browser.post(action, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text[:2000]
    tasks = db.session.scalars(select(Task).where(Task.state == "proposed").order_by(Task.position)).all()
    assert [task.due_on for task in tasks] == [date(2026, 3, 20), date(2026, 4, 30)]
    assert "Rà soát các tiêu chí chưa đạt" in tasks[0].text


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"PK\x03\x04" + b"\0" * 99, "a.xlsx"), (b"PK\x03\x04" + b"\0" * 99, "a.ods"), (b"abc", "a.xls")],
)
def test_what_is_none(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable):
        read_file(tmp_path / name, name)
