"""Days counted from the receipt of a document, and phrases that stay phrases."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.intake.parser import parse
from tracker.intake.relative import due_after_receipt

FRIDAY = date(2026, 4, 24)
HOLIDAYS = {date(2026, 4, 27): False, date(2026, 4, 30): False, date(2026, 5, 1): False}


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("trong 05 ngày làm việc kể từ ngày nhận được văn bản", date(2026, 5, 6)),
        ("trong thời hạn 02 ngày làm việc sau khi nhận được Công văn", date(2026, 4, 29)),
        ("trong 6 ngày kể từ ngày nhận được Kế hoạch này", date(2026, 5, 4)),
        ("trong 05 ngày làm việc kể từ ngày nhận được kiến nghị", None),
        ("ngay sau khi có kết quả", None),
    ],
)
def test_days_are_counted_from_the_receipt_of_the_document(phrase: str, due: date | None) -> None:
    assert due_after_receipt(phrase, FRIDAY, HOLIDAYS) == due


@pytest.mark.parametrize(
    "phrase", ["trong 05 ngày làm việc kể từ ngày nhận được văn bản", "ngay sau khi có kết quả thẩm định"]
)
def test_without_a_day_the_phrase_is_kept_as_an_event(phrase: str) -> None:
    (task,) = parse(f"Kính gửi: UBND các xã.\n1. UBND các xã báo cáo UBND huyện {phrase}.\n").tasks
    assert (task.deadline, task.deadline_quote, task.deadline_kind) == (None, phrase, "event")
