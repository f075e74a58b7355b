"""PDF files printed from Word, set in several ways, give the drafts their texts give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.intake.printed import CELLS, HEADINGS, SETTINGS, long_table, pdfs_of, word_file
from tests.intake.scorer import Tally, score
from tests.intake.test_written_directives import FLOORS, FOLDER
from tracker.intake.draft import to_json
from tracker.intake.parser import parse
from tracker.intake.readers import read_file

PRINTED = {
    "usual": ("dai-hoc-ke-hoach-bang", "quyet-dinh-ke-hoach-bang-nhom"),
    "close": ("so-hoa-toc-cum", "chinh-phu-nghi-quyet-phien-hop"),
    "plain": ("bo-cong-van-trang-luat", "huyen-ke-hoach-khong-dau-cham"),
    "typed": ("vpcp-thong-bao", "chi-thi-chay-rung"),
    "hung": ("chuong-trinh-phoi-hop", "xa-ke-hoach-bien-phap"),
    "open": ("phu-luc-bang-cot", "tinh-giao-ban-thang-bang-tt"),
}
ROWS = 30
LOST = 0.005  # of a measure's mean may be lost on the way over paper


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was read from each PDF, by the name of its text."""
    folder = tmp_path_factory.mktemp("printed")
    files = [
        word_file((FOLDER / f"{name}.txt").read_text("utf-8"), folder / f"{name}.docx", SETTINGS[setting])
        for setting, names in PRINTED.items()
        for name in names
    ]
    files.append(long_table(ROWS, folder / "long.docx"))
    pdfs_of(files, folder)
    return {file.stem: read_file(path := file.with_suffix(".pdf"), path.name).text for file in files}


def _mean(name: str, text: str) -> float:
    gold = json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8"))
    draft: dict[str, Any] = json.loads(json.dumps(to_json(parse(text))))
    tallies = {measure: Tally() for measure in FLOORS}
    score(gold, draft, text, tallies)
    return sum(tally.f1 for tally in tallies.values()) / len(tallies)


def test_a_printed_text_is_read_as_well_as_the_text(printed: dict[str, str]) -> None:
    lost = {
        name: _mean(name, (FOLDER / f"{name}.txt").read_text("utf-8")) - _mean(name, text)
        for name, text in printed.items()
        if name != "long"
    }
    assert {name: round(loss, 3) for name, loss in lost.items() if loss > LOST} == {}


@pytest.mark.parametrize(
    "name", ["so-ke-hoach-bang-tab", "tinh-bang-khong-so", "quyet-dinh-ke-hoach-bang-nhom"]
)
def test_a_table_of_a_word_file_is_read_as_well_as_the_text(name: str, tmp_path: Path) -> None:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    file = word_file(text, tmp_path / "bang.docx")
    assert _mean(name, text) - _mean(name, read_file(file, file.name).text) <= LOST


def test_a_paragraph_of_a_printed_text_is_one_line(printed: dict[str, str]) -> None:
    text = Path(FOLDER / "vpcp-thong-bao.txt").read_text("utf-8")
    paragraphs = [line.strip() for line in text.splitlines() if len(line) > 100]
    assert len(paragraphs) > 5
    assert [line for line in paragraphs if line not in printed["vpcp-thong-bao"].splitlines()] == []


def test_a_row_of_a_printed_table_is_one_line(printed: dict[str, str]) -> None:
    rows = [line for line in printed["dai-hoc-ke-hoach-bang"].splitlines() if line.startswith("|")]
    assert rows[-1] == (
        "| 4 | Công bố báo cáo trong nội bộ Trường | Quý III/2024 | Phòng Khảo thí và Đảm bảo chất lượng |  |"
    )
    assert len(rows) == 5


def test_a_table_over_several_pages_is_one_table(printed: dict[str, str]) -> None:
    rows = [line for line in printed["long"].splitlines() if line]
    numbered = [(str(number), *CELLS) for number in range(1, ROWS + 1)]
    assert rows == [f"| {' | '.join(cells)} |" for cells in [HEADINGS, *numbered]]
