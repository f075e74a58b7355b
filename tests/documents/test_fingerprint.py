"""Whatever leaves the house of a closed period carries its version's fingerprint: each is read back."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest
from flask.testing import FlaskClient

from tests import make
from tests.documents.test_templates import press, send, template
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.reviews import actions, queries
from tracker.reviews.annexes import FORMS
from tracker.reviews.labels import FURTHER, SECTIONS

URL = "/ra-soat/2026-03"


@pytest.fixture
def sealed(month: World) -> str:
    """March is closed; its fingerprint."""
    period = actions.open_period(SYSTEM, name="2026-03")
    digest: str = actions.close_period(month.viewer("oanh"), period, **SIGNER).sha256
    return digest


def in_pdf(data: bytes) -> list[str]:
    """Every page's text; a fingerprint may be broken over two lines."""
    pages = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


def in_workbook(data: bytes) -> list[str]:
    """Each sheet's text."""
    sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
    return [" ".join(str(cell) for row in sheet.values for cell in row if cell) for sheet in sheets]


def test_the_report_as_word_has_it_at_the_foot_of_every_page(office: FlaskClient, sealed: str) -> None:
    document = docx.Document(BytesIO(office.get(f"{URL}/tai/word").data))
    feet = [foot for part in document.sections for foot in (part.footer, part.first_page_footer)]
    assert all(sealed in " ".join(line.text for line in foot.paragraphs) for foot in feet)


def test_the_report_as_pdf_has_it_on_every_page(office: FlaskClient, sealed: str) -> None:
    pages = in_pdf(office.get(f"{URL}/tai/pdf").data)
    assert [sealed in page for page in pages] == [True] * len(pages)


def test_every_sheet_of_the_workbook_has_it(office: FlaskClient, sealed: str) -> None:
    sheets = in_workbook(office.get(f"{URL}/tai/excel").data)
    assert [sealed in sheet for sheet in sheets] == [True] * len(sheets)


@pytest.mark.parametrize("number", FORMS)
def test_a_form_alone_is_the_workbook_s_sheet_of_it(office: FlaskClient, sealed: str, number: int) -> None:
    page = office.get(f"{URL}/bieu/{number}?ban=1").text
    at = f"{URL}/tai/excel?ban=1&bieu={number}"
    assert f'href="{at}"'.replace("&", "&amp;") in page
    answer = office.get(at)
    assert f"bieu-0{number}-2026-03-ban-1.xlsx" in answer.headers["Content-Disposition"]
    whole = openpyxl.load_workbook(BytesIO(office.get(f"{URL}/tai/excel?ban=1").data))
    [sheet] = openpyxl.load_workbook(BytesIO(answer.data)).worksheets
    assert [*sheet.values] == [*whole[sheet.title].values]
    [text] = in_workbook(answer.data)
    assert sealed in text
    assert office.get(f"{URL}/tai/excel?bieu=9").status_code == 404


def test_a_list_behind_a_figure_has_it_as_a_workbook(office: FlaskClient, sealed: str) -> None:
    [sheet] = in_workbook(office.get("/xuat/ra-soat?ky=2026-03&o=5").data)
    assert sealed in sheet


@pytest.mark.parametrize(
    "page",
    [URL, f"{URL}/dong?o=5", f"{URL}/cac-ban", *(f"{URL}/hop?man={n}" for n in range(1, len(SECTIONS) + 1))]
    + [f"{URL}/muc/{part}" for part in FURTHER],
)
def test_pages_show_and_print_it(office: FlaskClient, sealed: str, page: str) -> None:
    assert sealed in office.get(page).text


def test_a_template_of_the_office_s_own_cannot_leave_it_out(office: FlaskClient, sealed: str) -> None:
    send(office, template("{{ trich_yeu }}", "{%p for p in phan %}", "{{ p.dau_muc }}", "{%p endfor %}"))
    press(office, "dung", mau="bao-cao")
    document = docx.Document(BytesIO(office.get(f"{URL}/tai/word").data))
    assert sealed in document.paragraphs[-1].text


def test_an_older_version_keeps_its_own(office: FlaskClient, sealed: str, month: World) -> None:
    period = queries.period("2026-03")
    assert period is not None
    month.people["ky"] = make.make_person("Vi Văn Kỳ", "office", login="ky")
    actions.reopen_period(month.viewer("ky"), period, reason="Thêm nhận xét")
    actions.write_remark(month.viewer("oanh"), period, section="summary", words="Đã sửa")
    second = actions.close_period(month.viewer("oanh"), period, **SIGNER).sha256
    assert second != sealed
    for version, digest in ((1, sealed), (2, second)):
        assert digest in in_workbook(office.get(f"{URL}/tai/excel?ban={version}").data)[0]
