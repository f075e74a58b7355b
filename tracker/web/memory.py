"""Large pages for what a process has loaded: its code is spread over 70 MB, and finding them page by page costs time.

Six to eight per cent of a page's processor time, measured in pairs, for half a megabyte. Only Linux has it (6.1 and
later); elsewhere, and where it is refused, nothing happens.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LARGE = 1 << 21  # bytes of a large page
COLLAPSE = 25  # madvise(2): MADV_COLLAPSE


def use_large_pages() -> int:
    """Move what this process holds so far into large pages; how many bytes it could be asked for."""
    if sys.platform != "linux":
        return 0
    moved = 0
    with suppress(OSError, AttributeError):
        advise = ctypes.CDLL(None).madvise
        for start, end in _own_memory(Path("/proc/self/maps").read_text()):
            if advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), COLLAPSE) == 0:
                moved += end - start
    return moved


def _own_memory(maps: str) -> Iterator[tuple[int, int]]:
    """First and last address of each stretch of whole large pages that is the process's own to write."""
    for line in maps.splitlines():
        addresses, rights, _, _, _, *name = line.split()
        if rights.startswith("rw") and name in ([], ["[heap]"]):
            first, last = (int(each, 16) for each in addresses.split("-"))
            start, end = -(-first // LARGE) * LARGE, last // LARGE * LARGE
            if start < end:
                yield start, end
