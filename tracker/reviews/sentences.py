"""The report's sentences, made from the figures (domain 4.5, after the outline of 1270/BC-TCTTTg); the office's
remarks stand beside them. In Vietnamese, as the document is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from tracker.assignments.rules import age_of_lateness, days_late
from tracker.reviews import vietnamese as vi
from tracker.reviews.annexes import LateRow, numbers
from tracker.reviews.bands import Judged, judge
from tracker.reviews.figures import Account, BodyRow, Compared, Figures
from tracker.reviews.rules import Cells
from tracker.reviews.vietnamese import number, percent

AGES = {
    "1-7": "từ 1 đến 7 ngày",
    "8-30": "từ 8 đến 30 ngày",
    "31-60": "từ 31 đến 60 ngày",
    "61-120": "từ 61 đến 120 ngày",
    ">120": "trên 120 ngày",
}
NAMED = 5  # bodies named in a sentence

Part = tuple[str, list[str]]
PARTS = ("results", "late", "judgement", "next")
"""What the four parts are called, in their order."""


def parts(account: Account) -> list[Part]:
    """The four parts of the report: head and paragraphs."""
    found = account.figures
    return [
        ("I. KẾT QUẢ THỰC HIỆN", _said(account, _results(account), "summary", "bodies", "asked")),
        (
            "II. NHIỆM VỤ QUÁ HẠN: NGUYÊN NHÂN, TRÁCH NHIỆM",
            _said(account, _overdue(account), "late", "changes"),
        ),
        ("III. ĐÁNH GIÁ", list(_judgement(judge(found, account.office), found))),
        (
            "IV. NHIỆM VỤ TRỌNG TÂM KỲ TỚI, KIẾN NGHỊ",
            _said(account, chain(_next(account), _concluded(account)), "conclusion"),
        ),
    ]


def _said(account: Account, sentences: Iterator[str], *sections: str) -> list[str]:
    """The sentences, then the office's remarks on these sections, each paragraph of them one."""
    remarks = [account.remarks[name].words for name in sections if name in account.remarks]
    return [*sentences, *(line.strip() for words in remarks for line in words.splitlines() if line.strip())]


def _results(account: Account) -> Iterator[str]:
    found, total = account.figures, account.figures.total
    bodies = sum(len(group.bodies) for group in found.groups)
    yield (
        f"Trong kỳ rà soát (từ ngày {vi.day(found.span.first_on)} đến hết ngày {vi.day(found.as_of)}), "
        f"theo dõi {number(total.total)} nhiệm vụ giao cho {number(bodies)} cơ quan, đơn vị tại "
        f"{number(found.directives)} văn bản chỉ đạo ({number(found.tasks)} đầu việc); trong đó kỳ trước chuyển "
        f"sang {number(total.carried)} nhiệm vụ, giao trong kỳ {number(total.given)} nhiệm vụ."
    )
    done = _kinds("đúng hạn", total.done_on_time, total.done_late, total.done_undated)
    left = _kinds("trong hạn", total.open_in_time, total.open_overdue, total.open_undated)
    stopped = f"; tạm hoãn {number(total.suspended)} nhiệm vụ" if total.suspended else ""
    yield (
        f"Hoàn thành {number(total.done)} nhiệm vụ{done}; chưa hoàn thành {number(total.open)} nhiệm vụ{left}{stopped}."
    )
    yield _rates(total)
    if account.previous is None and account.year_ago is None:
        yield "Chưa có số liệu của kỳ trước và cùng kỳ năm trước để so sánh."
    else:
        for other, name in ((account.previous, "kỳ"), (account.year_ago, "cùng kỳ năm trước,")):
            yield _comparison(total, other, name)
    if found.older.total:
        yield (
            f"Trong số nhiệm vụ kỳ trước chuyển sang có {number(found.older.total)} nhiệm vụ giao từ các năm trước, "
            f"{number(found.older.open_overdue)} nhiệm vụ đã quá hạn."
        )
    if found.standing:
        yield f"Ngoài ra có {number(found.standing)} nhiệm vụ thường xuyên, không tính vào tỷ lệ."
    if found.asked_total.total:
        yield (
            f"Các cơ quan được đề nghị phối hợp: {number(found.asked_total.total)} nội dung, đã thông tin kết quả "
            f"{number(found.asked_total.done)} nội dung."
        )
    done = annex(account, "done")
    completed = f"; nhiệm vụ hoàn thành trong kỳ tại {done}" if done else ""
    yield f"Số liệu của từng cơ quan, đơn vị tại Phụ lục I{completed} kèm theo."


