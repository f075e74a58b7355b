"""A directive's text as paragraphs with the passage of each task marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tracker.intake.layout import Block, blocks, collapse, read_lines


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a task stands in the collapsed text."""

    task_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; `tasks` are the tasks they belong to, `begins` those that begin with them."""

    text: str
    tasks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a heading is a numbered line over tasks that belongs to none."""

    pieces: tuple[Piece, ...]
    is_heading: bool


def paragraphs(raw: str, passages: Iterable[Passage]) -> list[Paragraph]:
    """The whole text, nothing left out; `raw` is the text the passages were found in."""
    text = collapse(raw)
    marked = list(passages)
    made: list[Paragraph] = []
    begun: set[int] = set()
    for start, end, block in _bounds(raw, text):
        inside = [p for p in marked if p.start < end and p.end > start]
        labelled = block.mark is not None and block.mark.is_labelled
        made.append(
            Paragraph(
                tuple(_pieces(text, start, end, inside, begun)), labelled and not inside and end - start < 200
            )
        )
    return made


def _bounds(raw: str, text: str) -> list[tuple[int, int, Block]]:
    """Start and end of each paragraph, its mark included; what stands between two goes with the second."""
    found = blocks(read_lines(raw))
    ends = [0, *(block.end for block in found[:-1]), len(text)]
    return [(ends[number], ends[number + 1], block) for number, block in enumerate(found)]


def _pieces(text: str, start: int, end: int, inside: list[Passage], begun: set[int]) -> Iterable[Piece]:
    cuts = sorted({start, end, *(max(start, p.start) for p in inside), *(min(end, p.end) for p in inside)})
    for left, right in pairwise(cuts):
        tasks = tuple(p.task_id for p in inside if p.start <= left and right <= p.end)
        words = text[left:right]
        if not words.strip():
            continue
        new = tuple(task for task in tasks if task not in begun)
        begun.update(new)
        yield Piece(words, tasks, new)


def place_of(part: str, text: str, start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Where a part of a task's text stands, when it still stands in its passage word for word; else the whole passage."""
    if start is None or end is None:
        return None, None
    at = collapse(text).find(" ".join(part.split()), start, end)
    return (at, at + len(" ".join(part.split()))) if at >= 0 else (start, end)
