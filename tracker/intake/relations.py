"""What a text does to a document it cites, read from the words before the number. Pure; it only suggests."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable

from tracker.directives.rules import number_key
from tracker.intake.letters import plain

SENTENCE_START = re.compile(r"(?<=[\w)”\"]{3})[.!?]\s+(?=[^\W\d_])|\./\.|\n")
DOCUMENT = re.compile(r"\d{1,5}[a-z]?\s?/\s?[\w&]")
THIS = r"(?:^\W*(?:dieu \d+\W+)?|\bv/v:?\s|\bve viec\s|\bnay\s(?:co hieu luc[^;]{0,80}?\s)?(?:va\s)?)"
CHANGES = (
    ("thay_the", re.compile(rf"{THIS}(?:thay the|thay cho|bai bo|huy bo|thu hoi)\b")),
    ("sua_doi", re.compile(rf"{THIS}(?:sua doi|bo sung|dieu chinh|dinh chinh)\b")),
)
"""A document changes another only where it says so of itself: at the head of a sentence, in "V/v", after "này"."""

LEANS = (
    (
        "don_doc",
        re.compile(
            r"\b(?:don doc|tiep theo|nhac (?:lai|lan)|da (?:ban hanh|co|gui))\b"
            r"(?: viec)?(?: (?:to chuc |trien khai )?(?:thuc hien|trien khai))?"
        ),
    ),
    ("can_cu", re.compile(r"\bcan cu\b|^\W*(?:xet|theo) (?:de nghi|to trinh)\b")),
    ("thuc_hien", re.compile(r"(?:\b(?:thuc hien|trien khai|thi hanh|chap hanh)\b|^\W*theo\b)(?!.*;)")),
)
ENDED_AFTER = re.compile(r"[^.;]{0,120}?\b(?:het hieu luc|duoc thay the boi \w+ \w+ nay)")
STILL_WAITED_FOR = re.compile(r"\b(?:den nay|tuy nhien|chua (?:bao cao|gui|nhan|thuc hien))\b")
CODE = r"[a-z§][\w&§]*"
NUMBER = re.compile(
    rf"(?<![\w/])\d{{1,5}}[a-z]?\s?[/–-]\s?(?:(?:19|20)\d\d\s?/\s?)?{CODE}(?:\s?[/.–-]\s?{CODE}){{0,4}}"
)
BEFORE, AFTERWARDS = 1200, 500  # characters in which the words that tell the kind are looked for


def relations(text: str, numbers: Iterable[str]) -> dict[str, str]:
    """By number cited: can_cu, thuc_hien, sua_doi, thay_the, don_doc or khac. Linear in the length of the text.

    A number without words of its own goes on with the kind of the one before it in the sentence; a later mention
    tells where the first does not.
    """
    numbers = list(numbers)
    kinds = {number_key(number): "khac" for number in numbers}
    flat = plain(text)
    starts = [0, *(found.end() for found in SENTENCE_START.finditer(flat))]
    last, kind = 0, "khac"
    for found in NUMBER.finditer(flat):
        start = starts[bisect_right(starts, found.start()) - 1]
        kind = _told(flat, max(start, last), found) or (kind if last >= start and last else "khac")
        last = found.start()
        key = _among(kinds, found[0].replace("§", ""))
        if key is not None and kinds[key] == "khac":
            kinds[key] = kind
    return {number: kinds[number_key(number)] for number in numbers}


def _among(keys: Container[str], found: str) -> str | None:
    """The key of what was found, which may run on into the words after it; None where nobody asks for it."""
    while found:
        if (key := number_key(found)) in keys:
            return key
        found = found[: max(found.rfind(mark) for mark in "/.–-")] if re.search(r"[/.–-]", found) else ""
    return None


def _told(flat: str, start: int, number: re.Match[str]) -> str | None:
    """What the words from `start` up to the number say, or those right after it; None where they say nothing."""
    before = flat[max(start, number.start() - BEFORE) : number.start()]
    for kind, pattern in CHANGES:
        if any(not DOCUMENT.search(before, found.end()) for found in pattern.finditer(before)):
            return kind
    if ENDED_AFTER.match(flat, number.end()):
        return "thay_the"
    near = [
        (found.end(), -found.start(), kind, found[0])
        for kind, rule in LEANS
        for found in rule.finditer(before)
    ]
    if not near:
        return None
    *_, kind, words = max(near)
    end = number.end()
    if words.startswith("da ") and not STILL_WAITED_FOR.search(flat, end, end + AFTERWARDS):
        return None
    return kind
