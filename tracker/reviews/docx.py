"""Writes a review's report as decree 30/2020/NĐ-CP, appendix I, lays documents out (domain 5.2).

A program of its own: the document as JSON comes in, the .docx goes out. Annexes are landscape sections, each with
its own page numbers.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION, WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tracker.reviews.docx_tables import add_table

FACE = "Times New Roman"
BODY, SMALL = 14, 11
SPACE = 6  # points between paragraphs


def write(document: dict[str, Any]) -> bytes:
    """The report of a document (`paper.document`)."""
    made = docx.Document()
    set_styles(made)
    made.core_properties.title = document["subject"]
    made.core_properties.author = document["authority"]
    made.core_properties.language = "vi-VN"
    lay_out(made.sections[0])
    number_pages(made.sections[0])
    put_stamp(made.sections[0], document["stamp"])
    add_letterhead(made, document)
    add_body(made, document)
    add_signing(made, document)
    annexes = [("I", "form_01", "asked"), ("II", "form_02")]
    for number, *names in annexes:
        add_annex(made, document, number, names)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def set_styles(made: Document) -> None:
    """Times New Roman for every script, 14 points, in Vietnamese."""
    style = made.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.15


def lay_out(section: Section, *, landscape: bool = False) -> None:
    """A4, margins 20/20/30/20 mm; pages counted from 1."""
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15 if landscape else 20)
    section.header_distance = section.footer_distance = Mm(10)
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.append(numbers)
    numbers.set(qn("w:start"), "1")


def number_pages(section: Section) -> None:
    """Arabic numbers of size 14, centred in the top margin, none on the first page; later sections inherit."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(BODY)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
    section.first_page_header.paragraphs[0].text = ""


def put_stamp(section: Section, stamp: str) -> None:
    """The version and fingerprint at the foot of every page."""
    for footer in (section.footer, section.first_page_footer):
        say(footer.paragraphs[0], stamp, size=SMALL, italic=True)


def say(
    paragraph: Paragraph, text: str, *, size: float = BODY, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add words to a paragraph."""
    run = paragraph.add_run("".join(sign for sign in text if sign >= " " or sign == "\t"))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def centred(paragraph: Paragraph, text: str, *, after: float = 0, **look: Any) -> Paragraph:
    """Add words in the middle of the line."""
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(after)
    return say(paragraph, text, **look)


def rule(place: _Cell | Document, width: float, share: float) -> None:
    """A solid line in the middle of `width` millimetres, as long as `share` of it: a paragraph's lower edge."""
    paragraph = place.add_paragraph()
    side = Mm(width * (1 - share) / 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.line_spacing = Pt(2)
    edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)


def add_letterhead(made: Document, document: dict[str, Any]) -> None:
    """Boxes 1 to 5a: issuing body and state, number and day, kind and extract."""
    left, right = 64.0, 96.0
    grid = two_columns(made, left, right)
    issuer, state = grid.rows[0].cells
    lines = [(document["parent"], False)] if document["parent"] else []
    for n, (text, bold) in enumerate([*lines, (document["authority"], True)]):
        paragraph = issuer.paragraphs[0] if n == 0 else issuer.add_paragraph()
        centred(paragraph, text.upper(), size=12, bold=bold)
    rule(issuer, left - 4, 0.4)
    centred(state.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    centred(state.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    rule(state, right - 4, 0.66)
    number, day = grid.add_row().cells
    centred(
        number.paragraphs[0], f"Số:          {document['symbol']}", size=13
    ).paragraph_format.space_before = Pt(SPACE)
    centred(
        day.paragraphs[0], document["place_day"], size=13, italic=True
    ).paragraph_format.space_before = Pt(SPACE)
    kind = centred(made.add_paragraph(), "BÁO CÁO", bold=True)
    kind.paragraph_format.space_before = Pt(18)
    centred(made.add_paragraph(), document["subject"], bold=True)
    rule(made, 160, 0.35)
    if document["draft"]:
        centred(made.add_paragraph(), document["draft"], size=13, italic=True, after=SPACE)


def two_columns(made: Document, left: float, right: float) -> Any:
    """A table of two cells without edges, widths in millimetres."""
    grid = made.add_table(rows=1, cols=2)
    grid.autofit = False
    for column, width in zip(grid.columns, (left, right), strict=True):
        column.width = Mm(width)
        column.cells[0].width = Mm(width)
    return grid


def add_body(made: Document, document: dict[str, Any]) -> None:
    """Boxes 9a and 6: whom it is for, and what it says; the last sentence ends with "./."."""
    spacer = made.add_paragraph()
    spacer.paragraph_format.space_after = Pt(SPACE)
    if document["parent"]:
        centred(made.add_paragraph(), f"Kính gửi: {document['parent']}.", after=12)
    lines: list[tuple[str, bool]] = []
    for part in document["parts"]:
        lines += [(part["head"], True), *((text, False) for text in part["paragraphs"])]
    for n, (text, is_head) in enumerate(lines, 1):
        paragraph = made.add_paragraph()
        shape = paragraph.paragraph_format
        paragraph.alignment = ALIGN.JUSTIFY
        shape.first_line_indent, shape.space_after = Mm(12.7), Pt(SPACE)
        shape.keep_with_next = is_head
        last = n == len(lines)
        say(paragraph, f"{text.rstrip('.')}./." if last else text, bold=is_head)


def add_signing(made: Document, document: dict[str, Any]) -> None:
    """Boxes 9b and 7: recipients on the left, authority, post and name on the right, level with each other."""
    signing = document["signing"]
    grid = two_columns(made, 80, 80)
    made_row = OxmlElement("w:cantSplit")
    grid.rows[0]._tr.get_or_add_trPr().append(made_row)
    left, right = grid.rows[0].cells
    say(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for line in document["recipients"]:
        say(left.add_paragraph(), line, size=SMALL)
    titles = [*signing["lines"], signing["position"]]
    for n, line in enumerate(line for line in titles if line):
        paragraph = right.paragraphs[0] if n == 0 else right.add_paragraph()
        centred(paragraph, line.upper(), bold=True)
    for _ in range(4):  # room for the signature and the seal
        centred(right.add_paragraph(), "")
    centred(right.add_paragraph(), signing["name"], bold=True)


def add_annex(made: Document, document: dict[str, Any], number: str, names: list[str]) -> None:
    """An annex across the sheet, with page numbers of its own."""
    section = made.add_section(WD_SECTION_START.NEW_PAGE)
    lay_out(section, landscape=True)
    tables = [document["tables"][name] for name in names]
    centred(made.add_paragraph(), f"Phụ lục {number}", bold=True)
    centred(made.add_paragraph(), tables[0]["title"].upper(), bold=True)
    centred(made.add_paragraph(), document["enclosed"], italic=True, after=SPACE)
    for n, table in enumerate(tables):
        if n:
            heading = centred(made.add_paragraph(), table["title"], bold=True, after=SPACE).paragraph_format
            heading.space_before, heading.keep_with_next = Pt(12), True
        add_table(made, table)
    if "form_01" in names:
        say(made.add_paragraph(), document["formula"], size=SMALL, italic=True)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin.buffer)))
