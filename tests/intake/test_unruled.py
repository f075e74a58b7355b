"""Tables that no lines part, by the places of their words."""

from __future__ import annotations

from tracker.intake.columns import Line, Piece
from tracker.intake.unruled import set_out, table_at


def _line(height: float, *cells: tuple[float, str]) -> Line:
    return Line(tuple(Piece(text, left, height, left + 6.0 * len(text), height + 12) for left, text in cells))


HEADINGS = _line(700, (80, "TT"), (120, "Nội dung"), (300, "Chủ trì"), (420, "Thời gian"))
FIRST = _line(680, (80, "1"), (120, "Rà soát các"), (300, "Sở Y tế"), (420, "Quý III"))
ITS_REST = _line(664, (120, "cơ sở khám bệnh"))
SECOND = _line(648, (80, "2"), (120, "Báo cáo"), (300, "Sở Nội vụ"), (420, "Quý IV"))
BELOW = _line(620, (80, "Các cơ quan gửi báo cáo trước ngày 15 hằng tháng."))


def test_a_numbered_table_is_set_out_a_row_a_line() -> None:
    lines = [HEADINGS, FIRST, ITS_REST, SECOND, BELOW]
    assert table_at(lines, 0) == 4
    assert set_out(lines[:4]) == [
        "| TT | Nội dung | Chủ trì | Thời gian |",
        "| 1 | Rà soát các cơ sở khám bệnh | Sở Y tế | Quý III |",
        "| 2 | Báo cáo | Sở Nội vụ | Quý IV |",
    ]


def test_no_word_is_lost_where_columns_cannot_be_told_apart() -> None:
    """A heading over two columns makes one of them: then the lines stay as they stand."""
    over = _line(720, (80, "TT"), (120, "Nội dung, cơ quan chủ trì và cách làm"), (420, "Thời gian"))
    lines = [over, FIRST, SECOND]
    kept = " ".join(set_out(lines[: table_at(lines, 0)]))
    assert [word for line in lines for word in line.text.split() if word not in kept] == []


def test_an_ordinary_line_is_no_table() -> None:
    assert table_at([BELOW, BELOW], 0) == 0
    assert table_at([HEADINGS, BELOW], 0) == 0
