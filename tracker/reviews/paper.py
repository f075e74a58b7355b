"""What the two files of a review say, as one plain object for the programs that write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker import clock
from tracker.reviews import sentences, tables
from tracker.reviews import vietnamese as vi
from tracker.reviews.figures import Account


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed which version, when, and its fingerprint."""

    version: int
    sha256: str
    closed_at: datetime
    name: str
    position: str
    authority_lines: str


def document(account: Account, signed: Signed | None, now: datetime) -> dict[str, Any]:
    """Everything on paper: letterhead, sentences, signing block, annexes. `signed` is None for a draft."""
    found, office = account.figures, {name: str(value) for name, value in account.office.items()}
    day = clock.local(signed.closed_at).date() if signed else None
    symbol = f"/BC-{office['authority_symbol']}"
    return {
        "parent": vi.in_full(office["parent_name"]),
        "authority": vi.in_full(office["authority_name"]),
        "symbol": symbol,
        "place_day": _place_day(office["place"], day, clock.local(now).date()),
        "subject": f"Kết quả theo dõi, đôn đốc thực hiện nhiệm vụ {vi.period(found.span)}",
        "draft": "" if signed else f"DỰ THẢO - SỐ LIỆU TẠM TÍNH ĐẾN {vi.moment(now)}",
        "parts": [{"head": head, "paragraphs": lines} for head, lines in sentences.parts(account)],
        "recipients": _recipients(office["parent_name"]),
        "signing": _signing(signed),
        "enclosed": _enclosed(symbol, day, vi.in_full(office["authority_name"])),
        "stamp": stamp(signed, now),
        "tables": {
            "form_01": tables.form_01(found),
            "groups": tables.form_groups(found),
            "form_02": tables.form_02(account.late, found.as_of),
            "asked": tables.form_asked(found.asked),
            "changes": tables.form_changes(account.changes),
        },
        "formula": (
            "Tỷ lệ hoàn thành = hoàn thành / tổng số nhiệm vụ. Tỷ lệ hoàn thành nhiệm vụ đến hạn = hoàn thành có thời "
            "hạn / (hoàn thành có thời hạn + chưa hoàn thành quá hạn). Tỷ lệ đúng hạn = hoàn thành đúng hạn / tổng số. "
            "Không có mẫu số thì ghi “-”."
        ),
    }


def stamp(signed: Signed | None, now: datetime) -> str:
    """One line that ties a sheet to its figures."""
    if signed is None:
        return f"Dự thảo, số liệu tạm tính đến {vi.moment(now)}"
    return f"Bản {signed.version}, chốt {vi.moment(signed.closed_at)}. SHA-256: {signed.sha256}"


def _place_day(place: str, day: date | None, today: date) -> str:
    written = vi.written_day(day) if day else f"ngày      tháng      năm {today.year}"
    return f"{place}, {written}" if place else written


def _enclosed(symbol: str, day: date | None, authority: str) -> str:
    written = vi.written_day(day) if day else "ngày      tháng      năm"
    return f"(Kèm theo Báo cáo số          {symbol} {written} của {authority})"


def _recipients(parent: str) -> list[str]:
    """Box 9b: a report to a higher body begins "Như trên" (decree 30/2020/NĐ-CP, appendix I)."""
    first = ["- Như trên;"] if parent else []
    return [*first, "- Các cơ quan, đơn vị tại Phụ lục I;", "- Lưu: VT."]


def _signing(signed: Signed | None) -> dict[str, Any]:
    if signed is None:
        return {"lines": [], "position": "", "name": ""}
    lines = [line.strip() for line in signed.authority_lines.splitlines() if line.strip()]
    return {"lines": lines, "position": signed.position, "name": signed.name}
