"""The parser on texts of our own: one whole letter, and texts nobody would write."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.intake.texts import LETTER
from tracker.intake.draft import DraftTask, to_json
from tracker.intake.layout import collapse
from tracker.intake.parser import parse


def test_a_whole_letter_is_read() -> None:
    draft = parse(LETTER)
    assert (draft.kind, draft.number, draft.issued_on) == ("cong_van", "215/UBND-KT", "2026-05-04")
    assert draft.issuer == "Ủy ban nhân dân tỉnh Hòa An"
    assert draft.subject == "tăng cường quản lý cụm công nghiệp"
    assert draft.urgency == "hoa_toc"
    assert draft.recipients == (
        "Các Sở: Công Thương, Tài chính, Nông nghiệp và Môi trường",
        "UBND các xã, phường",
    )
    assert draft.signer is not None
    assert (draft.signer.name, draft.signer.position) == ("Đặng Minh Quân", "Phó Chủ tịch")
    assert [(one.number, one.issued_on, one.issuer) for one in draft.references] == [
        ("17/KH-UBND", "2026-01-12", "UBND tỉnh Hòa An")
    ]


def test_its_tasks_have_bodies_dates_and_modes() -> None:
    review, checking, patrol, telling = parse(LETTER).tasks
    assert (review.section, review.lead) == ("1", ("Sở Công Thương",))
    assert review.coordinating == ("Sở Tài chính", "các cơ quan, đơn vị liên quan")
    assert (review.deadline, review.deadline_quote, review.deadline_kind) == (
        "2026-06-20",
        "trước ngày 20/6/2026",
        "fixed",
    )
    assert (checking.recurrence, checking.deadline_kind) == ("ongoing", "standing")
    assert (patrol.section, patrol.lead, patrol.verb) == ("2", ("Công an tỉnh",), "Giao")
    assert (patrol.recurrence, patrol.deadline_quote, patrol.deadline_kind) == (
        "monthly",
        "hằng tháng",
        "recurring",
    )
    assert telling.lead == ("Ủy ban MTTQ Việt Nam tỉnh", "các tổ chức chính trị - xã hội")
    assert (telling.verb, telling.mode) == ("Đề nghị", "de_nghi")
    assert {task.mode for task in (review, checking, patrol)} == {"giao"}


def test_sections_are_listed_with_their_headings() -> None:
    draft = parse(LETTER)
    assert ("1", "Sở Công Thương") in [(section.mark, section.heading) for section in draft.sections]


def test_a_draft_becomes_one_json_object() -> None:
    whole = json.loads(json.dumps(to_json(parse(LETTER)), ensure_ascii=False))
    assert set(whole) >= {
        "kind",
        "number",
        "issued_on",
        "issuer",
        "subject",
        "recipients",
        "references",
        "signer",
    }
    assert whole["tasks"][0]["text"].startswith("Chủ trì, phối hợp")
    assert "text" not in whole


def test_wraps_and_page_numbers_do_not_break_a_passage() -> None:
    wrapped = """\
UBND HUYỆN ĐÔNG SƠN
Kính gửi: Phòng Tài chính huyện.
Ủy ban nhân dân huyện yêu cầu Phòng Tài chính thực hiện các việc sau đây:
1. Rà soát toàn bộ nguồn vốn đã giao cho các xã từ đầu năm đến nay, tổng hợp


2

theo từng chương trình và đề xuất phương án điều chỉnh đối với những dự án
chậm tiến độ, gửi về Ủy ban nhân dân huyện để xem xét, quyết định kịp thời.
2. Hướng dẫn các xã quyết toán.
"""
    first, second = parse(wrapped).tasks
    assert first.text.startswith("Rà soát toàn bộ")
    assert first.text.endswith("quyết định kịp thời.")
    assert second.text == "Hướng dẫn các xã quyết toán."
    assert first.lead == second.lead == ("Phòng Tài chính",)


def test_a_plan_measure_takes_its_bodies_and_time_from_its_lines() -> None:
    draft = parse("""\
