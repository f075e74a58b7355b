"""What the page writes from the figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reviews import lines
from tracker.reviews.figures import Account, BodyRow, Figures
from tracker.reviews.rules import Cells, Span
from tracker.web.filters import percent

DAYS = Span("2026-11", date(2026, 10, 15), date(2026, 11, 14))


@pytest.mark.parametrize(
    ("whole", "written"), [(Fraction(1, 3), "33,33%"), (Fraction(2, 3), "66,67%"), (Fraction(1), "100,00%")]
)
def test_rates_of_a_line_have_two_decimals(app: Flask, whole: Fraction, written: str) -> None:
    cells = Cells(
        given=whole.denominator,
        done_on_time=whole.numerator,
        open_in_time=whole.denominator - whole.numerator,
    )
    body = BodyRow(1, "UBND xã Ỷ La", 1, "Xã", "giao", cells)
    found = Figures.of(DAYS, DAYS.cut_on, [body], 5, Cells(), directives=1, tasks=1, standing=0)
    with app.test_request_context():
        form = lines.form_01(Account(found, [], [], 0, 0, None, None, {}, {}), lines.Source("/x"))
    shown = [cell.partition(">")[2] for cell in form.groups[0][1].replace("</td>", "").split("<td")[1:]]
    assert len(shown) == 16
    assert shown[-3] == written


@given(part=st.integers(0, 5000), whole=st.integers(1, 5000))
@settings(max_examples=200)
def test_the_short_way_rounds_as_the_long_one(part: int, whole: int) -> None:
    rate = Fraction(min(part, whole), whole)
    assert lines._share(rate, ".").replace(".", ",") in {percent(rate, 2), percent(rate, 2).replace(".", ",")}
