"""A review, its signature, and documents written by the programs of the product."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tracker import clock
from tracker.config import Config
from tracker.documents import making, report
from tracker.reviews.annexes import LateRow
from tracker.reviews.figures import Account, BodyRow, Compared, Figures, RemarkRow
from tracker.reviews.rules import Cells, Span

NOW = clock.at(date(2026, 11, 16), 9, 20)
DAYS = Span("2026-11", date(2026, 10, 15), date(2026, 11, 14))
TRICKY = '=HYPERLINK("http://x")'
OFFICE: dict[str, str | int] = {
    "authority_name": "UBND tỉnh Lam Giang",
    "parent_name": "",
    "authority_symbol": "UBND",
    "place": "Lam Giang",
    "ranking_minimum": 5,
}


def late_row(n: int, text: str = "Báo cáo kết quả.") -> LateRow:
    cause, said = "Mưa lũ kéo dài" if n % 2 else None, "+84 đã gọi"
    return LateRow(
        n, f"{n}/UBND-KT", date(2026, 9, 5), text, "@UBND xã Ỷ La", "Xã, phường", date(2026, 9, 5), date(2026, 11, 1),
        1, date(2026, 11, 1), said, cause, "-đề nghị", "Sở Y tế", 2, clock.at(date(2026, 11, 3)),
    )  # fmt: skip


def account(bodies: int = 3, late: int = 2, **office: str) -> Account:
    """A review of so many communes and the Front."""
    rows = [
        BodyRow(n, f"UBND xã Số {n}", 1, "Xã, phường", "giao", Cells(4, 6, 5, 1, 0, 2, 1, 0, 1))
        for n in range(bodies)
    ]
    rows.append(
        BodyRow(
            9999,
            "Ủy ban MTTQ Việt Nam tỉnh",
            2,
            "Mặt trận",
            "de_nghi",
            Cells(given=2, done_on_time=1, open_overdue=1),
        )
    )
    found = Figures.of(DAYS, DAYS.cut_on, rows, 5, Cells(), directives=7, tasks=12, standing=3)
    remark = RemarkRow("summary", "Số quá hạn giảm mạnh.\nĐề nghị biểu dương.", "Hoa", NOW, 1)
    before = Compared("2026-10", Cells(given=10, done_on_time=5, open_overdue=5))
    lates = [late_row(n, TRICKY if n == 0 else "Báo cáo kết quả.") for n in range(late)]
    return Account(found, lates, [], 3, 2, before, None, {"summary": remark}, OFFICE | office)


def signed() -> report.Signed:
    return report.Signed(
        1, "ab" * 32, NOW, "Trần Quang Lâm", "Phó Chủ tịch", "TM. Ủy ban nhân dân\nKT. Chủ tịch"
    )


@cache
def config() -> Config:
    """A deployment in a folder of its own."""
    return Config(instance=Path(mkdtemp(prefix="don-doc-documents-")))


def written(kind: str, document: dict[str, Any], template: Path | None = None) -> bytes:
    """The file of a document."""
    with making.make(config(), kind, document, template=template) as made:
        return made.read()
