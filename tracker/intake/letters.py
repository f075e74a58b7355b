"""Copies of a text, letter for letter of the same length, to look for words in; positions stay those of the text."""

import re
import unicodedata

from tracker.vietnamese import TONE_PAIR, TONE_PAIRS

# For character classes: ranges of code points mix Vietnamese capitals with small letters.
CAPITALS = "A-Z" + "".join(
    letter
    for letter in map(chr, range(0xC0, 0x1EFA))
    if letter.isupper() and "LATIN" in unicodedata.name(letter, "")
)


BARE = {
    code: base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
} | {ord("đ"): "d"}


# The two ordering words a scan misreads most; no other words are spelled so.
MISREAD = re.compile(r"\b(?:(?P<asks>[dđ][eêèéẻẽẹềếểễệ] ngh[iìíỉĩị])|y[eêềếểễệ]u c[aâầấẩẫậ]u)\b")


def lowered(text: str) -> str:
    """Lower case, the tone of "oa", "oe", "uy" on its first letter, "đê nghị" as "đề nghị"; as long as `text` (which is NFC)."""
    small = text.replace("\u0130", "I").lower()  # the one letter that would become two
    return MISREAD.sub(_mended, TONE_PAIR.sub(lambda pair: TONE_PAIRS[pair[0]], small))


def _mended(found: re.Match[str]) -> str:
    return "đề nghị" if found["asks"] else "yêu cầu"


def plain(text: str) -> str:
    """Lower case without any marks; as long as `text`. Finds words that a scan has misread only in their marks."""
    return lowered(text).translate(BARE)


def starts_lower(text: str) -> bool:
    """Whether the first letter is small: what follows goes on with the line before."""
    return bool(text) and (text[0].islower() or text[0] in ",;)")


def sentence_case(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]
