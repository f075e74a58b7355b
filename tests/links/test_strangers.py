"""A stranger with a letter's addresses: a mail scanner that opens them all, and one body at another's doors."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.access.test_matrix import UNWATCHED
from tests.conftest import MONDAY
from tests.files.samples import PDF
from tests.intake.drafts import TEXT, UNKNOWN, drafted
from tests.links.phone import count, tokens
from tests.world import DUE, World
from tracker import clock, codes
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Report
from tracker.auth import onetime
from tracker.contacts import actions as contacts
from tracker.contacts.models import MailboxChange
from tracker.db import Base, db
from tracker.files.actions import store
from tracker.files.keeping import keep
from tracker.intake import actions as intake
from tracker.links import actions as links
from tracker.links import queries
from tracker.links.models import MailedLink
from tracker.outbox.models import Letter
from tracker.reminders import actions as reminders
from tracker.scheduler import jobs

ADDRESS = re.compile(r"""http://127\.0\.0\.1:8000(/[^\s"'<>]*)""")
TIMES = 20


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but for who came and what was refused."""
    db.session.rollback()
    found = {
        table.name: db.session.execute(select(table).order_by(*table.primary_key.columns)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in UNWATCHED
    }
    db.session.rollback()
    return found


def write_every_letter(world: World) -> None:
    """One letter of each kind at least, through the verbs that send them."""
    oanh = world.viewer("oanh")
    draft = drafted(world, TEXT)
    intake.choose_addressee(oanh, draft, words=UNKNOWN, kind="body", chosen_id=world.front.id)
    intake.issue_directive(oanh, draft)
    reminders.urge(oanh, assignment_ids=[world.work.id])
    with clock.frozen_at(MONDAY + timedelta(days=4)):
        reminders.queue_ladder(SYSTEM, clock.today())
    assignments.post_report(world.viewer("chi"), world.other_work, status="done")
    assignments.return_for_rework(oanh, world.other_work, reason="Thiếu văn bản")
    for name in ("binh", "an"):
        onetime.make_password_link(
            SYSTEM, world.people[name], base_url="http://127.0.0.1:8000", life=7200, by_mail=True
        )
    onetime.send_code(SYSTEM, world.people["binh"], browser="a")
    links.issue(SYSTEM, [(world.dam.id, world.dam.email, world.work.id)])
    link = db.session.scalars(select(MailedLink)).one()
    link = queries.genuine(codes.code_of(links.link_key(), link.id, 1), links.link_key()) or link
    holder = queries.holder_of(link)
    links.renew(holder, link)
    contacts.ask_change(holder, link, mailbox="moi@lamgiang.example", asked_by="Bình")


def mailed_addresses() -> dict[str, set[str]]:
    """Kind of letter to the addresses in it, as they leave: of the text and of the HTML."""
    found: dict[str, set[str]] = {}
    for letter in db.session.scalars(select(Letter).order_by(Letter.id)).all():
        parts = jobs.fill([(letter, letter.body_text), (letter, letter.body_html)])
        for address in (address for part in parts for address in ADDRESS.findall(part)):
            found.setdefault(letter.kind, set()).add(address.replace("&amp;", "&"))
    return found


def test_scanners_change_nothing(app: Flask, world: World) -> None:
    """Every address of every letter, opened by GET and by HEAD twenty times without a cookie (S27)."""
    write_every_letter(world)
    found = mailed_addresses()
    assert {"assigned", "late", "urge", "outcome", "link", "password", "contact"} <= set(found)
    addresses = sorted(set.union(*found.values()))
    assert {address.split("/")[1] for address in addresses} >= {"b", "mat-khau"}
    assert any("kq=xong" in address for address in addresses)
    before = everything()
    for n in range(TIMES):
        with clock.frozen_at(MONDAY + timedelta(minutes=4 * n)):
            for address in addresses:
                opened = app.test_client().get(address)
                assert opened.status_code in (200, 302), address
                app.test_client().head(address)
    assert everything() == before


@pytest.mark.parametrize("kind", ["viec", "report", "status", "file"])
def test_a_bodys_link_opens_nothing_of_anothers(
    app: Flask, client: FlaskClient, world: World, url: str, kind: str
) -> None:
    other = world.other_work
    made = assignments.post_report(world.viewer("chi"), other, status="doing", note="Của Chí Minh Khai")
    kept = keep(app.extensions["config"], BytesIO(PDF), "Của Chí Minh Khai.pdf", 10_000)
    file = store(world.viewer("chi"), kept, body_id=world.chi_body.id)
    hidden = tokens(client, url) | {"reporter": "Bình"}
    before = everything()
    if kind == "viec":
        for page in ("", "/da-gui"):
            assert client.get(f"{url}{page}?viec={other.id}").status_code == 404
        assert client.post(f"{url}?viec={other.id}", data=hidden | {"status": "done"}).status_code == 404
    elif kind == "report":
        assert client.post(f"{url}/rut-lai", data=hidden | {"report": str(made.id)}).status_code == 404
    elif kind == "status":
        sent = hidden | {f"status_{other.id}": "done", f"note_{other.id}": "x"}
        assert client.post(f"{url}/tat-ca", data=sent).status_code == 303  # said to be not taken
    else:
        assert client.post(url, data=hidden | {"status": "doing", "earlier": str(file.id)}).status_code == 404
    assert everything() == before


def test_no_page_behind_a_link_speaks_of_another_body(
    app: Flask, client: FlaskClient, world: World, url: str
) -> None:
    """Every address there is, opened with nothing but a link: the link's own pages, public ones, or sign in."""
    make.make_assignment(world.chi_body, DUE)
    assignments.post_report(world.viewer("chi"), world.other_work, status="done", note="bí mật")
    code, wrong = url.removeprefix("/b/"), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()):
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: code if found[1] == "code" else "2", rule.rule)
        for asked in ("", f"?viec={world.other_work.id}"):
            answer = client.get(address + asked, headers={"Cookie": ""})
            if "Chí Minh Khai" in answer.text or "bí mật" in answer.text or answer.status_code >= 500:
                wrong.append((address, answer.status_code))
    assert wrong == []


def test_a_revoked_code_is_nobodys(client: FlaskClient, world: World, url: str) -> None:
    """The office's new mailbox, a revoking, a new version: each ends the old code and nothing else does."""
    links.revoke(SYSTEM, world.dam, mailbox=world.dam.email.upper())
    for page in ("", "/tat-ca", "/da-gui", "/lien-he"):
        answer = client.get(url + page)
        assert (answer.status_code, "Đàm Thượng" in answer.text) == (404, False)
    fresh = links.fill(world.dam.id, world.dam.email, f"⟦link:{world.work.id}⟧")
    assert client.get(fresh.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get(url).status_code == 404
    assert (count(Report), count(MailboxChange)) == (0, 0)
