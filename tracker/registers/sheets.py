"""Reads a workbook. A program of its own with little memory and time: bytes in, JSON out.

{"sheets": {"Đơn vị": [["Tên đơn vị", "Loại"], ["UBND xã Ân Hòa", "Xã"]]}} or {"refused": code}.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tracker.files.child import confine
from tracker.files.workbooks import NoWorkbook, read


def main() -> None:
    """Standard input to standard output."""
    data = sys.stdin.buffer.read()
    confine()
    try:
        answer: Any = {"sheets": read(data)}
    except (NoWorkbook, MemoryError):
        answer = {"refused": "import_unreadable"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
