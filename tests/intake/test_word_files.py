"""Word files: lists that go on, begin again or come from styles; what was deleted; notes; heads and feet of pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.intake.files import add_numbering, numbered
from tracker.intake.counting import written
from tracker.intake.readers import read_file

W = nsdecls("w")


def _lines(document: Any, tmp_path: Path) -> list[str]:
    path = tmp_path / "van-ban.docx"
    document.save(str(path))
    return read_file(path, path.name).text.split("\n")


@pytest.mark.parametrize(
    ("count", "kind", "shown"),
    [
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (12, "decimal", "12"),
    ],
)
def test_how_a_number_is_written(count: int, kind: str, shown: str) -> None:
    assert written(count, kind) == shown


def test_a_list_begins_again_where_it_is_told_to(tmp_path: Path) -> None:
    document: Any = Document()
    add_numbering(document)
    root = document.part.numbering_part.element
    root.append(
        parse_xml(
            f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    for text, number in (("A", "77"), ("B", "77"), ("C", "78"), ("D", "78"), ("E", "77")):
        numbered(document.add_paragraph(text), number, 0)
    assert _lines(document, tmp_path) == ["I. A", "II. B", "I. C", "II. D", "III. E"]


def test_a_number_that_a_style_inherits(tmp_path: Path) -> None:
    document: Any = Document()
    add_numbering(document)
    for name, based, more in (
        ("Muc", "Normal", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr></w:pPr>'),
        ("MucDam", "Muc", ""),
    ):
        inside = f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/>{more}'
        style = f'<w:style {W} w:type="paragraph" w:styleId="{name}">{inside}</w:style>'
        document.styles.element.append(parse_xml(style))
    document.add_paragraph("A", style="Muc")
    document.add_paragraph("B", style="MucDam")
    assert _lines(document, tmp_path) == ["1. A", "2. B"]


def test_what_was_deleted_is_left_out_and_not_counted(tmp_path: Path) -> None:
    document: Any = Document()
    number = add_numbering(document)
    for text in ("A", "", "C"):
        numbered(document.add_paragraph(text), number, 1)
    gone = document.paragraphs[1]._p
    gone.pPr.append(parse_xml(f'<w:rPr {W}><w:del w:id="1" w:author="x"/></w:rPr>'))
    gone.append(parse_xml(f'<w:del {W} w:id="2" w:author="x"><w:r><w:delText>B</w:delText></w:r></w:del>'))
    document.paragraphs[0]._p.append(
        parse_xml(f'<w:ins {W} w:id="3" w:author="x"><w:r><w:t> mới</w:t></w:r></w:ins>')
    )
    assert _lines(document, tmp_path) == ["1. A mới", "2. C"]


def test_heads_and_feet_of_pages_are_not_the_text(tmp_path: Path) -> None:
    document: Any = Document()
    document.add_paragraph("Thân văn bản")
    document.sections[0].header.paragraphs[0].text = "UBND TỈNH HÒA AN"
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    assert _lines(document, tmp_path) == ["Thân văn bản"]
