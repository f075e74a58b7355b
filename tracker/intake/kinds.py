"""Kinds of documents and their signs in a symbol: decree 30/2020/NĐ-CP, appendix III."""

import re

SIGNS = {
    "NQ": "nghi_quyet",
    "QĐ": "quyet_dinh",
    "CT": "chi_thi",
    "QC": "quy_che",
    "QyĐ": "quy_dinh",
    "TC": "thong_cao",
    "TB": "thong_bao",
    "HD": "huong_dan",
    "CTr": "chuong_trinh",
    "KH": "ke_hoach",
    "PA": "phuong_an",
    "ĐA": "de_an",
    "DA": "du_an",
    "BC": "bao_cao",
    "BB": "bien_ban",
    "TTr": "to_trinh",
    "HĐ": "hop_dong",
    "CĐ": "cong_dien",
    "BGN": "ban_ghi_nho",
    "BTT": "ban_thoa_thuan",
    "GUQ": "giay_uy_quyen",
    "GM": "giay_moi",
    "GGT": "giay_gioi_thieu",
    "GNP": "giay_nghi_phep",
    "PG": "phieu_gui",
    "PC": "phieu_chuyen",
    "PB": "phieu_bao",
    # Not in the decree: joint programmes, and what the Party's offices sign with.
    "CTrPH": "chuong_trinh_phoi_hop",
    "CTPH": "chuong_trinh_phoi_hop",
    "QCPH": "chuong_trinh_phoi_hop",
    "KHPH": "chuong_trinh_phoi_hop",
    "CV": "cong_van",
    "KL": "thong_bao",
}
ALIKE = {frozenset({"chuong_trinh", "chuong_trinh_phoi_hop"})}


def kind_of(symbol: str | None) -> str | None:
    """The kind a symbol names ("/KH-UBND", "-CT/TU"); None where its first sign is a body's: an official letter."""
    if not symbol:
        return None
    first = re.split(r"[-/]", re.sub(r"^\W*(?:\d{4}/)?", "", symbol))[0]
    return SIGNS.get(first)


def disagree(title: str | None, symbol: str | None) -> bool:
    """Whether the title line and the symbol name two different kinds."""
    signed = kind_of(symbol)
    return bool(title and signed and title != signed and frozenset({title, signed}) not in ALIKE)
