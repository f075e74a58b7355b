"""PDF pages in fonts from before Unicode: each run of letters is read by its own font, beside runs of today."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.intake.test_old_encodings import to_tcvn3, to_vni
from tracker.intake.readers import read_file

Run = tuple[str, str]
"""(the name of a font, letters as that font has them)."""


def pdf_with_fonts(runs: Sequence[Run], path: Path) -> Path:
    """A page of one run a line, each in its own font, written byte by byte as the programs of then did."""
    shown = "".join(
        f"BT /F{n} 14 Tf 72 {760 - 24 * n} Td <{_hex(text)}> Tj ET\n" for n, (_, text) in enumerate(runs)
    )
    fonts = " ".join(f"/F{n} {5 + n} 0 R" for n in range(len(runs)))
    things = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        *(
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
            for font, _ in runs
        ),
    ]
    body, places = "%PDF-1.4\n", []
    for number, thing in enumerate(things, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{thing}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(things) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    path.write_text(f"{body}xref\n0 {len(things) + 1}\n0000000000 65535 f \n{table}{end}", "latin-1")
    return path


def _hex(text: str) -> str:
    return text.encode("cp1252").hex()


SAID = "Giao Sở Tài chính rà soát, báo cáo trước ngày 20 tháng 3"


@pytest.mark.parametrize(
    ("font", "letters"),
    [
        (".VnTime", to_tcvn3(SAID)),
        ("ABCDEF+.VnTime,Bold", to_tcvn3(SAID)),
        ("VNI-Times", to_vni(SAID)),
    ],
)
def test_a_page_in_an_old_font(font: str, letters: str, tmp_path: Path) -> None:
    path = pdf_with_fonts([(font, letters)], tmp_path / "cu.pdf")
    assert read_file(path, path.name).text == SAID


def test_capitals_have_a_font_of_their_own(tmp_path: Path) -> None:
    path = pdf_with_fonts([(".VnTimeH", to_tcvn3("Kế hoạch rà soát đất trước lũ"))], tmp_path / "cu.pdf")
    assert read_file(path, path.name).text == "KẾ HOẠCH RÀ SOÁT ĐẤT TRƯỚC LŨ"


def test_each_run_by_its_own_font(tmp_path: Path) -> None:
    """French in a font of today beside both old ones: the same codes are other letters in each."""
    runs = [
        ("Times-Roman", "Société générale, été, à côté"),
        (".VnTime", to_tcvn3("Ủy ban nhân dân tỉnh ở phường, xã")),
        ("VNI-Times", to_vni("chủ trì, phối hợp với Công an")),
    ]
    path = pdf_with_fonts(runs, tmp_path / "cu.pdf")
    lines = [line for line in read_file(path, path.name).text.splitlines() if line]
    assert lines == [
        "Société générale, été, à côté",
        "ủy ban nhân dân tỉnh ở phường, xã",
        "chủ trì, phối hợp với Công an",
    ]


def test_the_horned_u_is_no_hyphen_and_a_hyphen_no_horned_u(tmp_path: Path) -> None:
    """TCVN3 has ư in the hyphen's place: the page tells the two apart only by what makes a syllable."""
    runs = [
        (".VnTime", to_tcvn3("Chỉ thị 16/CT-TTg, Hợp tác với Tư")),
        (".VnTime", to_tcvn3("pháp - Hộ tịch, hồ sơ lưu trữ.")),
    ]
    path = pdf_with_fonts(runs, tmp_path / "cu.pdf")
    assert (
        " ".join(read_file(path, path.name).text.split())
        == "Chỉ thị 16/CT-TTg, Hợp tác với Tư pháp - Hộ tịch, hồ sơ lưu trữ."
    )
