"""A bounce mail, pasted or as a file, finds its letter by itself."""

from __future__ import annotations

import io
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from flask import Flask
from sqlalchemy import select

from tests.outbox.test_pages import SignIn, fields, state
from tests.outbox.test_returned import BOUNCE, sent
from tests.world import World
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.outbox import returned
from tracker.outbox.models import Letter

LIST, PATH = "/quan-tri/thu?xem=bounced", "/quan-tri/thu/bi-tra"
REPORT = """Reporting-MTA: dns; mail.lamgiang.vn

Final-Recipient: rfc822; xa@lamgiang.vn
Action: %s
Status: %s
Diagnostic-Code: smtp; 552 %s <xa@lamgiang.vn>:
    Hòm thư đã đầy
"""


def report(action: str, status: str, headers: str = "") -> bytes:
    """A delivery report as mail servers send it, its parts in base64."""
    mail = MIMEMultipart("report")
    mail["From"], mail["Message-ID"] = "MAILER-DAEMON@mail.lamgiang.vn", "<0f@mail.lamgiang.vn>"
    for words in ("Thư không đến nơi.", REPORT % (action, status, status), headers):
        mail.attach(MIMEText(words, "plain", "utf-8"))
    return mail.as_bytes()


def test_pasted_it_finds_its_letter(app: Flask, world: World, sign_in: SignIn) -> None:
    other, letter = sent(key="khác"), sent()
    browser = sign_in("oanh")
    said = {"words": BOUNCE % letter.message_id + "x" * 5000}
    answer = browser.post(PATH, data=fields(browser, LIST, PATH) | said)
    assert (answer.status_code, answer.location) == (303, f"/quan-tri/thu/{letter.id}")
    assert (state(letter.id)[0], state(other.id)[0]) == ("dead", "sent")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "letter.bounce")).one()
    assert (line.reason or "").startswith("5.1.1 ")
    again = browser.post(PATH, data=fields(browser, LIST, PATH) | said)
    assert again.status_code == 409, "it came back once"


@pytest.mark.parametrize("with_id", [True, False])
def test_as_a_file_it_is_read_whatever_its_encoding(
    app: Flask, world: World, sign_in: SignIn, with_id: bool
) -> None:
    first, last = sent(key="một"), sent(key="hai")
    headers, wanted = (f"Message-ID: {first.message_id}", first) if with_id else ("", last)
    browser = sign_in("an")
    given = {"mail": (io.BytesIO(report("failed", "5.2.2", headers)), "tra-lai.eml")}
    assert browser.post(PATH, data=fields(browser, LIST, PATH) | given).status_code == 303
    assert state(wanted.id)[0] == "dead"
    found = db.session.get_one(Letter, wanted.id)
    assert found.last_reply == "5.2.2 552 5.2.2 <xa@lamgiang.vn>: Hòm thư đã đầy"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "xin chào",
        "<nobody@lamgiang.vn>: 550 5.1.1",
        "Action: delayed\nFinal-Recipient: rfc822; xa@lamgiang.vn",
    ],
)
def test_what_names_no_letter_or_only_a_delay_notes_nothing(
    app: Flask, world: World, sign_in: SignIn, words: str
) -> None:
    letter = sent()
    browser = sign_in("oanh")
    answer = browser.post(PATH, data=fields(browser, LIST, PATH) | {"words": words})
    assert (answer.status_code, state(letter.id)[0]) == (422, "sent")
    assert 'class="err' in answer.text


def test_two_mailboxes_and_no_message_id_are_not_guessed_at(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    letters = sent(key="một"), sent(key="hai", to="van-phong@lamgiang.vn")
    browser = sign_in("oanh")
    said = {"words": "To: xa@lamgiang.vn\nFrom: van-phong@lamgiang.vn\n550 5.1.1"}
    assert browser.post(PATH, data=fields(browser, LIST, PATH) | said).status_code == 422
    assert [state(each.id)[0] for each in letters] == ["sent", "sent"]


def test_others_may_not(app: Flask, world: World, sign_in: SignIn) -> None:
    letter, browser = sent(), sign_in("binh")
    sent_by = fields(browser, "/tai-khoan", "/tai-khoan/mat-khau") | {"words": BOUNCE % letter.message_id}
    assert browser.post(PATH, data=sent_by).status_code in (403, 404)
    assert state(letter.id)[0] == "sent"


def test_a_report_is_read() -> None:
    read = returned.read(returned.text_of(report("delayed", "4.4.1")))
    assert (read.mailboxes, read.is_final) == (["xa@lamgiang.vn"], False)
