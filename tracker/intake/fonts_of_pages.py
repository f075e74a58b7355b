"""Letters of a PDF page in a font from before Unicode."""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from pypdfium2 import raw

from tracker.intake.old_encodings import LOOK_ALIKES, TCVN3, VNI_LETTERS, VNI_MARKS, by_font, letter_after
from tracker.intake.syllables import is_syllable

SPOKEN = set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")  # of today's Vietnamese, among the codes of old fonts
TELLING = {ord(one) for one in {*TCVN3, *VNI_LETTERS, *VNI_MARKS, *map(chr, LOOK_ALIKES)} - SPOKEN}
LONGEST_NAME = 200
HORNED_U, MINUS = "\xad", 0x2D
HYPHEN = 0x2  # what the program makes of TCVN3's ư at a line's end


class OldFonts:
    """Asks for fonts only on pages with letters that Vietnamese of today does not have."""

    def __init__(self, text_page: Any, codes: Sequence[int]) -> None:
        self.page, self.codes = text_page, codes
        self.is_wanted = not TELLING.isdisjoint(codes)
        self.known: dict[bytes, Callable[[str], str] | None] = {}

    def letter(self, number: int, code: int) -> str:
        """Today's letter, or the mark to put on the letter before; "" where the font is of today."""
        if not self.is_wanted or (code < 0x21 and code != HYPHEN):
            return ""
        convert = self._converter(number)
        if convert is None:
            return ""
        before = chr(self.codes[number - 1]) if number else ""
        is_u = code == HYPHEN or (code == MINUS and self._completes_a_syllable(number, convert))
        return letter_after(before, HORNED_U if is_u else chr(code), convert)

    def _completes_a_syllable(self, number: int, convert: Callable[[str], str]) -> bool:
        """Whether a hyphen inside a word is TCVN3's ư, which has the hyphen's place in many a PDF: "tr-íc" is "trước"."""
        first, last = number, number + 1
        while first and self._is_in_word(first - 1):
            first -= 1
        while last < len(self.codes) and self._is_in_word(last):
            last += 1
        word = [chr(code) for code in self.codes[first:last]]
        word[number - first] = HORNED_U
        whole = convert("".join(word))
        return len(word) > 1 and convert(HORNED_U) in "ưƯ" and is_syllable(whole.strip('.,;:()"').lower())

    def _is_in_word(self, number: int) -> bool:
        return self.codes[number] > 0x20  # blanks and line ends come before

    def _converter(self, number: int) -> Callable[[str], str] | None:
        name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.page, number, name, LONGEST_NAME, flags)
        if name.value not in self.known:
            self.known[name.value] = by_font(name.value.decode("utf-8", "replace"))
        return self.known[name.value]