def annex(account: Account, form: str) -> str:
    """Phụ lục III, where the lines of a form stand; "" where it has none."""
    place = numbers(account.annexes).get(form)
    return f"Phụ lục {vi.ROMAN[place - 1]}" if place else ""


def _kinds(in_time: str, first: int, late: int, undated: int) -> str:
    named = [f"{in_time} {number(first)}", f"quá hạn {number(late)}"]
    if undated:
        named.append(f"không có thời hạn {number(undated)}")
    return f" ({', '.join(named)})"


def _rates(total: Cells) -> str:
    on_day = total.done_on_time + total.done_late
    return (
        f"Tỷ lệ hoàn thành trên số nhiệm vụ đến hạn: {percent(total.rate_due)} "
        f"({number(on_day)}/({number(on_day)} + {number(total.open_overdue)})); "
        f"tỷ lệ hoàn thành trên số nhiệm vụ được giao: {percent(total.rate_assigned)} "
        f"({number(total.done)}/{number(total.total)})."
    )


def _comparison(total: Cells, other: Compared | None, name: str) -> str:
    if other is None:
        missing = "kỳ trước" if name == "kỳ" else "cùng kỳ năm trước"
        return f"So với {missing}: - (chưa có số liệu để so sánh)."
    parts = []
    if total.rate_due is not None and other.cells.rate_due is not None:
        parts.append(
            f"tỷ lệ hoàn thành nhiệm vụ đến hạn {_moved(total.rate_due - other.cells.rate_due)} "
            f"(từ {percent(other.cells.rate_due)})"
        )
    late, was = total.open_overdue, other.cells.open_overdue
    change = (
        "không thay đổi" if late == was else f"{'tăng' if late > was else 'giảm'} {number(abs(late - was))}"
    )
    parts.append(f"số nhiệm vụ quá hạn chưa hoàn thành {change} (từ {number(was)} nhiệm vụ)")
    return f"So với {name} {vi.named_period(other.name)}: {', '.join(parts)}."


def _moved(change: Fraction) -> str:
    if vi.points(abs(change)) == "0,0":
        return "không thay đổi"
    return f"{'tăng' if change > 0 else 'giảm'} {vi.points(abs(change))} điểm phần trăm"


def _overdue(account: Account) -> Iterator[str]:
    found, late = account.figures, account.late
    if not late:
        yield f"Đến hết ngày {vi.day(found.as_of)} không có nhiệm vụ quá hạn chưa hoàn thành."
    else:
        ages = Counter(age_of_lateness(days_late(row.due_on, found.as_of)) for row in late)
        stated = "; ".join(f"{words} {number(ages[age])}" for age, words in AGES.items() if ages[age])
        bodies = Counter(row.body for row in late)
        yield (
            f"Đến hết ngày {vi.day(found.as_of)} còn {number(len(late))} nhiệm vụ quá hạn, chưa hoàn thành của "
            f"{number(len(bodies))} cơ quan, đơn vị (Phụ lục II kèm theo), trong đó quá hạn {stated}."
        )
        yield f"Các đơn vị còn nhiều nhiệm vụ quá hạn: {_most(bodies)}."
        yield from _causes(late)
    if account.extended or account.returned:
        kept = f" ({annex(account, 'extensions')} kèm theo)" if annex(account, "extensions") else ""
        yield (
            f"Trong kỳ đã gia hạn {number(account.extended)} lượt{kept} và trả lại {number(account.returned)} báo cáo "
            "để bổ sung."
        )


