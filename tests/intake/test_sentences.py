"""Single orders of our own writing: whom they name, who works with them, by when and how often."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.intake.parser import parse

SENTENCES = json.loads((Path(__file__).parent / "sentences.json").read_text("utf-8"))
AROUND = """\
UBND TỈNH HÒA AN
Số: 1/UBND-TH
Hòa An, ngày 01 tháng 3 năm 2026
Kính gửi: Các đơn vị.
UBND tỉnh có ý kiến như sau:
1. {sentence}
2. Sở Y tế báo cáo kết quả trước ngày 30/4/2026.
Nơi nhận:
- Như trên;
"""


@pytest.mark.parametrize(("sentence", "lead", "coordinating", "deadline", "recurrence"), SENTENCES)
def test_one_order_is_read_whole(
    sentence: str, lead: list[str], coordinating: list[str], deadline: str | None, recurrence: str | None
) -> None:
    first, second = parse(AROUND.format(sentence=sentence)).tasks
    assert first.text == sentence
    assert (list(first.lead), list(first.coordinating)) == (lead, coordinating)
    assert (first.deadline, first.recurrence) == (deadline, recurrence)
    assert second.lead == ("Sở Y tế",)
