"""Closing a period: who, when, what is frozen, what can no longer be written, and opening it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.counting import count_sql
from tests.reviews.conftest import PASSWORD, SIGNER
from tests.reviews.test_show_page import figures, rows
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.reviews import actions, queries
from tracker.reviews.figures import differences
from tracker.reviews.freezing import thaw
from tracker.reviews.models import Period, Snapshot

SignIn = Callable[[str], FlaskClient]
URL = "/ra-soat/2026-03"


@pytest.fixture
def period(month: World) -> Period:
    made: Period = actions.open_period(SYSTEM, name="2026-03")
    return made


def close(world: World, period: Period) -> Snapshot:
    made: Snapshot = actions.close_period(world.viewer("oanh"), period, **SIGNER)
    return made


@pytest.fixture
def ky(month: World) -> World:
    """A second person of the office, who opens again what Oanh has closed."""
    month.people["ky"] = make.make_person("Vi Văn Kỳ", "office", login="ky")
    return month


def test_opening_twice_is_one_and_a_wrong_name_is_none(world: World) -> None:
    first, second = (actions.open_period(SYSTEM, name="2026-q1") for _ in range(2))
    assert first.id == second.id
    assert (first.first_on, first.cut_on, first.state) == (date(2025, 12, 15), date(2026, 3, 14), "open")
    with pytest.raises(NotFound):
        actions.open_period(SYSTEM, name="2026-31")


@pytest.mark.parametrize("name", ["lam", "binh", "khanh", "an"])
def test_only_the_office_closes(month: World, period: Period, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.close_period(month.viewer(name), period, **SIGNER)


def test_not_before_the_cut_has_passed(month: World, period: Period) -> None:
    with clock.frozen_at(clock.at(period.cut_on, 23, 59)), pytest.raises(Refused, match="cut_not_passed"):
        close(month, period)


def test_what_is_frozen_is_signed_and_audited(month: World, period: Period) -> None:
    made = close(month, period)
    assert (made.number, made.signer_name, made.closed_by) == (1, "Trần Quang Lâm", "Phạm Thị Oanh")
    assert made.sha256 == sha256(made.figures.encode()).hexdigest()
    annex = db.session.scalar(select(Snapshot.annex))
    assert annex is not None
    assert json.loads(made.figures)["annex_sha256"] == sha256(annex.encode()).hexdigest()
    assert thaw(made.figures).figures == queries.figures(thaw(made.figures).figures.span, period.cut_on, 5)
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert (line.verb, line.after) == ("review.close", {"version": 1, "sha256": made.sha256})


def test_closing_twice_is_a_conflict(month: World, period: Period) -> None:
    close(month, period)
    with pytest.raises(Conflict, match="period_is_closed"):
        close(month, period)


def test_later_changes_touch_no_closed_figure(office: FlaskClient, month: World, period: Period) -> None:
    close(month, period)
    before = office.get(URL).text
    counted = dict(figures(before))
    make.make_assignment(month.dam, date(2026, 3, 1), assigned_on=date(2026, 2, 20))
    with transaction() as session:
        session.execute(update(Assignment).values(due_on=date(2027, 1, 1), state="cancelled"))
    assert without_token(office.get(URL).text) == without_token(before)
    assert {url: rows(office.get(url).text) for url in counted} == counted
    kept = queries.snapshot(period)
    assert kept is not None
    assert kept.sha256 == sha256(queries.figures_text(kept.id).encode()).hexdigest()


def test_signed_figures_are_read_once(app: Flask, office: FlaskClient, month: World, period: Period) -> None:
    close(month, period)
    first = office.get(URL).text
    with count_sql(app) as sent:
        assert without_token(office.get(URL).text) == without_token(first)
    assert not [each for each in sent if "snapshot.figures" in each]


@pytest.mark.databases("sqlite")  # PostgreSQL keeps long texts apart
def test_long_texts_stand_behind_what_is_read_without_them(app: Flask) -> None:
    names = [each["name"] for each in inspect(db.engine).get_columns("snapshot")]
    assert names[-3:] == ["figures", "annex", "parts"]


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line and "print-only" not in line]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO report (assignment_id, round, status, state_before, note, result_number, via, day, reported_at,"
        " reporter_name) SELECT assignment_id, round, status, state_before, note, result_number, via, :day,"
        " reported_at, reporter_name FROM report",
        "UPDATE report SET note = 'khác'",
        "UPDATE report SET day = '2026-04-01'",
        "DELETE FROM report",
        "UPDATE decision SET reason = 'khác'",
        "DELETE FROM decision",
        "UPDATE snapshot SET figures = '{}'",
        "DELETE FROM snapshot",
    ],
)
def test_the_database_itself_refuses_closed_facts(month: World, period: Period, statement: str) -> None:
    close(month, period)
    stated = {"day": "2026-03-14"} if ":day" in statement else {}
    with pytest.raises(DBAPIError, match=r"period is closed|append-only"), transaction() as session:
        session.execute(text(statement), stated)


def test_a_report_of_the_closed_month_can_no_longer_be_withdrawn(month: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 14), 20)):
        report = assignments.post_report(month.viewer("binh"), month.work, status="done", note="Xong")
    with clock.frozen_at(clock.at(date(2026, 3, 15), 8)):
        close(month, actions.open_period(SYSTEM, name="2026-03"))
        with pytest.raises(Conflict, match="period_closed"):
            assignments.withdraw_report(month.viewer("binh"), report)


def test_opening_again_makes_the_next_version_and_keeps_the_first(
    month: World, ky: World, period: Period
) -> None:
    first = close(month, period)
    with pytest.raises(Refused, match="reason_missing"):
        actions.reopen_period(ky.viewer("ky"), period, reason="  ")
    with pytest.raises(Refused, match="second_person"):
        actions.reopen_period(month.viewer("oanh"), period, reason="Sót một đơn vị")
    actions.reopen_period(ky.viewer("ky"), period, reason="Sót một đơn vị")
    make.make_assignment(month.dam, date(2026, 3, 1), assigned_on=date(2026, 2, 20))
    second = close(month, period)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert [each.number for each in queries.versions(period)] == [2, 1]
    old, new = (queries.signed(each.id, each.sha256)[0].figures for each in (first, second))
    found = differences(old, new)
    assert {(each.body, each.column, each.old, each.new) for each in found} == {
        ("UBND xã Đàm Thượng", 4, 2, 3),
        ("UBND xã Đàm Thượng", 5, 2, 3),
        ("UBND xã Đàm Thượng", 10, 2, 3),
        ("UBND xã Đàm Thượng", 12, 1, 2),
    }
    with pytest.raises(Conflict, match="period_is_open"):
        actions.reopen_period(month.viewer("oanh"), actions.open_period(SYSTEM, name="2026-q1"), reason="x")


def test_the_same_facts_have_the_same_fingerprint(month: World, ky: World, period: Period) -> None:
    first = close(month, period)
    actions.reopen_period(ky.viewer("ky"), period, reason="Thử lại")
    with clock.frozen_at(clock.at(date(2026, 3, 20))):
        assert close(month, period).sha256 == first.sha256


def test_the_whole_way_through_the_pages(signer: World, office: FlaskClient) -> None:
    page = f"{URL}/chot"
    assert "UBND xã Đàm Thượng" in office.get(page).text, "a body that said nothing is named"
    missing = send(office, page, page, signer_name="", signer_position="x", password=PASSWORD)
    assert missing.status_code == 422
    wrong = send(office, page, page, **SIGNER, password="sai hoàn toàn")
    assert wrong.status_code == 422
    assert "Trần Quang Lâm" in wrong.text
    assert db.session.scalar(select(Snapshot.id)) is None
    db.session.rollback()
    done = send(office, page, page, **SIGNER, password=PASSWORD, note="Đã kiểm tra")
    assert (done.status_code, done.headers["Location"]) == (303, URL)
    shown = office.get(URL).text
    kept = db.session.scalars(select(Snapshot)).one()
    assert kept.sha256 in shown
    assert "Trần Quang Lâm" in shown
    assert "<textarea" not in shown
    assert office.get(page).headers["Location"] == URL


def test_sending_the_form_twice_closes_once(signer: World, office: FlaskClient) -> None:
    filled = fields_of(office.get(f"{URL}/chot").text, f"{URL}/chot") | SIGNER | {"password": PASSWORD}
    assert [office.post(f"{URL}/chot", data=filled).status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(select(Snapshot.id)).all()) == 1


def test_two_secretaries_cannot_both_close(signer: World, office: FlaskClient) -> None:
    first, second = (fields_of(office.get(f"{URL}/chot").text, f"{URL}/chot") | SIGNER for _ in range(2))
    assert office.post(f"{URL}/chot", data=first | {"password": PASSWORD}).status_code == 303
    assert office.post(f"{URL}/chot", data=second | {"password": PASSWORD}).status_code == 409


def test_versions_and_their_differences_can_be_read(
    office: FlaskClient, sign_in: SignIn, month: World, ky: World, period: Period
) -> None:
    close(month, period)
    refused = send(office, f"{URL}/mo-lai", f"{URL}/mo-lai", reason="Sót một đơn vị")
    assert (refused.status_code, "Sót một đơn vị" in refused.text) == (422, True)
    reopened = send(sign_in("ky"), f"{URL}/mo-lai", f"{URL}/mo-lai", reason="Sót một đơn vị")
    assert reopened.headers["Location"] == URL
    make.make_assignment(month.dam, date(2026, 3, 1), assigned_on=date(2026, 2, 20))
    close(month, period)
    page = office.get(f"{URL}/cac-ban").text
    assert "(12)" in page
    assert f"{URL}?ban=1" in page
    old = office.get(f"{URL}?ban=1").text
    counted = figures(old)
    assert all("ban=1" in url for url, _ in counted)
    assert all(rows(office.get(url).text) == n for url, n in counted)
    assert office.get(f"{URL}?ban=3").status_code == 404


@pytest.mark.parametrize("name", ["lam", "khanh"])
def test_those_who_only_read_find_no_button_and_no_page(
    sign_in: SignIn, month: World, period: Period, name: str
) -> None:
    browser = sign_in(name)
    assert f"{URL}/chot" not in browser.get(URL).text
    assert browser.get(f"{URL}/chot").status_code == 403
    close(month, period)
    assert browser.get(f"{URL}/mo-lai").status_code == 403


def test_the_closed_page_reads_its_snapshot_alone(
    app: Flask, office: FlaskClient, month: World, period: Period
) -> None:
    close(month, period)
    office.get(URL)
    with count_sql(app) as sent:
        office.get(URL)
    assert not [each for each in sent if "FROM assignment" in each and "confirmed_on" in each]
