"""Whether a document cited is one of the register: numbers, days, issuers, and what is not guessed."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.directives.likeness import Cited, Likeness, Registered, likeness, recognised
from tracker.directives.rules import number_key

DAY, OTHER_DAY = date(2026, 2, 23), date(2026, 2, 24)
PROVINCE = "UBND tỉnh Lam Giang"


@pytest.mark.parametrize(
    "written",
    ["04/QĐ-UBND", "4/QĐ-UBND", "04 / qđ – ubnd", "04/QD-UBND", "04/QĐ.UBND", "4/QĐ−UBND."],
)
def test_ways_of_writing_one_number(written: str) -> None:
    assert number_key(written) == number_key("04/QĐ-UBND") == "4/qd-ubnd"


def test_other_numbers_stay_others() -> None:
    keys = {number_key(n) for n in ("4/QĐ-UBND", "40/QĐ-UBND", "4/KH-UBND", "4/2026/QĐ-UBND", "4-QĐ/TU")}
    assert len(keys) == 5
    assert number_key("/UBND-KT") == number_key("00/UBND") == ""


@pytest.mark.parametrize(
    ("cited", "registered", "grade"),
    [
        ((DAY, PROVINCE), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, ""), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, "Ủy ban nhân dân tỉnh"), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, "UBND tinh Lam Giang"), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, "Chủ tịch UBND tỉnh Lam Giang"), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, "UBND tỉnh Hòa An"), (DAY, 2026, PROVINCE), Likeness.POSSIBLE),
        ((DAY, PROVINCE), (OTHER_DAY, 2026, PROVINCE), Likeness.POSSIBLE),
        ((DAY, PROVINCE), (None, 2026, PROVINCE), Likeness.CERTAIN),
        ((DAY, ""), (None, 2026, PROVINCE), Likeness.LIKELY),
        ((DAY, PROVINCE), (None, None, PROVINCE), Likeness.POSSIBLE),
        ((DAY, PROVINCE), (date(2025, 2, 23), 2025, PROVINCE), Likeness.NONE),
        ((DAY, "UBND tỉnh Hòa An"), (None, 2026, PROVINCE), Likeness.NONE),
        ((None, PROVINCE), (DAY, 2026, PROVINCE), Likeness.CERTAIN),
        ((None, ""), (DAY, 2026, PROVINCE), Likeness.LIKELY),
        ((None, PROVINCE), (date(2025, 2, 23), 2025, PROVINCE), Likeness.POSSIBLE),
    ],
)
def test_how_far_two_documents_of_one_number_are_one(
    cited: tuple[date | None, str], registered: tuple[date | None, int | None, str], grade: Likeness
) -> None:
    assert likeness(Cited("4/KH-UBND", *cited, 2026), Registered(1, *registered)) is grade


def test_a_year_within_the_number_counts() -> None:
    cited = Cited("11/2018/QĐ-UBND", None, "", 2026)
    assert likeness(cited, Registered(1, date(2018, 5, 4), 2018, PROVINCE)) is Likeness.LIKELY
    assert likeness(cited, Registered(1, date(2026, 5, 4), 2026, PROVINCE)) is Likeness.NONE


CERTAIN = Registered(1, DAY, 2026, PROVINCE)
LIKELY = Registered(2, None, 2026, "")
POSSIBLE = Registered(3, OTHER_DAY, 2026, PROVINCE)
STRANGER = Registered(4, DAY.replace(year=2024), 2024, PROVINCE)


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([], None),
        ([STRANGER], None),
        ([CERTAIN, STRANGER], 1),
        ([CERTAIN, LIKELY, POSSIBLE], 1),
        ([CERTAIN, Registered(9, DAY, 2026, "")], None),
        ([LIKELY], 2),
        ([LIKELY, POSSIBLE], None),
        ([LIKELY, Registered(9, None, 2026, "")], None),
        ([POSSIBLE], None),
    ],
)
def test_one_is_taken_only_where_one_is_meant(others: list[Registered], found: int | None) -> None:
    assert recognised(Cited("4/KH-UBND", DAY, "UBND tỉnh", 2026), others) == found
