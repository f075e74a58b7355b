"""Vietnamese from before Unicode: TCVN3 (the ".Vn" or ABC fonts), VNI-Windows and Windows-1258, turned into today's
letters.

All put Vietnamese letters where Western fonts have others, so such a text reads "Céng hßa" (TCVN3), "Coäng hoøa" (VNI)
or "Côòng hòa" (1258) until it is converted. Tables: TCVN 5712:1993, character set 3, the VNI-Windows layout, and the
Windows code page, whose tones follow their letter as marks of their own.
"""

import re
import unicodedata
from collections.abc import Callable

from tracker.intake.syllables import spelled_well

FEWEST_WORDS = 3
SURE = 0.8  # part of the marked words that must be Vietnamese syllables after converting

TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
LOOK_ALIKES = str.maketrans("μ∙‧", "µ··")  # what PDF and Word files put in the place of two of these codes
GRAVE, ACUTE, TILDE, HOOK, DOT, ROOF, BREVE = (
    "\u0300",
    "\u0301",
    "\u0303",
    "\u0309",
    "\u0323",
    "\u0302",
    "\u0306",
)
VNI_MARKS = {
    "ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT, "â": ROOF, "á": ROOF + ACUTE, "à": ROOF + GRAVE,
    "å": ROOF + HOOK, "ã": ROOF + TILDE, "ä": ROOF + DOT, "ê": BREVE, "é": BREVE + ACUTE, "è": BREVE + GRAVE,
    "ú": BREVE + HOOK, "ü": BREVE + TILDE, "ë": BREVE + DOT,
}  # fmt: skip
VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
VNI_LETTERS |= {old.upper(): new.upper() for old, new in VNI_LETTERS.items()}
VNI = re.compile(
    "([aA])([âáàåãäêéèúüëùøûõï])|([eE])([âáàåãäùøûõï])|([oO])([âáàåãäùøûõï])|([uUyYôÔöÖ])([ùøûõï])|([ñÑôÔöÖæÆóÓòÒîÎ])",
    re.IGNORECASE,
)
WINDOWS_1258 = str.maketrans(
    {
        "Ã": "Ă", "Ì": GRAVE, "Ð": "Đ", "Ò": HOOK, "Õ": "Ơ", "Ý": "Ư", "Þ": TILDE,
        "ã": "ă", "ì": ACUTE, "ð": "đ", "ò": DOT, "õ": "ơ", "ý": "ư", "þ": "₫",
    }
)  # fmt: skip
FONT = re.compile(r"(?:[A-Z]{6}\+)?(?:(\.?Vn[A-Z][A-Za-z ]*?)(H?)|(VNI-.*))(?:[-,].*)?")


def from_tcvn3(text: str) -> str:
    """A text in TCVN3 with today's letters. The set has no capitals with tones: they follow the letters around."""
    lines = text.translate(LOOK_ALIKES).split("\n")
    return "\n".join(
        _capitals_as_around(line, "".join(TCVN3.get(one, one) for one in line)) for line in lines
    )


def from_capitals_font(text: str) -> str:
    """A text in one of the TCVN3 fonts that draw every letter as a capital (".VnTimeH")."""
    return from_tcvn3(text).upper()


def from_vni(text: str) -> str:
    """A text in VNI-Windows with today's letters."""
    return VNI.sub(_vni_letter, text)


def from_windows_1258(text: str) -> str:
    """A text in the Windows code page for Vietnamese, read as the Western one, with today's letters."""
    return unicodedata.normalize("NFC", text.translate(WINDOWS_1258))


def _vni_letter(found: re.Match[str]) -> str:
    base, *marks = [part for part in found.groups() if part]
    letter = VNI_LETTERS.get(base, base)
    return unicodedata.normalize("NFC", letter + "".join(VNI_MARKS[mark.lower()] for mark in marks))


def _capitals_as_around(old: str, new: str) -> str:
    """Words whose plain letters are all capitals, or that stand between such words, become capitals whole."""
    words = old.split(" ")
    states = [_is_capitals(word) for word in words]
    raised = [
        word.upper() if state or (state is None and _between_capitals(states, number)) else word
        for number, (word, state) in enumerate(zip(new.split(" "), states, strict=True))
    ]
    return " ".join(raised)


def _is_capitals(word: str) -> bool | None:
    """By its plain letters; None where one capital or none cannot tell ("T­" is Tư or TƯ), nor can a symbol
    ("12/UBND-KT"), which is in capitals after "Số:" as well."""
    if any(letter.isdigit() for letter in word):
        return None
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    if any(letter.islower() for letter in plain):
        return False
    return True if len(plain) > 1 else None


def _between_capitals(states: list[bool | None], number: int) -> bool:
    before = next((state for state in reversed(states[:number]) if state is not None), None)
    after = next((state for state in states[number + 1 :] if state is not None), None)
    return False not in (before, after) and True in (before, after)


CONVERTERS: tuple[Callable[[str], str], ...] = (from_tcvn3, from_vni, from_windows_1258)


def by_font(name: str) -> Callable[[str], str] | None:
    """What turns text in the font of that name into Unicode; None for a font of today."""
    found = FONT.fullmatch(name.strip())
    if found is None:
        return None
    if found[3]:
        return from_vni
    return from_capitals_font if found[2] else from_tcvn3


def letter_after(before: str, letter: str, convert: Callable[[str], str]) -> str:
    """One letter converted by itself, for a page whose letters come one by one; VNI's marks become combining ones."""
    if convert is from_vni and letter.lower() in VNI_MARKS and VNI.fullmatch(before + letter):
        return VNI_MARKS[letter.lower()]
    return convert(letter)


def spelled_in(text: str) -> Callable[[str], str] | None:
    """What turns a text into today's letters, where its words show that it is in one of these; None where they do not."""
    good, marked = spelled_well(text)
    if marked < FEWEST_WORDS or good >= SURE * marked:
        return None
    results = {convert: spelled_well(convert(text)) for convert in CONVERTERS}
    best = max(CONVERTERS, key=lambda convert: results[convert][0] / max(results[convert][1], 1))
    good, marked = results[best]
    return best if marked >= FEWEST_WORDS and good >= SURE * marked else None
