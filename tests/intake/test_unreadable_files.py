"""Files that cannot be read: each gives its code, soon, and does no harm."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.intake.files import pdf_of, word_letter
from tracker.intake import readers
from tracker.intake.readers import Unreadable, kind_of, read_file


def _code(path: Path, name: str = "", **limits: int) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(path, name or path.name, **limits)
    return caught.value.code


def _repacked(path: Path, add: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in add.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("anh.gif", b"GIF89a"),
        ("gia.pdf", b"PK\x03\x04 not a pdf"),
        ("gia.docx", b"%PDF-1.7 not a word file"),
        ("gia.txt", b"%PDF-1.7 not a text"),
        ("nhi-phan.txt", bytes(range(256)) * 20),
        ("khong-duoi", b"text"),
    ],
)
def test_a_file_of_another_kind(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert _code(path) == "wrong_type"


def test_a_zip_that_is_not_words(tmp_path: Path) -> None:
    assert _code(_repacked(tmp_path / "gia.docx", {"a.txt": b"a"})) == "wrong_type"


def test_the_name_the_sender_gave_decides_with_the_content(tmp_path: Path) -> None:
    path = tmp_path / "0c1f"
    path.write_text("Giao Sở Y tế báo cáo.", "utf-8")
    assert kind_of(path, "Công văn 12.txt") == "txt"


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "dai.txt"
    path.write_text("a" * 100, "utf-8")
    assert _code(path, limit=99) == "too_large"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hong.pdf", b"%PDF-1.7\n" + b"garbage" * 50),
        ("hong.docx", b"PK\x03\x04" + b"garbage" * 50),
        ("latin.txt", "Ủy ban".encode("cp1258", "replace") + b"\xff\xfa"),
    ],
)
def test_a_damaged_file(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert _code(path) == "broken"


def test_an_empty_file_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "trong.txt"
    path.touch()
    assert _code(path) == "no_text"


def test_a_word_file_under_a_password(tmp_path: Path) -> None:
    path = tmp_path / "khoa.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert _code(path) == "encrypted"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/embeddings/a.zip": b"x"}, "broken"),
        ({"../escape.xml": b"<a/>"}, "broken"),
        ({"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "broken"),
        ({"word/y.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, "broken"),
        ({"word/bomb.xml": b"0" * 30_000_000}, "too_large"),
        ({f"word/{number}.xml": b"<a/>" for number in range(2000)}, "too_large"),
    ],
    ids=["nested", "climbing", "doctype", "doctype16", "bomb", "many"],
)
def test_an_archive_made_to_harm(parts: dict[str, bytes], code: str, tmp_path: Path) -> None:
    assert _code(_repacked(word_letter(tmp_path / "van-ban.docx"), parts)) == code


def test_a_pdf_without_letters_is_a_scan(tmp_path: Path) -> None:
    page = "<body style='background:#eee'><div style='width:90mm;height:90mm;background:#345'></div>"
    assert _code(pdf_of(page, tmp_path / "quet.pdf")) == "no_text"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_text("Giao Sở Y tế báo cáo.", "utf-8")
    monkeypatch.setattr(readers, "WALL_SECONDS", 0.001)
    assert _code(path) == "timed_out"


def test_the_child_can_neither_write_nor_call_out_nor_grow(tmp_path: Path) -> None:
    """The limits themselves, tried in a process that has put them on."""
    tried = f"""
import socket
from tracker.intake.child import limit_self
limit_self()
for harm in (
    lambda: open({str(tmp_path / "x")!r}, "w").write("x" * 10),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: bytearray(700 * 1024 * 1024),
):
    try:
        harm()
    except (OSError, MemoryError) as stopped:
        print(type(stopped).__name__)
"""
    said = subprocess.run(
        [sys.executable, "-c", tried], capture_output=True, text=True, check=False, timeout=60
    )
    assert said.stdout.split()[-2:] == ["PermissionError", "MemoryError"], said.stderr
    assert not (tmp_path / "x").exists() or (tmp_path / "x").read_bytes() == b""


def test_document_libraries_stay_out_of_the_parent() -> None:
    tried = """
import sys
from tracker.intake import parser, readers, refusal
print(any(name.split(".")[0] in ("docx", "pypdfium2", "lxml", "flask") for name in sys.modules))
"""
    said = subprocess.run(
        [sys.executable, "-c", tried], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "False"
