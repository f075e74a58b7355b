"""Texts for these tests: a letter of our own writing, and where the real directives lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DIRECTIVES = Path(__file__).resolve().parents[2].parent / "shared" / "directives"
SEEDS = ("trung-khanh-2023-ntm", "bac-giang-2023-ntm")

LETTER = """\
ỦY BAN NHÂN DÂN
TỈNH HÒA AN

Số: 215/UBND-KT
V/v tăng cường quản lý
cụm công nghiệp

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hòa An, ngày 04 tháng 5 năm 2026

HỎA TỐC

Kính gửi:
- Các Sở: Công Thương, Tài chính, Nông nghiệp và Môi trường;
- UBND các xã, phường.

Thực hiện Kế hoạch số 17/KH-UBND ngày 12/01/2026 của UBND tỉnh Hòa An về phát triển cụm công nghiệp, Chủ tịch UBND \
tỉnh yêu cầu các sở, ngành, UBND các xã, phường thực hiện các nội dung sau:

1. Sở Công Thương
- Chủ trì, phối hợp với Sở Tài chính và các cơ quan, đơn vị liên quan rà soát quy hoạch; báo cáo UBND tỉnh \
trước ngày 20/6/2026.
- Thường xuyên kiểm tra, hướng dẫn các chủ đầu tư.
2. Giao Công an tỉnh tăng cường tuần tra, bảo đảm an ninh trật tự; hằng tháng báo cáo kết quả về UBND tỉnh.
3. Đề nghị Ủy ban MTTQ Việt Nam tỉnh, các tổ chức chính trị - xã hội tuyên truyền đến hội viên.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, phản ánh về Sở Công Thương để tổng hợp./.

Nơi nhận:
- Như trên;
- Lưu: VT, KT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Đặng Minh Quân
"""


def real_directives() -> Path:
    """The folder of real directives; without it the test is left out, on CI it fails."""
    if not DIRECTIVES.is_dir():
        if os.environ.get("CI") == "true" or os.environ.get("TRACKER_TEST_STRICT") == "1":
            pytest.fail("the real directives are missing, and on CI nothing is left out")
        pytest.skip("left out: the real directives are not beside this checkout")
    return DIRECTIVES
