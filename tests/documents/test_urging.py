"""Official letters that urge, as they are printed and as they are put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.documents.samples import written
from tests.documents.test_paper import pages_of, printed, typeset
from tracker.documents import urging
from tracker.documents.paper import Signature
from tracker.documents.urging_words import Figure, Owed, Said, Work
from tracker.reviews.rules import Span


def work(n: int, body: str = "UBND xã Đàm Thượng", mode: str = "giao") -> Work:
    return Work(body, mode, "77/UBND-NN, 05/01/2026", f"Báo cáo lần {n}.", date(2026, 3, n))


OFFICE = {
    "authority_name": "UBND tỉnh Lam Giang", "parent_name": "", "authority_symbol": "UBND", "place": "Lam Giang",
    "office_name": "Văn phòng",
}  # fmt: skip
MARCH = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))
DAY = date(2026, 3, 16)


def figure(n: int, body: str = "UBND xã Đàm Thượng", mode: str = "giao") -> Figure:
    return Figure(
        body, mode, "77/UBND-NN, 05/01/2026", f"hộ thoát nghèo lần {n}", 1248.5, 45, date(2026, 2, n)
    )


def owed(*things: Work | Figure) -> Owed:
    works, figures = ([each for each in things if isinstance(each, kind)] for kind in (Work, Figure))
    return Owed(works, figures, MARCH)  # type: ignore[arg-type]


SAID = Said(date(2026, 3, 20), Signature("Trần Quang Lâm", "Chánh Văn phòng", "TL. CHỦ TỊCH"))


@pytest.mark.parametrize("make", [printed, typeset])
def test_an_official_letter(make: Callable[[dict[str, Any], Path], bytes], tmp_path: Path) -> None:
    [(name, letter)] = urging.letters(owed(work(1), work(20)), OFFICE, SAID, DAY, DAY)
    pages = pages_of(make(letter, tmp_path))
    assert name == "UBND xã Đàm Thượng"
    assert [page.get_width() > page.get_height() for page in pages] == [False, True]
    first, annex = (" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    for words in (
        "/UBND-VP", "V/v đôn đốc thực hiện nhiệm vụ được giao", "Kính gửi: UBND xã Đàm Thượng.",
        "còn 1 nhiệm vụ quá hạn và 1 nhiệm vụ khác đang thực hiện chưa hoàn thành", "trước ngày 20/03/2026",
        "(nếu có)./.", "- Như trên;", "- Lưu: VT, VP.", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Trần Quang Lâm",
    ):  # fmt: skip
        assert words in first, words
    assert "BÁO CÁO" not in first
    assert "Phụ lục" in annex
    assert "Phụ lục I" not in annex, "the only annex has no number"
    assert "15" in annex, "days overdue"


def test_who_is_asked_is_not_urged_and_several_are_listed() -> None:
    front = work(1, "Ủy ban MTTQ Việt Nam tỉnh", "de_nghi")
    [(_, asked)] = urging.letters(owed(front), OFFICE, SAID, DAY, DAY)
    words = " ".join(asked["parts"][0]["paragraphs"])
    assert "trân trọng đề nghị" in words
    assert "yêu cầu" not in words
    assert "quá hạn" not in words
    both = urging.letter(owed(work(1), work(2, "UBND xã Chí")), OFFICE, SAID, DAY, DAY)
    text = " ".join(pages_of(written("pdf", both))[0].get_textpage().get_text_range().split())
    assert "Kính gửi: - UBND xã Chí; - UBND xã Đàm Thượng." in text, "in Vietnamese order"


def test_a_letter_for_all_orders_nobody_who_is_only_asked() -> None:
    works = [
        work(1, "UBND xã Đàm Thượng"),
        work(2, "Ủy ban MTTQ Việt Nam tỉnh", "de_nghi"),
        work(3, "Sở Y tế"),
    ]
    papers = dict(urging.for_all(owed(*works), OFFICE, SAID, DAY, DAY))
    assert papers["don-doc"]["addressees"] == ["Sở Y tế", "UBND xã Đàm Thượng"]
    assert papers["de-nghi-phoi-hop"]["addressees"] == ["Ủy ban MTTQ Việt Nam tỉnh"]
    assert "năm 2026 của" in papers["don-doc"]["annexes"][0]["enclosed"]
    assert len(urging.for_all(owed(*works[:1]), OFFICE, SAID, DAY, DAY)) == 1


def test_figures_that_have_not_come_are_a_second_list(tmp_path: Path) -> None:
    [(_, letter)] = urging.letters(owed(work(1), figure(3), figure(4)), OFFICE, SAID, DAY, DAY)
    texts = (page.get_textpage().get_text_range() for page in pages_of(typeset(letter, tmp_path)))
    first, works, figures = (" ".join(text.split()) for text in texts)
    for words in (
        "còn 1 nhiệm vụ quá hạn chưa hoàn thành (danh mục tại Phụ lục I kèm theo).",
        "Ngoài ra, đến nay UBND xã Đàm Thượng còn 2 chỉ tiêu chưa có số liệu tháng 3 năm 2026 (danh mục tại Phụ lục II",
        "cập nhật đầy đủ số liệu các chỉ tiêu; báo cáo kết quả trước ngày 20/03/2026",
    ):
        assert words in first, words
    assert "Phụ lục I DANH MỤC NHIỆM VỤ CẦN TẬP TRUNG THỰC HIỆN" in works
    assert "Phụ lục II DANH MỤC CHỈ TIÊU CHƯA CÓ SỐ LIỆU THÁNG 3 NĂM 2026" in figures
    assert "hộ thoát nghèo lần 4 1.248,5 45 04/02/2026" in figures


def test_a_body_that_owes_figures_alone_is_told_of_no_task() -> None:
    things = owed(work(1), figure(3, "Sở Y tế"), figure(4, "Ủy ban MTTQ Việt Nam tỉnh", "de_nghi"))
    papers = dict(urging.letters(things, OFFICE, SAID, DAY, DAY))
    assert list(papers) == ["Sở Y tế", "UBND xã Đàm Thượng", "Ủy ban MTTQ Việt Nam tỉnh"]
    alone, asked = papers["Sở Y tế"], papers["Ủy ban MTTQ Việt Nam tỉnh"]
    assert alone["subject"] == "V/v đôn đốc cập nhật số liệu thực hiện chỉ tiêu"
    assert asked["subject"] == "V/v đề nghị thông tin số liệu thực hiện chỉ tiêu"
    said, asking = (" ".join(paper["parts"][0]["paragraphs"]) for paper in (alone, asked))
    assert "nhiệm vụ" not in said
    assert "yêu cầu Sở Y tế cập nhật đầy đủ số liệu các chỉ tiêu nêu trên trước ngày 20/03/2026" in said
    assert "trân trọng đề nghị" in asking
    assert "yêu cầu" not in asking
    assert [(annex["number"], annex["tables"]) for annex in alone["annexes"]] == [("Phụ lục", ["figures"])]
    together = dict(urging.for_all(things, OFFICE, SAID, DAY, DAY))
    assert together["don-doc"]["addressees"] == ["Sở Y tế", "UBND xã Đàm Thượng"]
