"""A body changes its own mailbox: asked for by its link, confirmed by the new one, objected to by the old one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM, LinkHolder
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.contacts import actions, rules
from tracker.contacts.models import MailboxChange
from tracker.db import db, transaction
from tracker.errors import NotAllowed
from tracker.links.actions import fill, link_key
from tracker.links.models import MailedLink
from tracker.outbox import post
from tracker.outbox.models import Letter
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.scheduler import jobs
from tracker.settings.actions import change_rules

SignIn = Callable[[str], FlaskClient]
OLD, NEW = "dam@lamgiang.example", "vanphong.dam@lamgiang.example"
HIDDEN = re.compile(r'name="(csrf_token|rt)"[^>]*?value="([^"]*)"')


@pytest.fixture
def url(world: World) -> str:
    """Where the letter to Bình's commune leads."""
    return fill(world.dam.id, OLD, f"⟦link:{world.work.id}⟧").removeprefix("http://127.0.0.1:8000")


def tokens(browser: FlaskClient, url: str) -> dict[str, str]:
    text = browser.get(url).text
    form = text.partition(f'action="{url}"')[2] or text
    return dict(HIDDEN.findall(form))


def ask(browser: FlaskClient, url: str, mailbox: str = NEW) -> int:
    page = f"{url}/lien-he"
    sent = tokens(browser, page) | {"mailbox": mailbox, "asked_by": "Hoàng Văn Bình"}
    return browser.post(page, data=sent).status_code


def answer(browser: FlaskClient, address: str, **said: str) -> int:
    return browser.post(address, data=tokens(browser, address) | said).status_code


def addresses() -> dict[str, str]:
    """The pages that the letters of the last change lead to, as they leave: to the new and to the old mailbox."""
    db.session.rollback()
    letters = db.session.scalars(select(Letter).where(Letter.kind == "contact").order_by(Letter.id)).all()
    words = jobs.fill([(letter, letter.body_text) for letter in letters])
    found = {}
    for letter, text in zip(letters, words, strict=True):
        if address := re.search(r"http://127\.0\.0\.1:8000(/b/hom-thu-\w+/\S+)", text):
            found[letter.to_addr] = address[1]
    return found


def mailbox(world: World) -> str:
    db.session.rollback()
    return str(db.session.scalar(select(Body.email).where(Body.id == world.dam.id)))


def change() -> MailboxChange:
    db.session.rollback()
    found = select(MailboxChange).order_by(MailboxChange.id.desc()).limit(1)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def test_asked_confirmed_in_force(client: FlaskClient, world: World, url: str) -> None:
    assert "dam@lamgiang.example" in client.get(f"{url}/lien-he").text
    assert ask(client, url) == 303
    assert (mailbox(world), change().state) == (OLD, "asked")
    pages = addresses()
    assert sorted(pages) == sorted([NEW, OLD])
    for _ in range(20):  # a scanner of the mail server
        client.get(pages[NEW])
        client.head(pages[NEW])
    assert mailbox(world) == OLD
    assert answer(client, pages[NEW]) == 303
    assert (mailbox(world), change().state) == (NEW, "confirmed")
    assert client.get(url).status_code == 404  # the old mailbox's link is over
    assert all(link.revoked_at for link in db.session.scalars(select(MailedLink)))
    last = db.session.scalars(select(Letter).where(Letter.kind == "link")).one()
    assert last.to_addr == NEW
    verbs = db.session.scalars(select(AuditLine.verb).where(AuditLine.verb.startswith("mailbox."))).all()
    assert verbs == ["mailbox.ask", "mailbox.confirm"]
    assert NEW in client.get(pages[NEW]).text
    assert answer(client, pages[NEW]) == 409  # pressed a second time from another tab


