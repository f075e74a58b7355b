"""`tracker intake FILE`: what the product would read from a directive, for a person or as JSON."""

import json
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tracker.intake.draft import Draft, DraftTask, Target

SENTENCES = {
    "wrong_type": "không phải loại tệp đọc được ở đây; các loại đọc được: {kinds}.",
    "old_word": "tệp Word dạng cũ (trước năm 2007); hãy mở bằng Word rồi lưu thành .docx.",
    "no_scanner": "tệp là ảnh chụp các trang; hãy cài gói {package} để máy đọc được.",
    "too_large": "tệp quá lớn, không đọc được.",
    "broken": "tệp bị hỏng, không đọc được.",
    "encrypted": "tệp có mật khẩu; hãy lưu lại không đặt mật khẩu.",
    "no_text": "không tìm thấy chữ nào trong tệp.",
    "timed_out": "đọc quá lâu nên đã dừng.",
    "empty": "tệp không có chữ nào.",
    "secret": "văn bản có dấu chỉ độ mật; không đọc và không giữ lại gì.",
    "not_a_directive": "không thấy giao việc cho ai; đây có vẻ không phải văn bản chỉ đạo.",
}

KINDS = {
    "cong_van": "công văn",
    "ke_hoach": "kế hoạch",
    "thong_bao": "thông báo",
    "chi_thi": "chỉ thị",
    "cong_dien": "công điện",
    "quyet_dinh": "quyết định",
    "chuong_trinh": "chương trình",
    "chuong_trinh_phoi_hop": "chương trình phối hợp",
}
MODES = {"giao": "giao", "de_nghi": "đề nghị"}
DEADLINES = {
    "fixed": "có thời hạn",
    "recurring": "định kỳ",
    "standing": "thường xuyên",
    "yearly_plan": "theo kế hoạch năm",
    "none": "không có thời hạn",
    "event": "theo sự kiện",
}
RECURRENCES = {
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "semiannual": "06 tháng một lần",
    "annual": "hằng năm",
    "ongoing": "thường xuyên",
}
DOUBTS = {
    "kind_and_symbol": "tên loại văn bản và ký hiệu không khớp nhau",
    "target_percent": "tỷ lệ phần trăm in trong văn bản không khớp với số liệu",
    "section_numbers": "số thứ tự các mục bị trùng hoặc cách quãng: có thể sót đề mục",
}


class Refused(click.ClickException):
    """A file that is not read, and why, in the language of the directives."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"Lỗi: {self.format_message()}", file=file, err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the draft as one JSON object and nothing else.")
@click.option("--text", "as_text", is_flag=True, help="Print the draft for a person (the default).")
def intake(file: Path, as_json: bool, as_text: bool) -> None:
    """Read a directive (text, Word, OpenDocument, PDF, scan) and print the tasks found in it."""
    if as_json and as_text:
        raise click.UsageError("chỉ chọn một trong hai: --json hoặc --text.")
    draft, by_machine, unread = _draft(file)
    if as_json:
        told = import_module("tracker.intake.draft").to_json(draft)
        told |= {"read_by": "machine" if by_machine else "text", "unread_pages": unread}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        warning = ["Máy đọc, cần kiểm tra: đối chiếu với bản gốc."] if by_machine else []
        warning += [f"Trang chưa đọc được: {', '.join(map(str, unread))}."] if unread else []
        click.echo("\n".join([*warning, *_lines(draft)]))


def _draft(file: Path) -> "tuple[Draft, bool, list[int]]":
    """The draft of the file's text, whether a program read it off pictures, and the pages that it could not read.

    A refused or unreadable file ends the command with one sentence.
    """
    readers = import_module("tracker.intake.readers")
    parser = import_module("tracker.intake.parser")
    try:
        read = readers.read_file(file, file.name)
    except readers.Unreadable as problem:
        raise _refused(file, problem.code) from None
    draft: Draft = parser.parse(read.text)
    code = import_module("tracker.intake.refusal").refusal(read.text, draft, by_machine=read.by_machine)
    if code:
        raise _refused(file, code)
    return draft, read.by_machine, list(read.unread)


def _refused(file: Path, code: str) -> Refused:
    kinds = ", ".join(import_module("tracker.intake.readers").accepted())
    package = import_module("tracker.intake.scans").PACKAGE
    return Refused(f"{file.name}: {SENTENCES[code].format(kinds=kinds, package=package)}")


def _lines(draft: "Draft") -> list[str]:
    """The draft as a person reads it, in Vietnamese as the directive is."""
    return [
        *_head(draft),
        *(line for number, task in enumerate(draft.tasks, 1) for line in _task(number, task)),
    ]


def _head(draft: "Draft") -> list[str]:
    signer = f"{draft.signer.name}, {draft.signer.position}" if draft.signer else "-"
    return [
        f"{draft.number or draft.symbol or '(chưa có số)'}  {_day(draft.issued_on)}  {draft.issuer or '-'}",
        f"Loại: {KINDS.get(draft.kind or '', 'chưa rõ')}",
        f"Trích yếu: {draft.subject or '-'}",
        f"Người ký: {signer}",
        *(f"Kính gửi: {name}" for name in draft.recipients),
        *(
            f"Viện dẫn: {one.number} {_day(one.issued_on)} {one.issuer or ''}".rstrip()
            for one in draft.references
        ),
        *(f"Chỉ tiêu: {_target(one)}" for one in draft.targets),
        *(f"Cần xem lại: {DOUBTS[doubt]}" for doubt in draft.doubts),
    ]


def _task(number: int, task: "DraftTask") -> list[str]:
    due = _day(task.deadline) if task.deadline else task.deadline_quote or DEADLINES[task.deadline_kind]
    often = f"; {RECURRENCES[task.recurrence]}" if task.recurrence else ""
    return [
        "",
        f"{number}. [{task.section or '-'}] {task.text}",
        f"   Chủ trì: {'; '.join(task.lead) or '-'} ({MODES[task.mode]})",
        f"   Phối hợp: {'; '.join(task.coordinating) or '-'}",
        f"   Thời hạn: {due}{often}",
        f"   Độ tin cậy: {round(100 * task.confidence)}%",
    ]


def _target(target: "Target") -> str:
    said = f"{target.quote} (kế hoạch {_figure(target.planned)}, thực hiện {_figure(target.actual)})"
    if not target.disagrees or target.actual is None or target.printed_percent is None:
        return said
    counted = 100 * target.actual / target.planned
    return f"{said}; văn bản ghi {_figure(target.printed_percent)}%, tính ra {_figure(round(counted, 1))}%"


def _day(day: str | None) -> str:
    """ "2026-05-04" as "04/5/2026", "2026-03" as "3/2026"."""
    if not day:
        return "(chưa có ngày)"
    year, month, *rest = day.split("-")
    return "/".join([*rest, f"{int(month):02d}" if int(month) < 3 else str(int(month)), year])


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.12g}".replace(".", ",")
