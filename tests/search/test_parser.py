"""What was typed, as it is understood; and the part of a text that is shown for it."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.directives.passages import MOST, passages
from tracker.search.matching import fts5, tsquery
from tracker.search.parser import Query, parse
from tracker.search.snippets import WIDTH, snippet

TODAY = date(2026, 11, 28)


def read(text: str) -> Query:
    return parse(text, TODAY)


@pytest.mark.parametrize(
    ("text", "sqlite", "postgresql"),
    [
        ("Đàm Thủy", '(("dam")) AND (("thuy"*))', "((dam)) & ((thuy:*))"),
        ("Đàm Thủy ", '(("dam")) AND (("thuy"))', "((dam)) & ((thuy))"),
        ('"Đàm Thủy"', '("dam thuy")', "((dam <-> thuy))"),
        ('"đàm thủy', '("dam thuy")', "((dam <-> thuy))"),
        ("ntm", '(("ntm"*) OR "nong thon moi")', "((ntm:*) | (nong <-> thon <-> moi))"),
        ("nông thôn mới ", '(("nong" AND "thon" AND "moi") OR "ntm")', "((nong & thon & moi) | (ntm))"),
        ("1847/UBND-KTN", '("1847 ubnd ktn"*)', "((1847 <-> ubnd <-> ktn:*))"),
    ],
)
def test_words_and_phrases(text: str, sqlite: str, postgresql: str) -> None:
    assert fts5(read(text).terms) == sqlite
    assert tsquery(read(text).terms) == postgresql


def test_filters_stand_among_words_in_any_order() -> None:
    query = read('đv:"Đàm Thủy" giải ngân hạn<30/11 vb:1847 trễ>7')
    assert fts5(query.terms) == '(("giai")) AND (("ngan"))'
    assert fts5(query.body) == '(("dam")) AND (("thuy"))'
    assert fts5(query.document) == '(("1847"*))'
    assert query.due == [("<", date(2026, 11, 30))]
    assert query.late == [(">", 7)]
    assert not query.faults
    assert query.filters == {"body", "document", "due", "late"}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("hạn>1/2/2026", [(">", date(2026, 2, 1))]),
        ("HAN <= 2026-02-01", [("<=", date(2026, 2, 1))]),
        ("hạn:1/2", [(">=", date(2026, 2, 1)), ("<=", date(2026, 2, 1))]),
        ("hạn:2/2028", [(">=", date(2028, 2, 1)), ("<=", date(2028, 2, 29))]),
        ("hạn>11/2026", [(">", date(2026, 11, 30))]),
        ("hạn<11/2026", [("<", date(2026, 11, 1))]),
        ("due>=1.12.2026 due<=31.12.2026", [(">=", date(2026, 12, 1)), ("<=", date(2026, 12, 31))]),
    ],
)
def test_days(text: str, due: list[tuple[str, date]]) -> None:
    assert read(text).due == due


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hạn<0/0", "bad_date"),
        ("hạn:13/2026", "bad_date"),
        ("trễ>-1", "bad_days"),
        ("đv:!!", "missing_value"),
    ],
)
def test_faults(text: str, code: str) -> None:
    assert [fault.code for fault in read(text).faults] == [code]


@pytest.mark.parametrize("text", ["Nghị quyết: phát triển", "a<b nhỏ hơn", "5>3"])
def test_ordinary_writing_is_no_filter(text: str) -> None:
    query = read(text)
    assert query.terms
    assert not (query.faults)
    assert not (query.hints)
    assert not (query.filters)


def marked(text: str, query: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_found else piece.text for piece in snippet(text, read(query).terms)
    )


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Đẩy nhanh tiến độ", "day nhanh ", "[Đẩy nhanh] tiến độ"),
        ("Đẩy nhanh tiến độ", "tien d", "Đẩy nhanh [tiến] độ"),
        ("Đẩy nhanh tiến độ", "nhan", "Đẩy [nhanh] tiến độ"),
        ("Chương trình MTQG và mục tiêu quốc gia", "MTQG ", "Chương trình [MTQG] và [mục tiêu quốc gia]"),
        ("Sở NN&PTNT tỉnh", "nnptnt", "Sở [NN&PTNT] tỉnh"),
        ("thôn đạt chuẩn nông thôn mới", "nông thôn mới ", "thôn đạt chuẩn [nông thôn mới]"),
        ("mới đạt chuẩn ở thôn", "thôn mới ", "[mới] đạt chuẩn ở [thôn]"),
        ("Quốc gia mục tiêu", '"mục tiêu quốc gia"', "Quốc gia mục tiêu"),
        ("<b>đậm</b>", "dam ", "<b>[đậm]</b>"),
        ("", "gì", ""),
    ],
)  # fmt: skip
def test_snippets(text: str, query: str, shown: str) -> None:
    assert marked(text, query) == shown


def test_a_long_text_is_cut_about_the_first_word_found() -> None:
    text = "đầu " * 100 + "giải ngân vốn " + "cuối " * 100
    shown = marked(text, "giai ngan ")
    assert "[giải ngân] vốn" in shown
    assert shown.startswith("… đầu")
    assert shown.endswith("cuối …")
    assert len(shown) <= WIDTH + 10


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "một", "dòng\n" * 900, "x" * 5000, "từ " * 3000, "a\n" + "b" * 3000 + "\nc", "  đầu\n\n\ncuối  "],
)  # fmt: skip
def test_passages_hold_all_of_a_text_once_in_order(text: str) -> None:
    cut = list(passages(text))
    assert "".join("".join(text[start:end].split()) for start, end in cut) == "".join(text.split())
    assert all(0 < end - start <= MOST + 1 for start, end in cut)
