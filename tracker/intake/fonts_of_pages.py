"""Letters of a PDF page in a font from before Unicode."""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from pypdfium2 import raw

from tracker.intake.old_encodings import LOOK_ALIKES, TCVN3, VNI_LETTERS, VNI_MARKS, by_font, letter_after

SPOKEN = set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")  # of today's Vietnamese, among the codes of old fonts
TELLING = {ord(one) for one in {*TCVN3, *VNI_LETTERS, *VNI_MARKS, *map(chr, LOOK_ALIKES)} - SPOKEN}
LONGEST_NAME = 200
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
        return letter_after(before, "\xad" if code == HYPHEN else chr(code), convert)

    def _converter(self, number: int) -> Callable[[str], str] | None:
        name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.page, number, name, LONGEST_NAME, flags)
        if name.value not in self.known:
            self.known[name.value] = by_font(name.value.decode("utf-8", "replace"))
        return self.known[name.value]
