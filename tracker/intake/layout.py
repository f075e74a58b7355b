"""From the lines of a file to its paragraphs: wrapped lines rejoined, page numbers passed over, places kept."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.intake.capitals import is_in_capitals
from tracker.intake.letters import starts_lower
from tracker.intake.marks import Mark, mark_of, only_mark
from tracker.intake.ordering import gives_order, looks_like_order, names_addressee
from tracker.intake.predicates import is_order
from tracker.intake.unrolled import unrolled

PAGE_NUMBER = re.compile(r"(?:[-–]\s?)?\d{1,3}(?:\s?[-–])?|(?:Trang|Page) \d+(?:\s?/\s?\d+)?")
SPECKS = re.compile(r"[\W_]{1,6}|[\W_]*\w{1,2}[\W_]*|\W*\d? ?[^\W\d_]{1,2}\W?")
ENDED = re.compile(r"[.;:!?…](?:[\"”’)\]/.\s]*)$|\./?\.?\W{0,3}$")
JOINING = re.compile(
    r"\b(?:và|của|các|với|về|tại|cho|theo|số|từ|đến|là|để|trong|việc|giao|đề nghị|yêu cầu)$", re.IGNORECASE
)
# What some files write around a heading or a bold line ("**I. MỤC TIÊU**", "## Điều 1").
EMPHASIS = re.compile(
    r"(?:#{1,6} )?(?:\*{2,3}|__|\*(?=[^*\s].*\*$))(?P<text>[^\s*_][^*]*?)(?:\*{1,3}|__)?$|#{1,6} (?P<text_>\S.*)$"
)
# What begins the closing paragraph, wherever the line before it ends.
CLOSES = re.compile(
    r"(?:Chỉ thị|Công điện|Kế hoạch|Quyết định|Công văn|Thông báo|Chương trình) này |Trên đây là |Trong quá trình (?:triển khai|thực hiện)|Nhận được "
)
LONGEST_SPECKS = 8
WIDE_LINE = 60  # letters: one such line that goes on shows that the file was wrapped
LONGEST_PRINTED_LINE = 160  # a longer "line" is a whole paragraph: the file was not wrapped


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its blanks closed up; `start` is its place in the collapsed text, `gap` the blank lines before.

    `raw` is the line as it stands in the file, where its blanks say what stands in which column.
    """

    text: str
    start: int
    gap: int
    raw: str = field(default="", compare=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def first_word(self) -> str:
        return self.text.split(" ", 1)[0]

    @property
    def ends_sentence(self) -> bool:
        return bool(ENDED.search(self.text))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: `start` and `end` in the collapsed text (after the mark), `text` without page numbers."""

    mark: Mark | None
    start: int
    end: int
    text: str

    @property
    def opens_list(self) -> bool:
        return self.text.endswith(":")


def collapse(raw: str) -> str:
    """NFC with every run of white space one space: the text all positions of a draft refer to."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def read_lines(raw: str) -> list[Line]:
    """The lines that hold anything, in order."""
    lines: list[Line] = []
    at = gap = 0
    broken = unicodedata.normalize("NFC", raw).splitlines()
    for piece in (piece for line in broken for piece in unrolled(line)):
        text = " ".join(piece.split())
        if not text:
            gap += 1
            continue
        marks = EMPHASIS.match(text)
        shown = (marks["text"] or marks["text_"]) if marks else text
        lines.append(Line(shown, at + text.index(shown), gap, shown if marks else piece))
        at += len(text) + 1
        gap = 0
    return lines


def is_noise(line: Line) -> bool:
    """A page number alone on its line, or the specks of a scan."""
    if only_mark(line.text):
        return False
    return bool(PAGE_NUMBER.fullmatch(line.text) or SPECKS.fullmatch(line.text))


class Wrapping:
    """How the lines of one text were broken, learnt from the lines that surely go on."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        sure = [
            len(before.text) + 1 + len(after.first_word)
            for before, after in pairwise(lines)
            if _runs_on(before, after)
        ]
        longest = max((len(line.text) for line in lines), default=0)
        often = len(sure) >= 2 or min(sure, default=0) >= WIDE_LINE
        self.is_wrapped = often and longest <= LONGEST_PRINTED_LINE
        gapped = sum(bool(line.gap) for line in lines)
        self.gaps_everywhere = self.is_wrapped and gapped * 10 >= len(lines) * 9
        self.width = sorted(sure)[len(sure) // 5] if self.is_wrapped else 10**9

    def is_short(self, before: Line, after: Line) -> bool:
        """Whether the next line's first word would have had room: then the line was ended on purpose."""
        return len(before.text) + 1 + len(after.first_word) < self.width - 2

    def gap_counts(self, number: int) -> bool:
        """Whether the blank lines before line `number` part paragraphs there (some PDF texts have them everywhere)."""
        if not self.lines[number].gap or self.gaps_everywhere:
            return False
        near = [
            (before, after)
            for before, after in pairwise(self.lines[max(0, number - 9) : number + 8])
            if after.gap
        ]
        running_on = sum(_runs_on(before, after) for before, after in near)
        return running_on * 6 < len(near)

    def parts(self, number: int, heading: bool) -> bool:
        """Whether an unmarked line begins a paragraph of its own; `heading`: the one before it has a number."""
        before, after = self.lines[number - 1], self.lines[number]
        if only_mark(before.text):
            return False
        gap = self.gap_counts(number)
        if starts_lower(after.text):
            return before.ends_sentence and (gap or not self.is_wrapped)
        if before.text.endswith((",", "-", "(")):
            return False
        if gap or not self.is_wrapped:
            return True
        if before.ends_sentence:
            return self.is_short(before, after) or _begins_anew(before, after, heading)
        if is_in_capitals(before.text) and not is_in_capitals(after.text) and mark_of(before.text):
            return True
        if heading and looks_like_order(after.text) and not JOINING.search(before.text):
            return self.is_short(before, after)
        return len(before.text) < self.width // 2

    def mark_at(self, number: int) -> Mark | None:
        """The mark line `number` opens with, unless it is a hyphen or figure carried over from the line before."""
        line = self.lines[number]
        mark = mark_of(line.text)
        if mark is None or number == 0:
            return mark
        before = self.lines[number - 1]
        if before.ends_sentence or only_mark(before.text) or _opens(mark_of(before.text), mark):
            return mark
        if mark.is_labelled and _is_heading(before.text, line.text):
            return mark
        if starts_lower(line.text[mark.width :]) or line.text[mark.width : mark.width + 1].isdigit():
            return None
        carried = not line.gap and not self.is_short(before, line) and self.is_wrapped
        return None if carried and not is_order(line.text[mark.width :]) else mark


def _begins_anew(before: Line, after: Line, heading: bool) -> bool:
    """Whether a sentence at the beginning of a line surely opens a paragraph: a closing one, or (not in an item with a
    number, whose later sentences belong to it) one that orders somebody."""
    if CLOSES.match(after.text):
        return True
    if not before.text.endswith("."):
        return False
    if heading:
        return after.text.startswith("Giao ") and gives_order(after.text)
    return gives_order(after.text) or names_addressee(after.text)


def _runs_on(before: Line, after: Line) -> bool:
    """Whether a line surely goes on with the one before: it begins small, and with no mark such as "a)"."""
    return starts_lower(after.text) and not before.ends_sentence and mark_of(after.text) is None


def _is_heading(before: str, text: str) -> bool:
    """Whether a line in capitals, below which ordinary words begin an item, is a heading of its own."""
    return before.isupper() and " " in before and not text.isupper()


def _opens(heading: Mark | None, mark: Mark) -> bool:
    """Whether a mark is the first below a heading that stands right before it ("II. NHIỆM VỤ", then "1.")."""
    return bool(
        heading and heading.is_labelled and heading.rank < mark.rank and mark.label in ("1", "a", "I")
    )


def blocks(lines: list[Line]) -> list[Block]:
    """The paragraphs of the given lines, in order."""
    kept = [line for line in lines if not is_noise(line)]
    wrapping = Wrapping(kept)
    groups: list[tuple[Mark | None, list[Line]]] = []
    for number, line in enumerate(kept):
        mark = wrapping.mark_at(number)
        heading = bool(groups) and groups[-1][0] is not None and groups[-1][0].is_labelled
        if mark or number == 0 or wrapping.parts(number, heading):
            groups.append((mark, [line]))
        else:
            groups[-1][1].append(line)
    return [_block(mark, group) for mark, group in groups]


def _block(mark: Mark | None, lines: list[Line]) -> Block:
    joined = " ".join(line.text for line in lines)
    if mark is None and len(lines) > 1 and only_mark(lines[0].text):
        mark = mark_of(joined)
    width = mark.width if mark else 0
    end, text = lines[-1].end, joined[width:].replace("**", "")
    closed = joined.rfind("./.")
    if (
        0 < len(joined) - closed - 3 <= LONGEST_SPECKS and closed > 0
    ):  # what a scan adds after the end of the text
        end, text = end - (len(joined) - closed - 3), joined[width : closed + 3]
    return Block(mark, lines[0].start + width, end, text)
