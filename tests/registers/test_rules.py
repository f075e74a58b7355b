"""Whatever a workbook holds, it is read or refused: no cell breaks the importer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.registers.checking import Register, check
from tracker.registers.rules import SHEETS, clean, letter, read

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["x", "=1+1", "31/02/2026", "01/07/2025", "a@b.example", "Quản trị", "UBND xã Đàm", "", " "]
    ),
)
SHEET = st.sampled_from(SHEETS)


@given(SHEET, st.lists(st.lists(CELLS, max_size=9), max_size=6), st.booleans())
def test_any_rows(sheet, lines, has_heads) -> None:  # type: ignore[no-untyped-def]
    heads = [[column.head for column in sheet.columns]] if has_heads else []
    rows, faults = read({sheet.title: heads + lines})
    plan, more = check(rows, Register())
    assert all(fault.row >= 1 for fault in [*faults, *more])
    assert len(rows) <= len(lines)
    assert sum(new for new, _ in plan.counts.values()) <= len(rows)


@given(SHEET, CELLS)
def test_clean_twice_is_clean_once(sheet, text) -> None:  # type: ignore[no-untyped-def]
    for column in sheet.columns:
        once, code = clean(column, text)
        if code is None:
            assert clean(column, once)[0] == once


def test_letters_of_columns() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
