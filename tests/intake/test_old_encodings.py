"""Texts from before Unicode: every letter both ways, by font and by words; and texts that must stay as they are."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.intake.files import pdf_of
from tests.intake.texts import LETTER
from tracker.intake.old_encodings import (
    TCVN3,
    VNI_LETTERS,
    VNI_MARKS,
    by_font,
    from_capitals_font,
    from_tcvn3,
    from_vni,
    from_windows_1258,
    spelled_in,
)
from tracker.intake.readers import read_file
from tracker.intake.syllables import is_syllable

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
LETTERS = [one for one in SMALL if not one.isascii()]


def to_tcvn3(text: str) -> str:
    """The text as an ABC font had it; capitals with tones become small letters, as there are no others."""
    back = {new: old for old, new in TCVN3.items()}
    return "".join(back.get(one) or back.get(one.lower(), one) for one in text)


def to_vni(text: str) -> str:
    """The text in VNI-Windows."""
    letters = {new: old for old, new in VNI_LETTERS.items()}
    marks = {mark: old for old, mark in VNI_MARKS.items()}
    written = ""
    for one in text:
        parts = unicodedata.normalize("NFD", one)
        base, mark = parts[0], parts[1:]
        if one in letters or one in "íìÍÌ" or not mark:
            written += letters.get(one, one)
            continue
        if "\u031b" in mark:  # the horn makes a letter of its own
            base, mark = letters[unicodedata.normalize("NFC", base + "\u031b")], mark.replace("\u031b", "")
        order = sorted(mark, key=lambda each: each not in "\u0302\u0306")
        written += base + (marks["".join(order)].upper() if one.isupper() else marks["".join(order)])
    return written


def test_there_are_67_letters() -> None:
    assert len(LETTERS) == 67


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back(letter: str) -> None:
    assert from_tcvn3(to_tcvn3(letter)) == letter
    assert from_capitals_font(to_tcvn3(letter)) == letter.upper()
    assert from_vni(to_vni(letter)) == letter
    assert from_vni(to_vni(letter.upper())) == letter.upper()
    assert from_windows_1258(to_windows_1258(letter + letter.upper())) == letter + letter.upper()


def test_no_two_letters_share_a_code() -> None:
    assert len({to_tcvn3(letter) for letter in LETTERS}) == len({to_vni(letter) for letter in LETTERS}) == 67


def test_words_in_capitals_are_read_as_capitals() -> None:
    assert from_tcvn3("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert from_tcvn3("§éc lËp - Tù do") == "Độc lập - Tự do"
    assert from_tcvn3("Së Tµi chÝnh") == "Sở Tài chính"


def test_a_symbol_makes_no_capitals_of_the_word_before_it() -> None:
    assert from_tcvn3("Sè: 1234/UBND-KT") == "Số: 1234/UBND-KT"
    assert from_tcvn3("Sè: 12/Q§-UBND") == "Số: 12/QĐ-UBND"


def to_windows_1258(text: str) -> str:
    """The text as Windows wrote it: roofs, breves and horns in the letter, tones after it; read as Western letters."""
    written = ""
    for one in text:
        parts = unicodedata.normalize("NFD", one)
        tones = "".join(part for part in parts if part in TONES[1:])
        written += unicodedata.normalize("NFC", parts.replace(tones, "")) + tones if tones else one
    return written.encode("cp1258").decode("cp1252")


@pytest.mark.parametrize(
    ("written", "convert"),
    [(to_tcvn3, from_tcvn3), (to_vni, from_vni), (to_windows_1258, from_windows_1258)],
)
def test_a_text_file_is_recognised_by_its_words(written: object, convert: object, tmp_path: Path) -> None:
    assert callable(written)
    path = tmp_path / "cu.txt"
    path.write_bytes(written(LETTER).encode("cp1252", "replace"))
    assert spelled_in(written(LETTER)) is convert
    text = read_file(path, path.name).text
    assert text.lower() == LETTER.lower()


STAYING = {
    "today's Vietnamese": LETTER,
    "English": "The committee met on Monday. It was agreed to report before the end of the month." * 3,
    "French": "L'été dernier, l'élève a mangé une crème brûlée à côté du château, près de la forêt.",
    "German": "Für die Männer in den schönen Häusern gäbe es fünf größere Öfen über den Türen.",
    "Spanish": "El niño comió en la montaña; después, el señor pidió más acción y atención aquí.",
    "one word": "Céng",
    "figures": "Số 1. 2. 3. 12/01/2026",
}


@pytest.mark.parametrize("case", sorted(STAYING))
def test_other_texts_stay_as_they_are(case: str, tmp_path: Path) -> None:
    assert spelled_in(STAYING[case]) is None
    path = tmp_path / "nay.txt"
    path.write_text(STAYING[case], "utf-8")
    assert read_file(path, path.name).text == STAYING[case]


def test_fonts_tell_their_encoding() -> None:
    tcvn3 = (".VnTime", "ABCDEF+.VnTime,Bold", ".VnArial Narrow", "VnTime-Italic")
    assert {by_font(name) for name in tcvn3} == {from_tcvn3}
    assert {by_font(name) for name in (".VnTimeH", "ABCDEF+.VnTimeH-Bold")} == {from_capitals_font}
    assert {by_font(name) for name in ("VNI-Times", "VNI-Helve-Bold")} == {from_vni}
    assert {by_font(name) for name in ("Times New Roman", "Vnomic", "")} == {None}


def test_a_word_file_is_converted_run_by_run(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for text, font in (
        ("Giao ", "Times New Roman"),
        (to_tcvn3("Sở Tài chính "), ".VnTime"),
        (to_tcvn3("chủ trì "), ".VnTimeH"),
        (to_vni("phối hợp "), "VNI-Times"),
        ("cùng làm.", "Times New Roman"),
    ):
        run = paragraph.add_run(text)
        run.font.name = font
        run._r.rPr.rFonts.set(qn("w:hAnsi"), font)
    path = tmp_path / "cu.docx"
    document.save(str(path))
    assert read_file(path, path.name).text.strip() == "Giao Sở Tài chính CHỦ TRÌ phối hợp cùng làm."


def test_a_pdf_whose_words_are_in_tcvn3(tmp_path: Path) -> None:
    page = f"<meta charset=utf-8><p>{to_tcvn3('Giao Sở Tài chính chủ trì, phối hợp với Công an tỉnh rà soát.')}</p>"
    path = pdf_of(page, tmp_path / "cu.pdf")
    assert "Giao Sở Tài chính chủ trì, phối hợp với Công an tỉnh" in read_file(path, path.name).text


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "Thuở", "khuỷu", "giếng", "ươm", "yêu", "xã", "đẩy"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["été", "hßa", "ViÖt", "Männer", "niño", "ạắ"])
def test_other_words(word: str) -> None:
    assert not is_syllable(word)
