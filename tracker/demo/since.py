"""What became of directives after they were issued: one withdrawn, one replaced, a task of another corrected."""

from __future__ import annotations

from typing import Any, NamedTuple

LEADS = ("UBND xã An Lão Đông", "UBND xã Ea Sơn", "UBND xã Lam Sơn", "UBND phường Nguyễn Trãi")


class Entered(NamedTuple):
    """A directive typed by hand: its facts, its one task, and the name of its due day ("" waits for an event)."""

    details: dict[str, Any]
    text: str
    due: str


FAIR = "hoi-thi"
LISTS = "danh-muc"
AFTER = "cho-huong-dan"
OFFICE = {"origin": "own", "kind": "cong_van", "issuer": "UBND tỉnh Lam Giang"}
BY_HAND = {
    FAIR: Entered(
        OFFICE | {"number": "1880/UBND-NNMT", "subject": "tổ chức Hội thi thôn sạch, nhà đẹp cấp tỉnh"},
        "Chọn mỗi xã một thôn dự Hội thi thôn sạch, nhà đẹp cấp tỉnh; gửi danh sách đăng ký.",
        "d1",
    ),
    LISTS: Entered(
        OFFICE | {"number": "1895/UBND-NNMT", "subject": "rà soát danh mục thôn đăng ký đạt chuẩn kiểu mẫu"},
        "Rà soát danh mục thôn đăng ký đạt chuẩn thôn nông thôn mới kiểu mẫu, báo cáo UBND tỉnh.",
        "d2",
    ),
    AFTER: Entered(
        OFFICE | {"number": "2140/UBND-NNMT", "subject": "đánh giá tiêu chí theo hướng dẫn mới của Bộ"},
        "Đánh giá lại các tiêu chí của xã ngay sau khi có hướng dẫn mới của Bộ Nông nghiệp và Môi trường.",
        "",
    ),
}
WITHDRAWN = "Hội thi lồng ghép vào Tuần lễ môi trường, không tổ chức riêng."
REPLACED = "Nội dung rà soát đã có trong công văn mới, thời hạn mới."
CORRECTED = ("", "dat-chuan", "2", 1)
PRODUCT = "Hướng dẫn kèm biểu mẫu đánh giá tiêu chí"
WHY = "Bổ sung sản phẩm phải nộp theo ý kiến của Văn phòng Điều phối"
