"""Thirty documents marked secret that must be stopped, and fifteen that only speak of secrets."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from flask.testing import FlaskClient

from tests.intake.files import pdf_of, word_letter
from tests.intake.odt import odt_of
from tests.intake.scanned import needs_scanner, scanned
from tests.intake.test_upload import drafts, send, traces
from tests.intake.texts import LETTER
from tracker.config import Config
from tracker.intake.readers import read_file
from tracker.intake.refusal import refusal
from tracker.intake.stamps import is_secret

SignIn = Callable[[str], FlaskClient]
MARKS = (
    "MẬT", "Mật", "tối mật", "TỐI MẬT", "TUYỆT MẬT", "Tuyệt mật.", "[ T Ố I  M Ậ T ]", "M Ậ T", "MAT", "TOI MAT",
    "TUYET MAT", "Độ mật: Tối mật", "ĐỘ MẬT: MẬT", "HỎA TỐC - TỐI MẬT", "TỐI MẬT/HỎA TỐC", "Bản số: 01   MẬT", "(MẬT)",
    "TÀI LIỆU MẬT", "VĂN BẢN TỐI MẬT",
)  # fmt: skip
MISREAD = ("TOI MAT", "TỐl MẬT", "T0I MẬT", "TUYÊT MÂT", "TUVỆT MẬT", "TỐ! MẬT", "MÂT", "|MẬT|")
SPOKEN_OF = (
    "bảo mật", "BẢO MẬT", "bí mật nhà nước", "BÍ MẬT", "Độ mật: Không", "Độ mật: Thường", "mật độ", "MẬT ONG", "cơ mật",
    "CHẾ ĐỘ MẬT", "Danh mục bí mật nhà nước độ Tối mật", "HỎA TỐC", "MẤT", "Mắt", "Tổ mật mã",
    "Tài liệu mật", "TÀI LIỆU MẬT MÃ",
)  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_the_head(mark: str) -> None:
    assert refusal(LETTER.replace("HỎA TỐC", mark)) == "secret"


@pytest.mark.parametrize("mark", MISREAD)
def test_a_mark_that_a_machine_misread(mark: str) -> None:
    assert refusal(LETTER.replace("HỎA TỐC", mark), by_machine=True) == "secret"


@pytest.mark.parametrize("by_machine", [False, True])
@pytest.mark.parametrize("words", SPOKEN_OF)
def test_words_that_are_no_mark(words: str, by_machine: bool) -> None:
    assert not is_secret(words, by_machine=by_machine and words not in ("MẤT",))
    assert refusal(LETTER.replace("HỎA TỐC", words)) is None


def test_the_last_word_of_running_text_is_no_mark() -> None:
    broken = "Thực hiện quy định của pháp luật về công tác bảo vệ tài liệu thuộc độ\nmật."
    assert refusal(LETTER.replace("HỎA TỐC", broken)) is None


IN_THE_BODY = (
    "1. Văn phòng UBND xã quản lý tài liệu có các độ sau:\n- Tuyệt mật;\n- Tối mật;\n- Mật.\n",
    "1. Sở Nội vụ rà soát danh mục tài liệu lưu trữ đã được xác định có độ\nTối mật.\n",
    "1. Công an xã hướng dẫn việc soạn thảo, in, sao tài liệu có nội dung bí\nmật; báo cáo kết quả.\n",
    "1. Sở Y tế bảo đảm bí mật thông tin người bệnh, đổi mật khẩu hằng tháng.\n",
)


@pytest.mark.parametrize("words", IN_THE_BODY)
def test_degrees_the_body_only_speaks_of(words: str) -> None:
    text = f"UBND TỈNH HÒA AN\nSố: 12/UBND-NC\nKính gửi: Các sở, ban, ngành.\nUBND tỉnh yêu cầu:\n{words}"
    assert refusal(text) is None
    assert refusal(text.replace("Kính gửi", "MẬT\nKính gửi")) == "secret"
    assert refusal(text.replace("UBND tỉnh yêu cầu:", "TỐI MẬT\nUBND tỉnh yêu cầu:")) == "secret"
    assert refusal(text.replace("UBND tỉnh yêu cầu:", "Mật\nUBND tỉnh yêu cầu:")) == "secret"


def _word(change: Callable[[Any], None]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = word_letter(folder / "van-ban.docx")
        document = Document(str(path))
        change(document)
        document.save(str(path))
        return path

    return made


def _boxed(document: Any) -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[-1]._p.append(parse_xml(box))


def _headed(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "MẬT"


def _footed(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].text = "TUYỆT MẬT"


def _described(document: Any) -> None:
    document.core_properties.keywords = "Tối mật"


def _pdf(folder: Path) -> Path:
    """The mark stands on top of every page, as a running head does."""
    pages = "".join(
        f"<section>MẬT<p>Giao Sở Y tế báo cáo nội dung {n} trước ngày 20/6/2026.</p></section>"
        for n in range(5)
    )
    return pdf_of(
        f"<meta charset=utf-8><style>section{{break-after:page}}</style>{pages}", folder / "mat.pdf"
    )


def _odt(folder: Path) -> Path:
    return odt_of(
        "<text:p>Giao Sở Y tế báo cáo.</text:p>", folder / "mat.odt", header="<text:p>TỐI MẬT</text:p>"
    )


FILES = {
    "text box": _word(_boxed),
    "page head": _word(_headed),
    "page foot": _word(_footed),
    "keywords": _word(_described),
    "pdf": _pdf,
    "odt": _odt,
}


@pytest.mark.parametrize("case", sorted(FILES))
def test_a_mark_anywhere_in_a_file(case: str, sign_in: SignIn, config: Config, tmp_path: Path) -> None:
    path = FILES[case](tmp_path / "")
    answer = send(sign_in("oanh"), text="", file=(BytesIO(path.read_bytes()), path.name))
    assert answer.status_code == 422
    assert "bí mật nhà nước" in answer.text
    assert drafts() == []
    assert traces(config) == []


@pytest.mark.parametrize("mark", ["TỐI MẬT", "TUYỆT MẬT", "TOI MAT"])
def test_a_framed_mark_on_a_scan(mark: str, tmp_path: Path) -> None:
    needs_scanner()
    frame = f"<span style='border:2px solid #a00;color:#a00;font-weight:bold;padding:2px 8px'>{mark}</span>"
    lines = (
        "ỦY BAN NHÂN DÂN TỈNH HÒA AN",
        "Số: 12/BC-UBND",
        frame,
        "Kính gửi: Sở Y tế.",
        "Giao Sở Y tế báo cáo.",
    )
    path = scanned(lines, tmp_path / "mat.png")
    read = read_file(path, path.name)
    assert refusal(read.text, by_machine=read.by_machine) == "secret", read.text
