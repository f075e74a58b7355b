"""Real files for the readers' tests: Word files made by python-docx, PDF files printed by Chromium."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.conftest import missing

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LEFT_HEAD = ("ỦY BAN NHÂN DÂN", "TỈNH HÒA AN", "Số: 215/UBND-KT", "V/v quản lý cụm công nghiệp")
RIGHT_HEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Hòa An, ngày 04 tháng 5 năm 2026",
)
RECITAL = (
    "Thực hiện Kế hoạch số 17/KH-UBND ngày 12/01/2026 của UBND tỉnh, Chủ tịch UBND tỉnh yêu cầu các đơn vị thực hiện "
    "các nội dung sau:"
)
ITEMS = (
    "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính và các cơ quan, đơn vị liên quan rà soát quy hoạch các cụm "
    "công nghiệp trên địa bàn tỉnh, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 20/6/2026.",
    "Giao Công an tỉnh tăng cường tuần tra, bảo đảm an ninh trật tự tại các cụm công nghiệp đang hoạt động.",
)
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def word_letter(path: Path) -> Path:
    """A letter with its head in a table of two cells and its items numbered by Word."""
    document: Any = Document()
    left, right = document.add_table(1, 2).rows[0].cells
    for cell, lines in ((left, LEFT_HEAD), (right, RIGHT_HEAD)):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
    document.add_paragraph("Kính gửi: Sở Công Thương, Công an tỉnh.")
    document.add_paragraph(RECITAL)
    number = add_numbering(document)
    for item in ITEMS:
        numbered(document.add_paragraph(item), number, 1)
    document.add_paragraph("Nơi nhận:")
    document.save(str(path))
    return path


def add_numbering(document: Any) -> str:
    """A list of four levels (I. / 1. / a) / -) in the document; its number."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for depth, (kind, shown) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def numbered(paragraph: Any, number: str, depth: int) -> None:
    """Puts a paragraph on a level of the list."""
    place = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(depth)), ("w:numId", number)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        place.append(child)
    paragraph._p.get_or_add_pPr().append(place)


def pdf_of(page: str, path: Path) -> Path:
    """The HTML page printed to a PDF by Chromium."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        missing("Chromium")
    assert program is not None
    source = path.with_suffix(".html")
    source.write_text(page, "utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={path.parent / 'profile'}"
    subprocess.run(
        [*command, profile, f"--print-to-pdf={path}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return path


def pdf_letter(path: Path) -> Path:
    """The same letter as word_letter, on A4 in two columns at its head, with a page number below."""

    def column(lines: tuple[str, ...]) -> str:
        return "<td>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines) + "</td>"

    items = "".join(f"<p class=b>{number}. {html.escape(item)}</p>" for number, item in enumerate(ITEMS, 1))
    style = (
        "@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font:14pt serif;text-align:justify}p{margin:0 0 3pt}"
        "table{width:100%;font-size:11pt}td{width:50%;text-align:center;vertical-align:top}.b{text-indent:12mm}"
        ".n{text-align:center}"
    )
    return pdf_of(
        f"<meta charset=utf-8><style>{style}</style><table><tr>{column(LEFT_HEAD)}{column(RIGHT_HEAD)}</table>"
        f"<p class=b>Kính gửi: Sở Công Thương, Công an tỉnh.</p><p class=b>{html.escape(RECITAL)}</p>{items}"
        "<p class=n>1</p>",
        path,
    )