def test_the_old_links_stay_dead_when_the_mailbox_comes_back(
    client: FlaskClient, world: World, url: str
) -> None:
    ask(client, url)
    pages = addresses()
    answer(client, pages[NEW])
    assert answer(client, pages[OLD], reason="Không phải đơn vị đề nghị") == 303
    assert (mailbox(world), change().state) == (OLD, "undone")
    assert client.get(url).status_code == 404
    fresh = fill(world.dam.id, OLD, f"⟦link:{world.work.id}⟧").removeprefix("http://127.0.0.1:8000")
    assert client.get(fresh).status_code == 200
    assert ask(client, fresh, "khac@lamgiang.example") == 422  # the office speaks first
    with clock.frozen_at(clock.now() + rules.QUIET_AFTER_OBJECTION + timedelta(hours=1)):
        fresh = fill(world.dam.id, OLD, f"⟦link:{world.work.id}⟧").removeprefix("http://127.0.0.1:8000")
        assert ask(client, fresh, "khac@lamgiang.example") == 303


def test_an_objection_stops_what_is_not_in_force(client: FlaskClient, world: World, url: str) -> None:
    change_rules(SYSTEM, office_email="vanphong@lamgiang.example")
    ask(client, url)
    pages = addresses()
    assert answer(client, pages[OLD], reason="") == 422
    assert answer(client, pages[OLD], reason="Không rõ ai đề nghị") == 303
    assert change().state == "stopped"
    assert answer(client, pages[NEW]) == 409
    assert mailbox(world) == OLD
    told = db.session.scalars(select(Letter).where(Letter.to_addr == "vanphong@lamgiang.example")).one()
    assert "Không rõ ai đề nghị" in told.body_text
    assert answer(client, pages[OLD], reason="lần nữa") == 409


