"""Which items are tasks: the smallest units that give an order, with their spans, sections and what stands above."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.intake.closings import is_closing
from tracker.intake.measures import is_level, is_line_of_measure, lines_of, sets_common_date
from tracker.intake.no_orders import executes_the_decision, names_form, states_no_order
from tracker.intake.ordering import gives_order, looks_like_order, names_addressee
from tracker.intake.orders import introduces_addressee
from tracker.intake.structure import Node
from tracker.intake.task_or_heading import is_heading, is_order_below, is_task
from tracker.intake.unit import Unit, last_below, openings, through, unit_of


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
        if is_task(node):
            yield unit_of(node)
    elif is_heading(node, items):
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
    told = [child for child in node.children if _tells_measure(node, child)]
    if told and not holders:
        for child in told:
            yield unit_of(child, lines=lines)
    elif not holders:
        yield unit_of(node, lines=lines)
    for holder in holders:
        yield from (replace(unit, lines=unit.lines or lines) for unit in _under(holder))


def _tells_measure(node: Node, child: Node) -> bool:
    """Whether a paragraph says what is to be done under an item that is no more than its title."""
    if child.is_marked or child.children or node.text.endswith((".", ";")):
        return False
    return looks_like_order(child.text) and not is_line_of_measure(child.text)


def _common_date(node: Node) -> Node | None:
    """The paragraph after a list's last item that sets one date for the whole list."""
    last = node.children[-1] if node.children else None
    if last is None:
        return None
    after = last.children if last.is_marked else node.children[1:]
    return next((child for child in after if sets_common_date(node.text, child.text)), None)


def _under_heading(node: Node, paragraphs: list[Node], items: list[Node]) -> Iterator[Unit]:
    is_list, shared = node.is_marked, _common_date(node)
    for child in node.children:
        if child in items:
            yield from _of(child)
        elif child in paragraphs and child is not shared and is_order_below(child, is_list):
            yield unit_of(child)


def _order_with_more(node: Node, paragraphs: list[Node], items: list[Node]) -> Iterator[Unit]:
    """An item that gives an order itself: what follows belongs to it, unless it names somebody of its own."""
    unit = unit_of(node)
    if node.text.endswith(":"):
        yield through(unit, last_below(node))
        return
    for child in node.children:
        if child in items:
            yield from _of(child)
        elif child in paragraphs and (names_addressee(child.text) or introduces_addressee(child.text)):
            yield replace(unit_of(child), section=None, above=openings(child))
        elif child in paragraphs and child is node.children[0]:
            unit = through(unit, child)
    yield unit
