"""Files that can be read: text, Word with its automatic numbers, PDF in two columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.intake.files import ITEMS, add_numbering, numbered, pdf_letter, word_letter
from tests.intake.texts import LETTER
from tracker.intake.draft import Draft
from tracker.intake.parser import parse
from tracker.intake.readers import read_file

PLACES = [("Sở Công Thương",), ("Công an tỉnh",)]


def _saved(document: Any, tmp_path: Path) -> str:
    path = tmp_path / "van-ban.docx"
    document.save(str(path))
    return read_file(path, path.name).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_in_any_unicode_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_bytes(LETTER.encode(encoding))
    assert read_file(path, "Công văn.TXT").text == LETTER


def _is_the_letter(draft: Draft) -> None:
    assert (draft.number, draft.issued_on) == ("215/UBND-KT", "2026-05-04")
    assert draft.issuer == "Ủy ban nhân dân tỉnh Hòa An"
    assert draft.subject == "quản lý cụm công nghiệp"
    assert draft.recipients == ("Sở Công Thương, Công an tỉnh",)
    assert [task.text for task in draft.tasks] == list(ITEMS)
    assert [task.section for task in draft.tasks] == ["1", "2"]
    assert [task.lead for task in draft.tasks] == PLACES
    assert draft.tasks[0].deadline == "2026-06-20"


def test_a_word_letter_gives_the_draft_of_its_paper(tmp_path: Path) -> None:
    path = word_letter(tmp_path / "van-ban.docx")
    text = read_file(path, path.name).text
    _is_the_letter(parse(text))


def test_a_pdf_letter_gives_the_same_draft(tmp_path: Path) -> None:
    path = pdf_letter(tmp_path / "van-ban.pdf")
    result = read_file(path, path.name)
    assert result.note == ""
    _is_the_letter(parse(result.text))


def test_words_numbers_letters_and_bullets_are_written_out(tmp_path: Path) -> None:
    document = Document()
    number = add_numbering(document)
    for text, depth in (
        ("A", 0),
        ("B", 1),
        ("C", 2),
        ("D", 2),
        ("E", 3),
        ("F", 1),
        ("G", 2),
        ("H", 0),
        ("I", 1),
    ):
        numbered(document.add_paragraph(text), number, depth)
    marks = ["I. A", "1. B", "a) C", "b) D", "- E", "2. F", "a) G", "II. H", "1. I"]
    assert _saved(document, tmp_path).split("\n") == marks


def test_tables_are_read_row_by_row_where_they_stand(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Trước")
    table = document.add_table(2, 2)
    for row, cells in enumerate((("a1", "a2"), ("b1", "b2"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("Sau")
    assert _saved(document, tmp_path).split() == ["Trước", "a1", "a2", "b1", "b2", "Sau"]


def test_a_mark_in_a_page_head_is_not_lost(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "MẬT"
    document.add_paragraph("Kính gửi: Sở Y tế.")
    assert _saved(document, tmp_path).split("\n")[0] == "MẬT"
