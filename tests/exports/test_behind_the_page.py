"""Long lists: the file is made by the clock, the bell says so, only who asked has it, and it goes after a week."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Refused
from tracker.exports import actions, views
from tracker.exports.rules import KEPT
from tracker.files.models import Export
from tracker.people.actions import enable_person
from tracker.scheduler import jobs, runner

SignIn = Callable[[str], FlaskClient]
LIST = "/xuat/don-doc?xem=soon"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row is a long list."""
    monkeypatch.setattr(views, "AT_ONCE", 1)


def instance(app: Flask) -> Path:
    return Path(app.extensions["config"].instance)


def asked(browser: FlaskClient) -> str:
    """Ask for the desk's list; the address of the page that waits."""
    page = browser.get(LIST).text
    form = page.split('action="/xuat')[1]
    data = dict(re.findall(r'name="(csrf_token|rt)"[^>]*value="([^"]+)"', form))
    answers = [browser.post(LIST, data=data) for _ in range(2)]  # pressed twice
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    return str(answers[0].location)


def kept() -> list[Export]:
    db.session.rollback()
    return list(db.session.scalars(select(Export).execution_options(populate_existing=True)))


@pytest.mark.usefixtures("short")
def test_asked_for_made_told_of_and_fetched(app: Flask, world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    page = office.get(LIST)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert "Danh sách này có hơn 1 dòng" in page.text
    url = asked(office)
    assert len(kept()) == 1
    waiting = office.get(url)
    assert waiting.headers["Refresh"] == "4"
    assert "Đang chờ đến lượt" in waiting.text
    assert office.get(f"{url}/tai").status_code == 404
    runner.Clockwork(app).tick()
    ready = office.get(url)
    assert "Refresh" not in ready.headers
    assert "2 dòng" in ready.text
    bell = office.get("/thong-bao").text
    assert "Tệp Excel" in bell
    notice = re.search(r"/thong-bao/(\d+)/da-doc", bell)
    assert notice
    token = bell.split('name="csrf_token" value="')[1].split('"')[0]
    opened = office.post(notice[0], data={"csrf_token": token, "go": "y"})
    assert opened.location == url
    with office.get(f"{url}/tai") as answer:
        made = answer.data
    rows = list(load_workbook(io.BytesIO(made)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[4:]] == ["UBND xã Đàm Thượng", "UBND xã Chí Minh Khai"]
    assert rows[1][0].endswith("lập cho Phạm Thị Oanh")
    db.session.rollback()
    verbs = db.session.scalars(select(AuditLine.verb).where(AuditLine.verb.startswith("export."))).all()
    assert verbs == ["export.ask", "export.make"]


@pytest.mark.usefixtures("short")
def test_nobody_else_can_see_or_fetch_it(app: Flask, world: World, sign_in: SignIn) -> None:
    url = asked(sign_in("oanh"))
    actions.make_waiting(instance(app))
    for name in ("lam", "khanh", "binh", "an"):
        browser = sign_in(name)
        assert (browser.get(url).status_code, browser.get(f"{url}/tai").status_code) == (404, 404)


@pytest.mark.usefixtures("short")
def test_after_a_week_the_file_is_gone(app: Flask, world: World, sign_in: SignIn) -> None:
    url = asked(sign_in("oanh"))
    actions.make_waiting(instance(app))
    [file] = (instance(app) / "exports").iterdir()
    with clock.frozen_at(clock.now() + KEPT - timedelta(minutes=1)):
        assert jobs.tidy()["files"] == 0
    with clock.frozen_at(clock.now() + KEPT + timedelta(minutes=1)):
        assert jobs.tidy()["files"] == 1
        assert not file.exists()
        office = sign_in("oanh")
        assert "Đã hết hạn lưu" in office.get(url).text
        assert office.get(f"{url}/tai").status_code == 404


@pytest.mark.usefixtures("short")
def test_the_list_is_read_as_who_asked_may_read_it_when_it_is_made(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    asked(sign_in("oanh"))
    enable_person(world.viewer("an"), world.people["oanh"], is_enabled=False)
    assert actions.make_waiting(instance(app)) == {"made": 0, "failed": 1}
    assert [export.state for export in kept()] == ["failed"]
    assert list((instance(app) / "exports").iterdir()) == []


@pytest.mark.usefixtures("short")
def test_one_that_fails_is_told_and_the_next_is_made(app: Flask, world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    url = asked(office)
    [first] = kept()
    actions.ask_for_file(world.viewer("oanh"), kind="don-vi", arguments={}, title="Đơn vị", language="en")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF") if connection.dialect.name == "sqlite" else None
        connection.execute(Export.__table__.update().where(Export.id == first.id).values(kind="khong-co"))
    assert actions.make_waiting(instance(app)) == {"made": 1, "failed": 1}
    assert [(export.state, export.number > 0) for export in kept()] == [("failed", False), ("ready", True)]
    assert "Không lập được" in office.get(url).text
    assert "Refresh" not in office.get(url).headers


@pytest.mark.usefixtures("short")
def test_what_a_dead_process_began_another_makes(app: Flask, world: World, sign_in: SignIn) -> None:
    asked(sign_in("oanh"))
    assert actions.take_next() is not None
    assert actions.take_next() is None
    assert not actions.files_wait()
    with clock.frozen_at(clock.now() + actions.HELD + timedelta(seconds=1)):
        assert actions.files_wait()
        assert actions.make_waiting(instance(app)) == {"made": 1, "failed": 0}


def test_one_person_waits_for_three_at_most(app: Flask, world: World) -> None:
    facts: dict[str, Any] = {"kind": "don-vi", "arguments": {}, "title": "Đơn vị", "language": "vi"}
    for _ in range(actions.MOST_AHEAD):
        actions.ask_for_file(world.viewer("oanh"), **facts)
    with pytest.raises(Refused, match="export_enough"):
        actions.ask_for_file(world.viewer("oanh"), **facts)
    actions.ask_for_file(world.viewer("lam"), **facts)
    assert actions.make_waiting(instance(app)) == {"made": 4, "failed": 0}
    actions.ask_for_file(world.viewer("oanh"), **facts)


def test_a_page_that_waits_too_long_stops_looking_by_itself(world: World, sign_in: SignIn) -> None:
    export = actions.ask_for_file(
        world.viewer("oanh"), kind="don-vi", arguments={}, title="Đơn vị", language="vi"
    )
    with clock.frozen_at(clock.now() + views.LOOKED_AT):
        page = sign_in("oanh").get(f"/xuat/tep/{export.id}")
    assert "Refresh" not in page.headers
    assert "Xem lại ngay" in page.text
