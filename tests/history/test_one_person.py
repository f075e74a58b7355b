"""All that is kept about one person, in one file: whole, written down, and without a secret."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any
from zipfile import ZipFile

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import make_person
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.absences import actions as absences
from tracker.absences.models import Absence
from tracker.assignments.actions import post_report
from tracker.audit.models import AuditLine
from tracker.auth import onetime
from tracker.auth.models import OneTimeSecret, UserSession
from tracker.bodies.models import BodyMailbox
from tracker.contacts.models import MailboxChange
from tracker.db import db, transaction
from tracker.history.kept import SECTIONS
from tracker.history.labels import COLUMN_NAMES, SECTION_NAMES
from tracker.people import actions as people
from tracker.people.models import Person

SignIn = Callable[[str], FlaskClient]


def opened(data: bytes) -> tuple[dict[str, Any], str]:
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return json.loads(archive.read("du-lieu.json")), archive.read("doc.html").decode()


def test_all_of_it_and_no_secret(world: World, sign_in: SignIn) -> None:
    binh, admin = world.people["binh"], world.viewer("an")
    beside = make_person("Đinh Văn Dũng", body=world.dam)
    row = Absence(person_id=binh.id, body_id=world.dam.id, first_on=clock.today(), last_on=date(2026, 3, 6))
    absences.set_absence(world.viewer("binh"), row, person=binh, deputy=beside)
    before = make_person("Vũ Thị Giang", body=world.dam)
    held = people.join_body(admin, before, world.chi_body, valid_from=date(2025, 1, 1))
    people.leave_body(admin, held, valid_to=clock.today(), successor=binh)
    post_report(world.viewer("binh"), world.work, status="done", note="Đã xong")
    onetime.make_password_link(admin, binh, base_url="http://x", life=3600, by_mail=True)
    sign_in("binh")
    account = f"/quan-tri/nguoi-dung/{binh.id}"
    answer = send(sign_in("an"), account, f"{account}/du-lieu")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    found, page = opened(answer.data)
    assert set(found) == set(SECTIONS) == set(SECTION_NAMES)
    filled = {name for name, rows in found.items() if rows}
    assert filled >= {"account", "bodies", "absences", "reports", "letters", "sessions", "deeds", "about"}
    assert found["account"][0]["email"] == binh.email
    assert {column for rows in found.values() for each in rows for column in each} <= set(COLUMN_NAMES)
    for words in ("Hoàng Văn Bình", "UBND xã Đàm Thượng", "Đinh Văn Dũng", "Vũ Thị Giang", "Báo cáo"):
        assert words in page
    secrets = [row.id_hash for row in db.session.scalars(select(UserSession))]
    secrets += [row.secret_hash for row in db.session.scalars(select(OneTimeSecret))]
    text = json.dumps(found) + page
    hashes = [person.password_hash for person in db.session.scalars(select(Person)) if person.password_hash]
    assert not any(secret.hex() in text for secret in secrets)
    assert not any(each in text for each in hashes)
    assert "hash" not in text
    assert "⟦" not in text


def test_a_body_s_mailbox_that_is_the_person_s_own_is_told(world: World, sign_in: SignIn) -> None:
    binh = world.people["binh"]
    with transaction() as session:
        binh.email = "Binh@lamgiang.example"
        session.add(BodyMailbox(body_id=world.dam.id, address="binh@lamgiang.example", is_copy=True))
        session.add(BodyMailbox(body_id=world.dam.id, address="khac@lamgiang.example"))
        session.add(
            MailboxChange(
                body_id=world.dam.id, assignment_id=world.work.id, old_mailbox=world.dam.email,
                new_mailbox="binh@lamgiang.example", what="add", asked_by="Nông Văn Khánh", asked_at=clock.now(),
            )
        )  # fmt: skip
    found, page = opened(send(sign_in("binh"), "/tai-khoan", "/tai-khoan/du-lieu").data)
    assert found["mailboxes"] == [
        {"body": world.dam.name, "mailbox": "binh@lamgiang.example", "is_copy": True}
    ]
    [change] = found["mailbox_changes"]
    assert (change["new_mailbox"], change["asked_by"]) == ("binh@lamgiang.example", "Nông Văn Khánh")
    assert "Thêm" in page  # the change in words
    theirs, _ = opened(send(sign_in("chi"), "/tai-khoan", "/tai-khoan/du-lieu").data)
    main = {"body": world.chi_body.name, "mailbox": "chi@lamgiang.example", "is_copy": False}
    assert (theirs["mailboxes"], theirs["mailbox_changes"]) == ([main], [])


def test_ones_own_and_nobody_elses(world: World, sign_in: SignIn) -> None:
    binh = world.people["binh"]
    found, _ = opened(send(sign_in("binh"), "/tai-khoan", "/tai-khoan/du-lieu").data)
    assert found["account"][0]["login"] == "binh"
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()
    assert (line.verb, line.thing, line.actor_label) == (
        "person.export",
        f"person:{binh.id}",
        "Hoàng Văn Bình",
    )
    for name in ("oanh", "chi", "lam", "khanh"):
        browser = sign_in(name)
        token = fields_of(browser.get("/tai-khoan").text, "/tai-khoan/du-lieu")
        answer = browser.post(f"/quan-tri/nguoi-dung/{binh.id}/du-lieu", data=token)
        assert answer.status_code in {403, 404}
