"""Text in the cells of our workbooks."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tracker.cells import holdable, is_risky
from tracker.matrix import book as matrix
from tracker.registers import workbook as register


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "＝1", "－1"])
def test_what_may_be_a_formula_is_known(text: str) -> None:
    assert is_risky(text)


@pytest.mark.parametrize("text", ["", "UBND xã Đàm Thủy", "5 = 5", "’=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert not is_risky(text)
    assert holdable(text) == text


def test_a_cell_holds_no_control_characters_and_no_more_than_it_can() -> None:
    assert holdable("a\x00b\x1fc\ufffe\n") == "abc\n"
    assert len(holdable("đ" * 40_000)) == 32_767


NAME = "=cmd|' /C calc'!A0\x07"


def test_the_matrix_marks_what_may_be_a_formula() -> None:
    heads = {
        "sheet": "Bảng", "title": NAME, "facts": "", "body": "Đơn vị", "tasks": [NAME],
        "ends": ["Xong", "Số", "Quá hạn", "%"], "sums": "Xong", "of": "Trên", "key": [],
    }  # fmt: skip
    line = {"type": "Xã", "name": NAME, "cells": [["late", 3]], "figures": [0, 1, 1]}
    sheet = load_workbook(BytesIO(matrix.write(dump(heads, line)))).active
    assert sheet is not None
    for place in ("B3", "A5"):
        assert sheet[place].value == NAME[:-1]
        assert (sheet[place].data_type, sheet[place].quotePrefix) == ("s", True)


def test_the_register_marks_it_too() -> None:
    said = {"title": "Đơn vị", "heads": ["Tên"], "widths": [20], "kinds": ["text"], "rows": [[NAME], ["xã"]]}
    sheet = load_workbook(BytesIO(register.write({"sheets": [said]}))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (NAME[:-1], "s", True)
    assert not sheet["A3"].quotePrefix


def dump(*lines: object) -> list[bytes]:
    """Lines of JSON, as the writer's program reads them."""
    return [json.dumps(line).encode() for line in lines]
