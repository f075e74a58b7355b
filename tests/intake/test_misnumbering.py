"""Numbers of items that do not follow each other raise a doubt: a scan may have lost what stood between."""

from __future__ import annotations

import pytest

from tracker.intake.parser import parse

OPENING = (
    "UBND TỈNH HÒA AN\nSố: 12/UBND-KT\nHòa An, ngày 04 tháng 5 năm 2026\nKính gửi: Các sở, ban, ngành.\n"
    "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:\n"
)
ITEMS = (
    "Sở Tài chính bố trí kinh phí kiểm tra các công trình thủy lợi.",
    "Sở Y tế kiểm tra an toàn thực phẩm tại các chợ.",
    "Tổ chức diễn tập phòng cháy, chữa cháy rừng.",
)


@pytest.mark.parametrize(
    ("numbers", "doubts"),
    [
        (("1.", "2.", "3."), ()),
        (("3.", "4.", "5."), ()),
        (("c)", "d)", "đ)"), ()),
        (("1.", "2.", "1."), ("section_numbers",)),
        (("1.", "2.", "2."), ("section_numbers",)),
        (("1.", "2.", "5."), ("section_numbers",)),
    ],
)
def test_a_repeated_or_skipped_number_is_a_doubt(numbers: tuple[str, ...], doubts: tuple[str, ...]) -> None:
    draft = parse(OPENING + "\n".join(map(" ".join, zip(numbers, ITEMS, strict=True))))
    assert draft.doubts == doubts
    assert len(draft.tasks) == 3
    assert (draft.tasks[2].confidence < 0.6) == bool(doubts)
    assert draft.tasks[0].confidence > 0.8


def test_a_number_under_a_heading_in_capitals_is_an_item_of_its_own() -> None:
    """Also where the heading fills its line, and the numbers go on from the part before."""
    text = OPENING + (
        "I. CÁC SỞ, BAN, NGÀNH\n1. Sở Tài chính bố trí kinh phí kiểm tra các công trình thủy lợi trên\n"
        "địa bàn tỉnh, báo cáo kết quả.\n2. Sở Y tế kiểm tra an toàn thực phẩm tại các chợ, siêu thị trên\n"
        "địa bàn tỉnh.\nII. ỦY BAN NHÂN DÂN CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ TRONG TỈNH\n"
        "3. Chỉ đạo các xã, phường tổ chức diễn tập phòng cháy, chữa cháy\nrừng trước mùa khô."
    )
    draft = parse(text)
    assert [task.section for task in draft.tasks] == ["I.1", "I.2", "II.3"]
    assert draft.tasks[2].text.startswith("Chỉ đạo các xã")