def _causes(late: Sequence[LateRow]) -> Iterator[str]:
    if told := sum(1 for row in late if row.cause):
        yield (
            f"Trong số nhiệm vụ quá hạn có {number(told)} nhiệm vụ đơn vị đã báo cáo khó khăn, vướng mắc; nguyên nhân "
            "nêu tại Phụ lục II."
        )


def _most(bodies: Counter[str]) -> str:
    return ", ".join(f"{name} ({number(n)})" for name, n in bodies.most_common(NAMED))


def _judgement(judged: Judged, found: Figures) -> Iterator[str]:
    given = judged.thresholds
    if not judged.ranked:
        yield (
            f"Chưa có đơn vị nào có từ {given.ranking_minimum} nhiệm vụ đến hạn trở lên nên chưa xếp hạng trong kỳ."
        )
        return
    bands = {
        "full": "hoàn thành 100%",
        "middle": f"từ {given.band_rate}% đến dưới 100%",
        "low": f"dưới {given.band_rate}%",
    }
    stated = "; ".join(f"{words}: {number(len(judged.bands[band]))} đơn vị" for band, words in bands.items())
    yield (
        f"Xếp theo tỷ lệ hoàn thành nhiệm vụ đến hạn {number(judged.ranked)} đơn vị có từ {given.ranking_minimum} "
        f"nhiệm vụ đến hạn trở lên: {stated}."
    )
    for group in found.groups:
        best = [row for row in group.bodies if row.place == 1]
        if best:
            yield f"Nhóm {group.name}: tỷ lệ hoàn thành nhiệm vụ đến hạn cao nhất là {_named(best)}."
    if judged.praised:
        yield (
            f"Đề nghị biểu dương (trên {number(given.praise_tasks)} nhiệm vụ, hoàn thành trên {given.praise_rate}%, "
            f"hoàn thành quá hạn dưới {given.praise_late}%): {_named(judged.praised)}."
        )
    if judged.reminded:
        yield (
            f"Đề nghị nhắc nhở (tỷ lệ hoàn thành nhiệm vụ đến hạn dưới {given.low_rate}%): "
            f"{_named(judged.reminded)}."
        )


def _named(rows: Sequence[BodyRow]) -> str:
    names = ", ".join(f"{row.name} ({percent(row.cells.rate_due)})" for row in rows[:NAMED])
    return f"{names} và {number(len(rows) - NAMED)} đơn vị khác" if len(rows) > NAMED else names


def _next(account: Account) -> Iterator[str]:
    total, due = account.figures.total, account.annexes.due
    if total.open_overdue:
        yield (
            f"Các cơ quan, đơn vị tập trung hoàn thành {number(total.open_overdue)} nhiệm vụ đã quá hạn, báo cáo "
            "kết quả và nêu rõ khó khăn, vướng mắc (nếu có)."
        )
    if total.open_in_time:
        kept = annex(account, "due")
        coming = (
            f", trong đó {number(len(due))} nhiệm vụ đến hạn trong kỳ tới ({kept} kèm theo)" if due else ""
        )
        yield f"Thực hiện đúng thời hạn {number(total.open_in_time)} nhiệm vụ đang trong hạn{coming}."
    if not total.open:
        yield "Các cơ quan, đơn vị tiếp tục thực hiện các nhiệm vụ được giao bảo đảm thời hạn, chất lượng."


def _concluded(account: Account) -> Iterator[str]:
    """What the meeting concluded, line by line."""
    for row in account.conclusions:
        yield from (line.strip() for line in row.words.splitlines() if line.strip())
