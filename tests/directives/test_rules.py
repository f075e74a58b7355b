"""Dates as written, years, numbers that are one."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.directives.rules import number_key, read_date, same_issuer, written_date, year_of


@pytest.mark.parametrize(
    ("written", "day", "month"),
    [
        ("28/9/2026", date(2026, 9, 28), ""),
        ("28.09.2026", date(2026, 9, 28), ""),
        (" 2026-09-28 ", date(2026, 9, 28), ""),
        ("9/2026", None, "2026-09"),
        ("2023-03", None, "2023-03"),
        ("", None, ""),
    ],
)
def test_a_date_may_lack_its_day(written: str, day: date | None, month: str) -> None:
    assert read_date(written) == (day, month)
    if written:
        assert read_date(written_date(day, month)) == (day, month)


@pytest.mark.parametrize("written", ["hôm qua", "31/2/2026", "13/2026", "2026-13", "28/9/26", "28/9"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|isoformat"):
        read_date(written)


def test_numbers_are_compared_without_blanks_and_case() -> None:
    assert number_key("1847 / ubnd-ktn") == number_key("1847/UBND-KTN") != ""
    assert number_key("/UBND-KTN") == number_key("") == ""  # a blank number is nobody's twin


def test_issuers_and_years() -> None:
    assert same_issuer("UBND tỉnh Lam Giang", "Ủy ban nhân dân tỉnh Lam Giang")
    assert same_issuer("", "UBND tỉnh Lam Giang")
    assert not same_issuer("UBND tỉnh Lam Giang", "UBND tỉnh Hòa An")
    entered = date(2026, 1, 5)
    assert year_of(date(2025, 12, 31), "", entered) == 2025
    assert year_of(None, "2025-12", entered) == 2025
    assert year_of(None, "", entered) == 2026
