"""Letters that came back, several letters at once, and a letter's words for a chat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.outbox.test_pages import OPEN, SignIn, fields, state, stuck
from tests.world import World
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.outbox import actions, claims, post, queries, rules
from tracker.outbox.models import Letter
from tracker.outbox.transport import Outcome
from tracker.outbox.writing import for_chat

BOUNCE = """This is the mail system. I'm sorry to have to inform you that your message could not be delivered.
<xa@lamgiang.vn>: host mail.lamgiang.vn said: 550 5.1.1 User unknown (in reply to RCPT TO command)
Message-ID: %s
"""


def sent(**facts: Any) -> Letter:
    """A letter the mail server took."""
    return db.session.get_one(Letter, stuck(Outcome("accepted", "end", 250), **facts))


def test_a_letter_that_came_back_needs_the_office(app: Flask, world: World, sign_in: SignIn) -> None:
    letter = sent()
    browser, path = sign_in("oanh"), f"/quan-tri/thu/{letter.id}"
    hidden = fields(browser, path, f"{path}/bi-tra")
    assert browser.post(f"{path}/bi-tra", data=hidden).status_code == 422
    assert state(letter.id)[0] == "sent"
    said = {"words": BOUNCE % letter.message_id}
    assert browser.post(f"{path}/bi-tra", data=hidden | said).status_code == 303
    assert state(letter.id)[0] == "dead"
    found = db.session.get_one(Letter, letter.id)
    assert (found.last_class, found.last_reply[:6]) == ("bounced", "5.1.1 ")
    assert found.sent_at is not None  # it did leave
    listed = browser.get("/quan-tri/thu?xem=bounced").text
    assert "User unknown" in listed
    assert browser.post(f"{path}/bi-tra", data=hidden | said | {"rt": ""}).status_code == 409
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "letter.bounce")).one()
    assert line.before == {"state": "sent", "to": "xa@lamgiang.vn"}
    actions.readdress(world.viewer("oanh"), found, to="moi@lamgiang.vn", reason="sai hòm thư")
    (claim,) = claims.take("máy-1/78", 120, OPEN)
    assert (claim.letter.to_addr, claim.letter.message_id) == ("moi@lamgiang.vn", letter.message_id)


def test_what_the_server_refused_for_good_counts_as_come_back(app: Flask, world: World) -> None:
    stuck(Outcome("permanent", "rcpt", 550, "no such mailbox"))
    stuck(Outcome("unknown", "end"), key="giữ")
    figures = queries.figures(world.viewer("oanh"))
    assert (figures["bounced"], figures["stuck"]) == (1, 2)
    assert [row.last_class for row in queries.letters(world.viewer("oanh"), "bounced").rows] == ["permanent"]


def test_a_bounce_mail_s_text_finds_its_letter(app: Flask, world: World, sign_in: SignIn) -> None:
    wanted, other = sent(key="a"), sent(key="b", to="khac@lamgiang.vn")
    browser = sign_in("oanh")
    for words in (BOUNCE % wanted.message_id, "xa@lamgiang.vn", f"  <{wanted.message_id.strip('<>')}> "):
        page = browser.get("/quan-tri/thu", query_string={"tim": words}).text
        assert f'href="/quan-tri/thu/{wanted.id}"' in page
        assert f'href="/quan-tri/thu/{other.id}"' not in page
    for words in ("khong-ai@lamgiang.vn", "không phải địa chỉ", "x" * 3000):
        page = browser.get("/quan-tri/thu", query_string={"tim": words}).text
        assert 'href="/quan-tri/thu/' not in page.partition("<main")[2].replace(
            'href="/quan-tri/thu/mau"', ""
        )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("550 5.1.1 User unknown", "5.1.1"),
        ("Status: 5.2.2 (over quota)", "5.2.2"),
        ("status=5.7.1, relaying denied by 10.5.1.1", "5.7.1"),
        ("4.2.2 try later", "5.0.0"),
        ("", "5.0.0"),
    ],
)
def test_why_it_came_back_is_read_from_the_words(words: str, code: str) -> None:
    assert rules.bounce_class(words) == code


def test_several_at_once(app: Flask, world: World, sign_in: SignIn) -> None:
    ids = [stuck(Outcome("permanent", "rcpt", 550), key=f"nhiều{n}") for n in range(3)]
    browser = sign_in("oanh")
    hidden = fields(browser, "/quan-tri/thu", "/quan-tri/thu/gui-lai")
    for lacking in ({"reason": "lại"}, {"id": ids}):
        assert browser.post("/quan-tri/thu/gui-lai", data=hidden | lacking).status_code == 422
    assert [state(id)[0] for id in ids] == ["dead"] * 3
    actions.drop(world.viewer("oanh"), db.session.get_one(Letter, ids[0]), reason="thôi")
    answer = browser.post("/quan-tri/thu/gui-lai", data=hidden | {"id": ids, "reason": "máy chủ đã mở lại"})
    assert (answer.status_code, [state(id)[0] for id in ids]) == (303, ["cancelled", "pending", "pending"])
    page = browser.get("/quan-tri/thu").text
    assert "Số thư sẽ gửi lại: 2" in page
    assert "Để nguyên: 1" in page
    lines = db.session.scalars(select(AuditLine).where(AuditLine.verb == "letter.release")).all()
    assert [line.thing for line in lines] == [f"outbox:{ids[1]}", f"outbox:{ids[2]}", "letters:2"]
    assert {line.reason for line in lines} == {"máy chủ đã mở lại"}


def test_the_words_for_a_chat_open_no_door(app: Flask, world: World, sign_in: SignIn) -> None:
    facts = {"assignment_id": world.work.id, "body_name": "UBND xã Đàm Thượng"}
    letter_id = post.enqueue(
        "k:link", kind="link", to="dam@lamgiang.example", template="link", body_id=world.dam.id, **facts
    )
    letter = db.session.get_one(Letter, letter_id)
    words = for_chat(letter)
    assert words.startswith(letter.subject)
    assert f"http://127.0.0.1:8000/phan-cong/{world.work.id}" in words
    assert "⟦" not in words
    assert "/b/" not in words
    page = sign_in("oanh").get(f"/quan-tri/thu/{letter_id}").text
    shown = re.search(r"<textarea[^>]*readonly[^>]*>([^<]+)", page)
    assert shown
    assert f"/phan-cong/{world.work.id}" in shown[1]
    assert 'data-copy="chat"' in page


@pytest.mark.parametrize("kind", sorted(rules.PERSONAL))
def test_what_opens_a_door_to_one_person_is_not_for_a_chat(app: Flask, world: World, kind: str) -> None:
    assert for_chat(sent(kind=kind)) == ""
