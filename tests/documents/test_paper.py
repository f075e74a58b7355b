"""The pages as they come out of a printer: measured on the PDF, and on what LibreOffice makes of the Word file."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.conftest import missing
from tests.documents.samples import NOW, account, late_row, signed, written
from tracker.documents import making, report, rules
from tracker.reviews.figures import Account

FONTS = Path(making.__file__).with_name("fonts")
Pages = list[pypdfium2.PdfPage]
TRICKY = "Thửa ruộng <b>&amp; “ngoặc” №1 → ỷ, Ặ, ữ; $x$ #panic() {{ so }} {% if %} fi ffi"


def printed(document: dict[str, Any], folder: Path) -> bytes:
    """The Word file as LibreOffice prints it, with Tinos in the place of Times New Roman."""
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice")
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir><alias binding='same'>"
        "<family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>"
    )
    (folder / "made.docx").write_bytes(written("word", document))
    subprocess.run(
        [
            str(office),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "made.docx",
        ],
        cwd=folder,
        env={"FONTCONFIG_FILE": f"{folder}/fonts.conf", "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "made.pdf").read_bytes()


def typeset(document: dict[str, Any], folder: Path) -> bytes:
    return written("pdf", document)


def long_report() -> dict[str, Any]:
    return report.document(account(bodies=40, late=60, parent_name="UBND tỉnh Lam Giang"), signed(), NOW)


def pages_of(pdf: bytes) -> list[Any]:
    return list(pypdfium2.PdfDocument(pdf))


def top(page: Any) -> tuple[str, float]:
    """What stands in the top margin of a page (20 mm), and its middle as a share of the width."""
    wide, high = page.get_size()
    text = page.get_textpage()
    boxes = ((n, text.get_charbox(n)) for n in range(text.count_chars()))
    inside = [(n, box) for n, box in boxes if box[1] > high - 20 / 25.4 * 72 and box[2] > box[0]]
    if not inside:
        return "", 0.0
    said = "".join(text.get_text_range(n, 1) for n, _ in inside)
    return said, (min(box[0] for _, box in inside) + max(box[2] for _, box in inside)) / 2 / wide


def left_right(page: Any) -> tuple[float, float]:
    """Millimetres from the paper's edges to the outermost letters."""
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    wide = page.get_size()[0]
    solid = [box for box in boxes if box[2] > box[0]]
    return min(box[0] for box in solid) / 72 * 25.4, (wide - max(box[2] for box in solid)) / 72 * 25.4


@pytest.mark.parametrize("make", [printed, typeset])
def test_pages_margins_and_numbers(make: Callable[[dict[str, Any], Path], bytes], tmp_path: Path) -> None:
    pages = pages_of(make(long_report(), tmp_path))
    upright = [page for page in pages if page.get_width() < page.get_height()]
    across = [page for page in pages if page.get_width() > page.get_height()]
    assert {(round(p.get_width() / 72 * 25.4), round(p.get_height() / 72 * 25.4)) for p in upright} == {
        (210, 297)
    }
    assert len(upright) == 2
    assert len(across) >= 4
    assert pages == upright + across, "annexes come last"
    starts = [n for n, page in enumerate(across) if "Phụ lục" in page.get_textpage().get_text_range()[:40]]
    assert starts[0] == 0
    assert len(starts) == 2
    for section in (upright, across[: starts[1]], across[starts[1] :]):
        found = [top(page) for page in section]
        assert [said for said, _ in found] == ["", *(str(n) for n in range(2, len(section) + 1))]
    for page in pages:
        left, right = left_right(page)
        assert 29.5 <= left <= 36
        assert right >= 14.5
    left_margin, right_margin = 30 / 210, 20 / 210
    _, middle = top(upright[1])
    assert middle == pytest.approx((left_margin + 1 - right_margin) / 2, abs=0.01), "centred over the text"


@pytest.mark.parametrize("make", [printed, typeset])
def test_what_was_written_is_read_back(make: Callable[[dict[str, Any], Path], bytes], tmp_path: Path) -> None:
    document = report.document(account(late=1), signed(), NOW, {"next": f"{TRICKY}\nDòng hai"})
    text = "".join(page.get_textpage().get_text_range() for page in pages_of(make(document, tmp_path)))
    plain = "".join(text.split())
    assert "".join(f"{TRICKY}".split()) in plain
    for part in document["parts"]:
        for words in part["paragraphs"]:
            assert "".join(words.split()) in plain
    assert text == unicodedata.normalize("NFC", text)


