"""Makes the three Word templates of tracker/documents/word/, laid out as decree 30/2020/NĐ-CP, appendix I, says.

`python -m tracker.assets.word_templates` writes the files again when the layout changes. What stands in {{ }} and {% %}
is filled in by tracker/documents/word.py.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FACE = "Times New Roman"
BODY, SMALL = 14, 11
SPACE = 6  # points between paragraphs
TO = Path(__file__).parents[1] / "documents" / "word"


def main() -> None:
    """Write the three files."""
    TO.mkdir(exist_ok=True)
    for name in ("bao-cao", "cong-van", "phieu"):
        made(name).save(str(TO / f"{name}.docx"))


def made(name: str) -> Document:
    """One template."""
    paper = docx.Document()
    set_styles(paper)
    paper.core_properties.title = "{{ trich_yeu }}"
    paper.core_properties.author = "{{ co_quan }}"
    paper.core_properties.comments = ""
    paper.core_properties.language = "vi-VN"
    lay_out(paper.sections[0])
    number_pages(paper.sections[0])
    for footer in (paper.sections[0].footer, paper.sections[0].first_page_footer):
        say(footer.paragraphs[0], "{{ dau_ban }}", size=SMALL, italic=True)
    add_letterhead(paper, is_letter=name == "cong-van")
    if name != "cong-van":
        add_title(paper)
    add_addressees(paper)
    add_body(paper)
    add_signing(paper)
    if name != "phieu":
        add_annexes(paper)
    return paper


def set_styles(paper: Document) -> None:
    """Times New Roman for every script, 14 points, in Vietnamese."""
    style = paper.styles["Normal"]
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
    """A4, margins 20/20/30/20 mm, 15 on the right of a landscape page; pages counted from 1."""
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


def say(
    paragraph: Paragraph, text: str, *, size: float = BODY, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add words to a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def centred(paragraph: Paragraph, text: str, *, after: float = 0, **look: Any) -> Paragraph:
    """Add words in the middle of the line."""
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(after)
    return say(paragraph, text, **look)


def tag(place: Any, text: str) -> None:
    """A paragraph of its own that says what is repeated or left out; it is gone once filled in."""
    say(place.add_paragraph(), f"{{%p {text} %}}", size=SMALL)


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


def add_letterhead(paper: Document, *, is_letter: bool) -> None:
    """Boxes 1 to 4, and in a công văn 5b under the number: issuing body and state, number and day."""
    left, right = 64.0, 96.0
    grid = two_columns(paper, left, right)
    issuer, state = grid.rows[0].cells
    say(issuer.paragraphs[0], "{%p if co_quan_cap_tren %}", size=SMALL)
    centred(issuer.add_paragraph(), "{{ co_quan_cap_tren|upper }}", size=12)
    tag(issuer, "endif")
    centred(issuer.add_paragraph(), "{{ co_quan|upper }}", size=12, bold=True)
    rule(issuer, left - 4, 0.4)
    centred(state.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    centred(state.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    rule(state, right - 4, 0.66)
    number, day = grid.add_row().cells
    for cell, text, slanted in (
        (number, "Số: {{ so }}{{ ky_hieu }}", False),
        (day, "{{ dia_danh_ngay }}", True),
    ):
        centred(cell.paragraphs[0], text, size=13, italic=slanted).paragraph_format.space_before = Pt(SPACE)
    if is_letter:
        about = centred(number.add_paragraph(), "{{ trich_yeu }}", size=12)
        about.paragraph_format.space_before = Pt(SPACE)
        add_draft(paper)


def add_title(paper: Document) -> None:
    """Box 5a: kind and extract."""
    kind = centred(paper.add_paragraph(), "{{ loai_van_ban }}", bold=True)
    kind.paragraph_format.space_before = Pt(18)
    centred(paper.add_paragraph(), "{{ trich_yeu }}", bold=True)
    rule(paper, 160, 0.35)
    add_draft(paper)


def add_draft(paper: Document) -> None:
    """That it is a draft, where it is one."""
    tag(paper, "if du_thao")
    line = centred(paper.add_paragraph(), "{{ du_thao }}", size=13, italic=True, after=SPACE)
    line.paragraph_format.space_before = Pt(SPACE)
    tag(paper, "endif")


def two_columns(paper: Document, left: float, right: float) -> Any:
    """A table of two cells without edges, widths in millimetres."""
    grid = paper.add_table(rows=1, cols=2)
    grid.autofit = False
    for column, width in zip(grid.columns, (left, right), strict=True):
        column.width = Mm(width)
        column.cells[0].width = Mm(width)
    return grid


def add_addressees(paper: Document) -> None:
    """Box 9a: one on the line of "Kính gửi", several below it, a line each."""
    tag(paper, "if kinh_gui|length == 1")
    line = centred(paper.add_paragraph(), "Kính gửi: {{ kinh_gui[0] }}.", after=12)
    line.paragraph_format.space_before = Pt(12)
    tag(paper, "elif kinh_gui")
    line = say(paper.add_paragraph(), "Kính gửi:")
    line.paragraph_format.left_indent, line.paragraph_format.space_before = Mm(40), Pt(12)
    tag(paper, "for ten in kinh_gui")
    line = say(paper.add_paragraph(), "- {{ ten }}{% if loop.last %}.{% else %};{% endif %}")
    line.paragraph_format.left_indent = Mm(50)
    tag(paper, "endfor")
    paper.add_paragraph().paragraph_format.line_spacing = Pt(6)
    tag(paper, "else")
    paper.add_paragraph().paragraph_format.line_spacing = Pt(12)
    tag(paper, "endif")


def add_body(paper: Document) -> None:
    """Box 6: heads, paragraphs justified and indented, and the tables that stand in the text."""
    tag(paper, "for p in phan")
    tag(paper, "if p.dau_muc")
    line = indented(paper, "{{ p.dau_muc }}", bold=True)
    line.paragraph_format.keep_with_next = True
    tag(paper, "endif")
    tag(paper, "for doan in p.doan")
    tag(paper, "if p.la_cuoi and loop.last")  # nobody signs on a page of its own
    indented(paper, "{{ doan }}").paragraph_format.keep_with_next = True
    tag(paper, "else")
    indented(paper, "{{ doan }}")
    tag(paper, "endif")
    tag(paper, "endfor")
    tag(paper, "for bang in p.bang")
    say(paper.add_paragraph(), "{{ bang }}", size=SMALL)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
    tag(paper, "endfor")
    tag(paper, "endfor")


def indented(paper: Document, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the text."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_after = Pt(SPACE)
    return say(paragraph, text, bold=bold)


def add_signing(paper: Document) -> None:
    """Boxes 9b and 7: recipients on the left, authority, post and name on the right, level with each other."""
    grid = two_columns(paper, 80, 80)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = grid.rows[0].cells
    say(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    tag(left, "for noi in noi_nhan")
    say(left.add_paragraph(), "{{ noi }}", size=SMALL)
    tag(left, "endfor")
    say(right.paragraphs[0], "{%p for dong in dong_quyen %}", size=SMALL)
    centred(right.add_paragraph(), "{{ dong|upper }}", bold=True)
    tag(right, "endfor")
    centred(right.add_paragraph(), "{{ chuc_vu|upper }}", bold=True)
    for _ in range(4):  # room for the signature and the seal
        centred(right.add_paragraph(), "")
    centred(right.add_paragraph(), "{{ nguoi_ky }}", bold=True)


def add_annexes(paper: Document) -> None:
    """Annexes across the sheet, each a section with page numbers of its own.

    The break before the first ends the upright pages, those before the others end an annex.
    """
    tag(paper, "for pl in phu_luc")
    tag(paper, "if loop.first")
    upright = paper.sections[0]._sectPr
    add_break(paper, upright, keeps_headers=True)
    tag(paper, "else")
    last = paper.sections[-1]
    lay_out(last, landscape=True)
    add_break(paper, last._sectPr, keeps_headers=False)
    tag(paper, "endif")
    centred(paper.add_paragraph(), "{{ pl.so }}", bold=True)
    centred(paper.add_paragraph(), "{{ pl.ten|upper }}", bold=True)
    centred(paper.add_paragraph(), "{{ pl.kem_theo }}", italic=True, after=SPACE)
    say(paper.add_paragraph(), "{{ pl.bang }}", size=SMALL)
    say(paper.add_paragraph(), "{{ pl.ghi_chu }}", size=SMALL, italic=True)
    tag(paper, "for b in pl.bang_khac")
    heading = centred(paper.add_paragraph(), "{{ b.ten }}", bold=True, after=SPACE).paragraph_format
    heading.space_before, heading.keep_with_next = Pt(12), True
    say(paper.add_paragraph(), "{{ b.bang }}", size=SMALL)
    tag(paper, "endfor")
    paper.add_paragraph().paragraph_format.line_spacing = Pt(
        1
    )  # a table is never the last thing of a section
    tag(paper, "endfor")


def add_break(paper: Document, shape: Any, *, keeps_headers: bool) -> None:
    """An empty paragraph that ends a section of this shape; the document's own then goes on without its headers."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph._p.get_or_add_pPr().append(deepcopy(shape))
    if keeps_headers:
        for reference in [*shape.findall(qn("w:headerReference")), *shape.findall(qn("w:footerReference"))]:
            shape.remove(reference)


if __name__ == "__main__":
    main()
