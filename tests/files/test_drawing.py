"""The first page of a PDF as a picture: drawn by the confined child, remembered, and nothing where it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.samples import NO_PDF, PDF, PNG
from tests.world import World
from tracker.files import drawing
from tracker.files.actions import store
from tracker.files.keeping import keep

SignIn = Callable[[str], FlaskClient]
DATABASES = ("sqlite",)  # no statement of its own


def kept(app: Flask, world: World, content: bytes, name: str) -> int:
    taken = keep(app.extensions["config"], BytesIO(content), name, 100_000)
    return store(world.viewer("oanh"), taken, body_id=world.dam.id).id


def test_a_page_is_drawn_by_ourselves(app: Flask, world: World, sign_in: SignIn) -> None:
    answer = sign_in("oanh").get(f"/tep/{kept(app, world, PDF, 'Báo cáo.pdf')}/trang-dau")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("content", "name"), [(NO_PDF, "Hỏng.pdf"), (PNG, "Ảnh.png")])
def test_what_cannot_be_drawn_is_not_there(
    app: Flask, world: World, sign_in: SignIn, content: bytes, name: str
) -> None:
    assert sign_in("oanh").get(f"/tep/{kept(app, world, content, name)}/trang-dau").status_code == 404


def test_nobody_looks_at_what_they_may_not_open(app: Flask, world: World, sign_in: SignIn) -> None:
    assert sign_in("chi").get(f"/tep/{kept(app, world, PDF, 'Báo cáo.pdf')}/trang-dau").status_code == 404


def test_that_there_was_no_time_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    assert drawing.first_page_of(file) == b"", "gone"
    file.write_bytes(PDF)
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    with drawing._AT_ONCE:
        assert drawing.first_page_of(file) == b""
    picture = drawing.first_page_of(file)
    assert picture.startswith(b"\x89PNG")
    file.write_bytes(b"")
    assert drawing.first_page_of(file) == picture, "what lies under a hash never changes"
