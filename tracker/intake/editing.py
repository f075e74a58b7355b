"""Splitting and merging drafted tasks by hand: plain rules on their texts."""

import re

from tracker.intake.letters import CAPITALS

ENDS = re.compile(rf"(?:(?<!TP)(?<!\bTT)[.!?…]+[\"”’)]*|;)\s+(?=[{CAPITALS}\"“(\d-]|[^\W\d_])")
ABBREVIATED = re.compile(rf"(?:\b(?:TP|TX|TT|Th\.?S|Ts|PGS|GS|Tp|v\.v|NĐ|QĐ)|\b[{CAPITALS}])\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as (start, end) places, in order; a semicolon ends one too. They cover all but the blanks."""
    spans: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for found in ENDS.finditer(text):
        stop = found.end() - (len(found[0]) - len(found[0].rstrip()))
        after = text[found.end() :]
        small_after_stop = found[0].strip() != ";" and after[:1].islower()
        if small_after_stop or ABBREVIATED.search(text[start:stop]):
            continue
        spans.append((start, stop))
        start = found.end()
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def merge(texts: list[str]) -> str:
    """Several tasks' texts as one, in order, each ended by a stop; raises ValueError where none holds anything."""
    kept = [text.strip() for text in texts if text.strip()]
    if not kept:
        raise ValueError("nothing to merge")
    ended = [text if text.endswith((".", ";", ":", "!", "?", "…")) else f"{text}." for text in kept[:-1]]
    return " ".join([*ended, kept[-1]])
