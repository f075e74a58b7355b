"""The parser's time on texts of growing length: a believable directive, one line, ten thousand bullets."""

from __future__ import annotations

import argparse
import json
import time

from tracker.intake.parser import parse

SIZES = (100_000, 300_000, 1_000_000)  # characters
LINEAR = 2.5  # the dearest 100 KB may cost this many times the cheapest
HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH HÒA AN

Số: 215/UBND-KT

Hòa An, ngày 04 tháng 5 năm 2026

Kính gửi: UBND các xã, phường.

Thực hiện Kế hoạch số 17/KH-UBND ngày 12/01/2026 của UBND tỉnh Hòa An, Chủ tịch UBND tỉnh yêu cầu:
"""
SECTION = """\
{number}. Sở Công Thương
- Chủ trì, phối hợp với Sở Tài chính và các cơ quan, đơn vị liên quan rà soát quy hoạch theo Quyết định số \
{number}/QĐ-UBND ngày 02/3/2025; báo cáo UBND tỉnh trước ngày 20/6/2026.
- Thường xuyên kiểm tra, hướng dẫn các chủ đầu tư; phấn đấu có thêm 05 xã đạt chuẩn, mới có 3/9 xã (đạt 33,3%).
- Giao UBND xã Mường Lai, UBND phường Tân Lập tăng cường tuyên truyền; hằng tháng báo cáo kết quả.
"""


def directive(size: int) -> str:
    """Sections as an office writes them, over and over."""
    pieces, length, number = [HEAD], len(HEAD), 0
    while length < size:
        number += 1
        pieces.append(SECTION.format(number=number % 99 + 1))
        length += len(pieces[-1])
    return "".join(pieces)


def one_line(size: int) -> str:
    """The same words without a line's end, and without addressees: all of it is the body."""
    return directive(size).removeprefix(HEAD).replace("\n", " ")


def bullets(size: int) -> str:
    """As many bullets as make the size; 1 MB holds some ten thousand."""
    line = "- Rà soát, tổng hợp, báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/6/2026 để tổng hợp chung.\n"
    return HEAD + line * (size // len(line))


SHAPES = {"directive": directive, "one_line": one_line, "bullets": bullets}


def measured(shape: str, sizes: tuple[int, ...] = SIZES) -> dict[str, object]:
    """Milliseconds for each 100 KB at every size, and whether they stay alike."""
    costs: dict[int, float] = {}
    for size in sizes:
        text = SHAPES[shape](size)
        begun = time.process_time()
        parse(text)
        costs[size] = 1000 * (time.process_time() - begun) / (len(text) / 100_000)
    ratio = max(costs.values()) / min(costs.values())
    return {
        "ms_per_100kb": {str(size): round(cost, 1) for size, cost in costs.items()},
        "ratio": round(ratio, 2),
        "linear": ratio <= LINEAR,
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = reader.parse_args().json
    whole = {shape: measured(shape) for shape in SHAPES}
    if as_json:
        print(json.dumps(whole))
        return
    for shape, result in whole.items():
        print(f"{shape:10} {result}")


if __name__ == "__main__":
    main()
