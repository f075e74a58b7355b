"""Which printed lines make one paragraph: by where they begin and end, and how far apart they stand."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from tracker.intake.columns import Line
from tracker.intake.layout import ENDED
from tracker.intake.letters import starts_lower
from tracker.intake.marks import Mark, follows, mark_of
from tracker.intake.measures import is_line_of_measure
from tracker.intake.stamps import is_secret, is_stamp

SAME = 4.0  # points: edges so near stand under one another
JUSTIFIED = 1.5  # so near the ends of justified lines are
SET_IN = 8.0  # a first line is set in by more than this,
DEEPEST = 90.0  # and by no more than this
BLANK = 0.25  # of the letters' height: a blank between words
SPACED = 0.22  # of it: so much beyond the usual step parts paragraphs
WIDE = 0.8  # of it: so much parts also lines that stand in the middle
FEWEST = 3  # lines that agree
MANY = 8


class Step(Enum):
    """From one line to the next: on in the paragraph, to another one, to another one across a space."""

    ON = 0
    NEXT = 1
    APART = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of a page stands, in points, and how far its lines are apart."""

    left: float
    right: float
    ratio: float  # of the usual step to the letters' height
    leading: float = 0.0  # the usual step itself, 0 where the page does not show it
    is_sure: bool = False  # a handful of lines do not show where their page's margins are
    sets_in: bool = False  # first lines of paragraphs
    spacing: float = 0.0  # between paragraphs beyond that, in heights of letters

    def centres(self, line: Line) -> bool:
        """Whether a line stands in the middle, away from both margins."""
        before, after = line.left - self.left, self.right - line.right
        return before > SET_IN and after > SET_IN and abs(before - after) < max(SAME, 0.04 * (before + after))


def frames(sheets: list[list[Line]]) -> list[Frame]:
    """The frame of each page. A page with few lines has that of most others."""
    lines = [line for sheet in sheets for line in sheet if not line.cells]
    left, right = _margin([line.left for line in lines], min), _margin([line.right for line in lines], max)
    ratio = _ratio(sheets, right)
    found = []
    for sheet in sheets:
        own = [line for line in sheet if not line.cells]
        frame = Frame(left, right, ratio, is_sure=len(lines) >= MANY)
        if len(own) >= MANY:
            reach = _margin([line.right for line in own], max)
            agreeing = sum(abs(line.right - reach) < JUSTIFIED for line in own)
            frame = Frame(
                _margin([line.left for line in own], min),
                reach if agreeing > FEWEST or reach > right else right,
                ratio,
                _usual(own),
                is_sure=True,
            )
        found.append(frame)
    spacing = _spacing(sheets, found)
    sets_in = _sets_in(sheets, found)
    return [replace(frame, spacing=spacing, sets_in=sets_in) for frame in found]


def _sets_in(sheets: list[list[Line]], found: list[Frame]) -> bool:
    """Whether paragraphs of the document begin farther in than they go on."""
    going_on = [
        above.left - line.left
        for sheet, frame in zip(sheets, found, strict=True)
        for above, line in pairwise(sheet)
        if len(above.parts) == len(line.parts) == 1 and starts_lower(line.text)
        if abs(line.left - frame.left) < SAME and not ENDED.search(above.text)
    ]
    return sum(SET_IN < shift < DEEPEST for shift in going_on) >= FEWEST


def _spacing(sheets: list[list[Line]], found: list[Frame]) -> float:
    """The usual space between two paragraphs of the document."""
    spaces = [
        extra
        for sheet, frame in zip(sheets, found, strict=True)
        for above, line in pairwise(sheet)
        if not (above.cells or line.cells or frame.centres(above) or frame.centres(line))
        and _had_room(above, line, frame)
        and 0 <= (extra := _extra(above, line, frame)) < WIDE
    ]
    return statistics.median(spaces) if len(spaces) >= FEWEST else 0.0


def _extra(above: Line, line: Line, frame: Frame) -> float:
    """How much farther than usual a line stands below another, in heights of its letters."""
    height = max(_height(line), 1.0)
    return (above.bottom - line.bottom - (frame.leading or frame.ratio * height)) / height


def step(first: Line, above: Line, line: Line, frame: Frame, *, on_one_page: bool = True) -> Step:
    """How a line follows the one above it, which stands in a paragraph that `first` begins."""
    extra = _extra(above, line, frame) if on_one_page else 0.0
    apart = Step.APART if extra > frame.spacing + SPACED else Step.NEXT
    if above.cells or line.cells or stands_alone(above) or stands_alone(line):
        return Step.APART
    is_centred = frame.centres(above)
    if frame.centres(line) and (is_centred or abs(line.left - above.left) > SAME):
        return _below_centred(above, line, frame, extra)
    if is_centred and not starts_lower(line.text):
        return apart
    if not frame.is_sure or _had_room(above, line, frame) or _begins(first, above, line, frame, extra):
        return apart
    return Step.ON


