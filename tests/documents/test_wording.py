"""The office's own words in a report: kept in versions, told apart from other figures, one press from the way back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.documents.test_report import said
from tests.make import make_person
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.documents import actions, queries
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.people.queries import as_viewer
from tracker.reviews import actions as reviews
from tracker.reviews.models import Period

URL = "/ra-soat/2026-03/loi-van"
WORDS = "Kỳ này các đơn vị thực hiện nghiêm túc.\nĐề nghị biểu dương xã Ỷ La."


def period() -> Period:
    opened: Period = reviews.open_period(SYSTEM, name="2026-03")
    return opened


def written(world: World, words: str = WORDS, seen: int = 0, generated: str = "Câu cũ.") -> Any:
    return actions.word_report(
        world.viewer("oanh"), period(), part="judgement", words=words, generated=generated, seen=seen
    )


def paper(browser: FlaskClient, version: str = "") -> str:
    return said(docx.Document(BytesIO(browser.get(f"/ra-soat/2026-03/tai/word{version}").data)))


def sent(browser: FlaskClient, url: str, **form: str) -> Any:
    token = browser.get(URL).text.split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(url, data={"csrf_token": token, **form})


def test_what_the_office_writes_goes_to_paper_and_back_again(office: FlaskClient, month: World) -> None:
    before = paper(office)
    answer = sent(office, URL, part="judgement", version="0", words=WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{URL}#judgement")
    page = office.get(URL).text
    assert "Đề nghị biểu dương xã Ỷ La." in page
    assert "Đặng Thị Oanh" in page or month.people["oanh"].name in page
    text = paper(office)
    assert "Kỳ này các đơn vị thực hiện nghiêm túc." in text
    assert "chưa xếp hạng trong kỳ" not in text
    assert sent(office, f"{URL}/tra-lai", part="judgement", version="1").status_code == 303
    assert paper(office) == before
    assert [row.words for row in queries.versions(month.viewer("oanh"), shown(month))] == [None, WORDS]


def shown(world: World) -> Any:
    review, _ = queries.parts(world.viewer("oanh"), "2026-03")
    return review


def test_every_version_is_in_the_log_of_the_period(month: World) -> None:
    written(month)
    actions.revert_report(month.viewer("oanh"), period(), part="judgement", generated="Câu cũ.", seen=1)
    lines = db.session.execute(
        select(AuditLine.verb, AuditLine.before, AuditLine.after, AuditLine.thing)
        .where(AuditLine.verb.startswith("report."))
        .order_by(AuditLine.seq)
    ).all()
    assert [line.verb for line in lines] == ["report.word", "report.revert"]
    assert lines[0].after == {"part": "judgement", "version": 1, "words": WORDS}
    assert lines[1].before == {"words": WORDS}
    assert lines[0].thing == f"period:{period().id}"


def test_who_is_second_finds_both_texts(office: FlaskClient, month: World) -> None:
    written(month, "Của người trước.")
    answer = sent(office, URL, part="judgement", version="0", words="Của tôi.")
    assert answer.status_code == 409
    assert "Của người trước." in answer.text
    assert "Của tôi." in answer.text
    assert 'name="version" value="1"' not in office.get(URL).text.split("judgement")[0]
    assert sent(office, URL, part="judgement", version="1", words="Của tôi.").status_code == 303
    with pytest.raises(Conflict):
        written(month, seen=1)


def test_words_written_for_other_figures_are_told_apart(office: FlaskClient, month: World) -> None:
    written(month, generated="Số liệu hôm qua.")
    page = office.get(URL).text
    assert "Số liệu đã thay đổi sau khi viết lời văn này" in page
    part = next(each for each in queries.parts(month.viewer("oanh"), "2026-03")[1] if each.key == "judgement")
    written(month, generated=part.generated, seen=1)
    assert "Số liệu đã thay đổi sau khi viết lời văn này" not in office.get(URL).text


def test_a_signed_version_keeps_the_words_it_went_out_with(office: FlaskClient, month: World) -> None:
    oanh = month.viewer("oanh")
    written(month, "Lời của bản một.")
    reviews.close_period(oanh, period(), **SIGNER)
    written(month, "Sửa sau khi chốt.", seen=1)
    ky = as_viewer(make_person("Vi Văn Kỳ", "office", login="ky"), clock.today())
    reviews.reopen_period(ky, period(), reason="Sai số")
    written(month, "Lời của bản hai.", seen=2)
    assert "Lời của bản hai." in paper(office)
    reviews.close_period(oanh, period(), **SIGNER)
    assert "Lời của bản hai." in paper(office)
    assert "Sửa sau khi chốt." in paper(office, "?ban=1")


def test_only_the_office_words_and_empty_is_no_text(month: World) -> None:
    with pytest.raises(NotAllowed):
        actions.word_report(month.viewer("lam"), period(), part="next", words="x", generated="y", seen=0)
    with pytest.raises(Refused, match="words_missing"):
        written(month, " \n ")
    with pytest.raises(Refused, match="words_generated"):
        actions.revert_report(month.viewer("oanh"), period(), part="next", generated="y", seen=0)
