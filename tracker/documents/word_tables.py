"""A form as a Word table, as pieces of XML: cell by cell a thousand rows would take a minute, and nothing is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from tracker.documents.values import shown

SIZE = 22  # half-points
NARROW = 20  # millimetres: a first column that is narrower counts the rows
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
SIDES = {"text": "left", "date": "center", "int": "right", "rate": "right"}


def pieces(table: dict[str, Any], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The table, its head repeated on every page."""
    columns = table["columns"]
    grid = "".join(f'<w:gridCol w:w="{twips(column["width"])}"/>' for column in columns)
    yield (
        "<w:tbl><w:tblPr>"
        f'<w:tblW w:w="{sum(twips(column["width"]) for column in columns)}" w:type="dxa"/>'
        f'<w:tblBorders>{EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    yield from heads(columns)
    for row in rows:
        yield line(row, columns)
    yield "</w:tbl>"


def heads(columns: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The head: two rows where some columns share one above them, then the columns' numbers."""
    if any(column["over"] for column in columns):
        yield _row("".join(_upper(columns)), head=True)
        lower = (
            _cell(
                "" if not column["over"] else column["head"],
                column,
                bold=True,
                merge="" if column["over"] else "on",
            )
            for column in columns
        )
        yield _row("".join(lower), head=True)
    else:
        yield _row("".join(_cell(column["head"], column, bold=True) for column in columns), head=True)
    numbers = (_cell(f"({n})", column, italic=True) for n, column in enumerate(columns, 1))
    yield _row("".join(numbers), head=True)


def _upper(columns: Sequence[dict[str, Any]]) -> Iterator[str]:
    for n, column in enumerate(columns):
        over = column["over"]
        if not over:
            yield _cell(column["head"], column, bold=True, merge="restart")
        elif columns[n - 1]["over"] != over:
            shared = [other for other in columns if other["over"] == over]
            width = {"width": sum(other["width"] for other in shared)}
            yield _cell(over, width, bold=True, span=len(shared))


def line(row: dict[str, Any], columns: Sequence[dict[str, Any]]) -> str:
    """One row; groups and totals are bold."""
    bold = row["style"] != "row"
    cells = (
        _cell(
            shown(value, column["kind"]),
            column,
            bold=bold,
            side="center" if n == 0 and column["width"] < NARROW else SIDES[column["kind"]],
            upright="top",
        )
        for n, (value, column) in enumerate(zip(row["cells"], columns, strict=True))
    )
    return _row("".join(cells))


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def _row(cells: str, *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _cell(
    text: str,
    column: dict[str, Any],
    *,
    bold: bool = False,
    italic: bool = False,
    side: str = "center",
    upright: str = "center",
    merge: str = "",
    span: int = 1,
) -> str:
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    look = f'{"<w:b/>" if bold else ""}{"<w:i/>" if italic else ""}<w:sz w:val="{SIZE}"/>'
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.replace("\t", " ").split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(column["width"])}" w:type="dxa"/>{spanned}{merged}'
        f'<w:vAlign w:val="{upright}"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r></w:p></w:tc>"
    )
