"""OpenDocument texts: numbers counted out, tables row by row, what was deleted left out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.intake.odt import NAMES, odt_of
from tracker.intake.readers import Unreadable, read_file


def _read(body: str, tmp_path: Path) -> list[str]:
    path = odt_of(body, tmp_path / "van-ban.odt")
    return read_file(path, path.name).text.split("\n")


def _item(words: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{words}</text:p>{inner}</text:list-item>"


def _list(items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L"{more}>{items}</text:list>'


def test_numbers_of_nested_lists_are_counted_out(tmp_path: Path) -> None:
    deepest = f"<text:list>{_item('E')}</text:list>"
    deep = f"<text:list>{_item('C')}{_item('D', deepest)}</text:list>"
    body = _list(_item("A", f"<text:list>{_item('B', deep)}{_item('F')}</text:list>") + _item("G"))
    assert _read(body, tmp_path) == ["I. A", "1. B", "a) C", "b) D", "- E", "2. F", "II. G"]


def test_a_list_goes_on_where_it_says_so(tmp_path: Path) -> None:
    body = (
        _list(_item("A"), ' xml:id="x"')
        + "<text:p>Giữa</text:p>"
        + _list(_item("B"), ' text:continue-numbering="true"')
        + _list(_item("C"))
        + _list(_item("D"), ' text:continue-list="x"')
        + _list('<text:list-item text:start-value="7"><text:p>E</text:p></text:list-item>')
    )
    assert _read(body, tmp_path) == ["I. A", "Giữa", "II. B", "I. C", "III. D", "VII. E"]


def test_tables_boxes_and_notes_keep_their_place(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>" for a, b in ("ab", "cd")
    )
    cited = "<text:note-citation>1</text:note-citation>"
    note = f"<text:note>{cited}<text:note-body><text:p>Chú</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>Hộp</text:p></draw:text-box></draw:frame>"
    deleted = "<text:tracked-changes><text:p>Đã xóa</text:p></text:tracked-changes>"
    words = f"<text:p>Một{note}<text:s text:c='2'/>hai{box}</text:p>"
    body = f"{deleted}{words}<table:table>{rows}</table:table><text:p>Cuối</text:p>"
    assert _read(body, tmp_path) == ["Một  hai", "Hộp", "a", "b", "", "c", "d", "", "Cuối", "Chú"]


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    path = odt_of("<text:p>a</text:p>", tmp_path / "khoa.odt")
    with zipfile.ZipFile(path, "a") as archive:
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m xmlns:n="{space}" {NAMES}><n:encryption-data/></m>')
    with pytest.raises(Unreadable) as caught:
        read_file(path, path.name)
    assert caught.value.code == "encrypted"
