"""`tracker intake FILE`: JSON alone on standard output, one sentence on standard error."""

from __future__ import annotations

import json
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
    assert "Lead: Công an tỉnh" in result.stdout
    assert result.stdout == _run(letter, "--text").stdout


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
    assert result.stderr.strip() == f"Error: {name}: {said}"


def test_every_code_has_a_sentence() -> None:
    assert set(CODES) <= set(SENTENCES)


def test_wrong_usage_is_told_apart(letter: Path) -> None:
    assert _run(letter.with_name("khong-co.txt")).exit_code == 2
    assert _run(letter, "--json", "--text").exit_code == 2
