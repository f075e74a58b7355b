"""Whom the words "@…" of a comment mean."""

from __future__ import annotations

import pytest

from tracker.comments.rules import Meant, Name, body_forms, meant, person_forms, standing

NAMES = [
    Name("p1", person_forms("Nguyễn Thị Hoa", "hoa")),
    Name("p2", person_forms("Trần Văn Hòa", "hoatv")),
    Name("p3", person_forms("Hoàng Văn Bình", "binh")),
    Name("p4", person_forms("Lê Bình", "binhl")),
    Name("b7", body_forms("UBND xã Đàm Thượng")),
    Name("b8", body_forms("UBND xã Đàm Thượng Đông")),
]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nhờ @Nguyễn Thị Hoa xem giúp", ["p1"]),
        ("@nguyen thi hoa: đã rõ", ["p1"]),
        ("@Thị Hoa, @hoatv", ["p1", "p2"]),
        ("@Hòa xem", ["p2"]),
        ("@Văn Bình gửi lại", ["p3"]),
        ("@UBND xã Đàm Thượng báo cáo", ["b7"]),
        ("@xã Đàm Thượng Đông báo cáo", ["b8"]),
        ("@xã Đàm Thượng.\nĐông quá", ["b7"]),
        ("hòm thư hoa@lamgiang.example, binh.@hoa", []),
        ("@Hoàng Văn Bìnhx", []),
        ("@ai đó", []),
        ("@Nguyễn Thị Hoa @Nguyễn Thị Hoa", ["p1"]),
        ("", []),
    ],
)
def test_whom_words_mean(text: str, keys: list[str]) -> None:
    assert list(meant(text, NAMES).keys) == keys


def test_a_name_of_several_means_nobody_and_is_said() -> None:
    assert meant("Nhờ @Bình cho biết", NAMES) == Meant((), ("Bình cho biết",))


@pytest.mark.parametrize(
    ("role", "bodies", "said"),
    [
        ("office", {1}, ("office", None)),
        ("leader", set(), ("leader", None)),
        ("officer", {1}, ("lead", 1)),
        ("officer", {2}, ("coordinating", 2)),
        ("officer", {1, 2}, ("lead", 1)),
        ("officer", {9}, None),
        ("auditor", {1}, None),
        ("admin", {1}, None),
    ],
)
def test_for_whom_somebody_speaks(role: str, bodies: set[int], said: tuple[str, int | None] | None) -> None:
    assert standing(role, bodies, 1, [2, 3]) == said
