"""A Word file's text in document order: paragraphs with their automatic numbers, tables row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from tracker.intake.archive import check_word_file
from tracker.intake.failed import Failed
from tracker.intake.numbering import Numbering

BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Deleted and moved-away text, a shape's second copy for old programs, and the definitions of shapes and fields.
SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read(path: Path) -> tuple[str, str]:
    """The text, one line a paragraph, and an empty note. Failed: as archive.check_word_file, or broken."""
    check_word_file(path)
    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as problem:
        raise Failed("broken") from problem
    numbering = Numbering(
        _part(document, RELATIONSHIP_TYPE.NUMBERING), _part(document, RELATIONSHIP_TYPE.STYLES)
    )
    headers = [line for section in document.sections for line in _lines(section.header._element, numbering)]
    body = list(_lines(document.element.body, numbering))
    return "\n".join([*dict.fromkeys(line for line in headers if _is_short_capitals(line)), *body]), ""


def _part(document: Any, kind: str) -> Any:
    """The root element of the part of that kind, or None."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return relation.target_part.element
    return None


def _is_short_capitals(line: str) -> bool:
    """What of a page's head is kept: a mark of secrecy or urgency, not the running title."""
    return 0 < len(line) <= 20 and line.upper() == line and any(letter.isalpha() for letter in line)


def _lines(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of everything in an element; an empty paragraph gives an empty line."""
    for element in parent:
        if element.tag == qn("w:p"):
            yield from _paragraph(element, numbering)
        elif element.tag == qn("w:tbl"):
            yield from _table(element, numbering)
        elif element.tag in (
            qn("w:sdt"),
            qn("w:sdtContent"),
            qn("w:ins"),
            qn("w:smartTag"),
            qn("w:customXml"),
        ):
            yield from _lines(element, numbering)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """Row by row, in a row cell by cell; a blank line after each row."""
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue  # a row of a table inside a cell is read with that cell
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is row:
                yield from _lines(cell, numbering)
        yield ""


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    mark = numbering.mark(paragraph)
    pieces: list[str] = []
    boxes: list[Any] = []
    _gather(paragraph, pieces, boxes)
    text = "".join(pieces)
    yield from (mark + text if text.strip() else text).split("\n")
    for box in boxes:
        yield from _lines(box, numbering)


def _gather(element: Any, pieces: list[str], boxes: list[Any]) -> None:
    """The text of a paragraph's runs; text boxes are kept for lines of their own."""
    for child in element:
        if child.tag in SKIPPED:
            continue
        if child.tag == qn("w:txbxContent"):
            boxes.append(child)
        elif child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in BREAKS:
            pieces.append(BREAKS[child.tag])
        else:
            _gather(child, pieces, boxes)
