"""An OpenDocument text in document order: paragraphs with their numbers, tables row by row, notes at the end."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from tracker.intake.archive import check, secret_facts, tree
from tracker.intake.failed import Failed
from tracker.intake.found import Found
from tracker.intake.open_lists import STYLE, TEXT, Open, OpenLists
from tracker.intake.stamps import is_secret, is_stamp
from tracker.intake.table_lines import table_lines

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
LOCKED = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
# What was deleted, remarks in the margin, a table of contents, and what only names things.
SKIPPED = {
    f"{TEXT}tracked-changes",
    f"{OFFICE}annotation",
    f"{TEXT}table-of-content",
    f"{TEXT}sequence-decls",
    f"{OFFICE}forms",
    f"{TEXT}note-citation",
}
SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
EDGES = {f"{STYLE}{name}{side}" for name in ("header", "footer") for side in ("", "-left", "-first")}
MOST_BLANKS = 100


def read(path: Path) -> Found:
    """The text, one line a paragraph. Failed: as archive.check, encrypted, or broken."""
    check(path, main="content.xml")
    manifest = tree(path, "META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(LOCKED), None) is not None:
        raise Failed("encrypted")
    content, styles = tree(path, "content.xml"), tree(path, "styles.xml")
    main = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or main is None:
        raise Failed("wrong_type")  # a table or a drawing of the same family
    reading = _Reading(OpenLists([root for root in (content, styles) if root is not None]))
    body = list(reading.lines(main))
    notes = [line for note in reading.notes for line in reading.lines(note)]
    edges = [element for element in styles.iter() if element.tag in EDGES] if styles is not None else []
    at_edges = [line for edge in edges for line in reading.lines(edge) if is_stamp(line)]
    stamps = [*at_edges, *(line for line in reading.boxed if is_secret(line)), *secret_facts(path)]
    return Found("\n".join([*dict.fromkeys(stamps), *body, *notes]))


class _Reading:
    """One document being read; `boxed` are the lines of its text boxes so far, `notes` its footnotes."""

    def __init__(self, lists: OpenLists) -> None:
        self.lists = lists
        self.boxed: list[str] = []
        self.notes: list[Element] = []

    def lines(self, parent: Element, opened: Open | None = None, depth: int = 0) -> Iterator[str]:
        """The lines of everything in an element; an empty paragraph gives an empty line."""
        for element in parent:
            if element.tag in SKIPPED:
                continue
            if element.tag in PARAGRAPHS:
                yield from self.paragraph(element, opened, depth)
            elif element.tag == f"{TEXT}list":
                yield from self.items(element, self.lists.begin(element, opened), depth + 1)
            elif element.tag == f"{TABLE}table":
                rows = [
                    [list(self.lines(cell)) for cell in row if cell.tag in CELLS] for row in _rows(element)
                ]
                yield from table_lines(rows)
            else:
                yield from self.lines(element, opened, depth)

    def items(self, parent: Element, opened: Open, depth: int) -> Iterator[str]:
        for item in parent:
            opened.waiting = item.tag == f"{TEXT}list-item"
            start = item.get(f"{TEXT}start-value")
            opened.start = int(start) if start else None
            yield from self.lines(item, opened, depth)

    def paragraph(self, paragraph: Element, opened: Open | None, depth: int) -> Iterator[str]:
        """Its text after its number, line by line; then what its text boxes hold."""
        boxes: list[Element] = []
        text = "".join(self.words(paragraph, boxes))
        mark = ""
        if opened is not None:
            mark = self.lists.mark(opened, depth)
        elif paragraph.tag == f"{TEXT}h" and text.strip():
            mark = self.lists.heading(int(paragraph.get(f"{TEXT}outline-level") or 1))
        yield from (mark + text if text.strip() else text).split("\n")
        for box in boxes:
            lines = list(self.lines(box))
            self.boxed += lines
            yield from lines

    def words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The text of a paragraph; text boxes and footnotes are kept for lines of their own."""
        yield _spaced(element.text)
        for child in element:
            if child.tag == f"{TEXT}note-body":
                self.notes.append(child)
            elif child.tag.startswith(DRAW):
                boxes.append(child)
            elif child.tag == f"{TEXT}s":
                yield " " * min(int(child.get(f"{TEXT}c") or 1), MOST_BLANKS)
            elif child.tag in SIGNS:
                yield SIGNS[child.tag]
            elif child.tag not in SKIPPED:
                yield from self.words(child, boxes)
            yield _spaced(child.tail)


def _spaced(text: str | None) -> str:
    """Line ends in the XML are blanks."""
    return " ".join((text or "").splitlines())


def _rows(part: Element) -> Iterator[Element]:
    """The rows of a table, those of its heads and groups included; a table inside a cell has its own."""
    for element in part:
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag.startswith(f"{TABLE}table-") and element.tag not in CELLS:
            yield from _rows(element)
