"""Which items are tasks: the smallest units that give an order, with their spans, sections and what stands above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.intake.capitals import is_in_capitals
from tracker.intake.letters import lowered, plain
from tracker.intake.names import begins_name
from tracker.intake.predicates import predicate_start
from tracker.intake.sorts import (
    describes_form,
    executes_the_decision,
    gives_order,
    inline_lines,
    is_closing,
    is_level,
    is_line_of_measure,
    is_praise,
    is_topic,
    lines_of,
    looks_like_order,
    names_addressee,
    names_form,
    sets_common_date,
    states_no_order,
)
from tracker.intake.structure import Node
from tracker.intake.whose import embedded_order, introduces_addressee

RECITES = re.compile(r"(?:ngay \d|hoi \d|sau khi nghe|tham du|tai )")
ENDS = (".", ";", ":", "!", "?", "…", "./")


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


def units(root: Node) -> list[Unit]:
    """The tasks of the whole tree in text order."""
    return sorted(_under(root), key=lambda unit: unit.start)


def _under(node: Node) -> Iterator[Unit]:
    for child in node.children:
        yield from _of(child)


def _of(node: Node) -> Iterator[Unit]:
    """The tasks in one item and under it."""
    is_decision = bool(
        node.block and node.block.mark and node.block.mark.kind == "article"
    ) and executes_the_decision(node.text)
    if node.is_marked and (
        (is_decision and node.children)
        or states_no_order(node.text, bool(node.children) or not node.text.endswith((".", ";")))
    ):
        yield from (unit for child in node.children if gives_order(child.text) for unit in _of(child))
        return
    if _is_measure(node):
        yield from _measure(node)
        return
    paragraphs = [child for child in node.children if not child.is_marked and not child.children]
    items = [child for child in node.children if child not in paragraphs]
    shared = _common_date(node.parent) if node.parent else None
    kept = [child for child in paragraphs if not is_closing(child.text) and child is not shared]
    if not items and not kept:
        if _is_task(node):
            yield _unit(node)
    elif _is_heading(node, items):
        date = _common_date(node)
        for unit in _under_heading(node, kept, items):
            yield replace(unit, common_date=date.text) if date else unit
    else:
        yield from _order_with_more(node, kept, items)


def _is_measure(node: Node) -> bool:
    """Whether lines under an item, or under the parts of it ("a) Ở Trung ương:"), say who is to do it and when."""
    if node.text.endswith(":") or names_form(node.text):
        return False
    parts = [child for child in node.children if child.children]
    return any(is_line_of_measure(child.text) for child in node.children) or (
        bool(parts) and all(_holds_lines(part) for part in parts)
    )


def _holds_lines(node: Node) -> bool:
    lines = all(is_line_of_measure(child.text) for child in node.children)
    return bool(node.children) and lines and is_level(node.text)


def _measure(node: Node) -> Iterator[Unit]:
    """A measure with its lines; where one of its items holds what is to be done, each of those with the same lines."""
    said = [*node.children, *(line for part in node.children if _holds_lines(part) for line in part.children)]
    lines = tuple(line for child in said for line in lines_of(child.text))
    holders = [
        child
        for child in node.children
        if child.children and not is_line_of_measure(child.text) and not _holds_lines(child)
    ]
    if not holders:
        yield _unit(node, lines=lines)
    for holder in holders:
        yield from (replace(unit, lines=unit.lines or lines) for unit in _under(holder))


def _common_date(node: Node) -> Node | None:
    """The paragraph after a list's last item that sets one date for the whole list."""
    last = node.children[-1] if node.children else None
    if last is None:
        return None
    after = last.children if last.is_marked else node.children[1:]
    return next((child for child in after if sets_common_date(node.text, child.text)), None)


def _is_task(node: Node) -> bool:
    """Whether an item without anything under it gives an order."""
    text = node.text
    if (
        is_closing(text, node.is_marked)
        or is_topic(text)
        or describes_form(text)
        or (node.is_marked and is_in_capitals(text))
    ):
        return False
    if node.block and node.block.mark and node.block.mark.kind == "article" and executes_the_decision(text):
        return False
    if not node.is_marked:
        if RECITES.match(plain(text)):
            return False
        in_list = node.parent is not None and node.parent.block is not None
        return (looks_like_order(text) if in_list else names_addressee(text)) or embedded_order(text)
    if is_praise(text):
        return embedded_order(text)
    low = lowered(text)
    only_a_name = begins_name(low) and predicate_start(text) is None and not text.endswith((".", ";"))
    return not only_a_name and not text.endswith(":")


def _is_heading(node: Node, items: list[Node]) -> bool:
    """Whether the orders are in what stands under this item, not in the item."""
    text = node.text
    if is_closing(text, node.is_marked):
        return True
    if text.endswith(":"):
        orders = sum(looks_like_order(item.text) or bool(item.children) for item in items)
        return not items or not looks_like_order(text) or orders * 2 >= len(items)
    if text.rstrip(' ”")').endswith(ENDS):
        return not (looks_like_order(text) or embedded_order(text))
    return not names_addressee(text)


def _under_heading(node: Node, paragraphs: list[Node], items: list[Node]) -> Iterator[Unit]:
    is_list, shared = node.is_marked, _common_date(node)
    for child in node.children:
        if child in items:
            yield from _of(child)
        elif child in paragraphs and child is not shared and _is_order_below(child, is_list):
            yield _unit(child)


def _is_order_below(child: Node, is_list: bool) -> bool:
    return (is_list or _is_task(child)) and not states_no_order(child.text, False)


def _order_with_more(node: Node, paragraphs: list[Node], items: list[Node]) -> Iterator[Unit]:
    """An item that gives an order itself: what follows belongs to it, unless it names somebody of its own."""
    unit = _unit(node)
    if node.text.endswith(":"):
        yield _through(unit, _last(node))
        return
    for child in node.children:
        if child in items:
            yield from _of(child)
        elif child in paragraphs and (names_addressee(child.text) or introduces_addressee(child.text)):
            yield replace(_unit(child), section=None, above=_openings(child))
        elif child in paragraphs and child is node.children[0]:
            unit = _through(unit, child)
    yield unit


def _openings(node: Node) -> tuple[str, ...]:
    """The unmarked sentences that open the lists a closing paragraph stands after."""
    return tuple(above.text for above in node.ancestors if not above.is_marked)


def _last(node: Node) -> Node:
    return _last(node.children[-1]) if node.children else node


def _through(unit: Unit, last: Node) -> Unit:
    assert last.block is not None  # only the root has no block  # noqa: S101
    return replace(unit, end=last.block.end, text=f"{unit.text} {last.block.text}")


def _unit(node: Node, lines: tuple[str, ...] = ()) -> Unit:
    block = node.block
    assert block is not None  # only the root has no block  # noqa: S101
    above = tuple(ancestor.text for ancestor in node.ancestors)
    lines = lines or inline_lines(block.text)
    return Unit(block.text, block.start, block.end, node.path, above, lines, node.is_marked)
