"""The written directives as other files would give them: wrapped at a page's width, with pages' numbers, with a blank
line after every line, without any."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from textwrap import wrap

import pytest

from tests.intake.scorer import Tally, score
from tracker.intake.draft import to_json
from tracker.intake.parser import parse

FOLDER = Path(__file__).parent / "written"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
# Paragraphs one a line, and no tables: their cells are lines of their own already.
UNWRAPPED = {
    name: text
    for name, text in TEXTS.items()
    if 160 < max(map(len, text.splitlines())) < 5000
    and "|" not in text
    and "\t" not in text
    and "  " not in text
    and "TT\n" not in text
}
MEASURES = (
    "tasks", "lead", "coordinating", "deadline", "recurrence", "section", "head", "recipients", "references", "targets",
)  # fmt: skip
PAGE = 40


def wrapped(text: str, width: int) -> list[str]:
    """Its lines cut where a page's right margin would cut them."""
    return [
        piece
        for line in text.splitlines()
        for piece in wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    ]


def on_pages(text: str) -> str:
    """Wrapped, a page's number alone on its line after every page but the first."""
    lines = wrapped(text, 84)
    starts = range(0, len(lines), PAGE)
    return "\n".join(
        line
        for number, at in zip(count(1), starts, strict=False)
        for line in [*([] if number == 1 else ["", str(number), ""]), *lines[at : at + PAGE]]
    )


SHAPES: dict[str, Callable[[str], str]] = {
    "wrapped at 76": lambda text: "\n".join(wrapped(text, 76)),
    "wrapped at 88": lambda text: "\n".join(wrapped(text, 88)),
    "wrapped at 100": lambda text: "\n".join(wrapped(text, 100)),
    "a blank line after every line": lambda text: "\n\n".join(wrapped(text, 88)),
    "numbers in bold": lambda text: re.sub(r"(?m)^(\d{1,2}\.|[IVX]+\.) ", r"**\1** ", text),
    "stars for dashes": lambda text: re.sub(r"(?m)^- ", "* ", text),
    "no blank lines": lambda text: "\n".join(line for line in wrapped(text, 88) if line),
}


def _reached(shape: Callable[[str], str]) -> dict[str, float]:
    tallies = {measure: Tally() for measure in MEASURES}
    for name, text in UNWRAPPED.items():
        gold = json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8"))
        shaped = shape(text)
        score(gold, json.loads(json.dumps(to_json(parse(shaped)))), shaped, tallies)
    return {measure: round(tally.f1, 3) for measure, tally in tallies.items()}


@pytest.mark.parametrize("name", SHAPES)
def test_a_directive_is_read_in_every_shape(name: str) -> None:
    assert len(UNWRAPPED) > 20
    reached = _reached(SHAPES[name])
    assert min(reached.values()) >= 0.9, reached
    assert reached["tasks"] >= 0.95, reached


def test_numbers_of_pages_change_nothing_of_whom_and_when() -> None:
    for text in UNWRAPPED.values():
        paged, plain = parse(on_pages(text)), parse("\n".join(wrapped(text, 84)))
        assert [(task.lead, task.deadline, task.section) for task in paged.tasks] == [
            (task.lead, task.deadline, task.section) for task in plain.tasks
        ]


def test_most_of_a_directive_on_one_line_is_read() -> None:
    reached = _reached(lambda text: " ".join(text.split()))
    assert reached["tasks"] >= 0.8, reached
    assert reached["lead"] >= 0.8, reached
