"""Taking files in: by ending and by content, under their hash, and nothing that harms."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import config_for
from tests.files.samples import JPEG, PDF, PNG, docx, packed, png
from tracker.config import Config
from tracker.errors import Refused
from tracker.files import rules
from tracker.files.keeping import keep, path_of

MB = 1024 * 1024


@pytest.fixture
def place(tmp_path: Path) -> Config:
    return config_for(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite'}")


def take(place: Config, content: bytes, name: str, limit: int = MB, kinds: frozenset[str] = rules.EVIDENCE):  # type: ignore[no-untyped-def]
    return keep(place, BytesIO(content), name, limit, kinds=kinds)


XLSX = packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "a.PDF"),
        (PNG, "a.png"),
        (JPEG, "a.jpg"),
        (JPEG, "a.jpeg"),
        (docx(), "a.docx"),
        (XLSX, "a.xlsx"),
        (ODT, "a.odt"),
    ],
)
def test_what_is_taken(place: Config, content: bytes, name: str) -> None:
    kept = take(place, content, name)
    assert (kept.sha256, kept.size) == (sha256(content).hexdigest(), len(content))
    assert path_of(place, kept.sha256).read_bytes() == content
    assert list((place.instance / "quarantine").iterdir()) == []


def test_the_same_bytes_are_kept_once_and_never_overwritten(place: Config) -> None:
    first = path_of(place, take(place, PDF, "a.pdf").sha256)
    before = first.stat().st_ino
    take(place, PDF, "b.pdf")
    assert first.stat().st_ino == before


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90", "chay.exe", "file_type"),
        (PDF, "khong-duoi", "file_type"),
        (b"", "a.pdf", "file_empty"),
        (PNG, "a.pdf", "file_mismatch"),
        (PDF, "a.docx", "file_mismatch"),
        (XLSX, "a.docx", "file_mismatch"),
        (b"%PDF-1.4 half", "a.pdf", "file_broken"),
        (docx()[:-30], "a.docx", "file_mismatch"),
        (png(60_000, 60_000), "a.png", "file_bomb"),
        (docx(word__media=b"0" * 30 * MB), "a.docx", "file_bomb"),
        (docx(**{"..__x.xml": b"<x/>"}), "a.docx", "file_unsafe"),
        (docx(x__y=b"", **{"x.xml": b"<!doctype lolz [<!ENTITY lol 'lol'>]><x/>"}), "a.docx", "file_unsafe"),
        (docx(**{"x.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), "a.docx", "file_unsafe"),
        (docx(**{"word__embeddings__a.zip": b"PK"}), "a.docx", "file_nested"),
        (docx(**{"word__vbaProject.bin": b"x"}), "a.docx", "file_macros"),
        (b"x" * 2000, "a.pdf", "file_too_big"),
    ],
)
def test_what_is_refused(place: Config, content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        take(place, content, name, limit=1000 if code == "file_too_big" else 40 * MB)
    assert (refused.value.code, refused.value.facts["name"]) == (code, name)
    assert not (place.instance / "files").exists()
    assert not list(place.instance.glob("quarantine/*"))


@pytest.mark.parametrize(
    ("content", "taken"),
    [("Kính gửi".encode(), True), ("Kính gửi".encode("utf-16"), True), (b"\xff\xfa\x00", False)],
)
def test_plain_text_for_directives(place: Config, content: bytes, taken: bool) -> None:
    if taken:
        assert take(place, content, "a.txt", kinds=rules.DIRECTIVES).media_type == "text/plain"
    else:
        with pytest.raises(Refused, match="file_not_text"):
            take(place, content, "a.txt", kinds=rules.DIRECTIVES)
    with pytest.raises(Refused, match="file_type"):
        take(place, content, "a.txt")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bá\u0301o cáo.pdf".replace("á\u0301", "a\u0301"), "Báo cáo.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\An\\bao cao.pdf", "bao cao.pdf"),
        ("bao\u202egnp.pdf\x00", "baognp.pdf"),
        ("   ", "tep"),
    ],
)
def test_names_are_made_harmless(given: str, shown: str) -> None:
    assert rules.clean_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    short = rules.clean_name("x" * 400 + ".pdf")
    assert len(short) == rules.LONGEST_NAME
    assert short.endswith(".pdf")
