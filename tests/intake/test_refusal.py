"""Texts that are not taken in."""

from __future__ import annotations

import pytest

from tests.intake.texts import LETTER
from tracker.intake.refusal import refusal


@pytest.mark.parametrize("text", ["", "  \n\t ", "--- ... ---"])
def test_nothing_is_empty(text: str) -> None:
    assert refusal(text) == "empty"


@pytest.mark.parametrize("mark", ["MẬT", "Mật", "tối mật", "TUYỆT MẬT", "[ T Ố I  M Ậ T ]", "Tuyệt  mật."])
def test_a_mark_of_secrecy_in_the_head_is_refused(mark: str) -> None:
    assert refusal(LETTER.replace("HỎA TỐC", mark)) == "secret"


def test_the_word_inside_a_sentence_is_no_mark() -> None:
    assert refusal(LETTER.replace("rà soát quy hoạch", "rà soát tài liệu mật, tối mật")) is None


def test_the_word_at_the_end_of_the_letter_is_no_mark() -> None:
    assert refusal(LETTER + "\nMật\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "Hôm nay trời đẹp. Mọi người đi chơi công viên từ sáng sớm.",
        "The quick brown fox jumps over the lazy dog.",
        "1. Táo\n2. Lê\n3. Cam\n",
    ],
)
def test_a_text_that_orders_nobody_is_no_directive(text: str) -> None:
    assert refusal(text) == "not_a_directive"


def test_a_letter_is_taken() -> None:
    assert refusal(LETTER) is None


def test_a_bare_order_is_taken() -> None:
    assert refusal("Giao Sở Tài chính chủ trì rà soát, báo cáo trước ngày 20/6/2026.") is None
