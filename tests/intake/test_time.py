"""The parser's time grows with the text and no faster: twice the text may cost no more than about twice."""

from __future__ import annotations

import sys

import pytest

from tests.bench.intake import SHAPES
from tracker.intake.parser import parse

SMALL, LARGE = 40_000, 160_000


def _calls(text: str) -> int:
    """How many functions the parser calls: work counted without a clock."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        parse(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_is_about_four_times_the_work(shape: str) -> None:
    make = SHAPES[shape]
    assert _calls(make(LARGE)) < 1.6 * (LARGE / SMALL) * _calls(make(SMALL))
