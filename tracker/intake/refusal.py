"""Texts that are not taken in: nothing there, state secrets, no directive at all."""

import re

from tracker.intake import stamps
from tracker.intake.draft import Draft
from tracker.intake.layout import Line, read_lines
from tracker.intake.marks import mark_of
from tracker.intake.parser import parse
from tracker.intake.regions import part

HEAD_LINES = 30  # where no head can be told apart, the mark stands within the first lines
RUNNING_TEXT = 40  # a line of so many letters is no stamp, and the next may be its last word
COLUMNS = re.compile(r"\t| {3,}")


def refusal(text: str, draft: Draft | None = None, *, by_machine: bool = False) -> str | None:
    """Why a text is refused, or None: "empty", "secret" or "not_a_directive".

    "secret": a mark of secrecy on a line of its own in the head of the text. Nothing of such a text may be kept or
    shown. `draft` spares a second reading where the text has been parsed already.
    """
    if not re.search(r"\w", text):
        return "empty"
    if is_secret(text, by_machine=by_machine):
        return "secret"
    draft = draft or parse(text)
    addressed = draft.recipients or draft.kind or any(task.lead for task in draft.tasks)
    return None if addressed else "not_a_directive"


def is_secret(text: str, *, by_machine: bool = False) -> bool:
    """Whether the head of the text carries a mark of secrecy on a line, or in a column of a line, of its own."""
    lines = read_lines(COLUMNS.sub("\n", text))
    regions = part(lines)
    begins = len(regions.head) + len(regions.addressees)
    last = max(begins, min(HEAD_LINES, len(lines) - len(regions.tail)))
    return any(
        stamps.is_secret(line.text, by_machine=by_machine)
        and not _ends_sentence_of(lines, number)
        and not (number >= begins and _is_spoken_of(lines, number))
        for number, line in enumerate(lines[:last])
    )


def _is_spoken_of(lines: list[Line], number: int) -> bool:
    """Whether a line of the body, not in capitals, only names a degree: an item of a list ("- Mật;"), or the last word
    of the running text above it ("… tài liệu có độ" / "Tối mật.")."""
    line = lines[number]
    if line.text.isupper():
        return False
    if mark_of(line.text) is not None:
        return line.text.endswith((";", ".", ","))
    above = lines[number - 1]
    runs_on = len(above.text) >= RUNNING_TEXT and not above.ends_sentence and not line.gap
    return runs_on and line.text.endswith((".", ";", ","))


def _ends_sentence_of(lines: list[Line], number: int) -> bool:
    """Whether a line in small letters is the last word of the running text above it ("…bảo vệ bí" / "mật.")."""
    line = lines[number]
    if number == 0 or line.gap or not line.text[0].islower():
        return False
    above = lines[number - 1]
    return len(above.text) >= RUNNING_TEXT and not above.ends_sentence
