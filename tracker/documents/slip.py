"""The slip of one assignment (phiếu theo dõi): what was given, what became of it, on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tracker import clock
from tracker.assignments.models import Assignment, Report
from tracker.assignments.rules import days_late
from tracker.documents import paper
from tracker.documents.rules import days_past, initials
from tracker.reviews import vietnamese as vi
from tracker.reviews.tables import column, row, table

FACTS = [column("Nội dung", "text", 48), column("Thông tin", "text", 112)]
STEPS = [
    column("STT", "int", 10),
    column("Ngày", "date", 24),
    column("Việc", "text", 34),
    column("Nội dung", "text", 60),
    column("Người thực hiện", "text", 32),
]
STATES = {
    "assigned": "Chưa tiếp nhận",
    "in_progress": "Đang thực hiện",
    "submitted": "Chờ xác nhận",
    "completed": "Hoàn thành",
    "returned": "Bị trả lại",
    "objected": "Đơn vị đề nghị xem lại việc giao",
    "suspended": "Tạm hoãn",
    "cancelled": "Đã hủy",
}
SAID = {"doing": "Báo cáo tiến độ", "done": "Báo cáo hoàn thành", "difficulty": "Báo cáo khó khăn, vướng mắc"}
DECIDED = {
    "confirm": "Xác nhận hoàn thành",
    "take_back": "Rút lại xác nhận",
    "return": "Trả lại",
    "object": "Đề nghị xem lại việc giao",
    "uphold": "Giữ nguyên việc giao",
    "suspend": "Tạm hoãn",
    "resume": "Tiếp tục",
    "cancel": "Hủy",
    "uncancel": "Rút lại việc hủy",
    "exempt": "Miễn thực hiện",
    "reopen": "Mở lại",
}


def document(work: Assignment, office: Mapping[str, Any], now: datetime) -> paper.Document:
    """The slip as of now; unsigned, for the file of whoever follows the work."""
    today = clock.local(now).date()
    unit = initials(str(office["office_name"]))
    facts, steps = list(_facts(work, today)), list(_steps(work))
    parts = [paper.part("1. Nội dung giao", [], ["facts"])]
    tables = {"facts": table("Nội dung giao", "Nội dung giao", FACTS, [row("row", *each) for each in facts])}
    if steps:
        parts.append(paper.part("2. Quá trình thực hiện", [], ["steps"]))
        lines = (row("row", n, *step) for n, step in enumerate(steps, 1))
        tables["steps"] = table("Quá trình", "Quá trình thực hiện", STEPS, lines)
    else:
        parts.append(paper.part("2. Quá trình thực hiện", ["Chưa có báo cáo."]))
    return {
        **paper.head(office, f"/PTD-{office['authority_symbol']}", today, today),
        "kind": "phieu",
        "title": "PHIẾU THEO DÕI",
        "subject": "Thực hiện nhiệm vụ được giao"
        if work.mode == "giao"
        else "Thực hiện nội dung đề nghị phối hợp",
        "draft": "",
        "addressees": [],
        "parts": parts,
        "recipients": ["- Đơn vị thực hiện;", f"- Lưu: VT, {unit}." if unit else "- Lưu: VT."],
        "signing": paper.Signature(position="Người theo dõi").block,
        "stamp": f"Số liệu lúc {vi.moment(now)}",
        "annexes": [],
        "tables": tables,
    }


def _facts(work: Assignment, today: date) -> Iterator[tuple[str, str]]:
    directive = work.task.directive
    number = directive.number or directive.subject
    yield "Văn bản giao", f"{number}, {vi.day(directive.issued_on)}" if directive.issued_on else number
    yield "Nội dung nhiệm vụ", work.task.text
    yield "Cơ quan chủ trì", work.body.name + (f" ({work.post.title})" if work.post else "")
    if work.coordinators:
        yield "Cơ quan phối hợp", "; ".join(each.body.name for each in work.coordinators)
    yield "Sản phẩm", work.task.expected_output
    yield "Ngày giao", vi.day(work.assigned_on)
    yield "Thời hạn", _due(work)
    yield "Tình trạng", _state(work, today)


def _due(work: Assignment) -> str:
    if work.due_on is None:
        return work.task.deadline_phrase or "Không có thời hạn"
    if work.first_due_on and work.first_due_on != work.due_on:
        return f"{vi.day(work.due_on)} (thời hạn ban đầu {vi.day(work.first_due_on)})"
    return vi.day(work.due_on)


def _state(work: Assignment, today: date) -> str:
    said = STATES[work.state]
    if work.state == "completed" and work.reported_on:
        late = days_late(work.due_on, work.reported_on)
        return f"{said} ngày {vi.day(work.reported_on)}" + (f", sau thời hạn {late} ngày" if late else "")
    late = days_past(work.due_on, today)
    if work.is_owed and late:
        return f"{said}, {'quá hạn' if work.mode == 'giao' else 'sau ngày đề nghị'} {late} ngày"
    return said


def _steps(work: Assignment) -> Iterable[tuple[str, str, str, str]]:
    """(ISO day, what, words, by whom), the earliest first."""
    found: list[tuple[datetime, tuple[str, str, str, str]]] = []
    for report in work.reports:
        what = SAID[report.status] + (" (đã rút)" if report.withdrawn_at else "")
        found.append(
            (report.reported_at, (report.day.isoformat(), what, _words(report), report.reporter_name))
        )
    for each in work.decisions:
        words = "\n".join(part for part in (each.reason, each.document) if part)
        found.append(
            (
                each.decided_at,
                (each.day.isoformat(), DECIDED.get(each.verb, each.verb), words, each.decided_by),
            )
        )
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


def _words(report: Report) -> str:
    files: Sequence[str] = [file.name for file in report.files]
    numbered = report.result_number and (
        f"Văn bản {report.result_number}" + (f", {vi.day(report.result_on)}" if report.result_on else "")
    )
    attached = f"Tệp: {', '.join(files)}" if files else ""
    return "\n".join(part for part in (report.note, numbered, attached) if part)
