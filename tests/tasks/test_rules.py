"""Kinds of deadline, periods of recurring work, titles."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.tasks.rules import due_day, needs_date, occurrence, settled_kind, title

LAST_MONDAY = date(2026, 12, 28)


@pytest.mark.parametrize(
    ("recurrence", "day", "period", "first", "last"),
    [
        ("weekly", LAST_MONDAY, "2026-w53", LAST_MONDAY, date(2027, 1, 3)),
        ("monthly", date(2026, 2, 14), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("monthly", date(2028, 2, 29), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarterly", date(2026, 12, 31), "2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("semiannual", date(2026, 7, 1), "2026-h2", date(2026, 7, 1), date(2026, 12, 31)),
        ("semiannual", date(2026, 6, 30), "2026-h1", date(2026, 1, 1), date(2026, 6, 30)),
        ("annual", date(2026, 5, 5), "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("", date(2026, 3, 2), "2026-03", date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_the_period_a_day_falls_in(recurrence: str, day: date, period: str, first: date, last: date) -> None:
    found = occurrence(recurrence, day)
    assert (found.period, found.first, found.last) == (period, first, last)


@pytest.mark.parametrize(
    ("kind", "stated", "due"),
    [
        ("fixed", date(2026, 3, 5), date(2026, 3, 5)),
        ("fixed", None, None),
        ("event", date(2026, 3, 5), date(2026, 3, 5)),
        ("event", None, None),
        ("yearly_plan", None, date(2026, 12, 31)),
        ("yearly_plan", date(2026, 11, 30), date(2026, 11, 30)),
        ("recurring", date(2026, 3, 5), date(2026, 3, 31)),
        ("standing", None, None),
        ("none", None, None),
    ],
)
def test_when_work_given_on_2_march_is_due(kind: str, stated: date | None, due: date | None) -> None:
    assert due_day(kind, stated, "monthly", date(2026, 3, 2)) == due


def test_a_day_makes_an_undated_task_a_dated_one() -> None:
    assert settled_kind("none", date(2026, 3, 5)) == "fixed"
    assert settled_kind("event", date(2026, 3, 5)) == "event"
    assert settled_kind("none", None) == "none"
    assert needs_date("fixed")
    assert not needs_date("event")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Hằng tháng cập nhật khối lượng trước ngày 14.",
            "Hằng tháng cập nhật khối lượng trước ngày 14",
        ),
        (
            "Lập kế hoạch chi tiết từng tiêu chí; gửi trước 10/11.",
            "Lập kế hoạch chi tiết từng tiêu chí",
        ),
        (
            "Đối với các đơn vị được giao vốn, trên cơ sở nguồn vốn được phân bổ, ưu tiên cho các xã.",
            "Đối với các đơn vị được giao vốn, trên cơ sở nguồn vốn được phân bổ, ưu tiên cho các xã",
        ),
        ("Họp.", "Họp"),
        (
            "Căn cứ kế hoạch, tình hình thực tế: rà soát; bổ sung nhu cầu vốn.",
            "Căn cứ kế hoạch, tình hình thực tế: rà soát",
        ),
    ],
)
def test_a_title_is_the_first_sentence_and_no_comma_ends_it(text: str, said: str) -> None:
    assert title(text) == said


def test_a_long_title_ends_between_words() -> None:
    words = "rà soát " * 40
    assert len(title(words)) <= 120
    assert title(words)[:-1].split()[-1] in {"rà", "soát"}
    assert title(words, 30) == "rà soát rà soát rà soát rà…"
