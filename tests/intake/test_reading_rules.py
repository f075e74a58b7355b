"""The rules of reading, one table each: names, dates, periods, figures, numbers, marks."""

from __future__ import annotations

import pytest

from tracker.intake.dates import deadline_of
from tracker.intake.head import read_head
from tracker.intake.layout import Line
from tracker.intake.marks import mark_of
from tracker.intake.modes import mode_of
from tracker.intake.name_lists import split_names
from tracker.intake.recurrence import recurrence_of
from tracker.intake.references import references
from tracker.intake.targets import targets
from tracker.intake.whose import claim_of


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Sở Tài chính, Sở Nội vụ và Công an tỉnh", ["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"]),
        ("các Sở: Tài chính, Kế hoạch và Đầu tư", ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("UBND các phường: Yên Hòa, Bình Minh", ["UBND phường Yên Hòa", "UBND phường Bình Minh"]),
        ("các sở, ban, ngành", ["các sở, ban, ngành"]),
        (
            "Công an tỉnh; các sở, ban, ngành; UBND các xã",
            ["Công an tỉnh", "các sở, ban, ngành", "UBND các xã"],
        ),
        ("Chủ tịch UBND các huyện, thành phố", ["Chủ tịch UBND các huyện, thành phố"]),
        ("Ủy ban MTTQ Việt Nam và các Đoàn thể huyện", ["Ủy ban MTTQ Việt Nam", "các Đoàn thể huyện"]),
        ("Sở Y tế (cơ quan thường trực), các cơ quan liên quan", ["Sở Y tế", "các cơ quan liên quan"]),
        ("", []),
    ],
)
def test_a_list_of_bodies_is_taken_apart(phrase: str, names: list[str]) -> None:
    assert split_names(phrase) == names


@pytest.mark.parametrize(
    ("text", "lead", "coordinating"),
    [
        ("Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ tham mưu.", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Ban Chỉ đạo huyện rà soát danh sách.", ["Ban Chỉ đạo huyện"], []),
        ("Đối với UBND xã An Bình tập trung hoàn thiện hồ sơ.", ["UBND xã An Bình"], []),
        ("Hằng năm, Phòng Tư pháp có trách nhiệm tổng hợp.", ["Phòng Tư pháp"], []),
        ("Trên cơ sở báo cáo, giao Sở Tài chính thẩm định.", ["Sở Tài chính"], []),
        ("Tuyên truyền sâu rộng đến nhân dân.", [], []),
        ("Chỉ đạo các xã phối hợp với các trường học tuyên truyền.", [], []),
        ("Giao Sở A tổng hợp; giao Công an tỉnh kiểm tra.", ["Sở A", "Công an tỉnh"], []),
    ],
)
def test_who_leads_and_who_works_with(text: str, lead: list[str], coordinating: list[str]) -> None:
    claim = claim_of(text)
    assert (list(claim.lead), list(claim.coordinating)) == (lead, coordinating)


@pytest.mark.parametrize(
    ("text", "day", "quote"),
    [
        ("Báo cáo trước ngày 08/02/2025.", "2025-02-08", "trước ngày 08/02/2025"),
        (
            "Gửi về Sở chậm nhất ngày 15 tháng 10 năm 2025.",
            "2025-10-15",
            "chậm nhất ngày 15 tháng 10 năm 2025",
        ),
        ("Nộp hạn chót 13/10/2017, theo mẫu.", "2017-10-13", "hạn chót 13/10/2017"),
        ("Hoàn thành trong tháng 9 năm 2026.", "2026-09-30", "trong tháng 9 năm 2026"),
        ("Hoàn thành trong quý III/2023.", "2023-09-30", "trong quý III/2023"),
        ("Hoàn thành trong năm 2025.", "2025-12-31", "trong năm 2025"),
        ("Gửi báo cáo trước ngày 15/10.", "2024-10-15", "trước ngày 15/10"),
        ("Thực hiện từ ngày 30/10/2017 đến 03/11/2017.", "2017-11-03", "từ ngày 30/10/2017 đến 03/11/2017"),
        ("Báo cáo trước 9 giờ ngày 12/5/2025.", "2025-05-12", "trước 9 giờ ngày 12/5/2025"),
        ("Trả lời trong 05 ngày làm việc.", None, "trong 05 ngày làm việc"),
    ],
)
def test_the_day_a_text_sets(text: str, day: str | None, quote: str) -> None:
    found = deadline_of(text, 2024)
    assert found is not None
    assert (found.on.isoformat() if found.on else None, found.quote) == (day, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2025 của UBND tỉnh.",
        "Bố trí trong Kế hoạch đầu tư công trung hạn giai đoạn 2026-2030.",
        "Rà soát kế hoạch năm 2025 của các xã.",
        "Khẩn trương, kịp thời thực hiện.",
    ],
)
def test_dates_of_other_things_are_no_deadlines(text: str) -> None:
    assert deadline_of(text, 2025) is None


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Hằng tháng báo cáo kết quả về Sở.", "monthly"),
        ("Định kỳ hàng quý tổng hợp, báo cáo.", "quarterly"),
        ("Hàng năm, bộ phận Tư pháp tổng hợp.", "annual"),
        ("Thường xuyên kiểm tra, đôn đốc.", "ongoing"),
        ("Sở Y tế thường xuyên kiểm tra.", "ongoing"),
        ("Bố trí kinh phí trong dự toán chi thường xuyên hàng năm của địa phương.", None),
        ("Tổ chức kiểm tra; thường xuyên báo cáo.", None),
        ("Tiếp tục thực hiện.", None),
    ],
)
def test_how_often(text: str, recurrence: str | None) -> None:
    assert recurrence_of(text)[0] == recurrence


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Phấn đấu có thêm 05 xã đạt chuẩn, 12 thôn kiểu mẫu.", [(5, None), (12, None)]),
        ("Đến nay mới có 2/7 xã đã đạt chuẩn.", [(7, 2)]),
        ("Mục tiêu có thêm 04 xã đạt chuẩn nông thôn mới; chưa có xã đạt nông thôn mới.", [(4, None)]),
        ("Mục tiêu 06 xã đạt chuẩn. Đến nay có 1/6 xã đạt chuẩn.", [(6, 1)]),
        ("Xây dựng ít nhất 2 - 3 mô hình.", [(2, None)]),
        ("Phấn đấu 02 xã đạt chuẩn nâng cao, đến nay chưa có xã nào đạt.", [(2, 0)]),
        ("Phấn đấu hoàn thành 12 xóm đạt chuẩn, hiện có 05 xóm chưa đạt.", [(12, None)]),
        ("Ngày 31/10 có mưa to; 05 học sinh bị nạn.", []),
        ("Theo Quyết định số 12/2018 của tỉnh.", []),
    ],
)
def test_goal_figures(text: str, figures: list[tuple[float, float | None]]) -> None:
    assert [(one.planned, one.actual) for one in targets(text)] == figures


