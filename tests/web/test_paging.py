"""Pages by the last row shown; a key that somebody changed starts anew instead of failing."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, create_engine, literal, select, union_all

from tracker.paging import as_count, capped_count, decode_key, encode_key, page_of

KINDS = (date | None, int)


@pytest.mark.parametrize("values", [(date(2026, 3, 2), 7), (None, 7), (date(1, 1, 1), 2**63 - 1)])
def test_a_key_comes_back_as_it_went(values: tuple[Any, ...]) -> None:
    word = encode_key(values)
    assert word.replace("-", "").replace("_", "").isalnum()
    assert decode_key(word, *KINDS) == values


def test_moments_and_names_are_kept_whole() -> None:
    values = (datetime(2026, 3, 2, 2, 0, tzinfo=UTC), "Ủy ban nhân dân xã", 3)
    assert decode_key(encode_key(values), datetime, str, int) == values


def word(text: str) -> str:
    return urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode()


@pytest.mark.parametrize(
    "junk",
    [
        None, "", "x", "====", "é", "A" * 5000, word("{}"), word("[]"), word("[1]"), word('["2026-03-02"]'),
        word('["2026-03-02",1,2]'), word('["2026-13-02",1]'), word('["2026-03-02","1"]'), word('["2026-03-02",1.5]'),
        word('["2026-03-02",true]'), word('["2026-03-02",9223372036854775808]'), word('["2026-03-02",null]'),
        word("[" * 400), word('["2026-03-02",NaN]'), word('[[],{}]'),
    ],
)  # fmt: skip
def test_junk_starts_anew(junk: str | None) -> None:
    assert decode_key(junk, *KINDS) is None


@pytest.mark.parametrize("text", ['["a\\u0000b"]', '["\\ud800"]', '["a\\nb"]'])
def test_text_a_database_chokes_on_starts_anew(text: str) -> None:
    assert decode_key(word(text), str) is None


@given(st.text(max_size=700))
def test_no_word_makes_it_fail(text: str) -> None:
    assert decode_key(text, *KINDS) is None or text


def test_a_page_knows_where_the_next_begins() -> None:
    rows = list(range(51))
    page = page_of(rows, key=lambda row: (None, row))
    assert (len(page.rows), decode_key(page.next_key, *KINDS)) == (50, (None, 49))
    last = page_of(rows[:50], key=lambda row: (None, row))
    assert (len(last.rows), last.next_key) == (50, None)
    assert page_of([], key=lambda row: (row,)).rows == ()


def test_counting_stops_at_the_cap() -> None:
    rows = union_all(*(select(literal(each).label("n")) for each in range(12))).subquery()
    with create_engine("sqlite://").connect() as connection:
        few = connection.scalar(capped_count(select(rows.c.n).where(column("n") < 5), cap=10))
        many = connection.scalar(capped_count(select(rows.c.n).order_by(rows.c.n), cap=10))
    assert (as_count(few, 10).number, as_count(few, 10).more) == (5, False)
    assert (many, as_count(many, 10).number, as_count(many, 10).more) == (11, 10, True)
