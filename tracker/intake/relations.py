"""What a text does to a document it cites, read from the words before the number. Pure; it only suggests."""

from __future__ import annotations

import re

from tracker.intake.letters import plain

SENTENCE_START = re.compile(r"(?<=[\w)”\"]{3})[.!?]\s+(?=[^\W\d_])|\./\.|\n")
NUMBERED = re.compile(r"\d{1,5}[a-z]?\s?/\s?[\w&]")
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
    ("can_cu", re.compile(r"\bcan cu\b")),
    ("thuc_hien", re.compile(r"\b(?:thuc hien|trien khai|thi hanh|chap hanh)\b|^\W*theo\b")),
)
ENDED_AFTER = re.compile(r"[^.;]{0,120}?\b(?:het hieu luc|duoc thay the boi \w+ \w+ nay)")
STILL_WAITED_FOR = re.compile(r"\b(?:den nay|tuy nhien|chua (?:bao cao|gui|nhan|thuc hien))\b")
AFTERWARDS = 500  # characters in which what is still waited for is said


def relation_of(text: str, number: str) -> str:
    """can_cu, thuc_hien, sua_doi, thay_the, don_doc or khac, for the document cited in `text` under `number`."""
    flat = plain(text)
    spaced = r"\s?".join(re.escape(mark) for mark in plain(number)).replace(r"\-", "[-–.]")
    for found in re.finditer(rf"(?<![\w/]){spaced}(?![\w/])", flat):
        relation = _at(flat, found.start(), found.end())
        if relation != "khac":
            return relation
    return "khac"


def _at(flat: str, start: int, end: int) -> str:
    """The kind where the number stands at `start`."""
    starts = [found.end() for found in SENTENCE_START.finditer(flat, max(0, start - 1200), start)]
    before = flat[starts[-1] if starts else max(0, start - 1200) : start]
    for relation, pattern in CHANGES:
        if any(not NUMBERED.search(before, found.end()) for found in pattern.finditer(before)):
            return relation
    if ENDED_AFTER.match(flat, end):
        return "thay_the"
    near = [
        (found.end(), -found.start(), kind, found[0])
        for kind, rule in LEANS
        for found in rule.finditer(before)
    ]
    if not near:
        return "khac"
    *_, kind, words = max(near)
    if words.startswith("da ") and not STILL_WAITED_FOR.search(flat, end, end + AFTERWARDS):
        return "khac"
    return kind
