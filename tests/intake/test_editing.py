"""Splitting and merging by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.editing import merge, sentences


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_stops_and_semicolons() -> None:
    text = "Rà soát quy hoạch; báo cáo UBND TP. Hòa An trước ngày 20/6/2026. Kịp thời xử lý."
    assert _texts(text) == [
        "Rà soát quy hoạch;",
        "báo cáo UBND TP. Hòa An trước ngày 20/6/2026.",
        "Kịp thời xử lý.",
    ]


def test_a_text_of_one_sentence_is_one() -> None:
    assert _texts("Rà soát") == ["Rà soát"]
    assert _texts("  ") == []


@given(st.text(alphabet='aB. ;Đ\n"', max_size=60))
def test_sentences_hold_every_word_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(_texts(text)).split()) == "".join(text.split())


def test_merging_keeps_the_order_and_ends_each_text() -> None:
    assert merge(["Rà soát", " Báo cáo. ", ""]) == "Rà soát. Báo cáo."
    with pytest.raises(ValueError, match="nothing"):
        merge([" "])
