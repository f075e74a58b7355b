"""One file kept once and shown with several reports and comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.files.samples import PDF
from tests.sending import fields_of
from tests.world import DUE, World
from tracker.access.actors import SYSTEM
from tracker.assignments.actions import post_report, withdraw_report
from tracker.assignments.models import Evidence
from tracker.db import db
from tracker.errors import NotFound
from tracker.files import queries
from tracker.files.actions import store
from tracker.files.keeping import Kept, keep
from tracker.files.models import StoredFile
from tracker.links import actions as links
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def kept(app: Flask) -> Kept:
    return keep(app.extensions["config"], BytesIO(PDF), "Kế hoạch 27.pdf", 10_000)


def test_one_file_serves_several_assignments(sign_in: SignIn, world: World, kept: Kept) -> None:
    """A plan sent once is ticked for a second piece of work; taking back one report takes it from none else."""
    second = make.make_assignment(world.dam, DUE, make.make_task(world.directive))
    first_report = post_report(world.viewer("binh"), world.work, status="done", kept=[kept])
    file = db.session.scalars(select(StoredFile)).one()
    browser, page = sign_in("binh"), f"/phan-cong/{second.id}"
    text = browser.get(page).text
    assert "Kế hoạch 27.pdf" in text
    assert re.search(r"\d+ [KB]+, 02/03/2026", text), "its size and day tell files of one name apart"
    form = fields_of(text, f"{page}/bao-cao")
    sent = browser.post(f"{page}/bao-cao", data=form | {"status": "done", "earlier": str(file.id)})
    assert sent.status_code == 303
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 2
    withdraw_report(world.viewer("binh"), first_report)
    assert "Kế hoạch 27.pdf" in sign_in("oanh").get(page).text
    with sign_in("oanh").get(f"/tep/{file.id}") as opened:
        assert opened.data == PDF


def test_the_page_behind_a_link_offers_it_too(client: FlaskClient, world: World, kept: Kept) -> None:
    file = store(world.viewer("binh"), kept, body_id=world.dam.id)
    stranger = store(world.viewer("chi"), kept, body_id=world.chi_body.id)
    mark = f"⟦link:{world.work.id}⟧"
    url = links.fill(world.dam.id, world.dam.email, mark).split("://", 1)[1].split("/", 1)[1]
    text = client.get(f"/{url}").text
    assert f'value="{file.id}"' in text
    assert f'value="{stranger.id}"' not in text
    action = re.findall(r'action="([^"]*viec[^"]*)"', text)[0]
    form = fields_of(text, action) | {"status": "done", "reporter": "Hoàng Văn Ân"}
    assert client.post(action, data=form | {"earlier": str(stranger.id)}).status_code == 404
    sent = client.post(action, data=form | {"earlier": str(file.id)})
    assert sent.status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Evidence.file_id)).one() == file.id


def test_a_successor_has_the_files_of_the_body_it_was(world: World, kept: Kept) -> None:
    oanh, binh = world.viewer("oanh"), world.viewer("binh")
    file = store(binh, kept, body_id=world.dam.id)
    change_bodies(
        oanh,
        kind="rename",
        day=date(2026, 3, 2),
        old=[world.dam.id],
        new=NewBody("UBND phường Đàm Thượng", world.commune.id),
    )
    db.session.refresh(world.work)
    assert world.work.body_id != world.dam.id
    assert [each.id for each in queries.earlier(SYSTEM, world.work.body_id)] == [file.id]
    post_report(world.viewer("binh"), world.work, status="done", file_ids=[file.id])
    with pytest.raises(NotFound):
        post_report(world.viewer("chi"), world.other_work, status="done", file_ids=[file.id])
