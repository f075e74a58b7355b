"""Large pages: which stretches of a process's memory are asked for, and that asking does no harm."""

from __future__ import annotations

import sys

import pytest

from tracker.web import memory

MAPS = """\
00400000-00c00000 r-xp 00000000 fe:00 1 /usr/bin/python3
01100000-01900000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000400000 rw-p 00000000 00:00 0
7f0000500000-7f0000600000 rw-p 00000000 00:00 0
7f0000800000-7f0000c00000 r--p 00000000 00:00 0
7f0000c00000-7f0001000000 rw-p 00000000 fe:00 7 /srv/don-doc/dondoc.sqlite-shm
7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0 [stack]
"""


def test_only_whole_large_pages_of_the_process_s_own_memory() -> None:
    assert list(memory._own_memory(MAPS)) == [(0x1200000, 0x1800000), (0x7F0000000000, 0x7F0000400000)]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_asking_leaves_everything_as_it_was() -> None:
    kept = [str(number) for number in range(200_000)]
    assert memory.use_large_pages() >= 0
    assert kept == [str(number) for number in range(200_000)]
