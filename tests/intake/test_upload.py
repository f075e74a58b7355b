"""Entering a directive: what is read and kept, and what is refused with a clear sentence and no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests import make
from tests.intake.drafts import TEXT, tasks_of
from tests.intake.files import word_letter
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine
from tracker.config import Config
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.files.models import StoredFile

SignIn = Callable[[str], FlaskClient]
NEW = "/van-ban/moi"
NOTE = "Chiều nay trời mưa to ở ngoài phố."


def send(browser: FlaskClient, **typed: object) -> TestResponse:
    fields: dict[str, object] = {**fields_of(browser.get(NEW).text, NEW), **typed}
    if isinstance(upload := fields.get("file"), tuple):
        fields["file"] = FileStorage(upload[0], filename=upload[1])
    boundary, body = encode_multipart(fields)
    return browser.post(NEW, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def drafts() -> list[Directive]:
    db.session.commit()  # see what the request has written
    rows = select(Directive).where(Directive.state == "draft").order_by(Directive.id)
    return list(db.session.scalars(rows))


def test_a_pasted_text_becomes_a_draft(sign_in: SignIn) -> None:
    answer = send(sign_in("oanh"), text=TEXT, origin="upper")
    (made,) = drafts()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/van-ban/{made.id}")
    assert (made.origin, made.file_id, len(tasks_of(made))) == ("upper", None, 5)


def test_the_same_form_sent_twice_is_one_draft(sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    fields = fields_of(browser.get(NEW).text, NEW) | {"text": TEXT, "origin": "own"}
    places = {browser.post(NEW, data=fields).headers["Location"] for _ in range(2)}
    assert len(places) == len(drafts()) == 1


def test_a_file_is_read_kept_and_can_be_downloaded(sign_in: SignIn, world: World, tmp_path: Path) -> None:
    content = word_letter(tmp_path / "cong-van.docx").read_bytes()
    browser = sign_in("oanh")
    send(browser, text="", file=(BytesIO(content), "công văn 215.docx"))
    (made,) = drafts()
    stored = db.session.get_one(StoredFile, made.file_id)
    assert (stored.name, stored.size, made.number) == ("công văn 215.docx", len(content), "215/UBND-KT")
    assert f"/van-ban/{made.id}/tep" in browser.get(f"/van-ban/{made.id}").text
    with browser.get(f"/van-ban/{made.id}/tep") as answer:
        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert sign_in("binh").get(f"/van-ban/{made.id}/tep").status_code == 404
    with transaction():
        made.state, made.released_at = "issued", clock.now()
    make.make_assignment(world.dam, task=make.make_task(made))
    with sign_in("binh").get(f"/van-ban/{made.id}/tep") as answer:  # now it concerns his commune
        assert answer.data == content
    assert sign_in("chi").get(f"/van-ban/{made.id}/tep").status_code == 404


REFUSED = {
    "empty": ({"text": "  \n "}, 422, "There is no text to read"),
    "not a directive": ({"text": NOTE}, 422, "does not look like a directive"),
    "wrong type": ({"file": (b"MZ\x90", "chuong-trinh.exe")}, 422, "Accepted: .docx, .odt, .pdf, .txt"),
    "broken": ({"file": (b"%PDF-1.7 hong", "cong-van.pdf")}, 422, "damaged"),
    "a picture called a text": ({"file": (b"\x89PNG\r\n\x1a\n", "cong-van.txt")}, 422, "Accepted: .docx"),
    "30 MB": ({"file": (b"A" * (30 * 1024 * 1024), "to.txt")}, 413, "larger than 20 MB"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_bad_input_says_why_and_changes_nothing(sign_in: SignIn, config: Config, case: str) -> None:
    sent, status, sentence = REFUSED[case]
    browser = sign_in("oanh")
    browser.post("/ngon-ngu", data=language(browser, "en"))
    before = db.session.scalar(select(func.count()).select_from(AuditLine))
    upload = sent.get("file")
    typed = {**sent, "origin": "upper"} | ({"file": (BytesIO(upload[0]), upload[1])} if upload else {})
    answer = send(browser, **typed)
    assert answer.status_code == status
    assert sentence in answer.text
    assert re.search(r'<input[^>]*checked[^>]*value="upper"', answer.text)
    assert drafts() == []
    assert db.session.scalar(select(func.count()).select_from(AuditLine)) == before
    assert traces(config) == []


def language(browser: FlaskClient, name: str) -> dict[str, str]:
    fields = fields_of(browser.get(NEW).text, "/ngon-ngu")
    return fields | {"lang": name, "language": name}


def traces(config: Config) -> list[Path]:
    """Every file an upload may have left."""
    return [
        path
        for name in ("files", "quarantine")
        for path in (config.instance / name).rglob("*")
        if path.is_file()
    ]


def test_what_was_typed_is_kept(sign_in: SignIn) -> None:
    answer = send(sign_in("oanh"), text=NOTE)
    assert NOTE in answer.text


def test_no_directive_can_be_taken_all_the_same(sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    answer = send(browser, text=NOTE)
    assert 'name="anyway"' in answer.text
    assert "/van-ban/moi/nhap-tay" in answer.text
    assert send(browser, text=NOTE, anyway="1").status_code == 303
    (made,) = drafts()
    assert (made.text, tasks_of(made)) == (NOTE, [])


@pytest.mark.parametrize("mark", ["MẬT", "Tối mật", "TUYỆT MẬT"])
@pytest.mark.parametrize("as_file", [False, True])
def test_a_secret_leaves_no_trace(sign_in: SignIn, config: Config, mark: str, as_file: bool) -> None:
    text = TEXT.replace("Số: 77/UBND-KT", f"{mark}\n\nSố: 77/UBND-KT")
    browser = sign_in("oanh")
    typed = {"text": "", "file": (BytesIO(text.encode()), "cv.txt")} if as_file else {"text": text}
    answer = send(browser, **typed)
    assert answer.status_code == 422
    assert "hiến đất" not in answer.text
    assert drafts() == []
    assert traces(config) == []


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_for_others_the_page_does_not_exist(sign_in: SignIn, name: str) -> None:
    browser = sign_in(name)
    assert browser.get(NEW).status_code == 404
    assert browser.get(f"{NEW}/nhap-tay").status_code == 404
    token = fields_of(browser.get("/van-ban").text, "/ngon-ngu")
    assert browser.post(NEW, data=token | {"text": TEXT}).status_code == 404


def test_an_oral_conclusion_is_entered_by_hand(sign_in: SignIn, world: World) -> None:
    browser = sign_in("oanh")
    page = f"{NEW}/nhap-tay"
    fields = fields_of(browser.get(page).text, page) | {
        "kind": "ket_luan",
        "origin": "oral",
        "urgency": "khan",
    }
    refused = browser.post(page, data=fields | {"subject": "", "issued": "32/13/2026"})
    assert refused.status_code == 422
    assert "32/13/2026" in refused.text
    answer = browser.post(
        page, data=fields | {"subject": "Kết luận giao ban", "issued": "3/2026", "text": "Đã họp."}
    )
    (made,) = drafts()
    assert answer.headers["Location"] == f"/van-ban/{made.id}/nhiem-vu/them"
    assert (made.kind, made.origin, made.issued_month, made.urgency) == (
        "ket_luan",
        "oral",
        "2026-03",
        "khan",
    )
    add = answer.headers["Location"]
    task = fields_of(browser.get(add).text, add) | {
        "text": "Họp.",
        "add_lead": "UBND xã Đàm Thượng; UBND các xã",
    }
    assert browser.post(add, data=task | {"deadline_kind": "none", "due_on": "2026-03-31"}).status_code == 303
    assert [(task.text, str(task.due_on)) for task in tasks_of(made)] == [("Họp.", "2026-03-31")]
