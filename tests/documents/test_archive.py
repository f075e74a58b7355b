"""Everything of one directive as one archive: complete, readable without the product, packed while it is sent."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.files.samples import PDF
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.difficulties.actions import answer, report_difficulty
from tracker.documents import streaming
from tracker.files.actions import store
from tracker.files.keeping import keep, path_of
from tracker.files.models import StoredFile
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def full(app: Flask, month: World) -> Any:
    """A directive with its file, a report with evidence under the same name, a letter."""
    config, oanh = app.extensions["config"], month.viewer("oanh")
    original = store(oanh, keep(config, BytesIO(PDF), 'Báo cáo 118: "bản 2"?.pdf', 10_000))
    directive = make.make_directive(number="77/UBND-NN", subject="rà soát đường", file_id=original.id)
    task = make.make_task(directive, text="Rà soát <b>đường</b> & cầu.")
    work = make.make_assignment(month.dam, clock.today(), task)
    shown = store(
        month.viewer("binh"),
        keep(config, BytesIO(PDF + b"\n"), "Báo cáo 118.pdf", 10_000),
        body_id=month.dam.id,
    )
    met = report_difficulty(month.viewer("binh"), work, what="Thiếu đá", proposal="Cho mua của tỉnh bạn")
    answer(oanh, met, text="Đồng ý")
    assignments.post_report(
        month.viewer("binh"), work, status="done", note="Đã xong\nhai dòng", file_ids=[shown.id]
    )
    assignments.return_for_rework(oanh, work, reason="Thiếu ảnh")
    reminders.urge(oanh, assignment_ids=[work.id, month.work.id])
    return directive


def archive(browser: FlaskClient, directive_id: int) -> Any:
    token = browser.get(f"/van-ban/{directive_id}").text.split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(f"/van-ban/{directive_id}/ho-so", data={"csrf_token": token}, buffered=True)


def test_everything_is_in_it_and_every_link_leads_somewhere(office: FlaskClient, full: Any) -> None:
    assert "Tải toàn bộ hồ sơ" in office.get(f"/van-ban/{full.id}").text
    answer = archive(office, full.id)
    assert answer.mimetype == "application/zip"
    with ZipFile(BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        names = set(packed.namelist())
        pages = {name: packed.read(name).decode() for name in names if name.endswith(".html")}
        files = [packed.read(name) for name in names if name.startswith("tep/")]
    assert not any(re.search(r'[\\:*?"<>|]', name) for name in names), "a name any machine can write"
    assert {"index.html", "thu.html", "nhat-ky.html", "nhiem-vu/001.html"} <= names
    assert sorted(files) == [PDF, PDF + b"\n"], "two files of one name stand side by side"
    for name, page in pages.items():
        folder = Path(name).parent
        for link in re.findall(r'href="([^"]+)"', page):
            target = str((Path("/") / folder / link).resolve()).lstrip("/")
            assert _unquoted(target) in names, (name, link)
        assert "<script" not in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "Rà soát &lt;b&gt;đường&lt;/b&gt; &amp; cầu." in pages["nhiem-vu/001.html"]
    assert "Thiếu đá" in pages["nhiem-vu/001.html"]
    assert "Cho mua của tỉnh bạn" in pages["nhiem-vu/001.html"]
    assert "Đồng ý" in pages["nhiem-vu/001.html"]
    assert "Đã xong" in pages["nhiem-vu/001.html"]
    assert "Gửi báo cáo" in pages["nhat-ky.html"] or "Báo cáo" in pages["nhat-ky.html"]


def _unquoted(link: str) -> str:
    return unquote(link)


def test_who_took_it_is_written_down_and_it_is_vietnamese_for_everybody(full: Any, sign_in: SignIn) -> None:
    browser = sign_in("lam")
    with browser.session_transaction() as session:
        session["language"] = "en"
    page = ZipFile(BytesIO(archive(browser, full.id).data)).read("index.html").decode()
    assert "Hồ sơ" in page
    assert '<html lang="vi">' in page
    line = db.session.execute(
        select(AuditLine.thing, AuditLine.actor_label).where(AuditLine.verb == "directive.archive")
    )
    assert [row.thing for row in line] == [f"directive:{full.id}"]


def test_it_is_for_those_who_see_all(full: Any, sign_in: SignIn) -> None:
    binh = sign_in("binh")
    assert "ho-so" not in binh.get(f"/van-ban/{full.id}").text
    token = binh.get("/tai-khoan").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert binh.post(f"/van-ban/{full.id}/ho-so", data={"csrf_token": token}).status_code == 403


def test_a_file_that_is_gone_is_named(app: Flask, office: FlaskClient, full: Any) -> None:
    db.session.expire_all()
    file = db.session.get(StoredFile, full.file_id)
    assert file is not None
    path_of(app.extensions["config"], file.sha256).unlink()
    with ZipFile(BytesIO(archive(office, full.id).data)) as packed:
        assert "Báo cáo 118: &#34;bản 2&#34;?.pdf" in packed.read("thieu-tep.html").decode()
        assert 'href="thieu-tep.html"' in packed.read("index.html").decode()


def test_no_read_stays_open_while_a_slow_reader_takes_it(app: Flask, office: FlaskClient, full: Any) -> None:
    token = office.get(f"/van-ban/{full.id}").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = office.post(f"/van-ban/{full.id}/ho-so", data={"csrf_token": token}, buffered=False)
    db.session.remove()
    pieces = iter(answer.response)
    begun = next(pieces)
    db.session.remove()
    assert [engine.pool.checkedout() for engine in db.engines.values()] == [0] * len(db.engines)
    with transaction():
        late = db.session.get(type(full), full.id)
        late.subject = "đổi giữa chừng"
    with ZipFile(BytesIO(begun + b"".join(pieces))) as packed:
        assert "rà soát đường" in packed.read("index.html").decode()
        assert packed.testzip() is None
    answer.close()


def test_what_is_packed_leaves_at_once(tmp_path: Path) -> None:
    large = tmp_path / "lon.bin"
    large.write_bytes(b"\x00\x01\x02\x03" * 10 * 256 * 1024)
    peaks = []
    for times in (1, 4):
        lines = (f"<p>dòng {n}</p>".encode() for n in range(50_000 * times))
        entries = [("a.html", lines), *((f"{n}.bin", large) for n in range(times))]
        tracemalloc.start()
        length = sum(len(piece) for piece in streaming.archive(entries, datetime.now(UTC)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert length > times * 10 * 1024 * 1024
    assert peaks[1] < peaks[0] + 2 * 1024 * 1024, "four times as much takes no more memory"
