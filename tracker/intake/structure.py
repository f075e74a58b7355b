"""The tree of a directive's items: which paragraph stands under which mark."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.intake.layout import Block
from tracker.intake.letters import lowered
from tracker.intake.names import begins_name
from tracker.intake.predicates import predicate_start

PARAGRAPH_RANK = 99
LONGEST_HEADING = 120


@dataclass(slots=True, eq=False)
class Node:
    """One item and what stands under it; the root has no block."""

    block: Block | None
    rank: int
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.block.text if self.block else ""

    @property
    def is_marked(self) -> bool:
        return bool(self.block and self.block.mark)

    @property
    def label(self) -> str:
        return self.block.mark.label if self.block and self.block.mark else ""

    @property
    def path(self) -> str | None:
        """The marks from the top down, joined by dots ("III.1.a"); dashes and plus signs are left out."""
        above = self.parent.path if self.parent else None
        if not self.label:
            return above
        if not above:
            return self.label
        if "." in self.label:  # "2.1" under "2" says itself where it stands
            parts = self.label.split(".")
            for depth in range(len(parts) - 1, 0, -1):
                own = ".".join(parts[:depth])
                if above == own or above.endswith(f".{own}"):
                    return f"{above[: -len(own)]}{self.label}"
            if parts[0].isupper():  # "III.1" says the whole path, whatever it stands under
                return self.label
        return f"{above}.{self.label}"

    @property
    def ancestors(self) -> "list[Node]":
        """The items this one stands under, the nearest first."""
        return [self.parent, *self.parent.ancestors] if self.parent and self.parent.block else []

    @property
    def below(self) -> Iterator["Node"]:
        """Every item under this one, in text order."""
        for child in self.children:
            yield child
            yield from child.below


def build(blocks: list[Block]) -> Node:
    """The tree of all paragraphs. A paragraph that opens a list stands above the items that follow it."""
    root = Node(None, -1)
    open_nodes = [root]
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        rank = _rank(block, following)
        while open_nodes[-1].rank >= rank:
            open_nodes.pop()
        node = Node(block, rank, open_nodes[-1])
        open_nodes[-1].children.append(node)
        if rank < PARAGRAPH_RANK:
            open_nodes.append(node)
    return root


def _rank(block: Block, following: Block | None) -> int:
    if block.mark:
        return block.mark.rank
    if block.opens_list and following:
        return following.mark.rank - 1 if following.mark else PARAGRAPH_RANK - 2
    if following and _only_names(block.text):
        return following.mark.rank - 1 if following.mark else PARAGRAPH_RANK - 1
    return PARAGRAPH_RANK


def _only_names(text: str) -> bool:
    """Whether an unmarked line only names a body: a heading whose number the file has lost."""
    if len(text) > LONGEST_HEADING or text.endswith((".", ";", ",")):
        return False
    return begins_name(lowered(text)) and predicate_start(text) is None
