"""The signed paper of a closed period: a file as it came, who and when, another beside it, never in its place."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import make
from tests.files.samples import PDF
from tests.reviews.conftest import SIGNER
from tests.sending import send
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.reviews import actions
from tracker.reviews.models import Period, SignedCopy

URL = "/ra-soat/2026-03"
PAGE = f"{URL}/ban-ky"


@pytest.fixture
def closed(month: World) -> Period:
    period: Period = actions.open_period(SYSTEM, name="2026-03")
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    return period


def upload(browser: FlaskClient, content: bytes, name: str) -> TestResponse:
    return send(browser, PAGE, PAGE, file=(BytesIO(content), name))


def test_the_scan_is_kept_as_it_came_and_written_down(office: FlaskClient, closed: Period) -> None:
    assert PAGE in office.get(URL).text
    assert upload(office, PDF, "Báo cáo đã ký.pdf").headers["Location"] == PAGE
    kept = db.session.scalars(select(SignedCopy)).one()
    digest = sha256(PDF).hexdigest()
    assert (kept.period_id, kept.number, kept.sha256, kept.by) == (closed.id, 1, digest, "Phạm Thị Oanh")
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    facts = {"version": 1, "file_id": kept.file_id, "sha256": digest}
    assert (line.verb, line.thing, line.after) == ("review.attach", f"period:{closed.id}", facts)
    for page in (office.get(URL).text, office.get(PAGE).text):
        assert "Báo cáo đã ký.pdf" in page
        assert "Phạm Thị Oanh" in page
    assert digest in office.get(PAGE).text
    got = office.get(f"{PAGE}/{kept.id}")
    assert (got.data, got.mimetype) == (PDF, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_a_better_scan_is_added_beside_the_first(office: FlaskClient, closed: Period) -> None:
    for name in ("lần đầu.pdf", "rõ hơn.pdf"):
        upload(office, PDF, name)
    page = office.get(PAGE).text
    assert page.index("rõ hơn.pdf") < page.index("lần đầu.pdf")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ", "ky.exe"), (b"PK\x03\x04", "ky.docx"), (b"not at all", "ky.pdf"), (b"", "ky.pdf")],
)
def test_what_is_no_scan_is_refused(office: FlaskClient, closed: Period, content: bytes, name: str) -> None:
    answer = upload(office, content, name)
    assert (answer.status_code, name in answer.text) == (422, True)
    assert db.session.scalar(select(SignedCopy.id)) is None


def test_each_version_has_its_own_paper(office: FlaskClient, closed: Period, month: World) -> None:
    upload(office, PDF, "bản một.pdf")
    month.people["ky"] = make.make_person("Vi Văn Kỳ", "office", login="ky")
    actions.reopen_period(month.viewer("ky"), closed, reason="Sót một đơn vị")
    shown = office.get(PAGE).text
    assert "bản một.pdf" in shown
    assert "multipart/form-data" not in shown, "what is being corrected has no signature yet"
    actions.close_period(month.viewer("oanh"), closed, **SIGNER)
    assert "bản một.pdf" not in office.get(URL).text
    assert "bản một.pdf" in office.get(f"{URL}?ban=1").text


def test_others_read_and_strangers_find_nothing(
    office: FlaskClient, sign_in: Callable[[str], FlaskClient], closed: Period
) -> None:
    upload(office, PDF, "ký.pdf")
    number = db.session.scalars(select(SignedCopy.id)).one()
    leader = sign_in("lam")
    assert leader.get(f"{PAGE}/{number}").data == PDF
    assert "multipart/form-data" not in leader.get(PAGE).text
    assert sign_in("binh").get(f"{PAGE}/{number}").status_code == 404
    assert office.get(f"/ra-soat/2026-02/ban-ky/{number}").status_code == 404
    assert office.get("/ra-soat/2026-02/ban-ky").status_code == 404
