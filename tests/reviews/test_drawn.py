"""What the page writes from the figures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reviews import drawn
from tracker.reviews.rules import Cells
from tracker.web.filters import percent


@pytest.mark.parametrize(
    ("whole", "written"), [(Fraction(1, 3), "33,33%"), (Fraction(2, 3), "66,67%"), (Fraction(1), "100,00%")]
)
def test_rates_of_a_line_have_two_decimals(app: Flask, whole: Fraction, written: str) -> None:
    cells = Cells(
        given=whole.denominator,
        done_on_time=whole.numerator,
        open_in_time=whole.denominator - whole.numerator,
    )
    with app.test_request_context():
        assert drawn.Form01(drawn.Source("/x")).total(cells).figures[-3][2] == written


@given(part=st.integers(0, 5000), whole=st.integers(1, 5000))
@settings(max_examples=200)
def test_the_short_way_rounds_as_the_long_one(part: int, whole: int) -> None:
    rate = Fraction(min(part, whole), whole)
    assert drawn._share(rate, ".").replace(".", ",") in {percent(rate, 2), percent(rate, 2).replace(".", ",")}
