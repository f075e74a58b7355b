"""Texts set in Word as an office sets them (decree 30/2020, appendix I) and printed to PDF by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.conftest import missing
from tracker.intake.gaps import columns_apart
from tracker.intake.layout import Line, Wrapping, blocks, collapse, read_lines
from tracker.intake.letters import plain
from tracker.intake.marks import mark_of
from tracker.intake.regions import part, title_kind

STATE = re.compile(r"cong h.a xa h|doc lap ?[-–]|dang cong san|\bngay.{0,8}thang.{0,6}nam\s*\d{4}$|^[-_ ]+$")
NATION = re.compile(r"(?<=\w )(?:CỘNG HO?[ÒÀ]A? XÃ|CỘNG HÒA|Độc lập ?-)")
PLACE_AND_DAY = re.compile(r"(?<=\w )[^\W\d_]+(?: [^\W\d_]+| \d+)*, ngày .*\d{4}$")
POSTS = re.compile(r"[-+]|noi nhan|luu:|nhu tren|- ")
HEADINGS = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
CELLS = (
    "Rà soát, tái cấu trúc quy trình thủ tục hành chính thuộc phạm vi quản lý; công khai trên Cổng dịch vụ công",
    "Văn phòng UBND tỉnh",
    "Các sở, ban, ngành; UBND các xã, phường",
    "Quý III/2026",
)
CENTRE, BOTH, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True, slots=True)
class Setting:
    """How an office sets its text: `spacing` in points below a paragraph, `indent` of its first
    line and `hanging` of the others of an item in cm."""

    font: str = "Noto Serif"
    size: float = 13
    spacing: float = 6
    indent: float = 1.27
    hanging: float = 0
    lines: float = 1.0
    table: str = "Table Grid"
    aligned: Any = BOTH


USUAL = Setting()
CLOSE = Setting(spacing=0)
PLAIN = Setting(spacing=0, indent=0, aligned=LEFT)
TYPED = Setting(font="DejaVu Sans Mono", size=12)
OPEN = Setting(table="Normal Table")
HUNG = Setting(font="DejaVu Serif", size=12, spacing=4, indent=0, hanging=0.75, lines=1.3)
SETTINGS = {"usual": USUAL, "close": CLOSE, "plain": PLAIN, "typed": TYPED, "hung": HUNG, "open": OPEN}


def pdfs_of(files: Sequence[Path], folder: Path) -> None:
    """Prints Word files in one call; the PDF files stand in `folder` under the same names."""
    program = shutil.which("soffice")
    if program is None:
        missing("LibreOffice")
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)


def word_file(text: str, path: Path, setting: Setting = USUAL) -> Path:
    """The text of a directive as a Word file: head and signature in two columns, tables with rules."""
    printer = _Printer(text, setting)
    regions = part(read_lines(text))
    printer.head(columns_apart(regions.head))
    for line in printer.paragraphs(regions.addressees):
        printer.paragraph(line)
    printer.body(regions.body)
    printer.end(columns_apart(regions.tail))
    if regions.annex:
        printer.document.add_page_break()
        printer.body(regions.annex)
    printer.document.save(str(path))
    return path


def long_table(rows: int, path: Path) -> Path:
    """An annex whose table of tasks goes over pages, its headings at the top of each; rows may break there."""
    printer = _Printer("", USUAL)
    printer.rows([HEADINGS, *((str(number), *CELLS) for number in range(1, rows + 1))])
    first = printer.document.tables[0].rows[0]._tr.get_or_add_trPr()
    first.append(OxmlElement("w:tblHeader"))
    printer.document.save(str(path))
    return path


def _has_cells(line: Line) -> bool:
    return line.text.count("|") > 1 or "\t" in line.raw.strip()


def _halves(text: str) -> list[str]:
    """A line of a head that has lost the space between its two columns."""
    found = (PLACE_AND_DAY if text.startswith("Số") else NATION).search(text)
    return [text[: found.start()].strip(), text[found.start() :]] if found else [text]


class _Printer:
    def __init__(self, text: str, setting: Setting) -> None:
        self.text = collapse(text)
        self.is_wrapped = Wrapping(read_lines(text)).is_wrapped
        self.setting = setting
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(2), Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = setting.font, Pt(setting.size)
        style.paragraph_format.space_after = Pt(setting.spacing)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing = setting.lines
        self.page_numbers(section)

    def page_numbers(self, section: Any) -> None:
        """In the middle above every page but the first."""
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = CENTRE
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def paragraphs(self, lines: list[Line]) -> list[str]:
        """One string a paragraph, with its mark."""
        if not self.is_wrapped:
            return [line.text for line in lines]
        return [
            self.text[block.start - (block.mark.width if block.mark else 0) : block.start] + block.text
            for block in blocks(lines)
        ]

    def head(self, lines: list[Line]) -> None:
        title = next((at for at, line in enumerate(lines) if title_kind(line)), len(lines))
        above = [half for line in lines[:title] for half in _halves(line.text)]
        right = [text for text in above if STATE.search(plain(text))]
        left = [text for text in above if text not in right]
        self.two_columns(left, right, (6.5, 10.0))
        for number, line in enumerate(lines[title:]):
            self.write(line.text, CENTRE, is_bold=number < 2)

    def end(self, lines: list[Line]) -> None:
        copies = [line.text for line in lines if POSTS.match(plain(line.text))]
        signed = [line.text for line in lines if line.text not in copies]
        self.two_columns(copies, signed, (8.5, 8.0), self.setting.size - 2, LEFT)

    def two_columns(
        self,
        left: list[str],
        right: list[str],
        widths: tuple[float, float],
        size: float = 0,
        of_left: Any = CENTRE,
    ) -> None:
        table = self.document.add_table(1, 2)
        table.autofit = False
        for cell, texts, width, aligned in zip(
            table.rows[0].cells, (left, right), widths, (of_left, CENTRE), strict=True
        ):
            cell.width = Cm(width)
            for number, text in enumerate(texts):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                is_bold = text.isupper() and (number > 0 or len(left) < 3)
                self.fill(paragraph, text, aligned, 0, is_bold=is_bold, size=size)
                paragraph.paragraph_format.space_after = Pt(0)

    def body(self, lines: list[Line]) -> None:
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and _has_cells(lines[end]) == _has_cells(lines[at]):
                end += 1
            if _has_cells(lines[at]):
                self.table(lines[at:end])
            else:
                for text in self.paragraphs(lines[at:end]):
                    self.paragraph(text)
            at = end

    def paragraph(self, text: str) -> None:
        mark = mark_of(text)
        is_heading = text.isupper() or (mark is not None and len(text) < 70 and text[-1] not in ".;:,")
        self.write(text, self.setting.aligned, self.setting.indent, is_bold=is_heading)
        if mark is not None and self.setting.hanging:
            self.document.paragraphs[-1].paragraph_format.left_indent = Cm(2 * self.setting.hanging)
            self.document.paragraphs[-1].paragraph_format.first_line_indent = Cm(-self.setting.hanging)

    def write(self, text: str, aligned: Any, indent: float = 0, *, is_bold: bool = False) -> None:
        self.fill(self.document.add_paragraph(), text, aligned, indent, is_bold=is_bold)

    def fill(
        self, paragraph: Any, text: str, aligned: Any, indent: float, *, is_bold: bool, size: float = 0
    ) -> None:
        paragraph.alignment = aligned
        paragraph.paragraph_format.first_line_indent = Cm(indent)
        run = paragraph.add_run(text)
        run.bold = is_bold
        if size:
            run.font.size = Pt(size)

    def table(self, lines: list[Line]) -> None:
        self.rows([_cells(line) for line in lines if re.search(r"\w", line.text)])

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        table = self.document.add_table(0, max(map(len, rows)), style=self.setting.table)
        for number, texts in enumerate(rows):
            cells = table.add_row().cells
            for cell, text in zip(cells, texts, strict=False):
                self.fill(cell.paragraphs[0], text, LEFT, 0, is_bold=not number, size=self.setting.size - 2)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _cells(line: Line) -> list[str]:
    if line.text.count("|") < 2:
        return [cell.strip() for cell in line.raw.split("\t")]
    return [cell.strip() for cell in line.text.strip("| ").split("|")]