def test_cited_documents_are_named_once() -> None:
    text = (
        "Thực hiện Nghị định số 32/2024/NĐ-CP ngày 15/3/2024 của Chính phủ về cụm công nghiệp và Nghị quyết số "
        "34-NQ/TU ngày 27 tháng 12 năm 2025 của Tỉnh ủy Hòa An; văn bản số 5485/TB-BNN- VP ngày 10/8/2023; theo "
        "Nghị định số 32/2024/NĐ-CP."
    )
    assert [(one.number, one.issued_on, one.issuer) for one in references(text, None)] == [
        ("32/2024/NĐ-CP", "2024-03-15", "Chính phủ"),
        ("34-NQ/TU", "2025-12-27", "Tỉnh ủy Hòa An"),
        ("5485/TB-BNN-VP", "2023-08-10", None),
    ]


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1. Sở Y tế", ("number", "1")),
        ("II. NHIỆM VỤ", ("roman", "II")),
        ("**1.** Sở Y tế", ("number", "1")),
        ("2.1 Ban hành", ("dotted", "2.1")),
        ("đ) Đề nghị", ("letter", "đ")),
        ("III.1. Công an xã", ("dotted", "III.1")),
        ("2.1.a) Sở Y tế", ("letter", "2.1.a")),
        ("- Rà soát", ("bullet", "")),
        ("+ Kiểm tra", ("plus", "")),
    ],
)
def test_marks(line: str, mark: tuple[str, str]) -> None:
    found = mark_of(line)
    assert found is not None
    assert (found.kind, found.label) == mark


@pytest.mark.parametrize("line", ["2017. của Sở", "12,5 ha", "45/2020/NĐ-CP ngày", "Sở Y tế"])
def test_figures_and_words_are_no_marks(line: str) -> None:
    assert mark_of(line) is None


@pytest.mark.parametrize(
    ("lead", "mode"),
    [
        (("Hội Nông dân tỉnh",), "de_nghi"),
        (("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "các đoàn thể"), "de_nghi"),
        (("Sở Y tế", "Hội Nông dân tỉnh"), "giao"),
        (("Hội đồng đánh giá",), "giao"),
        ((), "giao"),
    ],
)
def test_the_mode_comes_from_the_body(lead: tuple[str, ...], mode: str) -> None:
    assert mode_of(lead) == mode


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 215/UBND-KT", "215/UBND-KT", "/UBND-KT"),
        ("Số: 215UBND-KT", "215/UBND-KT", "/UBND-KT"),
        ("Số: 215|UBND-KT", "215/UBND-KT", "/UBND-KT"),
        ("Số: 7a/KH-UBND", "7a/KH-UBND", "/KH-UBND"),
        ("Số: 15/2024/NĐ-CP", "15/2024/NĐ-CP", "/2024/NĐ-CP"),
        ("Số: 12-CT/TU", "12-CT/TU", "-CT/TU"),
        ("Số:      /UBND-KT", None, "/UBND-KT"),
        ("Số 3 Bộ phận một cửa", None, None),
        ("Số: 15 UBND tỉnh", None, None),
    ],
)
def test_a_number_is_read_also_where_a_scan_lost_its_stroke(
    line: str, number: str | None, symbol: str | None
) -> None:
    head = read_head([Line(line, 0, 0)], addressed=True)
    assert (head.number, head.symbol) == (number, symbol)
