"""A directive's text in, a draft of what it asks out. Pure; it only suggests, the office decides."""

import re
from collections.abc import Iterator

from tracker.intake.addressees import recipients
from tracker.intake.assembly import drafted
from tracker.intake.draft import Draft, Section
from tracker.intake.head import Head, read_head
from tracker.intake.issuer import issuer
from tracker.intake.layout import blocks, collapse, read_lines
from tracker.intake.references import references
from tracker.intake.regions import part
from tracker.intake.signature import signer
from tracker.intake.structure import Node, build
from tracker.intake.targets import targets
from tracker.intake.units import Unit, units


def parse(text: str) -> Draft:
    """The draft of one directive; never raises, whatever the text. Positions refer to `Draft.text`."""
    collapsed = collapse(text)
    regions = part(read_lines(text))
    head = read_head(regions.head + regions.addressees[:1], bool(regions.addressees))
    paragraphs = blocks(regions.body)
    body = " ".join(paragraph.text for paragraph in paragraphs)
    tree = build(paragraphs)
    found = units(tree)
    year = _year(head, body)
    return Draft(
        text=collapsed,
        kind=head.kind,
        number=head.number,
        symbol=head.symbol,
        issued_on=head.issued_on,
        issuer=issuer(regions.head, head.place, body),
        subject=head.subject,
        urgency=head.urgency,
        recipients=tuple(recipients(regions.addressees)),
        references=references(body, head.number),
        signer=signer(regions.tail),
        targets=targets(body),
        sections=tuple(_sections(tree, found)),
        tasks=tuple(drafted(unit, collapsed, year) for unit in found),
    )


def _year(head: Head, body: str) -> int | None:
    """The document's year; without a date, the latest year of a document it cites."""
    if head.issued_on:
        return int(head.issued_on[:4])
    years = [int(year) for year in re.findall(r"/(20\d\d)\b", body)]
    return max(years, default=None)


def _sections(node: Node, found: list[Unit]) -> Iterator[Section]:
    """Every item that stands over a task, in text order."""
    above = {text for unit in found for text in unit.above}
    for child in node.children:
        if child.children and child.text in above:
            yield Section(child.path if child.label else None, child.text)
        yield from _sections(child, found)
