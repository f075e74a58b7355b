"""Drafts of official letters from the desk and from a review, and the slip of one assignment, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.documents.test_report import said
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reviews import actions as reviews
from tracker.targets import actions as targets
from tracker.targets.models import TargetShare

SignIn = Callable[[str], FlaskClient]


def word(answer: Any) -> str:
    assert answer.status_code == 200
    return said(docx.Document(BytesIO(answer.data)))


def rows() -> tuple[int, int]:
    return tuple(db.session.scalar(select(func.count()).select_from(t)) or 0 for t in (Letter, AuditLine))  # type: ignore[return-value]


def test_from_the_desk_to_a_file_for_each_body(office: FlaskClient, month: World) -> None:
    other = make.make_assignment(month.chi_body, date(2026, 3, 3), make.make_task(text="Rà soát hộ nghèo."))
    desk = office.get("/don-doc").text
    assert 'formaction="/cong-van/chon"' in desk
    token = desk.split('name="csrf_token" value="')[1].split('"')[0]
    chosen = office.post("/cong-van/chon", data={"csrf_token": token, "id": [month.work.id, other.id]})
    assert chosen.status_code == 303
    before = rows()
    page = office.get(chosen.headers["Location"]).text
    assert month.dam.name in page
    assert month.chi_body.name in page
    query = chosen.headers["Location"].partition("?")[2]
    answer = office.get(f"/cong-van/tai?{query}&han=2026-03-20&ky=Trần+Lâm&chuc=Chánh+Văn+phòng")
    with ZipFile(BytesIO(answer.data)) as packed:
        assert len(packed.namelist()) == 2
        texts = [said(docx.Document(BytesIO(packed.read(name)))) for name in packed.namelist()]
    assert sum(month.dam.name in text for text in texts) == 1, "nobody reads of another body"
    assert all("trước ngày 20/03/2026" in text and "CHÁNH VĂN PHÒNG" in text for text in texts)
    assert rows() == before, "a draft sends nothing and notes nothing"


def test_one_letter_for_all_and_pdf(office: FlaskClient, month: World) -> None:
    other = make.make_assignment(month.chi_body, date(2026, 3, 3))
    ids = f"id={month.work.id}&id={other.id}"
    text = word(office.get(f"/cong-van/tai?{ids}&kieu=chung"))
    assert f"- {month.dam.name}" in text
    assert f"- {month.chi_body.name}" in text
    pdf = office.get(f"/cong-van/tai?id={month.work.id}&loai=pdf")
    assert (pdf.data[:5], pdf.mimetype) == (b"%PDF-", "application/pdf")


def test_from_a_review(office: FlaskClient, month: World) -> None:
    page = office.get("/ra-soat/2026-03").text
    assert "/cong-van?tu=2026-03" in page
    text = word(office.get("/cong-van/tai?tu=2026-03&kieu=chung"))
    assert "tính đến hết ngày 14/03/2026" in text
    assert "còn 2 nhiệm vụ quá hạn chưa hoàn thành" in text
    assert office.get("/cong-van?tu=khong-co").status_code == 404


@pytest.fixture
def parts(month: World) -> World:
    """Both communes are to reach 5 of a target; neither has given its figure of March nor of April."""
    oanh = month.viewer("oanh")
    target = targets.add_target(
        oanh, month.directive, unit="xã đạt chuẩn", planned=9, due_on=date(2026, 12, 31)
    )
    targets.give_parts(oanh, target, bodies=[month.dam.id, month.chi_body.id], planned=5)
    return month


def test_the_figures_a_body_owes_go_with_its_work(office: FlaskClient, parts: World) -> None:
    choice = f"id={parts.work.id}"
    page = office.get(f"/cong-van?{choice}").text
    assert page.count('data-l="Số liệu còn chờ">1<') == 1, "of the bodies chosen, no other"
    assert "04/2026" in page
    text = word(office.get(f"/cong-van/tai?{choice}"))
    assert "còn 1 nhiệm vụ quá hạn chưa hoàn thành (danh mục tại Phụ lục I kèm theo)" in text
    assert "còn 1 chỉ tiêu chưa có số liệu tháng 4 năm 2026 (danh mục tại Phụ lục II kèm theo)" in text
    assert "xã đạt chuẩn" in text
    give_figure(parts, date(2026, 3, 15))
    text = word(office.get(f"/cong-van/tai?{choice}"))
    assert "chỉ tiêu" not in text
    assert "(danh mục tại Phụ lục kèm theo)" in text


def test_a_review_s_letters_ask_for_the_figures_of_its_month(office: FlaskClient, parts: World) -> None:
    choice = "tu=2026-03&kieu=chung"
    assert "còn 2 chỉ tiêu chưa có số liệu tháng 3 năm 2026" in word(office.get(f"/cong-van/tai?{choice}"))
    give_figure(parts, date(2026, 3, 15))
    assert "còn 1 chỉ tiêu chưa có số liệu tháng 3 năm 2026" in word(office.get(f"/cong-van/tai?{choice}"))


def test_a_body_that_owes_figures_alone_gets_a_draft(office: FlaskClient, parts: World) -> None:
    assert 'href="/cong-van?so-lieu=1"' in office.get("/chi-tieu?ky=1").text
    page = office.get("/cong-van?so-lieu=1").text
    assert parts.chi_body.name in page
    assert '<input type="hidden" name="so-lieu" value="1">' in page
    text = word(office.get("/cong-van/tai?so-lieu=1&kieu=chung"))
    assert "V/v đôn đốc cập nhật số liệu thực hiện chỉ tiêu" in text
    assert "nhiệm vụ quá hạn" not in text


def give_figure(parts: World, day: date) -> None:
    """Bình's commune says what it has reached by a day."""
    rows = select(TargetShare).where(TargetShare.body_id == parts.dam.id)
    targets.measure(parts.viewer("binh"), db.session.scalars(rows).one(), actual=1, day=day)


