"""What the leader and the office decide on work besides its result: a way for each of a few bodies' tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Deed = tuple[int, int, str, str, str]
"""(day, hour, actor, verb, words): an event of the history but for the thing it is done to."""

WAIT = "Chờ Bộ hướng dẫn đánh giá tiêu chí với xã mới sắp xếp."


def objected(case: Any) -> Iterator[Deed]:
    """The body's letter is written down by the office; the leader has not answered yet."""
    why = "Công trình do Ban Quản lý dự án tỉnh làm chủ đầu tư, không thuộc thẩm quyền của xã."
    yield case.issued + 1, 15, "hoa", "object", why


def kept(case: Any) -> Iterator[Deed]:
    """An objection that was not accepted."""
    yield case.issued + 1, 15, "hoa", "object", "Xã không có công trình nào trong danh mục."
    answer = "Danh mục có 1 công trình đã bàn giao cho xã; đề nghị xã thực hiện."
    yield case.issued + 2, 9, "lam", "uphold", answer
    yield case.issued + 3, 9, case.body, "accept", ""


def suspended(case: Any) -> Iterator[Deed]:
    """The clock stands still."""
    yield case.issued + 1, 9, case.body, "accept", ""
    yield case.issued + 7, 10, "hoa", "suspend", WAIT


def resumed(case: Any) -> Iterator[Deed]:
    """The clock stood still for three working days."""
    yield case.issued + 1, 9, case.body, "accept", ""
    yield case.issued + 7, 10, "lam", "suspend", WAIT
    yield case.issued + 10, 8, "lam", "resume", "Đã có hướng dẫn của Bộ."


def cancelled(case: Any) -> Iterator[Deed]:
    """Taken off the body."""
    yield case.issued + 1, 9, case.body, "accept", ""
    why = "Sở Nông nghiệp và Môi trường thực hiện chung cho toàn tỉnh."
    yield case.issued + 8, 14, "lam", "cancel", why


def not_applicable(case: Any) -> Iterator[Deed]:
    """The task is not for a body like this."""
    yield case.issued + 2, 9, "hoa", "exempt", "Phường đã là đô thị, không xây dựng nông thôn mới."


def reopened(case: Any) -> Iterator[Deed]:
    """Confirmed by a slip and taken back at once, confirmed, and taken up again when somebody looked more closely."""
    yield case.issued + 1, 9, case.body, "accept", ""
    yield case.issued + 5, 14, case.body, "done", case.result
    yield case.issued + 6, 8, "ky", "confirm", ""
    yield case.issued + 6, 8, "ky", "unconfirm", ""
    yield case.issued + 6, 9, "hoa", "confirm", ""
    yield case.issued + 8, 15, "hoa", "reopen", "Kiểm tra thực tế: biểu số liệu kèm theo là của tháng trước."


BY_THING: dict[tuple[str, str, str, int], Callable[[Any], Iterator[Deed]]] = {
    ("UBND xã An Lão Đông", "dat-chuan", "1", 1): objected,
    ("UBND xã Phúc Ứng", "dat-chuan", "1", 1): kept,
    ("UBND xã Ea Sơn", "dat-chuan", "1", 1): suspended,
    ("UBND xã Ngọc Uyên", "dat-chuan", "1", 1): resumed,
    ("UBND xã Quảng Thắng", "dat-chuan", "1", 1): cancelled,
    ("UBND phường Nguyễn Trãi", "dat-chuan", "1", 1): not_applicable,
    ("UBND xã Yên Hòa Bắc", "dat-chuan", "1", 1): reopened,
}
"""Which bodies' tasks go one of these ways, as the history names them."""
