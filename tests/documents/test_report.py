"""The report as Word and Excel, opened with the programs people open them with."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from time import perf_counter
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from flask.testing import FlaskClient

from tests import make
from tests.documents.samples import NOW, OFFICE, TRICKY, account, late_row, signed, written
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.documents import report
from tracker.reviews import actions, queries, sentences
from tracker.reviews.figures import Account

SignIn = Callable[[str], FlaskClient]


def word(of: Account, signature: report.Signed | None = None) -> Any:
    return docx.Document(BytesIO(written("word", report.document(of, signature or signed(), NOW))))


def said(document: Any) -> str:
    """Everything the main part says, tables included; a space that holds words together is a space."""
    lines = (
        "".join(node.text or "" for node in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
    )
    return "\n".join(lines).replace("\u00a0", " ")


def test_the_page_is_a4_with_the_decree_s_margins() -> None:
    document = word(account())
    first, *annexes = document.sections
    assert [round(side.mm) for side in (first.page_width, first.page_height)] == [210, 297]
    assert margins(first) == [20, 20, 30, 20]
    assert len(annexes) == 2
    for annex in annexes:
        assert annex.page_width > annex.page_height
        top, bottom, left, right = margins(annex)
        assert 20 <= top == bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def margins(section: Any) -> list[int]:
    """Top, bottom, left, right in whole millimetres."""
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    return [round(side.mm) for side in sides]


def test_times_new_roman_in_sizes_11_to_14() -> None:
    document = word(account())
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        "Times New Roman"
    }
    assert document.styles["Normal"].font.size == Pt(14)
    parts = [
        document.element,
        *(s.footer._element for s in document.sections),
        *(s.header._element for s in document.sections),
    ]
    sizes = {
        int(node.get(qn("w:val"))) / 2
        for part in parts
        for node in part.iter(qn("w:sz"))
        if node.getparent().tag == qn("w:rPr")
    }
    assert sizes <= {11, 12, 13, 14}


def test_page_numbers_stand_in_the_top_margin_and_not_on_the_first_page() -> None:
    for section in word(account()).sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in "".join(node.text or "" for node in section.header._element.iter(qn("w:instrText")))
        assert section.header.paragraphs[0].alignment == 1
        assert section.first_page_header.paragraphs[0].text == ""
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_body_text_is_justified_and_indented() -> None:
    paragraphs = [p for p in word(account()).paragraphs if p.text.startswith("Trong kỳ rà soát")]
    assert len(paragraphs) == 1
    shape = paragraphs[0].paragraph_format
    assert (paragraphs[0].alignment, shape.first_line_indent.mm, shape.space_after) == (
        3,
        pytest.approx(12.7, abs=0.05),
        Pt(6),
    )


def test_what_the_report_says() -> None:
    text = said(word(account()))
    for words in (
        "ỦY BAN NHÂN DÂN TỈNH LAM GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "/BC-UBND", "Lam Giang, ngày 16 tháng 11 năm 2026", "BÁO CÁO", "tháng 11 năm 2026", "I. KẾT QUẢ THỰC HIỆN",
        "II. NHIỆM VỤ QUÁ HẠN", "III. ĐÁNH GIÁ", "IV. NHIỆM VỤ TRỌNG TÂM", "theo dõi 30 nhiệm vụ", "85,7%",
        "(18/(18 + 3))", "So với kỳ tháng 10 năm 2026", "So với cùng kỳ năm trước: - (chưa có số liệu",
        "Số quá hạn giảm mạnh.", "Đề nghị biểu dương.",
        "3 nhiệm vụ thường xuyên", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        "Trần Quang Lâm", "Phụ lục I", "Phụ lục II", "(Kèm theo Báo cáo số", "UBND xã Số 1", TRICKY, "./.",
    ):  # fmt: skip
        assert words in text, words
    assert "Kính gửi" not in text, "nobody stands above this authority"
    assert text == unicodedata.normalize("NFC", text)
    assert "None" not in text
    assert "{" not in text


def test_with_nothing_to_compare_one_sentence_says_so() -> None:
    alone = replace(account(), previous=None)
    said_of_it = [words for words in sentences.parts(alone)[0][1] if "so sánh" in words or "So với" in words]
    assert said_of_it == ["Chưa có số liệu của kỳ trước và cùng kỳ năm trước để so sánh."]


def test_a_report_to_a_higher_body_says_to_whom_twice() -> None:
    text = said(word(account(parent_name="UBND tỉnh Lam Giang", authority_name="Văn phòng UBND tỉnh")))
    assert "Kính gửi: Ủy ban nhân dân tỉnh Lam Giang." in text
    assert "- Như trên;" in text


def test_recipients_and_signature_are_set_as_the_decree_says() -> None:
    document = word(account())
    signing = next(t for t in document.tables if "Nơi nhận:" in t.cell(0, 0).text)
    head, *lines = [p.runs[0] for p in signing.cell(0, 0).paragraphs]
    assert (head.bold, head.italic, head.font.size) == (True, True, Pt(12))
    assert {line.font.size for line in lines} == {Pt(11)}
    assert [p.text for p in signing.cell(0, 1).paragraphs if p.text] == [
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Quang Lâm",
    ]  # fmt: skip


def test_a_draft_says_so_and_a_signed_one_carries_its_fingerprint() -> None:
    draft = docx.Document(BytesIO(written("word", report.document(account(), None, NOW))))
    assert "DỰ THẢO - SỐ LIỆU TẠM TÍNH ĐẾN 09:20, 16/11/2026" in said(draft)
    for section in word(account()).sections:
        for footer in (section.footer, section.first_page_footer):
            assert "ab" * 32 in footer.paragraphs[0].text


@pytest.mark.parametrize(
    ("day", "written"), [(date(2026, 1, 5), "ngày 05 tháng 01"), (date(2026, 6, 29), "ngày 29 tháng 6")]
)
def test_days_under_ten_and_the_first_two_months_are_padded(day: date, written: str) -> None:
    signature = report.Signed(1, "ab" * 32, clock.at(day), "x", "y", "")
    assert f"Lam Giang, {written} năm 2026" in said(word(account(), signature))


def workbook(of: Account) -> Any:
    return openpyxl.load_workbook(BytesIO(written("excel", report.document(of, signed(), NOW))))


def test_the_workbook_s_sheets_heads_and_types() -> None:
    book = workbook(account())
    assert book.sheetnames == [
        *(f"Biểu 0{n}" for n in range(1, 6)),
        "Tổng hợp nhóm",
        "Đề nghị",
        "Thay đổi trong kỳ",
    ]
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.print_title_rows
    first = book["Biểu 01"]
    line = next(row for row in first.iter_rows() if row[1].value == "UBND xã Số 1")
    assert [cell.value for cell in line[2:14]] == [4, 6, 10, 6, 5, 1, 0, 3, 2, 1, 0, 1]
    assert line[15].value == pytest.approx(float(Fraction(6, 7)))
    assert "0.00%" in line[15].number_format
    second = book["Biểu 02"]
    late = next(row for row in second.iter_rows() if row[0].value == 1)
    assert late[6].value == datetime(2026, 11, 1)  # noqa: DTZ001 - a day as a spreadsheet has it
    assert late[6].is_date
    assert late[8].value == 13


def test_what_begins_like_a_formula_stays_text() -> None:
    cells = [cell for row in workbook(account())["Biểu 02"].iter_rows() for cell in row]
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert {TRICKY, "@UBND xã Ỷ La", "+84 đã gọi", "-đề nghị"} <= texts
    assert {cell.data_type for cell in cells if cell.value} <= {"s", "n", "d"}


def test_control_characters_break_neither_file() -> None:
    of = account(late=0)
    broken = Account(of.figures, [late_row(1, "dòng\x0bhai\x00 <b>&amp;")], [], 0, 0, None, None, {}, OFFICE)
    assert "dòng" in said(word(broken))
    assert any(
        "<b>&amp;" in str(cell.value) for row in workbook(broken)["Biểu 02"].iter_rows() for cell in row
    )
    assert of.late == []


@pytest.mark.parametrize("kind", ["word", "excel"])
def test_a_thousand_rows_take_at_most_five_seconds(kind: str) -> None:
    of, took = account(bodies=1_000, late=1_000), []
    for _ in range(2):
        start = perf_counter()
        written(kind, report.document(of, signed(), NOW))
        took.append(perf_counter() - start)
    assert min(took) <= 5


def test_downloads_have_a_name_and_are_files(office: FlaskClient, month: World) -> None:
    draft = office.get("/ra-soat/2026-03/tai/excel")
    assert 'filename="bieu-ra-soat-2026-03-du-thao.xlsx"' in draft.headers["Content-Disposition"]
    period = actions.open_period(SYSTEM, name="2026-03")
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    make.make_assignment(month.dam, date(2026, 3, 1), assigned_on=date(2026, 2, 20))
    answer = office.get("/ra-soat/2026-03/tai/word")
    assert 'filename="bao-cao-ra-soat-2026-03-ban-1.docx"' in answer.headers["Content-Disposition"]
    text = said(docx.Document(BytesIO(answer.data)))
    assert "theo dõi 4 nhiệm vụ" in text, "the closed figures, whatever came afterwards"
    kept = queries.snapshot(period)
    assert kept is not None
    paper = office.get("/ra-soat/2026-03/tai/pdf")
    assert paper.data[:5] == b"%PDF-"
    assert 'filename="bao-cao-ra-soat-2026-03-ban-1.pdf"' in paper.headers["Content-Disposition"]
    assert office.get("/ra-soat/2026-03/tai/odt").status_code == 404
