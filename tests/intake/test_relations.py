"""What a text does to a document it cites, told by the words around the number."""

from __future__ import annotations

from time import process_time

import pytest

from tracker.intake.relations import relations

CITED = "41/KH-UBND"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Căn cứ Kế hoạch số 41/KH-UBND ngày 03/02/2026 của UBND tỉnh;", "can_cu"),
        ("Căn cứ Luật số 9/2025/QH15; Kế hoạch số 41/KH-UBND của UBND tỉnh,", "can_cu"),
        ("Xét đề nghị của Sở Tài chính tại Kế hoạch số 41/KH-§UBND ngày 03/02/2026,", "can_cu"),
        ("Theo đề nghị của Sở Tài chính tại Kế hoạch số 41/KH-UBND, Chủ tịch quyết định:", "can_cu"),
        ("Tổ chức thực hiện; công nhận thôn theo tiêu chí tại Kế hoạch số 41/KH-UBND.", "khac"),
        ("Thực hiện Kế hoạch số 41 / KH–UBND ngày 03/02/2026, UBND xã yêu cầu:", "thuc_hien"),
        ("Thực hiện Chỉ thị số 5/CT-TTg và Kế hoạch số 41/KH-UBND, đề nghị các đơn vị:", "thuc_hien"),
        ("Để triển khai có hiệu quả Kế hoạch số 41/KH-UBND, đề nghị:", "thuc_hien"),
        ("Theo Kế hoạch số 41/KH-UBND, trong năm có thêm 9 xã đạt chuẩn.", "thuc_hien"),
        ("Công văn này thay thế Kế hoạch số 41/KH-UBND ngày 03/02/2026.", "thay_the"),
        ("Quyết định này có hiệu lực từ ngày ký và thay thế Kế hoạch số 41/KH-UBND.", "thay_the"),
        ("Điều 1. Bãi bỏ Kế hoạch số 41/KH-UBND ngày 03/02/2026.", "thay_the"),
        ("Kế hoạch số 41/KH-UBND ngày 03/02/2026 hết hiệu lực kể từ ngày ký.", "thay_the"),
        ("Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 41/KH-UBND:", "sua_doi"),
        ("Số: 7/UBND-VX V/v điều chỉnh Kế hoạch số 41/KH-UBND", "sua_doi"),
        ("V/v đôn đốc thực hiện Kế hoạch số 41/KH-UBND", "don_doc"),
        ("Tiếp theo Kế hoạch số 41/KH-UBND ngày 03/02/2026, Sở Tài chính đề nghị:", "don_doc"),
        ("UBND tỉnh đã ban hành Kế hoạch số 41/KH-UBND. Tuy nhiên, đến nay 5 xã chưa báo cáo.", "don_doc"),
        ("UBND tỉnh đã ban hành Kế hoạch số 41/KH-UBND. Kết quả rất tốt.", "khac"),
        ("Số liệu nêu tại Kế hoạch số 41/KH-UBND là số liệu năm trước.", "khac"),
        ("Không có văn bản nào.", "khac"),
        ("Thực hiện Kế hoạch số 141/KH-UBND.", "khac"),
        # who changes it is another document, or somebody else later
        ("Căn cứ Kế hoạch số 8/KH-UBND sửa đổi, bổ sung Kế hoạch số 41/KH-UBND;", "can_cu"),
        ("Giao Sở Tài chính tham mưu điều chỉnh Kế hoạch số 41/KH-UBND.", "khac"),
        # a later mention may tell what the first does not
        ("Kèm theo Kế hoạch số 41/KH-UBND. Thực hiện Kế hoạch số 41/KH-UBND, yêu cầu:", "thuc_hien"),
    ],
)
def test_the_words_before_the_number_tell_the_kind(text: str, relation: str) -> None:
    assert relations(text, [CITED])[CITED] == relation


def test_each_of_a_list_has_the_kind_of_its_sentence() -> None:
    listed = "; ".join(f"Kế hoạch số {n}/KH-UBND ngày 03/02/2026 của UBND tỉnh" for n in range(10, 60))
    kinds = relations(
        f"Căn cứ {listed}. Công văn này thay thế Công văn số 7/UBND-VX và số 8/UBND-VX.",
        [*(f"{n}/KH-UBND" for n in range(10, 60)), "7/UBND-VX", "8/UBND-VX"],
    )
    assert {kind for number, kind in kinds.items() if "KH" in number} == {"can_cu"}
    assert (kinds["7/UBND-VX"], kinds["8/UBND-VX"]) == ("thay_the", "thay_the")


def test_one_number_written_in_two_ways_has_one_kind() -> None:
    kinds = relations("Căn cứ Kế hoạch số 04/KH-UBND và Kế hoạch số 4/KH-UBND.", ["04/KH-UBND", "4/KH-UBND"])
    assert kinds == {"04/KH-UBND": "can_cu", "4/KH-UBND": "can_cu"}


@pytest.mark.parametrize(
    "unit", ["thực hiện ", "Thực hiện Kế hoạch số 7/KH-UBND, ", "1-a-b-c-d-", "12/", "V/v ", "này và "]
)
def test_a_long_text_is_read_in_time_that_grows_with_its_length(unit: str) -> None:
    numbers = [CITED, *(f"{n}/KH-UBND" for n in range(3_000))]

    def seconds(length: int) -> float:
        text = unit * (length // len(unit)) + f" thực hiện {CITED}"
        began = process_time()
        assert relations(text, numbers)[CITED] == "thuc_hien"
        return process_time() - began

    assert min(seconds(400_000) for _ in range(2)) < 10 * max(seconds(100_000), 0.05)