def test_too_late(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    pages = addresses()
    with clock.frozen_at(clock.now() + rules.TO_CONFIRM):
        assert (answer(client, pages[NEW]), answer(client, pages[OLD], reason="x")) == (409, 409)
    answer(client, pages[NEW])
    with clock.frozen_at(clock.now() + rules.TO_OBJECT):
        assert answer(client, pages[OLD], reason="x") == 409
    assert mailbox(world) == NEW


def test_the_office_was_faster(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    body = db.session.get_one(Body, world.dam.id)
    actions.set_mailboxes(world.viewer("oanh"), body, main="ubnd@lamgiang.example")
    pages = addresses()
    assert answer(client, pages[NEW]) == 409
    assert mailbox(world) == "ubnd@lamgiang.example"


def test_a_later_wish_replaces_the_earlier(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    first = addresses()[NEW]
    ask(client, url, "khac@lamgiang.example")
    assert answer(client, first) == 409
    assert answer(client, addresses()["khac@lamgiang.example"]) == 303
    assert mailbox(world) == "khac@lamgiang.example"


@pytest.mark.parametrize(
    "typed", ["", "không phải", OLD, OLD.upper(), "a@x.vn, b@y.vn", "a@x.vn\r\nBcc: b@y.vn", "a@x"]
)
def test_what_is_no_new_mailbox_is_refused(client: FlaskClient, world: World, url: str, typed: str) -> None:
    assert ask(client, url, typed) == 422
    assert db.session.scalars(select(Letter)).all() == []


def test_three_wishes_a_day(client: FlaskClient, world: World, url: str) -> None:
    answers = [ask(client, url, f"thu{n}@lamgiang.example") for n in range(4)]
    assert answers == [303, 303, 303, 429]
    db.session.rollback()
    assert len(db.session.scalars(select(Letter)).all()) == 6


def test_waiting_letters_follow(client: FlaskClient, world: World, url: str) -> None:
    drafts = [
        post.Draft(f"k:{to}", "outcome", to, "test", body_id=body_id, facts={"name": "Xã"})
        for to, body_id in ((OLD, world.dam.id), ("chi@lamgiang.example", world.chi_body.id))
    ]
    post.enqueue_all(drafts)
    ask(client, url)
    answer(client, addresses()[NEW])
    db.session.rollback()
    found = db.session.scalars(
        select(Letter.to_addr).where(Letter.kind == "outcome").order_by(Letter.id)
    ).all()
    assert found == [NEW, "chi@lamgiang.example"]


def test_codes_open_nothing_else(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    id, key = change().id, link_key()
    codes = {purpose: rules.code_of(key, purpose, id) for purpose in ("newbox", "oldbox")}
    link_code = url.removeprefix("/b/")
    assert len({*codes.values(), link_code}) == 3
    for page, wrong in (
        ("moi", codes["oldbox"]),
        ("cu", codes["newbox"]),
        ("moi", link_code),
        ("cu", "x" * 23),
    ):
        assert client.get(f"/b/hom-thu-{page}/{wrong}").status_code == 404
    assert client.get(f"/b/{codes['newbox']}").status_code == 404


def test_the_letters_hold_no_code(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    db.session.rollback()
    for letter in db.session.scalars(select(Letter)):
        assert f"box:{change().id}⟧" in letter.body_text
        assert "/b/hom-thu" not in letter.body_text + letter.body_html
        (html,) = jobs.fill([(letter, letter.body_html)])
        assert "/b/hom-thu-" in html


def test_a_dead_link_changes_nothing(client: FlaskClient, world: World, url: str) -> None:
    with transaction():
        db.session.scalars(select(MailedLink)).one().revoked_at = clock.now()
    answered = client.get(f"{url}/lien-he")
    assert (answered.status_code, "Đàm Thượng" in answered.text) == (404, False)
    assert ask(client, url) == 404


def test_only_links_ask(app: Flask, world: World, url: str) -> None:
    link = db.session.scalars(select(MailedLink)).one()
    for actor in (
        world.viewer("binh"),
        world.viewer("oanh"),
        LinkHolder("x", frozenset({world.chi_body.id})),
    ):
        with pytest.raises(NotAllowed):
            actions.ask_change(actor, link, mailbox=NEW, asked_by="x")


def test_the_office_sees_all_of_it(client: FlaskClient, world: World, url: str, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    assert "UBND xã Đàm Thượng" not in browser.get("/don-vi/doi-hom-thu").text
    ask(client, url)
    answer(client, addresses()[OLD], reason="Không rõ ai đề nghị")
    page = browser.get("/don-vi/doi-hom-thu").text
    assert all(words in page for words in ("UBND xã Đàm Thượng", NEW, OLD, "Không rõ ai đề nghị"))


def test_the_office_ends_links(client: FlaskClient, world: World, url: str, sign_in: SignIn) -> None:
    browser, page = sign_in("oanh"), f"/don-vi/{world.dam.id}/lien-ket"
    assert world.task.text[:20] in browser.get(page).text
    assert answer(browser, page, reason="") == 422
    assert client.get(url).status_code == 200
    assert answer(browser, page, reason="Thư chuyển nhầm người") == 303
    assert client.get(url).status_code == 404
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "link.revoke")).one()
    assert (line.reason, line.after) == ("Thư chuyển nhầm người", {"mailbox": OLD, "links": 1})
    assert f"/phan-cong/{world.work.id}" not in browser.get(page).text
    other = fill(world.chi_body.id, "chi@lamgiang.example", f"⟦link:{world.other_work.id}⟧")
    assert client.get(other.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_a_body_that_became_another_changes_no_mailbox(client: FlaskClient, world: World, url: str) -> None:
    ask(client, url)
    new, seen = addresses()[NEW], tokens(client, addresses()[NEW])
    renamed = NewBody("UBND phường Đàm", world.commune.id, email="phuong.dam@lamgiang.example")
    change_bodies(SYSTEM, kind="rename", day=clock.today(), old=[world.dam.id], new=renamed)
    assert client.post(new, data=seen).status_code == 409
    assert client.get(new).status_code == 200
    assert (mailbox(world), change().state) == (OLD, "asked")
    assert not db.session.scalars(select(Letter).where(Letter.kind == "link")).all()
