"""Letters as rows: the same key is one letter, words are fixed when queued, what lost its reason is called back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.db import db, transaction
from tracker.outbox import post, rules
from tracker.outbox.envelope import pack
from tracker.outbox.models import Letter
from tracker.outbox.writing import write
from tracker.reminders.rules import Line
from tracker.settings.queries import office_rules

STAGES = ("ahead", "silent", "closed")
DUE = date(2026, 3, 5)


def line(number: int, group: str = "1", **facts: Any) -> Line:
    stated = {
        "title": "Kế hoạch nông thôn mới",
        "section": "1.2",
        "directive": "1847/UBND-KTN",
        "due_on": DUE,
    }
    late = {"1": 4, "2": 0, "3": 0}[group]
    return Line(number, days_late=late, is_today=group == "2", group=group, number=number, **(stated | facts))  # type: ignore[arg-type]


def letters_of(world: World, mode: str, name: str) -> dict[str, dict[str, Any]]:
    """Every kind of letter with facts as its caller gives them."""
    lines = [line(1), line(2, "2"), line(3, "3", section="", due_on=DUE)]
    common: dict[str, Any] = {"body_name": name, "mode": mode}
    nothing = dict.fromkeys(
        ("late", "today", "soon", "returned", "unaccepted", "fresh", "done", "answered"), 0
    )
    more = nothing | {"kind": "late", "review": None, "stage": "", "is_personal": False}
    more |= {"first_on": DUE, "last_on": DUE}
    lists = common | more | {"lines": lines, "total": 14, "late": 1, "today": 1, "soon": 12}
    awaited = {
        "figures": 3,
        "figures_until": DUE,
    }  # an earlier version's letters have none
    review = {"month": "3/2026", "cut_on": DUE}
    outcome = common | {"title": "Kế hoạch nông thôn mới", "reason": "Thiếu <biểu 02>", "due_on": DUE}
    tasks = [(41, "Lập kế hoạch chi tiết", "1.2", DUE), (42, "Cử cán bộ dự tập huấn", "", None)]
    return {
        "assigned": common | {"directive": world.directive, "tasks": tasks},
        "daily": lists,
        "daily-1": lists | {"lines": [line(1)], "total": 1, "today": 0, "soon": 0},
        "daily-accept": lists | {"kind": "accept", "late": 0, "today": 0, "soon": 0, "unaccepted": 14},
        **{
            f"daily-{stage}": lists | awaited | {"kind": "review", "stage": stage, "review": review}
            for stage in STAGES
        },
        "weekly": lists
        | awaited
        | {"kind": "weekly", "done": 3, "answered": 1, "review": review, "stage": "silent"},
        "weekly-own": lists | {"kind": "weekly", "is_personal": True, "late": 0, "today": 0, "soon": 0},
        "urge": lists
        | {"opening": "Văn phòng <nhắc>.", "answer_by": DUE, "sender": "Phạm Thị Oanh", "copy_to": ""},
        **{
            f"outcome-{what}": outcome | {"what": what, "assignment_ids": [41]}
            for what in ("confirmed", "returned", "extension_granted", "extension_refused", "answered")
        },
        "password": {"name": name, "link": "https://x/mat-khau/⟦secret:1⟧"},
        "code": {"name": name, "code": "⟦code:1⟧", "minutes": 10},
        "test": {"name": name},
    }


def test_every_letter_says_all_in_its_text_and_fits(app: Flask, world: World) -> None:
    for mode, name in (("giao", "UBND xã Đàm Thượng"), ("de_nghi", "Ủy ban MTTQ Việt Nam tỉnh")):
        for kind, facts in letters_of(world, mode, name).items():
            written = write(kind.partition("-")[0], {"assignment_ids": (), **facts})
            assert 0 < len(written.subject) <= 60, (kind, written.subject)
            assert name in written.text, kind
            assert "<img" not in written.html
            assert "<style" not in written.html
            marks = re.findall("⟦[a-z]+:[0-9]+⟧", written.html)
            assert set(marks) == set(re.findall("⟦[a-z]+:[0-9]+⟧", written.text)), kind
            hosts = set(re.findall(r"https?://[^/\"'\s<]+", written.html + written.text))
            assert hosts <= {"http://127.0.0.1:8000", "https://x"}, "one host"
            assert "<biểu" not in written.html
            assert "<nhắc" not in written.html
            assert "!" not in written.text
            if mode == "de_nghi" and kind not in {"password", "code", "test"}:
                said = f"{written.subject} {written.text} {written.html}".lower()
                assert "quá hạn" not in said, kind
                assert not re.search(r"\bgiao\b", said), kind


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("assigned", "Giao 2 nhiệm vụ: 1847/UBND-KTN, hạn sớm nhất 05/03"),
        ("daily", "1 việc quá hạn, 1 đến hạn hôm nay, 12 sắp đến hạn – UBND xã…"),
        ("daily-1", "Quá hạn 4 ngày: Kế hoạch nông thôn mới"),
        ("urge", "Đề nghị báo cáo chậm nhất 05/03: 14 nhiệm vụ"),
        ("outcome-confirmed", "Đã xác nhận hoàn thành: Kế hoạch nông thôn mới"),
        ("outcome-returned", "Đề nghị bổ sung: Kế hoạch nông thôn mới"),
        ("outcome-extension_granted", "Đồng ý gia hạn đến 05/03: Kế hoạch nông thôn mới"),
    ],
)
def test_the_fact_stands_first(app: Flask, world: World, kind: str, subject: str) -> None:
    facts = letters_of(world, "giao", "UBND xã Đàm Thượng")[kind]
    assert write(kind.partition("-")[0], {"assignment_ids": (), **facts}).subject == subject


def queue(key: str = "test:1", **facts: Any) -> int:
    return post.enqueue(
        key, **({"kind": "test", "to": "a@lamgiang.vn", "template": "test", "name": "Xã"} | facts)
    )


def test_the_same_key_is_one_letter(app: Flask) -> None:
    first = queue()
    assert queue(to="b@lamgiang.vn") == first
    letter = db.session.scalars(select(Letter)).one()
    assert letter.to_addr == "a@lamgiang.vn"
    assert letter.expires_at - letter.due_at == timedelta(days=14)
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", letter.message_id)


def test_a_letter_goes_with_its_deed_or_not_at_all(app: Flask) -> None:
    def deed() -> None:
        with transaction():
            queue()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    assert not db.session.scalars(select(Letter.id)).all()


def test_a_letter_needs_a_mailbox(app: Flask) -> None:
    with pytest.raises(ValueError, match="mailbox"):
        queue(to="")


def test_two_hundred_letters_cost_the_statements_of_one(app: Flask, world: World) -> None:
    def drafts(number: int, word: str) -> list[post.Draft]:
        return [
            post.Draft(f"{word}:{n}", "test", "a@b.vn", "test", assignment_ids=[n + 1], facts={"name": "Xã"})
            for n in range(number)
        ]

    with count_sql(app) as few:
        post.enqueue_all(drafts(2, "few"))
    with count_sql(app) as many:
        assert len(post.enqueue_all(drafts(200, "many"))) == 200
    assert len(many) <= len(few) + 1


def test_calling_back(app: Flask) -> None:
    queue("daily:1", kind="late", assignment_ids=[1])
    queue("daily:2", kind="late", assignment_ids=[1, 2])
    queue("outcome:1", kind="outcome", assignment_ids=[1])
    assert post.cancel([1], ["late", "urge"]) == 1, "a letter that speaks of other work too goes on"
    states = {letter.dedup_key: letter.state for letter in db.session.scalars(select(Letter))}
    assert states == {"daily:1": "cancelled", "daily:2": "pending", "outcome:1": "pending"}


@pytest.mark.parametrize(
    "to", ["a@b.vn\r\nBcc: c@d.vn", "a@b.vn, c@d.vn", "a b@c.vn", "a@b", "Ấ@b.vn", "<a@b.vn>"]
)
def test_an_address_cannot_smuggle(app: Flask, to: str) -> None:
    assert not rules.is_address(to)
    letter = db.session.get_one(Letter, queue(to=to))
    with pytest.raises(ValueError, match="address"):
        pack(letter, "x", "x", app.extensions["config"], office_rules())


@pytest.mark.parametrize("name", ["Xã\r\nBcc: c@d.vn", "Xã\n\nhello"])
def test_a_name_cannot_smuggle_a_header(app: Flask, name: str) -> None:
    letter = db.session.get_one(Letter, queue(to_name=name))
    with pytest.raises(ValueError, match=r"\S"):
        pack(letter, "x", "x", app.extensions["config"], office_rules())


def test_what_goes_over_the_wire(app: Flask, world: World) -> None:
    letter = db.session.get_one(Letter, queue(kind="late", to_name="UBND xã Đàm", thread="assignment:7"))
    parcel = pack(letter, "Kính gửi\n", "<p>Kính gửi</p>", app.extensions["config"], office_rules())
    head = parcel.message.partition(b"\r\n\r\n")[0].decode("ascii")
    assert "Auto-Submitted: auto-generated" in head
    assert f"Message-ID: {letter.message_id}" in head
    assert f"References: {letter.thread_id}" in head
    assert letter.thread_id != letter.message_id
    assert max(len(each) for each in parcel.message.split(b"\r\n")) <= 78
    assert head.count("@lamgiang.vn") == 1, "one recipient"
    assert clock.local(clock.now()).strftime("%d Mar 2026") in head


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ngắn", "Ngắn"),
        ("  hai\n dòng ", "hai dòng"),
        ("x" * 70, "x" * 59 + "…"),
        ("Quá hạn 3 ngày: " + "kế hoạch " * 9, "Quá hạn 3 ngày: kế hoạch kế hoạch kế hoạch kế hoạch kế…"),
    ],
)
def test_a_long_subject_is_cut_between_words(text: str, wanted: str) -> None:
    assert rules.short_subject(text) == wanted
    assert len(rules.short_subject(text)) <= 60
