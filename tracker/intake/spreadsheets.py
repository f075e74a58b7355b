"""A table of tasks in a spreadsheet: each row as one line with bars between its cells, as tables in texts are written."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.files.workbooks import NoWorkbook
from tracker.files.workbooks import read as read_workbook
from tracker.intake.archive import check, secret_facts
from tracker.intake.failed import Failed
from tracker.intake.found import Found

MAIN = ("xl/workbook.xml", "content.xml")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def read(path: Path) -> Found:
    """The sheets one after the other. Failed: as archive.check, or broken."""
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    if not is_zip:  # Excel before 2007
        return Found("\n".join(_lines(path)))
    check(path, main=_main(path))
    return Found("\n".join([*secret_facts(path), *_lines(path)]))


def _main(path: Path) -> str:
    """The part that holds the rows, of Excel's kind or of OpenDocument's."""
    try:
        with zipfile.ZipFile(path) as archive:
            return next((part for part in MAIN if part in archive.namelist()), MAIN[0])
    except zipfile.BadZipFile as problem:
        raise Failed("broken") from problem


def _lines(path: Path) -> Iterator[str]:
    try:
        sheets = read_workbook(path.read_bytes())
    except NoWorkbook as problem:
        raise Failed("broken") from problem
    for rows in sheets.values():
        used = [place for row in rows for place, cell in enumerate(row) if cell]
        if used:
            yield from (_line(row[min(used) : max(used) + 1]) for row in rows)
            yield ""


def _line(row: Sequence[str]) -> str:
    """What stands alone in its row is a line of text, a title or a heading; the others are cells."""
    cells = [_cell(text) for text in row]
    filled = [cell for cell in cells if cell]
    return f"| {' | '.join(cells)} |" if len(filled) > 1 else "".join(filled)


def _cell(text: str) -> str:
    """One line without bars of its own; a day as the office writes it."""
    if found := DAY.fullmatch(text):
        return f"{found[3]}/{found[2]}/{found[1]}"
    return " ".join(text.replace("|", "/").split())
