"""The letters' pages: the eleven with the register's own data, their texts, their days, and a person's own choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests import make
from tests.conftest import MONDAY
from tests.counting import count_sql
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.letters import queries
from tracker.letters.samples import sample
from tracker.outbox.models import Letter
from tracker.outbox.texts import DELIVERED, DELIVERED_ASKED, texts_of
from tracker.reminders.actions import queue_ladder, queue_morning
from tracker.settings.actions import change_letter_rules, change_wording
from tracker.settings.models import Setting
from tracker.workdays.actions import seed_year

KINDS = tuple(DELIVERED)
SignIn = Callable[[str], FlaskClient]


def test_there_are_eleven() -> None:
    assert len(KINDS) == 11


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["giao", "de_nghi"])
def test_each_reads_with_the_register_s_own_data(app: Flask, full: World, kind: str, mode: str) -> None:
    found = sample(full.viewer("an"), kind, mode)
    assert found is not None
    written = found.written
    assert 0 < len(written.subject) <= 60
    assert found.whose in written.text or kind in {"morning", "leader"}
    assert "<img" not in written.html
    assert "<script" not in written.html
    if mode == "de_nghi" and kind in DELIVERED_ASKED:
        said = f"{written.subject} {written.text} {written.html}".lower()
        assert "quá hạn" not in said
        assert not re.search(r"\bgiao\b", said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_is_sealed_and_opens_no_door(full: World, sign_in: SignIn, kind: str) -> None:
    browser = sign_in("an")
    for ending in ("", "?cho=de-nghi", "?cho=la"):
        answer = browser.get(f"/quan-tri/thu/mau/{kind}/xem{ending}")
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
        assert "⟦" not in answer.text
    page = browser.get(f"/quan-tri/thu/mau/{kind}").text
    assert page.count("<iframe") == 2
    assert "⟦" not in page


def test_seeing_samples_queues_nothing(full: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    before = db.session.query(Letter.id).count(), db.session.query(AuditLine.seq).count()
    for path in (
        "/quan-tri/thu/mau",
        "/quan-tri/thu/lich-gui",
        *(f"/quan-tri/thu/mau/{kind}" for kind in KINDS),
    ):
        assert browser.get(path).status_code == 200
    db.session.rollback()
    assert (db.session.query(Letter.id).count(), db.session.query(AuditLine.seq).count()) == before


def test_without_any_work_the_pages_say_so(app: Flask, world: World, sign_in: SignIn) -> None:
    with transaction():
        for work in (world.work, world.other_work, world.asked):
            db.session.merge(work).state = "completed"
    browser = sign_in("an")
    for kind in KINDS:
        page = browser.get(f"/quan-tri/thu/mau/{kind}").text
        assert "Chưa có gì để xem" in page, kind
        assert browser.get(f"/quan-tri/thu/mau/{kind}/xem").status_code == 200
    assert "chưa có thư nào phải gửi" in browser.get("/quan-tri/thu/mau").text


def test_there_is_no_twelfth(world: World, sign_in: SignIn) -> None:
    for path in ("/quan-tri/thu/mau/password", "/quan-tri/thu/mau/la/xem"):
        assert sign_in("an").get(path).status_code == 404


def test_a_text_is_changed_shown_beside_what_it_was_and_taken_back(full: World, sign_in: SignIn) -> None:
    change_letter_rules(SYSTEM, weekly_weekday=0)
    browser, page = sign_in("an"), "/quan-tri/thu/mau/late"
    words = "Văn phòng <b>đề nghị</b> đơn vị báo cáo sớm {{ office }}."
    answer = send(
        browser, page, page, opening=words, closing="", opening_asked="", closing_asked="", signature=""
    )
    assert answer.status_code == 303
    shown = browser.get(page).text
    assert "Ban đầu: Có vướng mắc" in shown
    with clock.frozen_at(clock.at(date(2026, 3, 10), 7, 30)):
        queue_ladder(SYSTEM, date(2026, 3, 10))
    told = db.session.scalars(
        select(Letter).where(Letter.kind == "late", Letter.to_addr.startswith("dam"))
    ).one()
    assert words in told.body_text, "plain text, no template"
    assert "&lt;b&gt;đề nghị&lt;/b&gt;" in told.body_html
    front = db.session.scalars(select(Letter).where(Letter.to_addr.startswith("mttq"))).first()
    assert front is None or words not in front.body_text
    line = db.session.scalars(select(AuditLine).where(AuditLine.thing == "wording:late")).one()
    assert (line.before or {})["opening"] == ""
    assert (line.after or {})["opening"] == words
    assert send(browser, page, f"{page}/nhu-ban-dau").status_code == 303
    assert words not in browser.get(page).text
    assert "Trở về lời ban đầu" not in browser.get(page).text


def test_what_was_delivered_is_no_change(full: World, sign_in: SignIn) -> None:
    page = "/quan-tri/thu/mau/accept"
    delivered = DELIVERED["accept"]
    texts = {
        "opening": delivered.opening,
        "closing": delivered.closing,
        "opening_asked": "",
        "closing_asked": "x",
    }
    send(sign_in("an"), page, page, signature="", **texts)
    assert db.session.scalars(select(Setting.name).where(Setting.name.startswith("wording:"))).all() == [
        "wording:accept:closing_asked"
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opening_asked", "Nội dung đã QUÁ  hạn."),
        ("closing_asked", "Việc được giao."),
        ("signature", "Phòng giao việc"),
        ("opening", "x" * 601),
    ],
)
def test_what_may_not_stand_in_a_letter_is_refused(
    full: World, sign_in: SignIn, name: str, words: str
) -> None:
    page = "/quan-tri/thu/mau/due"
    texts = dict.fromkeys(("opening", "closing", "opening_asked", "closing_asked", "signature"), "")
    answer = send(sign_in("an"), page, page, **(texts | {name: words}))
    assert answer.status_code == 422
    assert words in answer.text, "nothing typed is lost"
    assert texts_of("due", "giao") == DELIVERED["due"]


def test_a_word_with_giao_in_it_is_no_giao(app: Flask, world: World) -> None:
    change_wording(SYSTEM, "due", texts={"opening_asked": "Trao đổi về giao thông?"})
    assert texts_of("due", "de_nghi").opening == "Trao đổi về giao thông?", "the action trusts its caller"


def test_the_office_sees_but_does_not_change(full: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/quan-tri/thu/mau/late").text
    assert "Lưu lời thư" not in page
    assert "Lưu" not in re.sub(
        r"<nav.*?</nav>", "", sign_in("oanh").get("/quan-tri/thu/lich-gui").text, flags=re.S
    )


def test_days_are_set_and_the_next_letters_follow_by_the_rule_that_sends(
    full: World, sign_in: SignIn
) -> None:
    browser, page = sign_in("an"), "/quan-tri/thu/lich-gui"
    day, counts = queries.next_letters(full.viewer("an"), clock.now())
    assert day == date(2026, 3, 3)
    with clock.frozen_at(clock.at(day, 7, 30)):
        queue_ladder(SYSTEM, day)
    assert sum(counts.values()) == db.session.query(Letter.id).count() > 0
    kept = {"remind_before": "5, 1", "remind_after": "2", "remind_every": "4", "accept_after": "3"}
    kept |= {
        "weekly_weekday": "2",
        "head_after": "8",
        "leader_after": "0",
        "leader_weekday": "0",
        "morning": "0",
    }
    assert send(browser, page, page, review_before="6", review_silent="2", **kept).status_code == 303
    shown = browser.get("/quan-tri/thu/mau").text
    assert "Trước hạn 5, 1 ngày làm việc" in shown
    assert "thứ Ba hằng tuần" in shown
    assert "thứ Ba, 03/03/2026" in shown
    assert send(browser, page, page, remind_before="năm", **{k: v for k, v in kept.items() if k != "remind_before"},
                review_before="6", review_silent="2").status_code == 422  # fmt: skip


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (clock.at(date(2026, 3, 2), 7, 29), "2026-03-02"),
        (clock.at(date(2026, 3, 2), 7, 30), "2026-03-03"),
        (clock.at(date(2026, 3, 6), 12), "2026-03-09"),
        (clock.at(date(2026, 4, 29), 12), "2026-05-04"),
    ],
)
def test_the_next_run(app: Flask, now: datetime, wanted: str) -> None:
    seed_year(SYSTEM, 2026)
    assert str(queries.next_run(now)) == wanted


def test_every_step_of_the_ladder_has_a_day_to_come(world: World, sign_in: SignIn) -> None:
    """Work due on 16 March: told of three days before, on the day, a day late; the head after seven."""
    viewer, day = world.viewer("an"), date(2026, 3, 3)
    with transaction() as session:
        session.execute(update(Assignment).values(due_on=date(2026, 3, 16)))
    days = queries.next_days(viewer, day, clock.now())
    assert {kind: str(days[kind]) for kind in ("accept", "due", "late", "head")} == {
        "accept": "2026-03-04",
        "due": "2026-03-11",
        "late": "2026-03-17",
        "head": "2026-03-25",
    }
    change_letter_rules(SYSTEM, accept_after=0, head_after=0)
    assert {"accept", "head"} & set(queries.next_days(viewer, day, clock.now())) == set()
    page = sign_in("an").get("/quan-tri/thu/mau").text
    assert "–</td>" not in page  # nothing but a day, or when it goes at once, or that it never does
    assert ">không gửi<" in page


def test_with_nothing_open_the_ladder_could_send_on_the_next_day(world: World) -> None:
    viewer = world.viewer("an")
    seed_year(SYSTEM, 2026)
    with transaction() as session:
        session.execute(update(Assignment).values(state="completed"))
    assert queries.next_days(viewer, date(2026, 4, 29), clock.now())["late"] == date(2026, 5, 4)


def test_one_s_own_letters_and_when_the_next_comes(world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    page = browser.get("/tai-khoan/thu").text
    assert "thứ Ba, 03/03/2026 lúc 07:00" in page
    send(browser, "/tai-khoan/thu", "/tai-khoan/thu/morning", is_on="")
    assert "Bạn không nhận thư này." in browser.get("/tai-khoan/thu").text
    change_letter_rules(SYSTEM, morning=0)
    assert "Hiện văn phòng không gửi loại thư này." in browser.get("/tai-khoan/thu").text
    assert "Không có thư nào để chọn" in sign_in("an").get("/tai-khoan/thu").text


def test_what_the_page_promises_is_what_is_sent(world: World, sign_in: SignIn) -> None:
    """The moment shown to an officer is the moment their letter leaves."""
    browser = sign_in("binh")
    send(browser, "/tai-khoan/thu", "/tai-khoan/thu/weekly", is_on="y", weekday="3")
    (own,) = queries.own_letters(world.viewer("binh"))
    assert own.next_at is not None
    day = clock.local(own.next_at).date()
    assert day == date(2026, 3, 4)
    for n in range(3):
        with clock.frozen_at(clock.at(date(2026, 3, 2) + timedelta(days=n), 7, 30)):
            queue_ladder(SYSTEM, clock.today())
    told = db.session.scalars(select(Letter).where(Letter.to_addr.startswith("binh"))).one()
    assert told.due_at == own.next_at


def test_the_morning_s_promise_is_kept_too(world: World) -> None:
    (own,) = queries.own_letters(world.viewer("oanh"))
    with clock.frozen_at(own.next_at or MONDAY):
        make.make_assignment(world.dam, date(2026, 1, 5))
        queue_morning(SYSTEM, clock.today())
    told = db.session.scalars(select(Letter).where(Letter.kind == "morning")).one()
    assert told.due_at == own.next_at


def test_the_pages_cost_few_statements(app: Flask, full: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    for path in (
        "/quan-tri/thu/mau",
        "/quan-tri/thu/lich-gui",
        *(f"/quan-tri/thu/mau/{kind}" for kind in KINDS),
    ):
        with count_sql(app) as sent:
            browser.get(path)
        assert len(sent) <= 15, (path, sent)
