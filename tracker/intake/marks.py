"""The marks that open an item: I. / 1. / 2.1 / a) / - / +, and how deep each stands."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.intake.letters import CAPITALS

BULLET_RANK = 50
PATTERNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 5, re.compile(r"(?:Phần|PHẦN) (?:thứ )?(?P<label>[IVX]+|\d+|\w+)\b[.:]?\s*")),
    (
        "dotted",
        16,
        re.compile(r"(?P<label>[IVX]{1,5}(?:\.\d{1,2}){1,3})[.)]?\s?[-–]?\s+(?=[^\W\d_])"),
    ),
    (
        "letter",
        40,
        re.compile(
            r"(?P<label>(?:[IVX]{1,5}\.)?\d{1,2}(?:\.\d{1,2}){0,2}\.[a-zđ])(?:[.)]\s*|\s+)(?=[^\W\d_]{2})"
        ),
    ),
    ("letter", 40, re.compile(r"(?P<label>[a-zđ]\.\d{1,2})[.)]\s*(?=[^\W\d_])")),
    ("roman", 10, re.compile(r"(?P<label>[IVX]{1,5})\s?[.)/]\s*(?=\S)")),
    ("roman", 10, re.compile(r"(?P<label>[IVX]{1,5})\s?[-–]\s+(?=[^\W\d_])")),
    ("capital", 8, re.compile(r"(?P<label>[A-HĐ])[.)/]\s+(?=\S)")),
    ("article", 15, re.compile(r"Điều (?P<label>\d{1,2})\s?[.:]\s*")),
    (
        "dotted",
        30,
        re.compile(
            r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)]?\s?[-–]?\s+(?=[^\W\d_])|[.)]\s+(?=\d+ [^\W\d_]))"
        ),
    ),
    ("number", 20, re.compile(r"(?P<label>\d{1,2})\s?[.)](?:\s+(?=\S)|(?=[^\W\d_]))")),
    ("number", 20, re.compile(rf"(?P<label>\d{{1,2}})\s?[-–/]\s?(?=[{CAPITALS}])")),
    ("letter", 40, re.compile(r"(?P<label>[a-zđ]\d?)\s?\)\s*(?=\S)")),
    ("letter", 40, re.compile(r"(?P<label>[a-zđ])\.\s+(?=\S)")),
    ("star", 45, re.compile(r"(?P<label>)\*+\s*(?=\S)")),
    ("bullet", BULLET_RANK, re.compile(r"(?P<label>)(?:[-–—‑•●▪■◦➢»]|\._)\s*(?=[^\W_]|[\"“(])")),
    ("plus", 60, re.compile(r"(?P<label>)[+o]\s+(?=\S)|(?P<label_>)\+(?=[^\W\d_])")),
)


# A mark alone in bold, as web pages give it ("**1.** Sở Y tế …").
BOLD = re.compile(r"\*\*(?P<mark>[^\s*]{1,8})\*\*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Mark:
    """An item's mark: `label` is "" for bullets; a smaller `rank` stands higher; `width` letters with blanks."""

    kind: str
    label: str
    rank: int
    width: int

    @property
    def is_labelled(self) -> bool:
        return bool(self.label)


def mark_of(line: str) -> Mark | None:
    """The mark a line opens with, or None. Whether it is one in its place is for the caller to say."""
    bold = BOLD.match(line)
    if bold:
        inner = mark_of(f"{bold['mark']} {line[bold.end() :]}")
        return replace(inner, width=bold.end()) if inner else None
    for kind, rank, pattern in PATTERNS:
        found = pattern.match(line)
        if found:
            label = found["label"] or ""
            return Mark(kind, label, rank + label.count("."), found.end())
    return None


def only_mark(line: str) -> bool:
    """Whether a line is a mark and nothing more (some readers put it on a line of its own)."""
    return bool(re.fullmatch(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]|[-–+•]", line))


def follows(label: str, other: str) -> bool:
    """Whether one label is the next after another: "2" after "1", "đ" or "e" after "d", "2.3" after "2.2"."""
    if "." in label and "." in other:
        (above, last), (above_, last_) = label.rsplit(".", 1), other.rsplit(".", 1)
        return above != above_ or follows(last, last_)
    return (label.lower(), other.lower()) in FOLLOWING


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
FOLLOWING = {
    *((str(number), str(number + 1)) for number in range(1, 99)),
    *pairwise(ROMAN),
    *pairwise("abcdđeghiklmnopqrstuvxy"),
    *pairwise("abcdefghijklmnopqrstuvwxyz"),
}
