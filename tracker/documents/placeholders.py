"""The names a Word template may use, in Vietnamese as the people read them who edit templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.documents.rules import in_lines

Mark = Callable[[str], str]


def of(document: dict[str, Any], mark: Mark) -> dict[str, Any]:
    """Name to value for one document; `mark` gives what stands in a table's place until it is written."""
    signing = document["signing"]
    return {
        "co_quan_cap_tren": in_lines(document["parent"]),
        "co_quan": in_lines(document["authority"]),
        "so": document["number"],
        "ky_hieu": document["symbol"],
        "dia_danh_ngay": document["place_day"],
        "loai_van_ban": document["title"],
        "trich_yeu": document["subject"],
        "du_thao": document["draft"],
        "kinh_gui": document["addressees"],
        "phan": [
            {
                "dau_muc": part["head"],
                "doan": part["paragraphs"],
                "bang": [mark(name) for name in part["tables"]],
                "la_cuoi": part is document["parts"][-1],
            }
            for part in document["parts"]
        ],
        "noi_nhan": document["recipients"],
        "dong_quyen": signing["lines"],
        "chuc_vu": signing["position"],
        "nguoi_ky": signing["name"],
        "dau_ban": document["stamp"],
        "phu_luc": [_annex(each, document["tables"], mark) for each in document["annexes"]],
    }


def _annex(annex: dict[str, Any], tables: dict[str, Any], mark: Mark) -> dict[str, Any]:
    first, *others = annex["tables"]
    return {
        "so": annex["number"],
        "ten": annex["title"],
        "kem_theo": annex["enclosed"],
        "bang": mark(first),
        "bang_khac": [{"ten": tables[name]["title"], "bang": mark(name)} for name in others],
        "ghi_chu": annex["note"],
    }
