"""Turns at writing: one at a time, in the order of asking, and nobody waits on who has died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tracker.turns import FairLock, WriteQueue

COUNT = """
import sys, pathlib
from tracker.turns import WriteQueue
queue, counter = WriteQueue(), pathlib.Path(sys.argv[2])
queue.stand_before(sys.argv[1])
for _ in range(200):
    with queue.turn():
        counter.write_text(str(int(counter.read_text()) + 1))
"""
HOLD = """
import sys, time
from tracker.turns import WriteQueue
queue = WriteQueue()
queue.stand_before(sys.argv[1])
with queue.turn():
    print("held", flush=True)
    time.sleep(60)
"""


def test_threads_go_in_the_order_they_came() -> None:
    lock, came = FairLock(), []
    lock.acquire()

    def wait(number: int) -> None:
        lock.acquire()
        came.append(number)
        lock.release()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(lock._queue) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_three_processes_lose_no_count(tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    programs = [
        subprocess.Popen([sys.executable, "-c", COUNT, str(tmp_path / "db"), str(counter)]) for _ in range(3)
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    assert counter.read_text() == "600"


def test_the_turn_of_who_was_killed_is_enough(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        queue = WriteQueue()
        queue.stand_before(str(tmp_path / "db"))
        killing = threading.Timer(0.2, os.kill, (holder.pid, signal.SIGKILL))
        killing.start()
        with queue.turn():
            assert holder.wait(5) == -signal.SIGKILL
        killing.join()
        queue.stand_before(None)


def test_without_a_file_there_is_only_the_process(tmp_path: Path) -> None:
    queue = WriteQueue()
    queue.stand_before(str(tmp_path / "gone" / "db"))
    with queue.turn():
        assert not list(tmp_path.iterdir())


ONCE = """
import sys
from tracker.turns import WriteQueue
queue = WriteQueue()
queue.stand_before(sys.argv[1])
print("asks", flush=True)
with queue.turn():
    print("held", flush=True)
"""


def test_a_process_with_many_writers_lets_another_in(tmp_path: Path) -> None:
    queue, over = WriteQueue(), threading.Event()
    queue.stand_before(str(tmp_path / "db"))

    def write_on() -> None:
        while not over.is_set():
            with queue.turn():
                time.sleep(0.001)

    writers = [threading.Thread(target=write_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    command = [sys.executable, "-c", ONCE, str(tmp_path / "db")]
    try:
        said, _ = subprocess.Popen(command, stdout=subprocess.PIPE, text=True).communicate(timeout=30)
    finally:
        over.set()
        for writer in writers:
            writer.join()
        queue.stand_before(None)
    assert said == "asks\nheld\n"
