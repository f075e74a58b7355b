"""Where a letter of a PDF page stands: as wide as its font has it, as high as a line of its size."""

import ctypes
from typing import Any

from pypdfium2 import raw

from tracker.intake.runs import Letter

BELOW, ABOVE = 0.22, 0.78  # of a letter's size: what a line takes below and above its foot
LONGEST_NAME = 200
SMALLEST = 2.0  # points: a smaller size is none, but a program's way of writing it elsewhere


class Boxes:
    """Asks a page of text for one letter after the other.

    The box a font gives a letter may be the letter's own: a comma then stands below its line, and two columns of
    different letters on different lines. All letters of one size on one line get the same height here.
    """

    def __init__(self, text_page: Any) -> None:
        self.page = text_page
        self.box, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.name, self.flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()

    def of(self, number: int, letter: str) -> Letter | None:
        """The letter with its box; None where the page has no place for it."""
        if not raw.FPDFText_GetLooseCharBox(self.page, number, self.box):
            return None
        box = self.box
        size = self._size(number)
        if size < SMALLEST or not raw.FPDFText_GetCharOrigin(self.page, number, self.x, self.y):
            return Letter(letter, box.left, box.bottom, box.right, box.top, number)
        foot = self.y.value
        return Letter(letter, box.left, foot - BELOW * size, box.right, foot + ABOVE * size, number)

    def is_bold(self, number: int) -> bool:
        """Whether a letter is bold, by the name of the font: what it says of its weight is seldom right."""
        raw.FPDFText_GetFontInfo(self.page, number, self.name, LONGEST_NAME, self.flags)
        return b"Bold" in self.name.value or b"Black" in self.name.value

    def _size(self, number: int) -> float:
        """In points; 0 for letters that do not stand upright."""
        if not raw.FPDFText_GetMatrix(self.page, number, self.matrix) or self.matrix.d <= 0:
            return 0.0
        return float(raw.FPDFText_GetFontSize(self.page, number) * self.matrix.d)
