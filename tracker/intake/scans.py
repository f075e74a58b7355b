"""Reading a picture of a page with Debian's tesseract: its words with their places, put in order like those of a PDF.

The program is optional. It meets a plain gray picture of our own drawing, never the stranger's file.
"""

import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from importlib import import_module

from tracker.intake.columns import Piece, lines_of
from tracker.intake.sheets import Sheet

PROGRAM, LANGUAGE = "tesseract", "vie"
PACKAGE = "tesseract-ocr-vie"
COMMAND = (PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", "6", "-c", "tessedit_create_tsv=1")
# Which way up a page is: by the program's own data, which Debian's package brings along.
UPRIGHT = (PROGRAM, "stdin", "stdout", "-l", "osd", "--psm", "0")
ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
SENSIBLE = 65.0  # measured: 94 and more for clean pages, 43 and less for the same pages turned
SECONDS = 30  # for one page
MEMORY = 512 * 1024 * 1024
DPI = 250  # measured on scans of 150 to 300 dpi: 200 misread letters, 300 is slower and no better
POINTS = 72 / DPI
WORD = "5"  # the level of a line of the program's answer that is a word
SPECK = 20.0  # signs without letters or figures are kept only when the program is surer than this (of 100)
BULLETS = "-–+*•"


def is_available() -> bool:
    """Whether the program and its Vietnamese are on this machine."""
    if shutil.which(PROGRAM) is None:
        return False
    try:
        told = subprocess.run(
            [PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in told.stdout.split()


def read_picture(gray: bytes) -> Sheet | None:
    """The lines of a page; None when the program fails or takes longer than it may.

    A page whose words make little sense is asked which way up it is, and read once more where it was turned.
    """
    begun = time.monotonic()
    told = _run(COMMAND, gray, SECONDS)
    if told is None or _sense(told) >= SENSIBLE:
        return None if told is None else _lines(told, gray)
    left = SECONDS - (time.monotonic() - begun)
    upright = turned(gray, _angle(gray, left / 2))
    again = _run(COMMAND, upright, left / 2) if upright is not gray else None
    if again is not None and _sense(again) > _sense(told):
        return _lines(again, upright)
    return _lines(told, gray)


def _run(command: Sequence[str], gray: bytes, seconds: float) -> str | None:
    try:
        done = subprocess.run(
            command,
            input=gray,
            capture_output=True,
            timeout=seconds,
            check=True,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"},  # one page, one core
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _lines(told: str, gray: bytes) -> Sheet:
    return lines_of(list(_pieces(told, int(gray.split(maxsplit=3)[2]))))


def _sense(told: str) -> float:
    """How sure the program is of the words it found, of 100, long words counting more; 100 for an empty page."""
    words = [fields for line in told.splitlines()[1:] if len(fields := line.split("\t")) == 12]
    sure = [(float(word[10]), len(word[11].strip())) for word in words if word[0] == WORD]
    letters = sum(length for _, length in sure)
    return sum(each * length for each, length in sure) / letters if letters else 100.0


def _angle(gray: bytes, seconds: float) -> int:
    """By how many degrees to turn a page clockwise: 0, 90, 180, 270. 0 where the machine's program cannot tell."""
    found = ROTATE.search(_run(UPRIGHT, gray, seconds) or "")
    return int(found[1]) % 360 if found else 0


def turned(gray: bytes, angle: int) -> bytes:
    """The picture turned clockwise by a multiple of 90 degrees."""
    _, wide, high, _ = gray.split(maxsplit=4)[:4]
    width, height = int(wide), int(high)
    dots = gray[-width * height :]
    if angle == 180:
        return b"P5 %d %d 255\n" % (width, height) + dots[::-1]
    if angle in (90, 270):
        columns = [dots[column::width] for column in range(width)]
        rows = [column[::-1] for column in columns] if angle == 90 else columns[::-1]
        return b"P5 %d %d 255\n" % (height, width) + b"".join(rows)
    return gray


def _limit() -> None:
    resource = import_module("resource")
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _pieces(told: str, high: int) -> Iterator[Piece]:
    """Words as pieces, in points. All words of one line get that line's height: their own differ with their letters."""
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for line in told.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) == 12 and fields[0] == WORD and _is_kept(fields[11].strip(), float(fields[10])):
            rows.setdefault(tuple(fields[1:5]), []).append(fields)
    for words in rows.values():
        tall = statistics.median(int(word[9]) for word in words)
        middle = statistics.median(int(word[7]) + int(word[9]) / 2 for word in words)
        for word in words:
            left, wide = int(word[6]), int(word[8])
            yield Piece(
                word[11].strip(),
                left * POINTS,
                (high - middle - tall / 2) * POINTS,
                (left + wide) * POINTS,
                (high - middle + tall / 2) * POINTS,
                wide * POINTS,
            )


def _is_kept(text: str, sure: float) -> bool:
    """Words, figures and bullets; not what the program makes of rules, frames and specks."""
    return (
        bool(text)
        and (text in BULLETS or sure > SPECK or any(map(str.isalnum, text)))
        and text not in {"|", "_", "~"}
    )