def test_letters_typed_in_pieces_come_out_composed() -> None:
    in_pieces = unicodedata.normalize("NFD", "Đường ở xã Ỷ La đã thông\ue000form_01\ue001")
    document = report.document(account(), signed(), NOW, {"next": in_pieces})
    text = pages_of(written("pdf", document))[1].get_textpage().get_text_range()
    assert "Đường ở xã Ỷ La đã thôngform_01./." in text.replace("\r\n", " ")
    with ZipFile(BytesIO(written("word", document))) as packed:
        body = packed.read("word/document.xml").decode()
    assert "Đường ở xã Ỷ La đã thôngform_01./." in body
    assert body.count("<w:tbl>") == 5, "letterhead, signing and the three tables of the annexes"


PANGRAM = "Ỷ lại, khuỷu tay, nghễu nghện, quạnh quẽ, thuở ấy, ngoằn ngoèo, ĐẶC BIỆT, ưỡn ẹo, ổ gà"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_cell_is_read_back_as_it_was_typed_and_composed(form: Any) -> None:
    of = replace(account(late=0), late=[late_row(1, unicodedata.normalize(form, PANGRAM))])
    word, excel, pdf = (
        written(kind, report.document(of, signed(), NOW)) for kind in ("word", "excel", "pdf")
    )
    with ZipFile(BytesIO(word)) as packed:
        assert PANGRAM in packed.read("word/document.xml").decode()
    book = openpyxl.load_workbook(BytesIO(excel))
    assert PANGRAM in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    text = "".join(page.get_textpage().get_text_range() for page in pages_of(pdf))
    assert "".join(PANGRAM.split()) in "".join(text.split())


def test_the_pdf_is_tagged_and_says_what_it_is() -> None:
    document = pypdfium2.PdfDocument(written("pdf", report.document(account(), signed(), NOW)))
    assert pdfium.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_dict()["Title"].startswith("Kết quả theo dõi")
    tree = pdfium.FPDF_StructTree_GetForPage(document[2])
    assert pdfium.FPDF_StructTree_CountChildren(tree) > 0


@pytest.mark.parametrize("sign", ["😀", "中", "ﷺ", "\u200b", "\x07"])
def test_a_sign_the_font_has_not_stops_no_file(sign: str) -> None:
    document = report.document(account(), signed(), NOW, {"next": f"Trước {sign} sau"})
    text = pages_of(written("pdf", document))[1].get_textpage().get_text_range()
    assert "Trước" in text
    assert "sau./." in text


def test_a_long_annex_is_bound_in_volumes() -> None:
    of = account(bodies=3, late=2 * rules.ROWS_IN_ONE_PDF + 10)
    with ZipFile(BytesIO(written("pdf", report.document(of, signed(), NOW)))) as bound:
        names = bound.namelist()
        assert names == ["van-ban.pdf", *(f"phu-luc-ii-form_02-quyen-0{n}.pdf" for n in (1, 2, 3))]
        last = pages_of(bound.read(names[-1]))
        main = pages_of(bound.read("van-ban.pdf"))
    assert "đóng thành 3 quyển" in main[-1].get_textpage().get_text_range()
    text = last[0].get_textpage().get_text_range()
    assert "quyển 3/3" in text
    assert "\n3.001" in text.replace("\r", ""), "rows are counted on"


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Văn phòng", "VP"),
        ("Văn phòng UBND tỉnh", "VP"),
        ("Văn phòng Điều phối nông thôn mới tỉnh Lam Giang", "VPĐPNTM"),
        ("Phòng Kinh tế xã Xã Đàn", "PKT"),
    ],
)
def test_the_unit_that_drafts_signs_without_whose_it_is(name: str, sign: str) -> None:
    assert rules.initials(name) == sign


def test_an_authority_is_broken_before_its_place() -> None:
    assert rules.in_lines("Ủy ban nhân dân tỉnh Lam Giang") == "Ủy ban nhân dân tỉnh\u00a0Lam\u00a0Giang"
    for whole in ("Tỉnh ủy", "Bộ Tài chính", "Ủy ban nhân dân tỉnh Mường Lay Nậm Nhùn Hồ Thầu"):
        assert rules.in_lines(whole) == whole


def test_nothing_overdue_says_so_in_word_too(tmp_path: Path) -> None:
    of: Account = account(bodies=0, late=0)
    pages = pages_of(printed(report.document(of, None, NOW), tmp_path))
    assert [page.get_width() > page.get_height() for page in pages][-2:] == [True, True]
    signing = pages[1].get_textpage().get_text_range()
    assert signing.index("./.") < signing.index("Nơi nhận:"), "nobody signs on a page of its own"
