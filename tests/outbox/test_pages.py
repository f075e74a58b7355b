"""The letters' pages: what is stuck and why, what nobody knows, and what the office does about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.outbox import actions, claims, post
from tracker.outbox.claims import Doors
from tracker.outbox.models import Letter
from tracker.outbox.transport import Outcome

SignIn = Callable[[str], FlaskClient]
OPEN = Doors(
    lambda letters: {each.id: "due" for each in letters}, lambda letters: [words for _, words in letters]
)


def stuck(outcome: Outcome, **facts: Any) -> int:
    """A letter that ended in an outcome; its id."""
    stated = {"kind": "test", "to": "xa@lamgiang.vn", "to_name": "UBND xã", "template": "test", "name": "Xã"}
    key = facts.pop("key", clock.now().isoformat())
    letter_id = post.enqueue(f"k:{key}", **(stated | facts))
    (claim,) = claims.take("máy-1/77", 120, OPEN)
    claims.mark(claim)
    claims.settle(claim, outcome)
    return letter_id


def state(letter_id: int) -> tuple[str, str]:
    db.session.rollback()
    found = db.session.get_one(Letter, letter_id, populate_existing=True)
    return found.state, found.to_addr


def fields(browser: FlaskClient, path: str, action: str) -> dict[str, str]:
    form = browser.get(path).text.partition(f'action="{action}"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(csrf_token|rt)"[^>]* value="([^"]+)"', form))


def test_what_is_stuck_says_why_and_is_sent_again(app: Flask, world: World, sign_in: SignIn) -> None:
    letter_id = stuck(Outcome("permanent", "rcpt", 550, "no such mailbox <xa>"))
    browser, path = sign_in("oanh"), f"/quan-tri/thu/{letter_id}"
    listed = browser.get("/quan-tri/thu")
    assert listed.status_code == 200
    assert "550 no such mailbox &lt;xa&gt;" in listed.text
    answer = browser.post(
        f"{path}/gui-lai", data=fields(browser, path, f"{path}/gui-lai") | {"reason": "đã gọi"}
    )
    assert (answer.status_code, state(letter_id)[0]) == (303, "pending")


def test_another_mailbox(app: Flask, world: World, sign_in: SignIn) -> None:
    letter_id = stuck(Outcome("permanent", "rcpt", 550))
    browser, path = sign_in("oanh"), f"/quan-tri/thu/{letter_id}"
    sent = fields(browser, path, f"{path}/sua-dia-chi") | {"reason": "sai địa chỉ"}
    wrong = browser.post(f"{path}/sua-dia-chi", data=sent | {"to": "không phải"})
    assert (wrong.status_code, state(letter_id)[0]) == (422, "dead")
    right = browser.post(f"{path}/sua-dia-chi", data=sent | {"to": "moi@lamgiang.vn"})
    assert (right.status_code, state(letter_id)) == (303, ("pending", "moi@lamgiang.vn"))
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert (line.verb, line.before) == ("letter.readdress", {"state": "dead", "to": "xa@lamgiang.vn"})


def test_unknowns_are_listed_with_time_and_worker(app: Flask, world: World, sign_in: SignIn) -> None:
    stuck(Outcome("unknown", "end", None, "connection closed"))
    page = sign_in("an").get("/quan-tri/thu?xem=unknown").text
    assert "Thư chưa rõ kết quả" in page or "Letters whose outcome is unknown" in page
    assert "09:00, 02/03/2026, máy-1/77: connection closed" in page


def test_not_sending_at_all(app: Flask, world: World) -> None:
    letter_id = stuck(Outcome("unknown", "end"))
    actions.drop(world.viewer("oanh"), db.session.get_one(Letter, letter_id), reason="thôi")
    assert state(letter_id)[0] == "cancelled"
    with pytest.raises(Conflict):
        actions.release(world.viewer("oanh"), db.session.get_one(Letter, letter_id), reason="lại")


def test_yesterdays_reminder_is_not_released(app: Flask, world: World) -> None:
    letter_id = stuck(Outcome("permanent", "rcpt"), kind="late", expires_at=clock.now() + timedelta(hours=1))
    with clock.frozen_at(clock.now() + timedelta(hours=2)), pytest.raises(Refused, match="past"):
        actions.release(world.viewer("oanh"), db.session.get_one(Letter, letter_id), reason="lại")


def test_a_letter_that_waited_long_gets_another_day(app: Flask, world: World) -> None:
    letter_id = stuck(Outcome("permanent", "rcpt"), expires_at=clock.now() + timedelta(hours=1))
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        actions.release(world.viewer("oanh"), db.session.get_one(Letter, letter_id), reason="lại")
        assert claims.take("b", 120, OPEN)


@pytest.mark.parametrize("verb", [actions.release, actions.drop])
def test_bodies_do_not_touch_letters(app: Flask, world: World, verb: Callable[..., Any]) -> None:
    letter = db.session.get_one(Letter, stuck(Outcome("permanent", "rcpt")))
    with pytest.raises(NotAllowed):
        verb(world.viewer("binh"), letter, reason="không")


@pytest.mark.parametrize("name", ["binh", "lam", "khanh"])
def test_letters_are_the_offices_to_read(app: Flask, world: World, sign_in: SignIn, name: str) -> None:
    letter_id = stuck(Outcome("permanent", "rcpt"))
    browser = sign_in(name)
    paths = ("/quan-tri/thu", f"/quan-tri/thu/{letter_id}", f"/quan-tri/thu/{letter_id}/xem")
    assert [browser.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_formatted_letter_is_in_a_sandbox(app: Flask, world: World, sign_in: SignIn) -> None:
    with transaction():
        letter_id = stuck(Outcome("permanent", "rcpt"))
        db.session.get_one(Letter, letter_id).body_html = "<script>alert(1)</script><p>Kính gửi</p>"
    answer = sign_in("oanh").get(f"/quan-tri/thu/{letter_id}/xem")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
    assert "Kính gửi" in answer.text


def test_the_mail_servers_trouble_is_said_on_the_page(app: Flask, world: World, sign_in: SignIn) -> None:
    stuck(Outcome("config", "auth", 535, "wrong password"))
    page = sign_in("an").get("/quan-tri/thu").text
    assert "auth: 535 wrong password" in page
    assert 'role="alert"' in page


def test_the_page_says_when_a_spent_hour_is_over(app: Flask, world: World, sign_in: SignIn) -> None:
    config = app.extensions["config"]
    app.extensions["config"] = replace(config, smtp_per_hour=1)
    assert "mỗi giờ" not in sign_in("oanh").get("/quan-tri/thu").text
    stuck(Outcome("accepted", "end", 250, "OK"))
    assert "nhận 1 thư mỗi giờ" in (page := sign_in("oanh").get("/quan-tri/thu").text)
    assert "10:00" in page
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        assert "mỗi giờ" not in sign_in("oanh").get("/quan-tri/thu").text


def test_a_page_at_a_time(app: Flask, world: World, sign_in: SignIn) -> None:
    drafts = [post.Draft(f"k:{n}", "test", "a@b.vn", "test", facts={"name": "Xã"}) for n in range(60)]
    post.enqueue_all(drafts)
    browser = sign_in("oanh")
    first = browser.get("/quan-tri/thu?xem=waiting").text
    following = re.search(r'href="(/quan-tri/thu\?[^"]*sau=[^"]+)"', first)
    assert following
    second = browser.get(following[1].replace("&amp;", "&")).text
    assert [page.count("<tr") - 1 for page in (first, second)] == [50, 10]
