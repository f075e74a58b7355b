"""Reading a picture of a page with Debian's tesseract: its words with their places, put in order like those of a PDF.

The program is optional. It meets a plain gray picture of our own drawing, never the stranger's file.
"""

import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from importlib import import_module

from tracker.intake.columns import Piece, lines_of
from tracker.intake.sheets import Sheet

PROGRAM, LANGUAGE = "tesseract", "vie"
PACKAGE = "tesseract-ocr-vie"
COMMAND = (PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", "6", "-c", "tessedit_create_tsv=1")
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
    """The lines of a page; None when the program fails or takes longer than it may."""
    try:
        done = subprocess.run(
            COMMAND,
            input=gray,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"},  # one page, one core
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    high = int(gray.split(maxsplit=3)[2])
    return lines_of(list(_pieces(done.stdout.decode("utf-8", "replace"), high)))


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
