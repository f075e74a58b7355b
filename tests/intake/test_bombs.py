"""Files made to harm: refused or their child killed, soon, with a sentence, the web process as it was."""

from __future__ import annotations

import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.intake.files import word_letter
from tests.intake.odt import NAMES, odt_of
from tests.intake.scanned import needs_scanner
from tests.intake.test_upload import drafts, send, traces
from tracker.config import Config
from tracker.files.rules import DIRECTIVES
from tracker.intake.labels import REFUSALS
from tracker.intake.readers import KINDS, Unreadable, read_file

SignIn = Callable[[str], FlaskClient]
SECONDS = 25
GROWTH_MB = 60  # of the process that only passes the file on
ENTITIES = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def _word_with(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(word_letter(path), "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _zipped(data: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", data)
    return held.getvalue()


def _word_of(body: str, path: Path) -> Path:
    """A Word file with this body in the place of its own."""
    whole = word_letter(path.with_suffix(".whole.docx"))
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            own = f"<w:document {names}><w:body>{body}</w:body></w:document>".encode()
            new.writestr(entry.filename, own if entry.filename == "word/document.xml" else old.read(entry))
    return path


def _rows(path: Path) -> Path:
    """A table of a million rows, each different so that it is not small when packed."""
    row = "<w:tr><w:tc><w:p><w:r><w:t>{:x}</w:t></w:r></w:p></w:tc></w:tr>"
    rows = "".join(row.format(number * 2654435761 % 2**32) for number in range(1_000_000))
    return _word_of(f"<w:tbl>{rows}</w:tbl>", path)


def _pdf(stream: bytes, path: Path, pages: int = 1) -> Path:
    """A PDF of so many pages, all of them one whose content, unpacked, is `stream`."""
    packed = zlib.compress(stream, 9)
    kids = b"3 0 R " * pages
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count %d>>endobj\n" % pages
    page = (
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    )
    font = b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    content = b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % (
        len(packed),
        packed,
    )
    path.write_bytes(head + page + font + content + b"trailer<</Root 1 0 R>>\n%%EOF\n")
    return path


def _png(wide: int, high: int, path: Path) -> Path:
    """A PNG that claims to be as large as this and holds one packed row of it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (wide + 1), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


def _tiff(wide: int, high: int, path: Path) -> Path:
    """A TIFF that claims to be as large as this and holds nothing of it."""
    tags = (
        (256, wide),
        (257, high),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, high),
        (279, 10),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    path.write_bytes(b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0\0\0\0")
    return path


def _odt_with_doctype(path: Path) -> Path:
    with zipfile.ZipFile(odt_of("<text:p>a</text:p>", path), "a") as archive:
        archive.writestr("meta.xml", f"{ENTITIES}<office:meta {NAMES}>&c;</office:meta>")
    return path


TOO_LARGE, BROKEN, KILLED = "too_large", "broken", "timed_out"
DOCX, PDF, ODT = "bom.docx", "bom.pdf", "bom.odt"
BOMBS: dict[str, tuple[str, Callable[[Path], Path], tuple[str, ...]]] = {
    "zip of zeros": (DOCX, lambda p: _word_with(p, {"word/media/a.bin": b"\0" * 60_000_000}), (TOO_LARGE,)),
    "many entries": (
        DOCX,
        lambda p: _word_with(p, {f"word/{n}.xml": b"<a/>" for n in range(2100)}),
        (TOO_LARGE,),
    ),
    "nested zip": (
        DOCX,
        lambda p: _word_with(p, {"word/embeddings/b.zip": _zipped(b"\0" * 10**7)}),
        (BROKEN,),
    ),
    "entities": (DOCX, lambda p: _word_with(p, {"word/x.xml": f"{ENTITIES}<a>&c;</a>".encode()}), (BROKEN,)),
    "outer file": (
        DOCX,
        lambda p: _word_with(
            p, {"word/x.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
        ),
        (BROKEN,),
    ),
    "way out": (DOCX, lambda p: _word_with(p, {"../../ra.xml": b"<a/>"}), (BROKEN,)),
    "million rows": (DOCX, _rows, (TOO_LARGE, KILLED)),
    "deep boxes": (DOCX, lambda p: _word_of("<w:sdt>" * 5000 + "</w:sdt>" * 5000, p), (BROKEN, TOO_LARGE)),
    "odt entities": (ODT, _odt_with_doctype, (BROKEN,)),
    "odt rows": (
        ODT,
        lambda p: odt_of("<table:table>" + "<table:table-row/>" * 3_000_000 + "</table:table>", p),
        (TOO_LARGE,),
    ),
    "pdf stream": (
        PDF,
        lambda p: _pdf(b" " * 400_000_000, p),
        ("no_text", "no_scanner", TOO_LARGE, KILLED, BROKEN),
    ),
    "pdf pages": (PDF, lambda p: _pdf(b"", p, pages=100_000), (TOO_LARGE,)),
    "png of 10^10": ("bom.png", lambda p: _png(100_000, 100_000, p), (TOO_LARGE,)),
    "tiff of 10^9": ("bom.tif", lambda p: _tiff(40_000, 40_000, p), (TOO_LARGE, BROKEN)),
}


@pytest.mark.parametrize("case", sorted(BOMBS))
def test_a_bomb_is_refused_soon(case: str, tmp_path: Path) -> None:
    name, make, codes = BOMBS[case]
    path = make(tmp_path / name)
    assert path.stat().st_size < 20 * 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read_file(path, name)
    assert caught.value.code in codes
    assert caught.value.code in REFUSALS
    assert time.monotonic() - begun < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < GROWTH_MB


DISGUISED = {
    "program.docx": b"MZ\x90\0" * 100,
    "trang.pdf": b"<html><script>alert(1)</script></html>",
    "hinh.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "anh.jpg": b"GIF89a" + b"\0" * 50,
    "van-ban.pdf.exe": b"%PDF-1.7",
    "trinh-chieu.pptx": b"PK\x03\x04",
    "macro.docm": b"PK\x03\x04",
    "thu.html": b"<p>Giao</p>",
    "khong-ten": b"Giao",
    "zip.odt": _zipped(b"a"),
    "van-ban\u202etxt.docx": b"Giao",
}


@pytest.mark.parametrize("name", sorted(DISGUISED))
def test_another_kind_of_file_is_told_what_is_taken(name: str, sign_in: SignIn, config: Config) -> None:
    needs_scanner()
    answer = send(sign_in("oanh"), text="", file=(BytesIO(DISGUISED[name]), name))
    assert answer.status_code == 422
    assert (
        "Các loại tệp nhận: .docx, .odt, .pdf, .txt, .xlsx, .xls, .ods, .png, .jpg, .jpeg, .tif, .tiff"
        in answer.text
    )
    assert drafts() == []
    assert traces(config) == []


def test_an_old_word_file_is_told_how_to_mend_it(sign_in: SignIn, config: Config) -> None:
    old = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    for name in ("cu.doc", "cu.docx"):
        assert "lưu thành .docx" in send(sign_in("oanh"), text="", file=(BytesIO(old), name)).text
    assert traces(config) == []


def test_every_kind_that_is_read_is_also_kept() -> None:
    assert {ending.lstrip(".") for ending in KINDS} == DIRECTIVES
