"""Items whose numbers do not follow each other: a heading or an item between them was probably not read."""

from collections.abc import Iterator
from itertools import pairwise

from tracker.intake.marks import follows
from tracker.intake.structure import Node

Span = tuple[int, int]
"""Where a part of the text begins and ends."""


def misnumbered(root: Node) -> list[Span]:
    """From each item whose number repeats or skips one to the last of its list."""
    return list(_under(root))


def is_within(place: int, spans: list[Span]) -> bool:
    """Whether a place of the text lies in one of the parts."""
    return any(begin <= place < end for begin, end in spans)


def _under(node: Node) -> Iterator[Span]:
    numbered = [child for child in node.children if child.label]
    for before, child in pairwise(numbered):
        if not _is_after(before, child):
            last = [numbered[-1], *numbered[-1].below][-1]
            if child.block and last.block:
                yield child.block.start, last.block.end
            break
    for child in node.children:
        yield from _under(child)


def _is_after(before: Node, child: Node) -> bool:
    one, other = before.block and before.block.mark, child.block and child.block.mark
    if not one or not other or one.kind != other.kind:
        return True
    return follows(one.label, other.label)
