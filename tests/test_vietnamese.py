"""Folding, alphabetical order and keys of names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.vietnamese import fold, name_key, sort_key


def test_folding_drops_marks_case_and_double_spaces() -> None:
    assert fold("  Đôn   ĐỐC nhiệm vụ ") == "don doc nhiem vu"
    assert fold(unicodedata.normalize("NFD", "Tiến độ")) == "tien do"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_letters_come_in_the_order_of_the_alphabet() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(reversed(letters), key=sort_key) == letters


def test_tones_decide_only_between_the_same_letters() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["Lạng Sơn", "Lâm Đồng", "Lai Châu", "Lào Cai"], key=sort_key) == [
        "Lai Châu",
        "Lạng Sơn",
        "Lào Cai",
        "Lâm Đồng",
    ]


def test_numbered_wards_sort_by_number_and_case_says_nothing() -> None:
    assert sorted(["Phường 10", "phường 2", "Phường 1"], key=sort_key) == [
        "Phường 1",
        "phường 2",
        "Phường 10",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân xã Đàm Thuỷ", "UBND xã Đàm Thủy"),
        ("Chủ tịch Ủy ban nhân dân các huyện, thành phố", "UBND các huyện, thành phố"),
        ("Giám đốc Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT"),
        ("Sở NN và PTNT", "Sở Nông nghiệp & Phát triển nông thôn"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("UBMTTQ tỉnh", "Mặt trận Tổ quốc tỉnh"),
        (
            "Các thành viên BCĐ các Chương trình MTQG",
            "Thành viên Ban Chỉ đạo các Chương trình mục tiêu quốc gia",
        ),
        ("UBND TP. Bắc Giang", "UBND thành phố Bắc Giang"),
        ("Thị trấn Trùng Khánh", "TT. Trùng Khánh"),
        ("các tổ chức Chính trị - xã hội", "Các Tổ chức CT-XH"),
        ("Bộ phận Văn hoá - Thông tin", "bộ phận Văn hóa – Thông tin"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Bộ trưởng Bộ Y tế", "Bộ Y tế"),
        ("Giám đốc Công an tỉnh", "CA tỉnh"),
        ("Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS tỉnh"),
        ("Ban Chỉ huy Quân sự xã", "BCHQS xã"),
        ("Phòng Tài chính - Kế hoạch", "Phòng TC-KH"),
        ("Bảo hiểm xã hội tỉnh", "BHXH tỉnh"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh", "Đoàn TNCS Hồ Chí Minh tỉnh"),
        ("UBND x. Đàm Thuỷ", "UBND xã Đàm Thủy"),
        ("UBND P. Ngô Quyền", "UBND phường Ngô Quyền"),
        ("UBND T.P Bắc Giang", "UBND thành phố Bắc Giang"),
        ("Trưởng phòng Tư pháp", "Phòng Tư pháp"),
    ],
)
def test_one_body_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND xã Đàm Thủy", "UBND xã Đám Thủy"),
        ("Sở Tài chính", "Phòng Tài chính"),
        ("Công an tỉnh", "Công an huyện"),
        ("Phó Chủ tịch UBND tỉnh", "UBND tỉnh"),
        ("Hội Nông dân tỉnh", "Hội Phụ nữ tỉnh"),
    ],
)
def test_different_bodies_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
