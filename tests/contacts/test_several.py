"""Further mailboxes of a body: wished for by its letter's link, entered by the office, ended for good when they go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.contacts.test_pages import NEW, OLD, addresses, answer, change, tokens
from tests.sending import fields_of, send
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.assignments.actions import confirm, post_report
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.contacts import queries
from tracker.contacts.actions import ask_change, set_mailboxes
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.links.actions import fill, link_key
from tracker.links.models import MailedLink
from tracker.links.queries import genuine, holder_of
from tracker.outbox.models import Letter

SignIn = Callable[[str], FlaskClient]
HOST = "http://127.0.0.1:8000"
TOLD = "huyen@lamgiang.example"


def link(world: World, mailbox: str) -> str:
    db.session.rollback()
    return fill(world.dam.id, mailbox, f"⟦link:{world.work.id}⟧").removeprefix(HOST)


@pytest.fixture
def url(world: World) -> str:
    """Where the letter to the main mailbox leads."""
    return link(world, OLD)


def wish(client: FlaskClient, url: str, what: str, mailbox: str = "") -> int:
    page = f"{url}/lien-he"
    said = {"what": what, "mailbox": mailbox, "asked_by": "Hoàng Văn Bình"}
    return client.post(page, data=tokens(client, page) | said).status_code


def places(world: World) -> dict[str, str]:
    db.session.rollback()
    return queries.mailboxes(db.session.get_one(Body, world.dam.id, populate_existing=True))


def put(world: World, main: str = OLD, **said: list[str]) -> None:
    set_mailboxes(SYSTEM, db.session.get_one(Body, world.dam.id), main=main, **said)


def test_one_more_comes_with_a_link_of_its_own(client: FlaskClient, world: World, url: str) -> None:
    assert wish(client, url, "add", NEW) == 303
    assert places(world) == {OLD: "main"}
    pages = addresses()
    assert set(pages) == {OLD, NEW}
    assert NEW in client.get(pages[NEW]).text
    assert answer(client, pages[NEW]) == 303
    assert places(world) == {OLD: "main", NEW: "own"}
    assert client.get(url).status_code == 200  # the main one's links go on
    welcome = db.session.scalars(select(Letter).where(Letter.kind == "link")).one()
    assert welcome.to_addr == NEW
    assert link(world, NEW) != url
    assert client.get(link(world, NEW)).status_code == 200
    assert NEW in client.get(f"{url}/lien-he").text
    assert answer(client, pages[OLD], reason="Không phải của xã") == 303  # the main one objects afterwards
    assert places(world) == {OLD: "main"}
    assert change().state == "undone"


def test_one_that_is_only_told_has_no_links(client: FlaskClient, world: World, url: str) -> None:
    assert wish(client, url, "copy", TOLD) == 303
    assert answer(client, addresses()[TOLD]) == 303
    assert places(world) == {OLD: "main", TOLD: "copy"}
    assert db.session.scalars(select(Letter).where(Letter.kind == "link")).all() == []
    assert link(world, TOLD) == f"/phan-cong/{world.work.id}"


def test_one_is_taken_away_confirmed_by_the_main_one(client: FlaskClient, world: World, url: str) -> None:
    put(world, further=[NEW])
    second = link(world, NEW)
    assert wish(client, second, f"remove:{NEW}") == 303
    pages = addresses()
    assert client.get(second).status_code == 200
    assert answer(client, pages[OLD]) == 303
    assert places(world) == {OLD: "main"}
    assert client.get(second).status_code == 404
    assert answer(client, pages[NEW], reason="Phòng vẫn dùng") == 303  # the one that went brings it back
    assert places(world) == {OLD: "main", NEW: "own"}
    assert client.get(second).status_code == 404  # but not its links


def test_wishes_that_cannot_be(client: FlaskClient, world: World, url: str) -> None:
    put(world, further=[NEW])
    for what, mailbox in (("add", ""), ("remove:" + OLD, "")):
        assert wish(client, url, what, mailbox) == 422, what
    behind = genuine(url.removeprefix("/b/"), link_key())
    assert behind is not None
    holder = holder_of(behind)
    for what, mailbox, code in (
        ("add", OLD, "mailbox_same"),
        ("add", NEW, "mailbox_same"),
        ("replace", OLD.upper(), "mailbox_same"),
        ("remove", OLD, "mailbox_unknown"),
        ("remove", "ai@x.example", "mailbox_unknown"),
        ("add", "a b", "bad_address"),
    ):
        with pytest.raises(Refused, match=code):
            ask_change(holder, behind, mailbox=mailbox, asked_by="Ai", what=what)
    assert wish(client, url, "replace", NEW) == 303  # a further one may become the main one
    assert answer(client, addresses()[NEW]) == 303
    assert places(world) == {NEW: "main"}


def test_the_office_enters_them_and_what_goes_stays_ended(
    client: FlaskClient, world: World, url: str, sign_in: SignIn
) -> None:
    browser, page = sign_in("oanh"), f"/don-vi/{world.dam.id}/hom-thu"
    said = {"main": NEW, "further": "hai@lamgiang.example\nBA@lamgiang.example", "copies": TOLD}
    assert send(browser, page, page, **said).status_code == 303
    assert places(world) == {
        NEW: "main", "hai@lamgiang.example": "own", "ba@lamgiang.example": "own", TOLD: "copy",
    }  # fmt: skip
    assert client.get(url).status_code == 404
    assert send(browser, page, page, main=OLD, further="", copies="").status_code == 303
    assert client.get(url).status_code == 404  # back to the old mailbox: what was mailed there stays ended
    assert client.get(link(world, OLD)).status_code == 200
    assert link(world, OLD) != url
    lines = db.session.scalars(select(AuditLine).where(AuditLine.verb == "body.mailboxes")).all()
    assert lines[0].before == {"mailbox": OLD, "further": "", "only_told": ""}
    assert lines[0].after["further"] == "hai@lamgiang.example; ba@lamgiang.example"
    assert "hai@lamgiang.example" in sign_in("an").get("/quan-tri/nhat-ky").text
    for wrong in ({"main": "", "further": NEW}, {"main": "x"}, {"further": "không phải"}, {"copies": "a@b"}):
        assert send(browser, page, page, **({"main": OLD} | wrong)).status_code == 422, wrong
    many = "\n".join(f"xa{n}@lamgiang.example" for n in range(11))
    assert send(browser, page, page, main=OLD, further=many).status_code == 422
    assert places(world) == {OLD: "main"}


def test_two_who_save_at_once_are_told(world: World, sign_in: SignIn) -> None:
    browser, page = sign_in("oanh"), f"/don-vi/{world.dam.id}/hom-thu"
    fields = fields_of(browser.get(page).text, page)
    put(world, further=[NEW])
    late = browser.post(page, data=fields | {"main": OLD, "further": "khac@lamgiang.example"})
    assert late.status_code == 409
    assert NEW in late.text
    assert "khac@lamgiang.example" in late.text
    with pytest.raises(Conflict, match="stale"):
        set_mailboxes(SYSTEM, db.session.get_one(Body, world.dam.id), main=OLD, version=1)


def test_letters_that_wait_follow_or_are_called_back(world: World) -> None:
    put(world, further=["hai@lamgiang.example"], copies=[TOLD])
    post_report(world.viewer("binh"), world.work, status="done", note="Xong")
    confirm(world.viewer("oanh"), db.session.get_one(Assignment, world.work.id))

    def waiting() -> dict[str, str]:
        db.session.rollback()
        rows = select(Letter.to_addr, Letter.state).where(Letter.kind == "outcome")
        return {to: state for to, state in db.session.execute(rows)}

    assert waiting() == {OLD: "pending", "hai@lamgiang.example": "pending", TOLD: "pending"}
    put(world, main=NEW, further=["hai@lamgiang.example"])
    assert waiting() == {NEW: "pending", "hai@lamgiang.example": "pending", TOLD: "cancelled"}
    put(world, main="hai@lamgiang.example")
    db.session.rollback()
    left = select(Letter.to_addr).where(Letter.kind == "outcome", Letter.state == "pending")
    assert list(db.session.scalars(left)) == ["hai@lamgiang.example"]  # once


def test_a_mailbox_from_own_to_only_told_loses_its_links(client: FlaskClient, world: World) -> None:
    put(world, further=[NEW])
    second = link(world, NEW)
    put(world, copies=[NEW])
    assert client.get(second).status_code == 404
    put(world, further=[NEW])
    assert client.get(second).status_code == 404
    revoked = db.session.scalars(select(MailedLink).where(MailedLink.mailbox == NEW)).one()
    assert revoked.revoked_at is not None


def test_a_link_asked_for_anew_comes_to_the_mailbox_that_asked(client: FlaskClient, world: World) -> None:
    put(world, further=[NEW])
    second = link(world, NEW)
    assert send(client, f"{second}/lien-he", "/b/lien-ket-moi").status_code == 200
    db.session.rollback()
    told = db.session.scalars(select(Letter).where(Letter.kind == "link")).one()
    assert told.to_addr == NEW


def test_the_page_says_who_shares_a_mailbox_and_what_came_back(world: World, sign_in: SignIn) -> None:
    put(world, further=["chi@lamgiang.example"])
    text = sign_in("oanh").get(f"/don-vi/{world.dam.id}/hom-thu").text
    assert "UBND xã Chí Minh Khai" in text
    assert "mỗi ngày một thư tự động" in text


def test_refusals_have_words(world: World) -> None:
    with pytest.raises(Refused, match="mailbox_main_needed"):
        put(world, main="", copies=[TOLD])
    with pytest.raises(Refused, match="bad_address"):
        put(world, further=["a b@c"])
