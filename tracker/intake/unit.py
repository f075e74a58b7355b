"""One task's passage, and how it is made of an item of the text."""

from dataclasses import dataclass, replace

from tracker.intake.measures import inline_lines
from tracker.intake.structure import Node


@dataclass(frozen=True, slots=True)
class Unit:
    """One task's passage: `above` are the texts it stands under, the nearest first; `lines` a measure's own lines;
    `common_date` the sentence after its list that sets one date for all."""

    text: str
    start: int
    end: int
    section: str | None
    above: tuple[str, ...]
    lines: tuple[str, ...] = ()
    is_marked: bool = True
    common_date: str = ""


def openings(node: Node) -> tuple[str, ...]:
    """The unmarked sentences that open the lists a closing paragraph stands after."""
    return tuple(above.text for above in node.ancestors if not above.is_marked)


def last_below(node: Node) -> Node:
    """The item of a list that ends it, however deep it stands."""
    return last_below(node.children[-1]) if node.children else node


def through(unit: Unit, last: Node) -> Unit:
    """The unit made longer, to the end of a later paragraph."""
    assert last.block is not None  # only the root has no block  # noqa: S101
    return replace(unit, end=last.block.end, text=f"{unit.text} {last.block.text}")


def unit_of(node: Node, lines: tuple[str, ...] = ()) -> Unit:
    """An item as one task\'s passage; `lines` are those of the measure it is."""
    block = node.block
    assert block is not None  # only the root has no block  # noqa: S101
    above = tuple(ancestor.text for ancestor in node.ancestors)
    lines = lines or inline_lines(block.text)
    return Unit(block.text, block.start, block.end, node.path, above, lines, node.is_marked)
