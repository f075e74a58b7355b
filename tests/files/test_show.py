"""Opening a kept file: by whom, and how the browser is told to treat it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.samples import PDF
from tests.world import World
from tracker.errors import NotAllowed
from tracker.files.actions import store
from tracker.files.keeping import Kept, keep


@pytest.fixture
def kept(app: Flask) -> Kept:
    return keep(app.extensions["config"], BytesIO(PDF), "Báo cáo 118.pdf", 10_000)


@pytest.mark.parametrize(
    ("name", "status"),
    [("binh", 200), ("oanh", 200), ("lam", 200), ("khanh", 200), ("chi", 404), ("an", 404)],
)
def test_who_opens_a_body_s_evidence(
    sign_in: Callable[[str], FlaskClient], world: World, kept: Kept, name: str, status: int
) -> None:
    stored = store(world.viewer("binh"), kept, body_id=world.dam.id)
    with sign_in(name).get(f"/tep/{stored.id}") as answer:
        assert answer.status_code == status
        if status != 200:
            return
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "UTF-8''B%C3%A1o%20c%C3%A1o%20118.pdf" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_without_a_session(client: FlaskClient, world: World, kept: Kept) -> None:
    stored = store(world.viewer("binh"), kept, body_id=world.dam.id)
    assert client.get(f"/tep/{stored.id}").status_code == 302


def test_a_body_stores_for_itself_only(world: World, kept: Kept) -> None:
    for body_id in (world.chi_body.id, None):
        with pytest.raises(NotAllowed):
            store(world.viewer("binh"), kept, body_id=body_id)
    with pytest.raises(NotAllowed):
        store(world.viewer("khanh"), kept, body_id=world.dam.id)
