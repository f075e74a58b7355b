"""What the monthly report says, in Word, Excel and PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker import clock
from tracker.documents import paper
from tracker.reviews import sentences, tables
from tracker.reviews import vietnamese as vi
from tracker.reviews.annexes import numbers
from tracker.reviews.figures import Account

ANNEXES: tuple[tuple[str, ...], ...] = (
    ("form_01", "asked"), ("form_02",), ("form_03",), ("form_04",), ("form_05",),
)  # fmt: skip
"""Which forms stand together in an annex of the report; a form named nowhere is in the workbook alone."""
LEFT_OUT_EMPTY = {"form_03": "done", "form_04": "due", "form_05": "extensions"}
"""Forms that make no annex where they have no line, and what their lines are called."""
NOTES = {
    "form_01": (
        "Tỷ lệ hoàn thành = hoàn thành / tổng số nhiệm vụ. Tỷ lệ hoàn thành nhiệm vụ đến hạn = hoàn thành có thời "
        "hạn / (hoàn thành có thời hạn + chưa hoàn thành quá hạn). Tỷ lệ đúng hạn = hoàn thành đúng hạn / tổng số. "
        "Không có mẫu số thì ghi “-”."
    )
}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed which version, when, and its fingerprint."""

    version: int
    sha256: str
    closed_at: datetime
    name: str
    position: str
    authority_lines: str


def document(
    account: Account, signed: Signed | None, now: datetime, wording: Mapping[str, str] | None = None
) -> paper.Document:
    """The whole report. `signed` is None for a draft; `wording` has the office's own words by part."""
    office, today = account.office, clock.local(now).date()
    day = clock.local(signed.closed_at).date() if signed else None
    symbol = f"/BC-{office['authority_symbol']}"
    opening = paper.head(office, symbol, day, today)
    signature = (
        paper.Signature(signed.name, signed.position, signed.authority_lines) if signed else paper.Signature()
    )
    return {
        **opening,
        "kind": "bao_cao",
        "title": "BÁO CÁO",
        "subject": f"Kết quả theo dõi, đôn đốc thực hiện nhiệm vụ {vi.period(account.figures.span)}",
        "draft": "" if signed else f"DỰ THẢO - SỐ LIỆU TẠM TÍNH ĐẾN {vi.moment(now)}",
        "addressees": [opening["parent"]] if opening["parent"] else [],
        "parts": _parts(account, wording or {}),
        "recipients": _recipients(opening["parent"]),
        "signing": signature.block,
        "stamp": stamp(signed, now),
        **_annexes(account, paper.enclosed("Báo cáo", symbol, day, today, opening["authority"])),
    }


def form_alone(report: paper.Document, number: int) -> paper.Document:
    """The report with no other table than one of its forms: the workbook of that form."""
    name = f"form_0{number}"
    return {**report, "tables": {name: report["tables"][name]}}


def stamp(signed: Signed | None, now: datetime) -> str:
    """One line that ties a sheet to its figures."""
    if signed is None:
        return f"Dự thảo, số liệu tạm tính đến {vi.moment(now)}"
    return f"Bản {signed.version}, chốt {vi.moment(signed.closed_at)}. SHA-256: {signed.sha256}"


def _parts(account: Account, wording: Mapping[str, str]) -> list[dict[str, object]]:
    generated = sentences.parts(account)
    return paper.ended(
        [
            paper.part(head, lines_of(wording[key]) if key in wording else lines)
            for key, (head, lines) in zip(sentences.PARTS, generated, strict=True)
        ]
    )


def lines_of(words: str) -> list[str]:
    """Paragraphs of an edited text: its lines that are not empty."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def _annexes(account: Account, enclosed: str) -> paper.Document:
    forms = tables.forms(account)
    for name, note in NOTES.items():
        forms[name]["note"] = note
    filled = numbers(account.annexes)
    shown = [names for names in ANNEXES if LEFT_OUT_EMPTY.get(names[0], "") in {"", *filled}]
    annexes = [
        paper.annex(vi.ROMAN[n], forms[names[0]]["title"], enclosed, names, _note(names))
        for n, names in enumerate(shown)
    ]
    return {"annexes": annexes, "tables": forms}


def _note(names: Sequence[str]) -> str:
    return " ".join(NOTES[name] for name in names if name in NOTES)


def _recipients(parent: str) -> list[str]:
    """Box 9b: a report to a higher body begins "Như trên" (decree 30/2020/NĐ-CP, appendix I)."""
    first = ["- Như trên;"] if parent else []
    return [*first, "- Các cơ quan, đơn vị tại Phụ lục I;", "- Lưu: VT."]
