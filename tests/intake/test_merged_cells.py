"""Tables of a plan whose cells are merged over rows: what is stated once holds for every row it stands beside."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tracker.intake.parser import parse
from tracker.intake.readers import read_file

HEAD = """\
ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
Số: 5/KH-UBND
Tân Lập, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Cải cách hành chính năm 2026
Thực hiện chỉ đạo của cấp trên, UBND xã ban hành kế hoạch như sau:
I. NHIỆM VỤ"""
ROWS = [
    ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian hoàn thành", "Sản phẩm"],
    ["1", "Ban hành kế hoạch kiểm soát thủ tục", "Văn phòng UBND xã", "Tháng 1/2026", "Kế hoạch"],
    ["2", "Niêm yết công khai thủ tục hành chính", "", "", "Bảng niêm yết"],
    ["3", "Khảo sát sự hài lòng của người dân", "Phòng Kinh tế", "Tháng 6/2026", "Báo cáo"],
    ["4", "Tổng hợp kết quả khảo sát toàn xã", "", "", "Báo cáo"],
]
END = "II. TỔ CHỨC THỰC HIỆN\n1. Công an xã giữ gìn trật tự tại nơi khảo sát.\nNơi nhận:\n- Như trên;"
READ = [
    ("I.1", ("Văn phòng UBND xã",), "2026-01-31"),
    ("I.2", ("Văn phòng UBND xã",), "2026-01-31"),
    ("I.3", ("Phòng Kinh tế",), "2026-06-30"),
    ("I.4", ("Phòng Kinh tế",), "2026-06-30"),
    ("II.1", ("Công an xã",), None),
]


def test_a_word_table_with_merged_cells(tmp_path: Path) -> None:
    document = Document()
    for line in HEAD.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=len(ROWS), cols=5)
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for first, column in ((1, 2), (1, 3), (3, 2), (3, 3)):
        table.cell(first, column).merge(table.cell(first + 1, column))
    for line in END.splitlines():
        document.add_paragraph(line)
    path = tmp_path / "ke-hoach.docx"
    document.save(str(path))
    tasks = parse(read_file(path, path.name).text).tasks
    assert [(task.section, task.lead, task.deadline) for task in tasks] == READ
    assert tasks[1].text == ROWS[2][1]


def test_a_table_with_bars_and_empty_cells() -> None:
    barred = "\n".join(" | ".join(row) for row in ROWS)
    tasks = parse(f"{HEAD}\n{barred}\n{END}").tasks
    assert [(task.section, task.lead, task.deadline) for task in tasks] == READ
