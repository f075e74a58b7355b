"""`tracker intake FILE`: JSON alone on standard output, one sentence on standard error."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.intake.texts import LETTER
from tracker.commands.intake import SENTENCES, intake
from tracker.intake.readers import CODES, accepted


def _run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(intake, [str(path), *options])


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "van-ban.txt"
    path.write_text(LETTER, "utf-8")
    return path


def test_json_is_one_object_and_nothing_else(letter: Path) -> None:
    result = _run(letter, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    draft = json.loads(result.stdout)
    assert draft["number"] == "215/UBND-KT"
    assert len(draft["tasks"]) == 4
    assert "Sở Công Thương" in result.stdout  # written as letters, not as escapes


def test_the_text_for_a_person_shows_every_task(letter: Path) -> None:
    result = _run(letter)
    assert result.exit_code == 0
    assert "4. [3] Đề nghị Ủy ban MTTQ Việt Nam tỉnh" in result.stdout
    assert "Chủ trì: Công an tỉnh (giao)" in result.stdout
    assert "Thời hạn: 20/6/2026" in result.stdout
    assert not re.search(r"\b(?:Lead|With|Due|Subject|Cites|Target)\b", result.stdout)
    assert result.stdout == _run(letter, "--text").stdout


def test_the_text_says_where_a_percentage_and_its_figures_disagree(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    found = "Đến nay mới có 3/9 xã đạt chuẩn (đạt 43,3%).\n\n1. Sở Công Thương"
    path.write_text(LETTER.replace("1. Sở Công Thương", found), "utf-8")
    shown = _run(path, "--text").stdout
    assert "văn bản ghi 43,3%, tính ra 33,3%" in shown
    assert "Cần xem lại: tỷ lệ phần trăm" in shown
    (target,) = json.loads(_run(path, "--json").stdout)["targets"]
    assert (target["printed_percent"], target["disagrees"]) == (43.3, True)


def test_a_title_that_its_symbol_contradicts_is_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_text(LETTER.replace("215/UBND-KT", "215/KH-UBND").replace("HỎA TỐC", "CHỈ THỊ"), "utf-8")
    assert json.loads(_run(path, "--json").stdout)["doubts"] == ["kind_and_symbol"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("trong.txt", "...", "no_text"),
        ("mat.txt", LETTER.replace("HỎA TỐC", "TỐI MẬT"), "secret"),
        ("tho.txt", "Hôm nay trời đẹp.", "not_a_directive"),
        ("van-ban.rtf", LETTER, "wrong_type"),
    ],
)
def test_a_refused_file_gives_one_sentence(name: str, text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    result = _run(path, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    said = SENTENCES[code].format(kinds=", ".join(accepted()), package="")
    assert result.stderr.strip() == f"Lỗi: {name}: {said}"


def test_every_code_has_a_sentence() -> None:
    assert set(CODES) <= set(SENTENCES)


def test_wrong_usage_is_told_apart(letter: Path) -> None:
    assert _run(letter.with_name("khong-co.txt")).exit_code == 2
    assert _run(letter, "--json", "--text").exit_code == 2
