"""What an official letter that urges speaks of, and its sentences: work not done, figures of the month not given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.documents import paper
from tracker.documents.rules import days_past
from tracker.reviews import vietnamese as vi
from tracker.reviews.rules import Span

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
class Figure:
    """One target of which a body has not given the month's figure; `actual` of `measured_on` is the last it gave."""

    body: str
    mode: str
    document: str
    target: str
    planned: float
    actual: float | None
    measured_on: date | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a letter asks for. `month` is the one whose figures are awaited."""

    works: Sequence[Work]
    figures: Sequence[Figure]
    month: Span

    @property
    def things(self) -> list[Work | Figure]:
        return [*self.works, *self.figures]

    @property
    def is_asked(self) -> bool:
        """Whether all of it is asked for and none was given as work (decision 6)."""
        return all(each.mode == "de_nghi" for each in self.things)

    @property
    def annexes(self) -> list[str]:
        """The number of each list's annex; the only one has none."""
        return ["I", "II"] if self.works and self.figures else [""]

    def only(self, keep: Callable[[Work | Figure], bool]) -> Owed:
        """What of it passes."""
        works, figures = [w for w in self.works if keep(w)], [f for f in self.figures if keep(f)]
        return replace(self, works=works, figures=figures)


@dataclass(frozen=True, slots=True)
class Said:
    """What the office adds: by which day to report, who signs."""

    report_by: date | None = None
    signature: paper.Signature = NOBODY


def subject(owed: Owed) -> str:
    """What the letter is about; the work where there is any."""
    if owed.is_asked:
        what = "kết quả thực hiện nội dung phối hợp" if owed.works else "số liệu thực hiện chỉ tiêu"
        return f"V/v đề nghị thông tin {what}"
    what = "thực hiện nhiệm vụ được giao" if owed.works else "cập nhật số liệu thực hiện chỉ tiêu"
    return f"V/v đôn đốc {what}"


def paragraphs(owed: Owed, whom: str, authority: str, said: Said, as_of: date) -> list[str]:
    """The letter's text: what is owed, list by list, and what is asked for."""
    by = f" trước ngày {vi.day(said.report_by)}" if said.report_by else ""
    works, figures, demand = (_asked if owed.is_asked else _urged)(owed, whom, by, as_of)
    told = [words for words, found in ((works, owed.works), (figures, owed.figures)) if found]
    lists = [f"(danh mục tại {f'Phụ lục {number}'.strip()} kèm theo)." for number in owed.annexes]
    return [
        *(f"{words} {where}" for words, where in zip(told, lists, strict=True)),
        f"{authority} {demand}",
    ]


def _urged(owed: Owed, whom: str, by: str, as_of: date) -> tuple[str, str, str]:
    late = sum(1 for work in owed.works if work.mode == "giao" and days_past(work.due_on, as_of))
    rest, missing = len(owed.works) - late, vi.number(len(owed.figures))
    counts = [f"{vi.number(late)} nhiệm vụ quá hạn"] if late else []
    counts += [f"{vi.number(rest)} nhiệm vụ {'khác ' if late else ''}đang thực hiện"] if rest else []
    works = (
        f"Qua theo dõi việc thực hiện các nhiệm vụ được giao, tính đến hết ngày {vi.day(as_of)}, {whom} còn "
        f"{' và '.join(counts)} chưa hoàn thành"
    )
    opening = "Ngoài ra, " if owed.works else "Qua theo dõi việc thực hiện các chỉ tiêu được giao, "
    figures = f"{opening}đến nay {whom} còn {missing} chỉ tiêu chưa có số liệu {vi.period(owed.month)}"
    if not owed.works:
        demand = f"yêu cầu {whom} cập nhật đầy đủ số liệu các chỉ tiêu nêu trên{by}, nêu rõ "
        return works, figures, demand + "khó khăn, vướng mắc, kiến nghị (nếu có)."
    demand = (
        f"yêu cầu {whom} tập trung hoàn thành các nhiệm vụ nêu trên, bảo đảm chất lượng và thời hạn; "
        f"{'cập nhật đầy đủ số liệu các chỉ tiêu; ' if owed.figures else ''}báo cáo kết quả{by}, nêu rõ nguyên "
        "nhân, trách nhiệm đối với nhiệm vụ quá hạn và khó khăn, vướng mắc, kiến nghị (nếu có)."
    )
    return works, figures, demand


def _asked(owed: Owed, whom: str, by: str, as_of: date) -> tuple[str, str, str]:
    count, missing = vi.number(len(owed.works)), vi.number(len(owed.figures))
    works = (
        f"Qua theo dõi, tính đến hết ngày {vi.day(as_of)} còn {count} nội dung đề nghị {whom} phối hợp chưa có thông "
        "tin kết quả"
    )
    opening = "Ngoài ra, " if owed.works else "Qua theo dõi, "
    figures = f"{opening}đến nay còn {missing} chỉ tiêu của {whom} chưa có thông tin số liệu {vi.period(owed.month)}"
    if not owed.works:
        what = "thông tin số liệu các chỉ tiêu nêu trên"
    elif owed.figures:
        what = "phối hợp thực hiện, thông tin kết quả và số liệu các chỉ tiêu"
    else:
        what = "phối hợp thực hiện và thông tin kết quả"
    return works, figures, f"trân trọng đề nghị {whom} quan tâm {what}{by} để tổng hợp."
