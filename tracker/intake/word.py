"""A Word file's text in document order: paragraphs with their automatic numbers, tables row by row, notes at the end."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tracker.intake.archive import check, secret_facts
from tracker.intake.failed import Failed
from tracker.intake.fonts import Converter, Fonts
from tracker.intake.found import Found
from tracker.intake.numbering import Numbering
from tracker.intake.stamps import is_secret, is_stamp
from tracker.intake.table_lines import table_lines

BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
SOFT_HYPHEN = qn("w:softHyphen")  # in TCVN3 its code is the letter ư
# Deleted and moved-away text, a shape's second copy for old programs, and the definitions of shapes and fields.
SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
AROUND = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml"))


def read(path: Path) -> Found:
    """The text, one line a paragraph. Failed: as archive.check, or broken."""
    check(path, main="word/document.xml")
    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as problem:
        raise Failed("broken") from problem
    reading = _Reading(document)
    body = list(reading.lines(document.element.body))
    notes = [line for part in reading.parts("FOOTNOTES", "ENDNOTES") for line in reading.notes(part)]
    edges = [line for part in reading.parts("HEADER", "FOOTER") for line in reading.lines(part)]
    stamps = [line for line in edges if is_stamp(line)] + [line for line in reading.boxed if is_secret(line)]
    return Found("\n".join([*dict.fromkeys([*stamps, *secret_facts(path)]), *body, *notes]))


class _Reading:
    """One document being read; `boxed` are the lines of its text boxes so far."""

    def __init__(self, document: Any) -> None:
        self.relations = document.part.rels.values()
        styles = next(self.parts("STYLES"), None)
        self.numbering = Numbering(next(self.parts("NUMBERING"), None), styles)
        self.fonts = Fonts(styles)
        self.boxed: list[str] = []

    def parts(self, *kinds: str) -> Iterator[Any]:
        """The root elements of the document's parts of these kinds."""
        wanted = {getattr(RELATIONSHIP_TYPE, kind) for kind in kinds}
        for relation in self.relations:
            if relation.reltype in wanted and not relation.is_external:
                part = relation.target_part
                yield part.element if hasattr(part, "element") else parse_xml(part.blob)

    def notes(self, part: Any) -> Iterator[str]:
        """The footnotes people wrote; Word keeps its separating lines among them."""
        for note in part:
            if note.get(qn("w:type")) in (None, "normal"):
                yield from self.lines(note)

    def lines(self, parent: Any) -> Iterator[str]:
        """The lines of everything in an element; an empty paragraph gives an empty line."""
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self.paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from table_lines(
                    [[list(self.lines(cell)) for cell in row] for row in self.rows(element)]
                )
            elif element.tag in AROUND:
                yield from self.lines(element)

    def rows(self, table: Any) -> Iterator[list[Any]]:
        """The cells of each row; a row of a table inside a cell is read with that cell, a deleted one not at all."""
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]

    def paragraph(self, paragraph: Any) -> Iterator[str]:
        """Its text after its number, line by line; then what its text boxes hold."""
        pieces: list[tuple[Converter | None, str]] = []
        boxes: list[Any] = []
        self.gather(paragraph, paragraph, None, pieces, boxes)
        text = "".join(
            convert(words) if convert else words
            for convert, words in (
                (convert, "".join(piece for _, piece in group))
                for convert, group in groupby(pieces, lambda each: each[0])
            )
        )
        is_deleted = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
        if text.strip() or not is_deleted:
            mark = self.numbering.mark(paragraph)
            yield from (mark + text if text.strip() else text).split("\n")
        for box in boxes:
            lines = list(self.lines(box))
            self.boxed += lines
            yield from lines

    def gather(
        self,
        paragraph: Any,
        element: Any,
        convert: Converter | None,
        pieces: list[tuple[Converter | None, str]],
        boxes: list[Any],
    ) -> None:
        """The text of a paragraph's runs; text boxes are kept for lines of their own."""
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == qn("w:txbxContent"):
                boxes.append(child)
            elif child.tag == qn("w:t"):
                pieces.append((convert, child.text or ""))
            elif child.tag in BREAKS:
                pieces.append((convert, BREAKS[child.tag]))
            elif child.tag == SOFT_HYPHEN:
                pieces.append((convert, "\xad" if convert else ""))
            else:
                own = self.fonts.converter(paragraph, child) if child.tag == qn("w:r") else convert
                self.gather(paragraph, child, own, pieces, boxes)
