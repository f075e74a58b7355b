"""The forms of the monthly review as plain tables (domain 4.3 and 4.4): one description for Word and for Excel.

A table is {"name", "title", "columns": [{"head", "over", "kind", "width"}], "rows": [{"style", "cells"}]}; kinds are
text, int, date (ISO) and rate ("265/296"); `width` is in millimetres on paper; styles are row, group, total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tracker import clock
from tracker.assignments.rules import days_late
from tracker.reviews import vietnamese as vi
from tracker.reviews.figures import Account, BodyRow, ChangeRow, Figures, GroupRow, LateRow
from tracker.reviews.rules import Cells

Table = dict[str, Any]


def column(head: str, kind: str, width: float, over: str = "") -> dict[str, Any]:
    """One column; `over` is the head it shares with its neighbours."""
    return {"head": head, "kind": kind, "width": width, "over": over}


DONE, OPEN = "Hoàn thành", "Chưa hoàn thành"
COLUMNS_01 = [
    column("STT", "text", 9),
    column("Cơ quan, đơn vị", "text", 43),
    column("Kỳ trước chuyển sang", "int", 15),
    column("Giao trong kỳ", "int", 11),
    column("Tổng số nhiệm vụ", "int", 12),
    column("Tổng số", "int", 11, DONE),
    column("Đúng hạn", "int", 11, DONE),
    column("Quá hạn", "int", 11, DONE),
    column("Không có thời hạn", "int", 13, DONE),
    column("Tổng số", "int", 11, OPEN),
    column("Trong hạn", "int", 12, OPEN),
    column("Quá hạn", "int", 11, OPEN),
    column("Không có thời hạn", "int", 13, OPEN),
    column("Tạm hoãn", "int", 11),
    column("Tỷ lệ hoàn thành (%)", "rate", 13.5),
    column("Tỷ lệ hoàn thành nhiệm vụ đến hạn (%)", "rate", 20),
    column("Tỷ lệ đúng hạn (%)", "rate", 13.5),
    column("Xếp hạng", "int", 11),
]
COLUMNS_02 = [
    column("STT", "int", 9),
    column("Số, ký hiệu, ngày văn bản giao", "text", 22),
    column("Nội dung nhiệm vụ", "text", 39),
    column("Cơ quan chủ trì", "text", 20),
    column("Cơ quan phối hợp", "text", 15),
    column("Ngày giao", "date", 20),
    column("Thời hạn", "date", 20),
    column("Gia hạn (số lần, đến ngày)", "text", 20),
    column("Số ngày quá hạn", "int", 10),
    column("Tình hình thực hiện đến ngày báo cáo", "text", 22),
    column("Nguyên nhân", "text", 20),
    column("Đôn đốc (số lần, gần nhất)", "text", 20),
    column("Đề xuất, ghi chú", "text", 15),
]
COLUMNS_GROUPS = [COLUMNS_01[0], column("Nhóm đơn vị", "text", 48), *COLUMNS_01[2:17]]
COLUMNS_ASKED = [
    column("STT", "int", 12),
    column("Cơ quan", "text", 110),
    column("Nội dung đề nghị", "int", 32),
    column("Đã thông tin kết quả", "int", 32),
    column("Chưa có thông tin", "int", 32),
    column("Tạm hoãn", "int", 32),
]
COLUMNS_CHANGES = [
    column("STT", "int", 12),
    column("Ngày", "date", 22),
    column("Loại thay đổi", "text", 28),
    column("Cơ quan", "text", 45),
    column("Số, ký hiệu văn bản", "text", 32),
    column("Nội dung nhiệm vụ", "text", 60),
    column("Thời hạn cũ", "date", 22),
    column("Thời hạn mới", "date", 22),
    column("Lý do", "text", 60),
]


def form_01(found: Figures) -> Table:
    """Biểu 01: every body that is given work, subtotal of each group, grand total."""
    rows, place = [], 0
    for n, group in enumerate(found.groups):
        rows.append(row("group", _roman(n), group.name, *_cells(group.cells), None))
        for body in group.bodies:
            place += 1
            rows.append(row("row", str(place), body.name, *_cells(body.cells), body.place))
    rows.append(row("total", "", "Tổng cộng", *_cells(found.total), None))
    title = "Tổng hợp kết quả thực hiện nhiệm vụ theo cơ quan, đơn vị"
    return table("Biểu 01", title, COLUMNS_01, rows)


def form_groups(found: Figures) -> Table:
    """The subtotals alone."""
    rows = [row("row", _roman(n), group.name, *_cells(group.cells)) for n, group in enumerate(found.groups)]
    rows.append(row("total", "", "Tổng cộng", *_cells(found.total)))
    return table("Tổng hợp nhóm", "Tổng hợp theo nhóm đơn vị", COLUMNS_GROUPS, rows)


def form_02(late: Sequence[LateRow], cut_on: date) -> Table:
    """Biểu 02: tasks overdue and unfinished at the cut, by group and body, the latest first."""
    rows = (row("row", n, *_late(each, cut_on)) for n, each in enumerate(late, 1))
    return table("Biểu 02", "Danh mục nhiệm vụ quá hạn, chưa hoàn thành", COLUMNS_02, rows)


def form_asked(asked: Sequence[GroupRow]) -> Table:
    """Bodies outside our tree, which are asked: listed apart, in no total, never ranked (decision 6)."""
    bodies: list[BodyRow] = [body for group in asked for body in group.bodies]
    rows = [
        row("row", n, body.name, *(body.cells.column(number) for number in (5, 6, 10, 14)))
        for n, body in enumerate(bodies, 1)
    ]
    return table("Đề nghị", "Cơ quan được đề nghị phối hợp (không xếp hạng)", COLUMNS_ASKED, rows)


def form_changes(changes: Sequence[ChangeRow]) -> Table:
    """Extensions granted and reports returned within the period."""
    kinds = {"extended": "Gia hạn", "returned": "Trả lại để bổ sung"}
    rows = [
        row(
            "row",
            n,
            _iso(each.on),
            kinds[each.kind],
            each.body,
            each.number,
            each.text,
            _iso(each.old_due_on),
            _iso(each.new_due_on),
            each.reason,
        )
        for n, each in enumerate(changes, 1)
    ]
    return table("Thay đổi trong kỳ", "Gia hạn và trả lại trong kỳ", COLUMNS_CHANGES, rows)


def forms(account: Account) -> dict[str, Table]:
    """Every form of a review by its name, in the order of the workbook's sheets; rows are read once, as they come."""
    found = account.figures
    return {
        "form_01": form_01(found),
        "form_02": form_02(account.late, found.as_of),
        "groups": form_groups(found),
        "asked": form_asked(found.asked),
        "changes": form_changes(account.changes),
    }


