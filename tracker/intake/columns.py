"""From pieces of text with places on a page to lines in the order a person reads them."""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Protocol

from tracker.intake.stamps import is_secret

ADDRESSED = "kính gửi"  # this line always stands below the two columns of a letter's head
NARROW_GAP = 0.12  # in heights of the letters: a wider gap is a blank, even where the file has none
WIDE_GAP = 2.2  # in heights of the letters: a wider gap inside a line parts two columns
LEAP = 2  # by so much more pieces are numbered that white without a blank parts in the file
ALIKE = 0.25  # in heights of the letters: gaps that differ by less were stretched together
APART = 0.7  # the same between pieces that do not follow each other in the file


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and its box, in points from the page's lower left corner.

    `word` is how wide its first word is, 0 where that is not known; `order` its place in the file, -1 likewise;
    `bold` and `ends_bold` whether its first and last letters are.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    word: float = 0.0
    order: int = -1
    bold: bool = False
    ends_bold: bool = False

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one height of a page; `parts` are its columns, from left to right.

    A row of a ruled table has one part, which is the row's box, and the words of its `cells`.
    """

    parts: tuple[Piece, ...]
    cells: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        if len(self.cells) > 2 and not any(map(is_secret, self.cells)):
            return f"| {' | '.join(self.cells)} |"
        if self.cells:
            return "\n".join([*filter(None, self.cells), ""])
        return " ".join(part.text for part in self.parts)

    @property
    def top(self) -> float:
        return max(part.top for part in self.parts)

    @property
    def bottom(self) -> float:
        return min(part.bottom for part in self.parts)

    @property
    def left(self) -> float:
        return self.parts[0].left

    @property
    def right(self) -> float:
        return self.parts[-1].right


def lines_of(pieces: list[Piece]) -> list[Line]:
    """The pieces gathered into lines, from the top down."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-(one.top + one.bottom), one.left)):
        row = rows[-1] if rows else None
        if row and same_height(row[0], piece):
            row.append(piece)
        else:
            rows.append([piece])
    return [Line(_parts(sorted(row, key=lambda one: one.left))) for row in rows]


class Tall(Protocol):
    """Anything that stands on a line."""

    @property
    def bottom(self) -> float: ...
    @property
    def top(self) -> float: ...


def same_height(one: Tall, other: Tall) -> bool:
    """Whether two pieces stand on one line."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.top - one.bottom, other.top - other.bottom)


def _parts(row: list[Piece]) -> tuple[Piece, ...]:
    """Neighbouring pieces joined; a wide gap begins another column."""
    parts = [row[0]]
    for piece in row[1:]:
        last = parts[-1]
        gap = piece.left - last.right
        height = max(last.height, piece.height)
        is_apart = 0 <= last.order != piece.order - 1 and gap > APART * height
        if gap > WIDE_GAP * height or is_apart:
            parts.append(piece)
        else:
            parts[-1] = _joined(last, piece, " " if gap > NARROW_GAP * height else "")
    return (reduce(_with_blank, parts),) if _is_stretched(parts) else tuple(parts)


def _is_stretched(parts: list[Piece]) -> bool:
    """Whether the white between the parts is that of a line stretched to the margin: all alike, and not wide."""
    gaps = [(after.left - before.right) / after.height for before, after in pairwise(parts)]
    if not gaps or max(gaps) > WIDE_GAP or min(gaps) < 0:
        return False
    follow = all(0 <= before.order < after.order <= before.order + LEAP for before, after in pairwise(parts))
    return follow and max(gaps) - min(gaps) < ALIKE


def _with_blank(one: Piece, other: Piece) -> Piece:
    return _joined(one, other, " ")


def _joined(one: Piece, other: Piece, between: str) -> Piece:
    return Piece(
        one.text + between + other.text,
        one.left,
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
        one.word,
        other.order,
        one.bold,
        other.ends_bold,
    )


def two_columns(lines: list[Line], at: int) -> int:
    """How many lines from `at` on stand in two columns with one gutter between them; 0 where they do not."""
    if len(lines[at].parts) != 2:
        return 0
    low, high = lines[at].parts[0].right, lines[at].parts[1].left
    end = at + 1
    last = at
    while end < len(lines):
        spans = [(part.left, part.right) for part in lines[end].parts]
        lefts = [right for left, right in spans if right <= high and left < low]
        rights = [left for left, right in spans if left >= low and not (right <= high and left < low)]
        if lines[end].cells or lines[end].text.casefold().startswith(ADDRESSED):
            break
        if len(spans) > 2 or len(lefts) + len(rights) < len(spans) or len(lefts) > 1 or len(rights) > 1:
            break
        new_low, new_high = max([low, *lefts]), min([high, *rights])
        if new_high - new_low < 3:
            break
        low, high = new_low, new_high
        if len(spans) == 2:
            last = end
        end += 1
    return _through(lines, last, end, (low + high) / 2) - at


def _through(lines: list[Line], last: int, end: int, middle: float) -> int:
    """Lines of one side alone belong to the stretch while they stay on their side, and not to the text below."""
    while last + 1 < end and (lines[last + 1].right < middle or lines[last + 1].left > middle):
        last += 1
    return last + 1


def sides(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What stands in the left and in the right one of two columns, line by line."""
    middle = _middle(lines)
    parts = [part for line in lines for part in line.parts]
    left = [Line((part,)) for part in parts if part.left + part.right <= 2 * middle]
    right = [Line((part,)) for part in parts if part.left + part.right > 2 * middle]
    return left, right


def _middle(lines: list[Line]) -> float:
    both = [line for line in lines if len(line.parts) == 2]
    return (max(line.parts[0].right for line in both) + min(line.parts[1].left for line in both)) / 2
