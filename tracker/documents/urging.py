"""Official letters that urge (công văn đôn đốc): one for each body, or one for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.documents import paper, urging_words
from tracker.documents.rules import days_past, initials
from tracker.documents.urging_words import Figure, Owed, Said, Work
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
FIGURES = [
    column("STT", "int", 12),
    column("Cơ quan, đơn vị", "text", 46),
    column("Số, ký hiệu, ngày văn bản giao", "text", 36),
    column("Chỉ tiêu", "text", 82),
    column("Kế hoạch", "text", 24),
    column("Số liệu gần nhất", "text", 24),
    column("Ngày của số liệu", "date", 28),
]
Papers = list[tuple[str, paper.Document]]


def letters(owed: Owed, office: Mapping[str, Any], said: Said, as_of: date, today: date) -> Papers:
    """(body, letter) for each body, in Vietnamese order."""
    return [(name, letter(each, office, said, as_of, today)) for name, each in by_body(owed).items()]


def for_all(owed: Owed, office: Mapping[str, Any], said: Said, as_of: date, today: date) -> Papers:
    """(name, letter): one to all who were given work, and one of its own to those who are asked."""
    named = (
        ("don-doc", owed.only(lambda each: each.mode != "de_nghi")),
        ("de-nghi-phoi-hop", owed.only(lambda each: each.mode == "de_nghi")),
    )
    return [(name, letter(found, office, said, as_of, today)) for name, found in named if found.things]


def by_body(owed: Owed) -> dict[str, Owed]:
    """What each body owes, in Vietnamese order."""
    works: dict[str, list[Work]] = {}
    figures: dict[str, list[Figure]] = {}
    for work in in_order(owed.works):
        works.setdefault(work.body, []).append(work)
    for figure in owed.figures:
        figures.setdefault(figure.body, []).append(figure)
    names = sorted({**works, **figures}, key=sort_key)
    return {name: Owed(works.get(name, ()), figures.get(name, ()), owed.month) for name in names}


def in_order(works: Iterable[Work]) -> list[Work]:
    """Body by body in Vietnamese order, what is due first before the rest."""
    return sorted(works, key=lambda work: (sort_key(work.body), work.due_on or date.max))


def letter(owed: Owed, office: Mapping[str, Any], said: Said, as_of: date, today: date) -> paper.Document:
    """One letter to all the bodies that owe this. A body that is asked is never urged (decision 6)."""
    bodies = by_body(owed)
    unit = initials(str(office["office_name"]))
    symbol = f"/{office['authority_symbol']}-{unit}".rstrip("-")
    opening = paper.head(office, symbol, None, today)
    enclosed = paper.enclosed("Công văn", symbol, None, today, opening["authority"])
    whom = next(iter(bodies)) if len(bodies) == 1 else "các cơ quan, đơn vị"
    words = urging_words.paragraphs(owed, whom, opening["authority"], said, as_of)
    tables = _tables(owed, as_of)
    return {
        **opening,
        "kind": "cong_van",
        "title": "",
        "subject": urging_words.subject(owed),
        "draft": "",
        "addressees": list(bodies),
        "parts": paper.ended([paper.part("", words)]),
        "recipients": ["- Như trên;", f"- Lưu: VT, {unit}." if unit else "- Lưu: VT."],
        "signing": said.signature.block,
        "stamp": "",
        "annexes": [
            paper.annex(number, tables[name]["title"], enclosed, [name])
            for name, number in zip(tables, owed.annexes, strict=True)
        ],
        "tables": tables,
    }


def _tables(owed: Owed, as_of: date) -> dict[str, dict[str, Any]]:
    """The lists of a letter, those with a line in them."""
    tables: dict[str, dict[str, Any]] = {}
    if owed.works:
        title = "nội dung đề nghị phối hợp" if owed.is_asked else "nhiệm vụ cần tập trung thực hiện"
        rows = _rows(in_order(owed.works), as_of)
        tables["works"] = table("Danh mục", f"Danh mục {title}", COLUMNS, rows)
    if owed.figures:
        title = f"Danh mục chỉ tiêu chưa có số liệu {vi.period(owed.month)}"
        tables["figures"] = table("Chỉ tiêu", title, FIGURES, _figure_rows(owed.figures))
    return tables


def _rows(works: Sequence[Work], as_of: date) -> Iterable[dict[str, Any]]:
    for n, work in enumerate(works, 1):
        late = days_past(work.due_on, as_of) if work.mode == "giao" else 0
        due = work.due_on.isoformat() if work.due_on else None
        yield row("row", n, work.body, work.document, work.text, due, late or None, "")


def _figure_rows(figures: Sequence[Figure]) -> Iterable[dict[str, Any]]:
    for n, each in enumerate(figures, 1):
        last = each.measured_on.isoformat() if each.measured_on else None
        planned, actual = vi.figure(each.planned), vi.figure(each.actual)
        yield row("row", n, each.body, each.document, each.target, planned, actual, last)
