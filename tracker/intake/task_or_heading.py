"""Whether an item of a text gives an order itself, or only stands over those that do."""

import re

from tracker.intake.capitals import is_in_capitals
from tracker.intake.closings import is_closing, is_praise
from tracker.intake.letters import lowered, plain
from tracker.intake.names import begins_name
from tracker.intake.no_orders import describes_form, executes_the_decision, is_topic, states_no_order
from tracker.intake.ordering import looks_like_order, names_addressee
from tracker.intake.orders import embedded_order
from tracker.intake.predicates import predicate_start
from tracker.intake.structure import Node

RECITES = re.compile(
    r"(?:ngay \d|hoi \d|sau khi nghe|tham du|tai )|[^.;,:]{0,70}\b(?:to chuc|trieu tap|chu tri) (?:cuoc|phien|buoi|ky) (?:hop|lam viec)\b"
)
OPENS_LIST = re.compile(
    r"\b(?:yeu cau|de nghi|giao|chi dao|phan cong)\b.*\b(?:thuc hien|nhu sau|sau day|(?:noi dung|nhiem vu|viec|cong viec)(?: sau)?)\s*:$"
)
ENDS = (".", ";", ":", "!", "?", "…", "./")


def is_task(node: Node) -> bool:
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


def is_heading(node: Node, items: list[Node]) -> bool:
    """Whether the orders are in what stands under this item, not in the item."""
    text = node.text
    if is_closing(text, node.is_marked):
        return True
    if text.endswith(":"):
        if not node.is_marked and OPENS_LIST.search(plain(text)):
            return True
        orders = sum(looks_like_order(item.text) or bool(item.children) for item in items)
        return not items or not looks_like_order(text) or orders * 2 >= len(items)
    if text.rstrip(' ”")').endswith(ENDS):
        return not (looks_like_order(text) or embedded_order(text))
    return not names_addressee(text)


def is_order_below(child: Node, is_list: bool) -> bool:
    """Whether a paragraph under a heading is a task; in a numbered item (`is_list`) all are but those that order nothing."""
    return (is_list or is_task(child)) and not states_no_order(child.text, False)
