"""The forms of the monthly review as plain tables (domain 4.3 and 4.4): one description for Word and for Excel.

A table is {"name", "title", "columns": [{"head", "over", "kind", "width"}], "rows": [{"style", "cells"}]}; kinds are
text, int, date (ISO) and rate ("265/296"); `width` is in millimetres on paper; styles are row, group, total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from tracker import clock
from tracker.assignments.rules import days_late
from tracker.reviews import vietnamese as vi
from tracker.reviews.annexes import DoneRow, ExtensionRow, LateRow
from tracker.reviews.figures import Account, BodyRow, ChangeRow, Figures, GroupRow
from tracker.reviews.rules import Cells

Table = dict[str, Any]


def column(head: str, kind: str, width: float, over: str = "") -> dict[str, Any]:
    """One column; `over` is the head it shares with its neighbours."""
    return {"head": head, "kind": kind, "width": width, "over": over}


TITLES = {
    1: "Tổng hợp kết quả thực hiện nhiệm vụ theo cơ quan, đơn vị",
    2: "Danh mục nhiệm vụ quá hạn, chưa hoàn thành",
    3: "Danh mục nhiệm vụ hoàn thành trong kỳ",
    4: "Danh mục nhiệm vụ đến hạn trong kỳ tới",
    5: "Danh mục gia hạn được đồng ý, không được đồng ý trong kỳ",
}
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
SOURCE, WORK, LEAD, HELP, GIVEN, DUE = COLUMNS_02[1:7]
COLUMNS_03 = [
    COLUMNS_02[0], SOURCE, WORK, LEAD, HELP, GIVEN, DUE,
    column("Ngày báo cáo", "date", 20),
    column("Ngày xác nhận", "date", 20),
    column("Văn bản kết quả (số, ngày)", "text", 32),
    column("Kết quả", "text", 24),
]  # fmt: skip
COLUMNS_04 = [
    COLUMNS_02[0], SOURCE, WORK, LEAD, HELP, GIVEN, DUE,
    column("Gia hạn (số lần, đến ngày)", "text", 22),
    column("Số ngày còn lại", "int", 14),
    column("Tình hình thực hiện đến ngày báo cáo", "text", 40),
    column("Đôn đốc (số lần, gần nhất)", "text", 22),
]  # fmt: skip
COLUMNS_05 = [
    column("STT", "int", 9),
    column("Ngày quyết định", "date", 21),
    column("Cơ quan chủ trì", "text", 32),
    column("Số, ký hiệu văn bản giao", "text", 27),
    WORK,
    column("Thời hạn cũ", "date", 21),
    column("Thời hạn đề nghị", "date", 21),
    column("Lý do xin gia hạn", "text", 33),
    column("Kết quả", "text", 18),
    column("Người quyết định, văn bản, ý kiến", "text", 33),
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
    if found.older.total:
        rows.append(row("row", "", "Trong đó: giao từ các năm trước", *_cells(found.older), None))
    return table("Biểu 01", TITLES[1], COLUMNS_01, rows)


def form_groups(found: Figures) -> Table:
    """The subtotals alone."""
    rows = [row("row", _roman(n), group.name, *_cells(group.cells)) for n, group in enumerate(found.groups)]
    rows.append(row("total", "", "Tổng cộng", *_cells(found.total)))
    return table("Tổng hợp nhóm", "Tổng hợp theo nhóm đơn vị", COLUMNS_GROUPS, rows)


def of_rows(number: int, listed: Sequence[Any], cut_on: date, start: int = 0) -> Table:
    """Biểu 02 (overdue at the cut, the latest first), 03 (completed), 04 (due in the next period) or 05 (extensions
    decided), from one line on; rows are read as they come."""
    known: dict[int, tuple[list[dict[str, Any]], Callable[..., list[Any]]]] = {
        2: (COLUMNS_02, partial(_late, cut_on=cut_on)),
        3: (COLUMNS_03, _done),
        4: (COLUMNS_04, partial(_due, cut_on=cut_on)),
        5: (COLUMNS_05, _extension),
    }
    columns, cells = known[number]
    rows = (row("row", n, *cells(each)) for n, each in enumerate(listed, start + 1))
    return table(f"Biểu 0{number}", TITLES[number], columns, rows)


def form_asked(asked: Sequence[GroupRow]) -> Table:
    """Bodies outside our tree, which are asked: listed apart, in no total, never ranked (decision 6)."""
    bodies: list[BodyRow] = [body for group in asked for body in group.bodies]
    rows = [
        row("row", n, body.name, *(body.cells.column(number) for number in (5, 6, 10, 14)))
        for n, body in enumerate(bodies, 1)
    ]
    return table("Đề nghị", "Cơ quan được đề nghị phối hợp (không xếp hạng)", COLUMNS_ASKED, rows)


def form_changes(changes: Sequence[ChangeRow]) -> Table:
    """Extensions granted, reports returned, work stopped, targets revised within the period."""
    kinds = {
        "extended": "Gia hạn", "returned": "Trả lại để bổ sung", "exempted": "Không áp dụng", "suspended": "Tạm dừng",
        "cancelled": "Hủy", "revised": "Điều chỉnh chỉ tiêu",
    }  # fmt: skip
    rows = [
        row(
            "row",
            n,
            _iso(each.on),
            kinds[each.kind],
            each.body,
            each.number,
            f"{each.text}: {_plan(each.old)} → {_plan(each.new)}" if each.target_id else each.text,
            _iso(each.old_due_on),
            _iso(each.new_due_on),
            each.reason,
        )
        for n, each in enumerate(changes, 1)
    ]
    return table("Thay đổi trong kỳ", "Gia hạn, trả lại, dừng và điều chỉnh trong kỳ", COLUMNS_CHANGES, rows)


def forms(account: Account) -> dict[str, Table]:
    """Every form of a review by its name, in the order of the workbook's sheets; rows are read once, as they come."""
    found = account.figures
    return {
        "form_01": form_01(found),
        "form_02": of_rows(2, account.late, found.as_of),
        "form_03": of_rows(3, account.annexes.done, found.as_of),
        "form_04": of_rows(4, account.annexes.due, found.as_of),
        "form_05": of_rows(5, account.annexes.extensions, found.as_of),
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
    return [
        *_work(each),
        _extended(each),
        days_late(each.due_on, cut_on),
        each.said or "",
        each.cause or "",
        _urged(each),
        each.proposal or "",
    ]


def _done(each: DoneRow) -> list[Any]:
    result = f"{each.result_number or ''}, {vi.day(each.result_on)}".strip(", ")
    judged = _judged(each.reported_on or each.confirmed_on, each.due_on)
    return [*_work(each), _iso(each.reported_on), _iso(each.confirmed_on), result, judged]


def _judged(on: date, due_on: date | None) -> str:
    """On time or late, by the day the body reported."""
    if due_on is None:
        return "Không có thời hạn"
    return "Đúng hạn" if on <= due_on else f"Quá hạn {days_late(due_on, on)} ngày"


def _due(each: LateRow, cut_on: date) -> list[Any]:
    left = (each.due_on - cut_on).days
    return [*_work(each), _extended(each), left, each.said or "", _urged(each)]


def _extension(each: ExtensionRow) -> list[Any]:
    decided = "; ".join(word for word in (each.decided_by, each.document, each.note) if word)
    result = {"granted": "Đồng ý", "refused": "Không đồng ý"}[each.state]
    days = (_iso(each.old_due_on), _iso(each.new_due_on))
    return [_iso(each.on), each.body, each.number, each.text, *days, each.reason, result, decided]


def _work(each: LateRow | DoneRow) -> list[Any]:
    """The columns from the document to the due day."""
    document = f"{each.number}, {vi.day(each.issued_on)}" if each.issued_on else each.number
    days = (_iso(each.assigned_on), _iso(each.due_on))
    return [document, each.text, each.body, each.coordinators or "", *days]


def _extended(each: LateRow) -> str:
    return f"{each.extensions} lần, đến {vi.day(each.extended_to)}" if each.extensions else ""


def _urged(each: LateRow) -> str:
    last = f", {vi.day(clock.local(each.reminded_at).date())}" if each.reminded_at else ""
    return f"{each.reminders} lần{last}" if each.reminders else ""


def _plan(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}".replace(".", ",")


def _rate(value: Fraction | None) -> str | None:
    return f"{value.numerator}/{value.denominator}" if value is not None else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _roman(n: int) -> str:
    return vi.ROMAN[n] if n < len(vi.ROMAN) else str(n + 1)