def test_nothing_chosen_and_wrong_words(office: FlaskClient, month: World) -> None:
    assert "không còn nhiệm vụ nào cần đôn đốc" in office.get("/cong-van").text
    assert "không còn nhiệm vụ nào cần đôn đốc" in office.get("/cong-van/tai").text
    done = office.get(f"/cong-van/tai?id={month.other_work.id}")
    assert "không còn nhiệm vụ nào cần đôn đốc" in done.text, "what is done is not urged"
    wrong = office.get(f"/cong-van/tai?id={month.work.id}&han=hom-qua")
    assert wrong.status_code == 422
    assert 'name="han"' in wrong.text
    yesterday = clock.today() - timedelta(days=1)
    past = office.get(f"/cong-van/tai?id={month.work.id}&han={yesterday}&ky=Trần+Lâm")
    assert past.status_code == 422
    assert "Ngày này đã qua" in past.text
    assert 'value="Trần Lâm"' in past.text, "nothing that was typed is lost"
    today = word(office.get(f"/cong-van/tai?id={month.work.id}&han={clock.today()}"))
    assert f"trước ngày {clock.today():%d/%m/%Y}" in today


def test_a_slip_tells_what_became_of_the_work(office: FlaskClient, month: World) -> None:
    text = word(office.get(f"/phan-cong/{month.other_work.id}/phieu"))
    for words in ("PHIẾU THEO DÕI", "/PTD-", "Hoàn thành ngày 04/03/2026", "Đã xong", "Xác nhận hoàn thành"):
        assert words in text, words
    late = word(office.get(f"/phan-cong/{month.work.id}/phieu"))
    assert "quá hạn 11 ngày" in late
    assert "Chưa có báo cáo./." in late or "Chưa có báo cáo." in late
    assert office.get(f"/phan-cong/{month.work.id}/phieu?loai=pdf").data[:5] == b"%PDF-"


def test_a_slip_is_for_whom_the_work_concerns(month: World, sign_in: SignIn) -> None:
    assert sign_in("binh").get(f"/phan-cong/{month.work.id}/phieu").status_code == 200
    assert sign_in("chi").get(f"/phan-cong/{month.work.id}/phieu").status_code == 404


def test_a_closed_review_s_letters_speak_of_its_own_rows(office: FlaskClient, month: World) -> None:
    period = reviews.open_period(SYSTEM, name="2026-03")
    reviews.close_period(
        month.viewer("oanh"), period, signer_name="Trần Quang Lâm", signer_position="Chủ tịch"
    )
    late = make.make_task(text="Việc nhập sau khi chốt.")
    make.make_assignment(month.chi_body, date(2026, 3, 3), late, assigned_on=date(2026, 2, 20))
    text = word(office.get("/cong-van/tai?tu=2026-03&kieu=chung"))
    assert "tính đến hết ngày 14/03/2026" in text
    assert "Việc nhập sau khi chốt." not in text
    assert 'value="Trần Quang Lâm"' in office.get("/cong-van?tu=2026-03").text
