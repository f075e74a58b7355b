"""The letters of a page, as they come in its file, gathered into pieces of one line and one column or cell each."""

from collections.abc import Callable
from typing import NamedTuple

from tracker.intake.columns import APART, LEAP, NARROW_GAP, WIDE_GAP, Piece, same_height

SPACED = 0.08  # of a page's letters: so many blanks, and the file has them all
STRETCHED = 0.3  # in heights of the letters: then only a wider gap is a blank the file does not have


class Letter(NamedTuple):
    """One letter and its box; `number` is its place in the file."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    number: int

    @property
    def height(self) -> float:
        return self.top - self.bottom


class Runs:
    """Letters as they come gathered into pieces."""

    def __init__(self, blanks: int, letters: int, is_bold: Callable[[int], bool]) -> None:
        """How many blanks and letters the page has; `is_bold` is asked for a letter's number."""
        self.is_bold = is_bold
        self.narrow = STRETCHED if blanks > SPACED * letters else NARROW_GAP
        self.pieces: dict[object, list[Piece]] = {}
        self.letters: list[Letter] = []
        self.words = ""
        self.first = 0.0  # where the first word ends
        self.order = 0
        self.place: object = None
        self.is_blank = False  # since the letter before

    def space(self, *, is_real: bool = True) -> None:
        """A blank between the letter before and the next; `is_real`: the file has it."""
        self.words += " "
        self.is_blank = self.is_blank or is_real

    def add(self, letter: Letter, place: object = None) -> None:
        """The next letter in the file's order, which may be anywhere on the page; `place` is its cell, if any."""
        if self.letters and (place != self.place or not self._goes_on(self.letters[-1], letter)):
            self._close()
        elif self.letters and self._leaps(self.letters[-1], letter):
            self._close()
            self.order += LEAP - 1  # another cell, perhaps
        self.place, self.is_blank = place, False
        if self.letters and letter.left - self.letters[-1].right > self.narrow * letter.height:
            self.space()
        if not self.words.strip() or " " not in self.words.lstrip():
            self.first = letter.right
        self.letters.append(letter)
        self.words += letter.text

    def closed(self) -> dict[object, list[Piece]]:
        """All pieces by the cell they stand in, None outside of tables; call it once, at the end."""
        if self.letters:
            self._close()
        return self.pieces

    def _goes_on(self, last: Letter, letter: Letter) -> bool:
        height = max(last.height, letter.height, 1.0)
        return same_height(last, letter) and -0.5 * height < letter.left - last.right < WIDE_GAP * height

    def _leaps(self, last: Letter, letter: Letter) -> bool:
        """Whether, on a page whose file has its blanks, there is more white than one between letters without one."""
        is_wide = letter.left - last.right > APART * letter.height
        return is_wide and not self.is_blank and self.narrow == STRETCHED

    def _close(self) -> None:
        left = min(letter.left for letter in self.letters)
        piece = Piece(
            " ".join(self.words.split()),
            left,
            min(letter.bottom for letter in self.letters),
            max(letter.right for letter in self.letters),
            max(letter.top for letter in self.letters),
            self.first - left,
            self.order,
            self.is_bold(self.letters[0].number),
            self.is_bold(self.letters[-1].number),
        )
        self.pieces.setdefault(self.place, []).append(piece)
        # what stands in between in the file stands elsewhere on the page
        self.order += 1
        self.letters = []
        self.words = ""
