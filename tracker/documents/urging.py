"""Official letters that urge (công văn đôn đốc): one for each body, or one for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.documents import paper
from tracker.documents.rules import days_past, initials
from tracker.reviews import vietnamese as vi
from tracker.reviews.tables import column, row, table
from tracker.vietnamese import sort_key

COLUMNS = [
    column("STT", "int", 12),
    column("Cơ quan, đơn vị", "text", 46),
    column("Số, ký hiệu, ngày văn bản giao", "text", 36),
    column("Nội dung nhiệm vụ", "text", 94),
    column("Thời hạn", "date", 24),
    column("Số ngày quá hạn", "int", 18),
    column("Ghi chú", "text", 22),
]
NOBODY = paper.Signature()


@dataclass(frozen=True, slots=True)
class Work:
    """One task a letter speaks of."""

    body: str
    mode: str
    document: str
    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the office adds: by which day to report, who signs."""

    report_by: date | None = None
    signature: paper.Signature = NOBODY


def letters(
    works: Iterable[Work], office: Mapping[str, Any], said: Said, as_of: date, today: date
) -> list[tuple[str, paper.Document]]:
    """(body, letter) for each body, in Vietnamese order."""
    bodies: dict[str, list[Work]] = {}
    for work in in_order(works):
        bodies.setdefault(work.body, []).append(work)
    return [(name, letter(found, office, said, as_of, today)) for name, found in bodies.items()]


def for_all(
    works: Sequence[Work], office: Mapping[str, Any], said: Said, as_of: date, today: date
) -> list[tuple[str, paper.Document]]:
    """(name, letter): one to all who were given work, and one of its own to those who are asked."""
    asked, given = (
        [work for work in works if (work.mode == "de_nghi") is is_asked] for is_asked in (True, False)
    )
    named = (("don-doc", given), ("de-nghi-phoi-hop", asked))
    return [(name, letter(found, office, said, as_of, today)) for name, found in named if found]


def in_order(works: Iterable[Work]) -> list[Work]:
    """Body by body in Vietnamese order, what is due first before the rest."""
    return sorted(works, key=lambda work: (sort_key(work.body), work.due_on or date.max))


def letter(
    works: Sequence[Work], office: Mapping[str, Any], said: Said, as_of: date, today: date
) -> paper.Document:
    """One letter to all the bodies of these works. A body that is asked is never urged (decision 6)."""
    works = in_order(works)
    unit = initials(str(office["office_name"]))
    symbol = f"/{office['authority_symbol']}-{unit}".rstrip("-")
    opening = paper.head(office, symbol, None, today)
    bodies = list(dict.fromkeys(work.body for work in works))
    is_asked = all(work.mode == "de_nghi" for work in works)
    subject = (
        "V/v đề nghị thông tin kết quả thực hiện nội dung phối hợp"
        if is_asked
        else "V/v đôn đốc thực hiện nhiệm vụ được giao"
    )
    enclosed = paper.enclosed("Công văn", symbol, None, today, opening["authority"])
    title = "Danh mục nội dung đề nghị phối hợp" if is_asked else "Danh mục nhiệm vụ cần tập trung thực hiện"
    whom = bodies[0] if len(bodies) == 1 else "các cơ quan, đơn vị"
    words = (_asked if is_asked else _urged)(whom, works, opening["authority"], said, as_of)
    return {
        **opening,
        "kind": "cong_van",
        "title": "",
        "subject": subject,
        "draft": "",
        "addressees": bodies,
        "parts": paper.ended([paper.part("", words)]),
        "recipients": ["- Như trên;", f"- Lưu: VT, {unit}." if unit else "- Lưu: VT."],
        "signing": said.signature.block,
        "stamp": "",
        "annexes": [paper.annex("", title, enclosed, ["works"])],
        "tables": {"works": table("Danh mục", title, COLUMNS, _rows(works, as_of))},
    }


def _urged(whom: str, works: Sequence[Work], authority: str, said: Said, as_of: date) -> list[str]:
    late = sum(1 for work in works if work.mode == "giao" and days_past(work.due_on, as_of))
    rest = len(works) - late
    counts = [f"{vi.number(late)} nhiệm vụ quá hạn"] if late else []
    counts += [f"{vi.number(rest)} nhiệm vụ {'khác ' if late else ''}đang thực hiện"] if rest else []
    by = f" trước ngày {vi.day(said.report_by)}" if said.report_by else ""
    return [
        f"Qua theo dõi việc thực hiện các nhiệm vụ được giao, tính đến hết ngày {vi.day(as_of)}, {whom} còn "
        f"{' và '.join(counts)} chưa hoàn thành (danh mục tại Phụ lục kèm theo).",
        f"{authority} yêu cầu {whom} tập trung hoàn thành các nhiệm vụ nêu trên, bảo đảm chất lượng và thời hạn; "
        f"báo cáo kết quả{by}, nêu rõ nguyên nhân, trách nhiệm đối với nhiệm vụ quá hạn và khó khăn, vướng mắc, "
        "kiến nghị (nếu có).",
    ]


def _asked(whom: str, works: Sequence[Work], authority: str, said: Said, as_of: date) -> list[str]:
    by = f" trước ngày {vi.day(said.report_by)}" if said.report_by else ""
    return [
        f"Qua theo dõi, tính đến hết ngày {vi.day(as_of)} còn {vi.number(len(works))} nội dung đề nghị {whom} phối hợp "
        "chưa có thông tin kết quả (danh mục tại Phụ lục kèm theo).",
        f"{authority} trân trọng đề nghị {whom} quan tâm phối hợp thực hiện và thông tin kết quả{by} để tổng hợp.",
    ]


def _rows(works: Sequence[Work], as_of: date) -> Iterable[dict[str, Any]]:
    for n, work in enumerate(works, 1):
        late = days_past(work.due_on, as_of) if work.mode == "giao" else 0
        due = work.due_on.isoformat() if work.due_on else None
        yield row("row", n, work.body, work.document, work.text, due, late or None, "")
