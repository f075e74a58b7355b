"""A superior's notice as the office types it by hand, and which tasks of the two directives serve it."""

from __future__ import annotations

from typing import NamedTuple

NAME = "cap-tren"
DETAILS = {
    "origin": "upper",
    "kind": "thong_bao",
    "number": "5485/TB-VP",
    "issuer": "Văn phòng Điều phối nông thôn mới Trung ương",
    "subject": "kết luận buổi làm việc về tiến độ xây dựng nông thôn mới tại tỉnh Lam Giang",
}
ISSUED = (8, 10)
"""Month and day, as both directives cite it."""


class UpperTask(NamedTuple):
    """A task of the notice: its words, its lead, the name of its due day; who works with the lead, by when."""

    text: str
    lead: str
    due: str
    helping: tuple[str, ...]
    helping_due: str


TASKS = (
    UpperTask(
        "Bảo đảm số xã, thôn đạt chuẩn nông thôn mới theo kế hoạch năm; "
        "chủ động điều chuyển vốn từ nơi giải ngân chậm.",
        "Văn phòng Điều phối nông thôn mới tỉnh",
        "c1",
        ("Sở Tài chính", "Sở Nông nghiệp và Môi trường"),
        "b4",
    ),
    UpperTask(
        "Kiểm tra thực tế tại các xã đăng ký đạt chuẩn, báo cáo kết quả về Văn phòng Điều phối Trung ương.",
        "Sở Nông nghiệp và Môi trường",
        "c2",
        ("UBND xã Đàm Thượng", "Sở Tài chính"),
        "b3",
    ),
)
SERVING = (
    ("tang-toc", "1", 1, 1),
    ("tang-toc", "1", 2, 1),
    ("tang-toc", "2", 1, 2),
    ("dat-chuan", "1", 1, 1),
    ("dat-chuan", "1", 4, 1),
    ("dat-chuan", "3", 1, 2),
)
"""(directive, section, number in it, number of the upper task)."""
