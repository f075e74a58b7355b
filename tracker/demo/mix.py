"""What a year of a province's work looks like: which bodies have much of it, how it stands, when it was due.

Of every hundred assignments 30 are done (one in five of them late), 15 open and past due, 55 open and not yet
due. A few bodies have much work and many have little: the weight of the n-th body is 1 / sqrt(n). No database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice, product, repeat
from math import ceil
from random import Random

from tracker.workdays.rules import add_working_days, roll_forward

DONE, OVERDUE, AHEAD = 0.30, 0.15, 0.55
LATE_WHEN_DONE = 0.20
MONTHS = 24  # how far back finished work goes
ALL_OPEN = 50_000  # above this many assignments only so many are still open
OPEN_ABOVE = 10_000


def _each(words: str) -> list[str]:
    return words.split()


VERBS = (
    "Báo cáo kết quả",
    "Rà soát, tổng hợp",
    "Thẩm định hồ sơ",
    "Xây dựng kế hoạch",
    "Công bố, công khai",
    "Kiểm tra, đánh giá",
    "Tổ chức triển khai",
    "Hoàn thành số hóa",
    "Cập nhật, hoàn thiện",
    "Tham mưu, đề xuất",
    "Bố trí kinh phí cho",
    "Đôn đốc tiến độ",
)
THINGS = (
    "thủ tục hành chính thuộc thẩm quyền cấp xã",
    "kế hoạch chuyển đổi số của cơ quan, đơn vị",
    "dữ liệu hộ tịch điện tử trên địa bàn",
    "danh mục dịch vụ công trực tuyến toàn trình",
    "phương án sắp xếp, xử lý trụ sở dôi dư",
    "quy hoạch, kế hoạch sử dụng đất cấp xã",
    "công tác phòng, chống thiên tai và tìm kiếm cứu nạn",
    "các khoản thu ngân sách trên địa bàn",
    "hồ sơ cán bộ, công chức, người hoạt động không chuyên trách",
    "các dự án phát triển nhà ở xã hội",
    "các tiêu chí nông thôn mới còn thiếu",
    "việc giải ngân vốn đầu tư công",
)
MORE = (
    "phân công rõ người chịu trách nhiệm, thời hạn hoàn thành và sản phẩm của từng phần việc",
    "chủ động phối hợp với các cơ quan liên quan, kịp thời báo cáo những vướng mắc vượt thẩm quyền",
    "gửi kết quả bằng văn bản kèm số liệu và tài liệu chứng minh về cơ quan thường trực để tổng hợp",
)
NOTES = (
    "Đã hoàn thành, văn bản kết quả đã gửi trên trục liên thông.",
    "Đơn vị đang triển khai theo kế hoạch, tiến độ bảo đảm.",
    "Đã họp thống nhất với các phòng, ban; đang hoàn thiện dự thảo.",
    "Đã có số liệu của các thôn, đang tổng hợp và kiểm tra lại.",
)
SUBJECTS = (
    "tăng cường kỷ luật, kỷ cương hành chính",
    "đẩy nhanh tiến độ các chương trình mục tiêu quốc gia",
    "thực hiện nhiệm vụ phát triển kinh tế - xã hội",
    "kết luận phiên họp thường kỳ",
    "chuẩn bị các điều kiện phục vụ kiểm tra, giám sát",
)
FIRST = _each("An Bình Cao Đông Gia Hòa Hưng Kim Lâm Mỹ Nam Phú Quang Sơn Tân Thanh Thuận Trung Vĩnh Xuân")
SECOND = _each(
    "Bắc Châu Đức Giang Hải Khánh Lạc Lộc Minh Ngọc Nghĩa Phong Quý Thành Thịnh Tiến Trạch Vân Xá Yên"
)
SIDES = ("", " Thượng", " Hạ", " Trung", " Nam", " Bắc", " Đông", " Tây", " Nội", " Ngoại")
FAMILY = _each("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Nông Lò Vi Ma Tẩn")
MIDDLE = _each("Văn Thị Đức Minh Thanh Quang Thu Hữu Ngọc Kim")
GIVEN = _each(
    "Anh Bình Cường Dung Giang Hà Hiếu Hương Khoa Lan Long Mai Nam Oanh Phúc Quân Sơn Thảo Tuấn Yến"
)


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment to be: the place of its body in the list, its state and its days."""

    body: int
    state: str
    assigned_on: date
    due_on: date
    reported_on: date | None = None

    @property
    def is_owed(self) -> bool:
        """Whether the body still owes a report."""
        return self.state not in {"completed", "submitted"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Work drawn once and given `times` times over, each as new rows, and the few left over, given once."""

    once: list[Work]
    times: int
    rest: list[Work]

    def __iter__(self) -> Iterator[Work]:
        """Every assignment to be, what is the same side by side."""
        for work in self.once:
            yield from repeat(work, self.times)
        yield from self.rest


def commune_names() -> Iterator[str]:
    """Names of invented communes and wards, each once: 4,000 of them, in an order that mixes them."""
    names = [f"{first} {second}{side}" for side, first, second in product(SIDES, FIRST, SECOND)]
    Random(7).shuffle(names)
    return (f"UBND {'phường' if n % 5 == 4 else 'xã'} {name}" for n, name in enumerate(names))


def person_names() -> Iterator[str]:
    """Invented people's names; they come round again after 3,000."""
    names = [" ".join(parts) for parts in product(FAMILY, MIDDLE, GIVEN)]
    Random(11).shuffle(names)
    while True:
        yield from names


def works(assignments: int, bodies: int, today: date, still_open: int | None = None) -> list[Work]:
    """So many assignments in the mix above, the earliest given first; the same for the same arguments.

    `still_open` = how many of them are not done; as many as the mix says up to 50,000, 10,000 above.
    """
    dice = Random(42)
    opened = _opened(assignments, still_open)
    overdue = round(opened * OVERDUE / (OVERDUE + AHEAD))
    weights = list(accumulate((n + 1) ** -0.5 for n in range(bodies)))
    places = iter(dice.choices(range(bodies), cum_weights=weights, k=assignments))
    made = [_overdue(dice, next(places), today) for _ in range(overdue)]
    made += [_ahead(dice, next(places), today) for _ in range(opened - overdue)]
    made += [_done(dice, place, today) for place in places]
    made.sort(key=lambda work: (work.assigned_on, work.body, work.due_on))
    return made


def planned(assignments: int, bodies: int, today: date, still_open: int | None = None) -> Plan:
    """The same, but of more than `ALL_OPEN` only so many are drawn: a million take minutes and look no different."""
    times = ceil(assignments / ALL_OPEN)
    if times == 1:
        return Plan(works(assignments, bodies, today, still_open), 1, [])
    drawn, opened = assignments // times - 1, _opened(assignments, still_open)
    open_once = min(opened // times, drawn)
    rest = works(assignments - times * drawn, bodies, today, opened - times * open_once)
    return Plan(works(drawn, bodies, today, open_once), times, rest)


def _opened(assignments: int, still_open: int | None) -> int:
    if still_open is None:
        still_open = OPEN_ABOVE if assignments > ALL_OPEN else round(assignments * (1 - DONE))
    return min(still_open, assignments)


def _done(dice: Random, body: int, today: date) -> Work:
    due_on = _workday(today - timedelta(days=dice.randint(-20, MONTHS * 30 - 40)))
    given_on = _workday(due_on - timedelta(days=dice.randint(10, 40)))
    late = dice.random() < LATE_WHEN_DONE
    if late:
        done_on = roll_forward(due_on + timedelta(days=dice.randint(1, 20)), {})
    else:
        done_on = _workday(due_on - timedelta(days=dice.randint(0, 9)))
    if done_on > today:  # done ahead of its day, not all of it on this one
        done_on = _workday(today - timedelta(days=dice.randint(0, 20)))
    return Work(body, "completed", min(given_on, done_on), due_on, done_on)


def _overdue(dice: Random, body: int, today: date) -> Work:
    due_on = _workday(today - timedelta(days=dice.randint(1, 60)))
    given_on = _workday(due_on - timedelta(days=dice.randint(10, 40)))
    return Work(body, "in_progress" if dice.random() < 0.6 else "assigned", given_on, due_on)


def _ahead(dice: Random, body: int, today: date) -> Work:
    """Not yet due; of a hundred four wait for the office and one was returned."""
    due_on = add_working_days(today + timedelta(days=dice.randint(0, 60)), 1, {})
    given_on = _workday(today - timedelta(days=dice.randint(0, 30)))
    draw = dice.random()
    if draw < 0.04:
        reported_on = max(given_on, _workday(today - timedelta(days=dice.randint(0, 4))))
        return Work(body, "submitted", given_on, due_on, reported_on)
    state = "returned" if draw < 0.05 else "in_progress" if draw < 0.40 else "assigned"
    return Work(body, state, given_on, due_on)


def _workday(day: date) -> date:
    """The day itself or the Friday before: what is overdue stays overdue."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def by_directive(works: list[Work], dice: Random) -> Iterator[list[Work]]:
    """Neighbours in time as directives of 6 to 14 tasks, ten on average."""
    left = iter(works)
    while together := list(islice(left, dice.randint(6, 14))):
        yield together
