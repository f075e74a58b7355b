"""Texts that are not taken in: nothing there, state secrets, no directive at all."""

import re

from tracker.intake.draft import Draft
from tracker.intake.layout import collapse, read_lines
from tracker.intake.parser import parse
from tracker.intake.regions import part

SECRET_MARKS = frozenset({"mật", "tốimật", "tuyệtmật"})
HEAD_LINES = 30  # where no head can be told apart, the mark stands within the first lines


def refusal(text: str, draft: Draft | None = None) -> str | None:
    """Why a text is refused, or None: "empty", "secret" or "not_a_directive".

    "secret": a line that is only Mật, Tối mật or Tuyệt mật, in any case, in the head of the text (Luật Bảo vệ bí
    mật nhà nước 2018, art. 8: the three degrees). Nothing of such a text may be kept or shown.
    `draft` spares a second reading where the text has been parsed already.
    """
    if not re.search(r"\w", text):
        return "empty"
    if is_secret(text):
        return "secret"
    draft = draft or parse(text)
    addressed = draft.recipients or draft.kind or any(task.lead for task in draft.tasks)
    return None if addressed else "not_a_directive"


def is_secret(text: str) -> bool:
    """Whether the head of the text carries a mark of secrecy on a line of its own."""
    lines = read_lines(text)
    regions = part(lines)
    last = max(len(regions.head) + len(regions.addressees), min(HEAD_LINES, len(lines) - len(regions.tail)))
    return any(_letters(line.text) in SECRET_MARKS for line in lines[:last])


def _letters(line: str) -> str:
    """The line's letters only, small: marks are often printed spaced out or framed ("[ T Ố I  M Ậ T ]")."""
    return re.sub(r"[\W\d_]", "", collapse(line)).lower()