def stands_alone(line: Line) -> bool:
    """Whether a line is a stamp, of secrecy above all: those must be seen, so nothing is ever joined to one."""
    return is_stamp(line.text) or is_secret(line.text, by_machine=True)


def _below_centred(above: Line, line: Line, frame: Frame, extra: float) -> Step:
    """How a line follows another, one of them in the middle of the page."""
    if extra > WIDE:
        return Step.APART
    is_full = frame.is_sure and had_no_room(above, line, frame.right - frame.left)
    return Step.ON if is_full and extra <= SPACED and not ENDED.search(above.text) else Step.NEXT


def had_no_room(above: Line, line: Line, width: float) -> bool:
    """Whether a centred line of that width could not have taken the next line's first word."""
    word = line.parts[0].word or line.right - line.left
    return above.right - above.left + BLANK * _height(above) + word > width - JUSTIFIED / 2


def _had_room(above: Line, line: Line, frame: Frame) -> bool:
    """Whether the next line's first word would have stood on this line: then the line was ended on purpose."""
    word = line.parts[0].word or line.right - line.left
    return above.right + BLANK * _height(above) + word < frame.right - JUSTIFIED / 2


def _begins(first: Line, above: Line, line: Line, frame: Frame, extra: float) -> bool:
    """Whether a line below a full one begins a paragraph."""
    is_bracketed = first.text.startswith("(") and above.text.endswith(")")
    ended = is_bracketed or bool(ENDED.search(above.text))
    shift = line.left - above.left
    mark = mark_of(line.text)
    if mark and (ended or extra > SPACED or shift > SET_IN or _is_next(mark_of(first.text), mark, line.text)):
        return True
    if starts_lower(line.text) and not ended:
        return False
    if extra > SPACED or is_line_of_measure(line.text[mark.width if mark else 0 :]) or _leaves(above, line):
        return True
    if ended and frame.spacing < SPACED and not frame.sets_in and abs(shift) <= SAME:
        return not starts_lower(line.text)  # nothing but the words tells such paragraphs apart
    if above is not first:
        return abs(shift) > SAME
    if shift > SAME:
        return mark_of(above.text) is None  # the lines of a marked paragraph may hang
    return shift > -SAME and frame.sets_in and SET_IN < above.left - frame.left < DEEPEST


def _leaves(heading: Line, line: Line) -> bool:
    """Whether a line in capitals, or in bold letters to its end, is followed by an ordinary one: it was a heading."""
    if not line.text[:1].isupper():
        return False
    in_capitals = heading.text.isupper() and " " in heading.text
    return (in_capitals and not line.text.isupper()) or (
        heading.parts[-1].ends_bold and not line.parts[0].bold
    )


def _is_next(one: Mark | None, other: Mark, text: str) -> bool:
    """Whether a mark is the one that follows another ("2." or "a)" after "1."), no figure or hyphen of the words."""
    if one is None or one.kind != other.kind:
        return bool(one and one.is_labelled and one.rank < other.rank and other.label in ("1", "a", "I"))
    if not other.label:
        return text[other.width : other.width + 1].isupper()
    return follows(one.label, other.label)


def _height(line: Line) -> float:
    return line.parts[0].height


def _margin(edges: list[float], outermost: Callable[[list[float]], float]) -> float:
    """The outermost edge that several lines have, else the outermost of all."""
    if not edges:
        return 0.0
    least = max(FEWEST, len(edges) // 12)
    shared = [edge for edge in edges if sum(abs(edge - other) < JUSTIFIED for other in edges) >= least]
    return outermost(shared or edges)


def _running_on(lines: Iterable[Line]) -> list[tuple[float, float]]:
    """Steps, and heights of letters, between lines that surely are of one paragraph."""
    return [
        (above.bottom - line.bottom, _height(line))
        for above, line in pairwise(lines)
        if len(above.parts) == len(line.parts) == 1
        and not (above.cells or line.cells)
        and starts_lower(line.text)
        and not ENDED.search(above.text)
        and 0 < above.bottom - line.bottom < 3 * _height(line)
    ]


def _usual(lines: list[Line]) -> float:
    """The usual step of a page, 0 where it has too few lines to tell."""
    steps = [step for step, _ in _running_on(lines)]
    return statistics.median(steps) if len(steps) >= FEWEST else 0.0


def _ratio(sheets: list[list[Line]], right: float) -> float:
    """The usual step of a document in heights of its letters."""
    ratios = [step / height for sheet in sheets for step, height in _running_on(sheet) if height]
    if len(ratios) >= FEWEST:
        return statistics.median(ratios)
    pairs = [pair for sheet in sheets for pair in pairwise(sheet) if not (pair[0].cells or pair[1].cells)]
    full = [pair for pair in pairs if abs(pair[0].right - right) < JUSTIFIED and len(pair[0].parts) == 1]
    every = sorted(
        (above.bottom - line.bottom) / _height(line)
        for above, line in full or pairs
        if above.bottom - line.bottom > 1 and _height(line)
    )
    return every[len(every) // 4] if every else 0.0