KẾ HOẠCH
Chuyển đổi số năm 2026
Căn cứ Kế hoạch số 5/KH-UBND ngày 02/01/2026 của UBND tỉnh.
I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao nhận thức về chuyển đổi số.
II. NHIỆM VỤ
1. Số hóa hồ sơ hộ tịch
- Đơn vị chủ trì: Phòng Tư pháp.
- Đơn vị phối hợp: UBND các xã; Công an huyện.
- Thời gian hoàn thành: Quý III/2026.
III. KINH PHÍ
- Kinh phí thực hiện theo quy định.
""")
    (task,) = draft.tasks
    assert (draft.kind, draft.subject) == ("ke_hoach", "Chuyển đổi số năm 2026")
    assert (task.text, task.section) == ("Số hóa hồ sơ hộ tịch", "II.1")
    assert (task.lead, task.coordinating) == (("Phòng Tư pháp",), ("UBND các xã", "Công an huyện"))
    assert (task.deadline, task.deadline_quote) == ("2026-09-30", "Quý III/2026")


def _only_task(body: str) -> DraftTask:
    (task,) = parse(f"UBND HUYỆN ĐÔNG SƠN\nKính gửi: UBND các xã.\n{body}").tasks
    return task


def test_a_letter_of_one_paragraph_is_one_task_for_those_it_asks() -> None:
    task = _only_task(
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 10/01/2024 của UBND tỉnh, Sở Nội vụ đề nghị các sở, ban, ngành tỉnh, "
        "UBND các xã báo cáo kết quả, gửi về Sở Nội vụ trước ngày 15/9/2024.\n"
        "Đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./.\n"
    )
    assert task.lead == ("các sở, ban, ngành tỉnh", "UBND các xã")
    assert (task.verb, task.deadline, task.section) == ("đề nghị", "2024-09-15", None)


def test_a_name_before_a_colon_leads_what_follows_it() -> None:
    assert _only_task("1. Phòng Tài chính - Kế hoạch: Cân đối, bố trí vốn.").lead == (
        "Phòng Tài chính - Kế hoạch",
    )


def test_a_heading_in_capitals_names_its_body_in_ordinary_letters() -> None:
    task = _only_task("I. ĐỐI VỚI UBND CÁC XÃ, THỊ TRẤN\n1. Rà soát các tiêu chí.")
    assert (task.lead, task.section) == (("UBND các xã, thị trấn",), "I.1")


def test_lines_inside_a_measure_say_who_and_when() -> None:
    task = _only_task("1. Rà soát văn bản. Đơn vị chủ trì: Phòng Tư pháp. Thời gian: Quý II/2025.")
    assert (task.lead, task.deadline) == (("Phòng Tư pháp",), "2025-06-30")


def test_one_date_after_a_list_of_reports_holds_for_all() -> None:
    draft = parse(
        "Kính gửi: UBND các xã.\nPhòng Y tế đề nghị UBND các xã báo cáo các nội dung sau:\n- Báo cáo kết quả;\n"
        "- Báo cáo danh sách.\nBáo cáo gửi về Phòng Y tế trước ngày 20/9/2024 để tổng hợp.\n"
    )
    assert [task.text for task in draft.tasks] == ["Báo cáo kết quả;", "Báo cáo danh sách."]
    assert [task.deadline for task in draft.tasks] == ["2024-09-20", "2024-09-20"]


def test_a_closing_paragraph_with_an_addressee_of_its_own_is_a_task() -> None:
    first, last = parse(
        "Kính gửi: UBND các xã.\nUBND huyện yêu cầu:\n1. UBND các xã rà soát hộ nghèo.\n"
        "Giao Phòng Nội vụ theo dõi, đôn đốc, báo cáo UBND huyện.\nYêu cầu các đơn vị nghiêm túc thực hiện./.\n"
    ).tasks
    assert (first.section, last.section) == ("1", None)
    assert last.lead == ("Phòng Nội vụ",)


MARKS = [
    "1.",
    "II.",
    "a)",
    "-",
    "+",
    "2.1",
    "Điều 1.",
    ":",
    ";",
    "./.",
    "(",
    "“",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u00ad",
    "\x0c",
    "\x00",
    "|",
    "TT | Nội dung | Chủ trì | Thời gian\n",
    "TT\nNội dung\nChủ trì\n\n1\n",
    "PHỤ LỤC\n",
]
WORDS = [
    "Kính gửi:",
    "Sở Tài chính",
    "UBND các xã,",
    "và",
    "chủ trì, phối hợp với",
    "Giao",
    "các Sở: ",
    "báo cáo",
    "TP.",
]
DATES = [
    "trước ngày 30/02/2026",
    "trong tháng 13/2026",
    "Quý IV năm 0",
    "năm 0000",
    "hằng tháng",
    "trong năm 9999",
]
HEADS = ["ngày     tháng 3 năm 2023", "Số:      /UBND-NN", "V/v", "KẾ HOẠCH", "Nơi nhận:", "KT. CHỦ TỊCH"]
OTHERS = [
    "3/0 xã",
    "9999/QĐ-UBND ngày 99/99/9999",
    "phấn đấu 0 xã",
    "Chủ trì: ",
    "Thời gian: ",
    "Đối với",
    "các",
]
PIECES = st.sampled_from([*MARKS, *WORDS, *DATES, *HEADS, *OTHERS])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join)))
@example("Kính gửi:\n-")
@example("1.")
@example("Điều 0.")
@example("\ufeff\x00\x1c")
@example("0/A\r00A\r0|NOI DUNG|CHU TRI\r0|0000000A|\ra00")  # a paragraph that goes on after a table
def test_no_text_makes_it_fail_and_every_passage_is_exact(text: str) -> None:
    draft = parse(text)
    assert draft.text == collapse(text)
    ends = 0
    for task in draft.tasks:
        assert draft.text[task.start : task.end] == task.text
        assert ends <= task.start < task.end
        ends = task.end
        assert 0 < task.confidence <= 1
        assert task.deadline_quote is None or task.deadline_kind != "none"
    json.dumps(to_json(draft))