def table(name: str, title: str, columns: Sequence[dict[str, Any]], rows: Iterable[dict[str, Any]]) -> Table:
    """A table as all writers take it."""
    return {"name": name, "title": title, "columns": columns, "rows": rows}


def row(style: str, *cells: Any) -> dict[str, Any]:
    """One line."""
    return {"style": style, "cells": cells}


def _cells(cells: Cells) -> list[Any]:
    """Columns 3 to 17."""
    rates = (cells.rate_assigned, cells.rate_due, cells.rate_on_time)
    return [cells.column(number) for number in range(3, 15)] + [_rate(rate) for rate in rates]


def _late(each: LateRow, cut_on: date) -> list[Any]:
    document = f"{each.number}, {vi.day(each.issued_on)}" if each.issued_on else each.number
    extended = f"{each.extensions} lần, đến {vi.day(each.extended_to)}" if each.extensions else ""
    told = f"{each.reminders} lần"
    if each.reminded_at is not None:
        told += f", {vi.day(clock.local(each.reminded_at).date())}"
    return [
        document,
        each.text,
        each.body,
        each.coordinators or "",
        _iso(each.assigned_on),
        _iso(each.due_on),
        extended,
        days_late(each.due_on, cut_on),
        each.said or "",
        each.cause or "",
        told if each.reminders else "",
        each.proposal or "",
    ]


def _rate(value: Fraction | None) -> str | None:
    return f"{value.numerator}/{value.denominator}" if value is not None else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _roman(n: int) -> str:
    return vi.ROMAN[n] if n < len(vi.ROMAN) else str(n + 1)
