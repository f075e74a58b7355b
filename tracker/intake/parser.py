"""A directive's text in, a draft of what it asks out. Pure; it only suggests, the office decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from tracker.intake.addressees import recipients
from tracker.intake.assembly import drafted
from tracker.intake.draft import Draft, Section, Target
from tracker.intake.gaps import columns_apart
from tracker.intake.head import Head, read_head
from tracker.intake.issuer import issuer
from tracker.intake.layout import Line, blocks, collapse, is_noise, read_lines
from tracker.intake.marks import mark_of
from tracker.intake.misnumbering import is_within, misnumbered
from tracker.intake.references import references
from tracker.intake.regions import gives_tasks, part, title_kind
from tracker.intake.signature import signer
from tracker.intake.structure import Node, build
from tracker.intake.tables import placed, take_tables, without_captions
from tracker.intake.targets import goal_parts, targets
from tracker.intake.unit import Unit
from tracker.intake.units import units


def parse(text: str) -> Draft:
    """The draft of one directive; never raises, whatever the text. Positions refer to `Draft.text`."""
    collapsed = collapse(text)
    regions = part(read_lines(text))
    top = columns_apart(regions.head)
    head = read_head(top + regions.addressees[:1], bool(regions.addressees))
    written, rows = take_tables(regions.body)
    paragraphs = blocks(written)
    body = " ".join(paragraph.text for paragraph in paragraphs)
    tree = build(paragraphs)
    issued, parts, annexed = _annex(regions.annex)
    shift = len(body) + 1 if body else 0
    goals_at = [*goal_parts(tree), *((begin + shift, end + shift) for begin, end in parts)]
    tabled = placed(rows, tree)
    found = _in_order([*without_captions(units(tree), tabled), *tabled, *annexed], collapsed)
    broken, is_sent = misnumbered(tree), bool(regions.addressees)
    year = _year(head, body)
    goals = targets(f"{body} {issued}".strip(), goals_at)
    return Draft(
        text=collapsed,
        kind=head.kind,
        number=head.number,
        symbol=head.symbol,
        issued_on=head.issued_on,
        issuer=issuer(top, head.place, body),
        subject=head.subject,
        urgency=head.urgency,
        recipients=tuple(recipients(regions.addressees)),
        references=references(_cited_in(head, [*regions.body, *regions.annex]), head.number),
        signer=signer(columns_apart(regions.tail)),
        targets=goals,
        doubts=tuple(_doubts(head, goals, is_misnumbered=bool(broken))),
        sections=tuple(_sections(tree, {text for unit in found for text in unit.above})),
        tasks=tuple(
            drafted(unit, collapsed, year, addressed=is_sent, is_misnumbered=is_within(unit.start, broken))
            for unit in found
        ),
    )


def _in_order(found: Iterable[Unit], text: str) -> list[Unit]:
    """As they stand in the text; a bare mark without words is no task, and a paragraph that a table interrupts ends
    where the table's first task begins."""
    in_text = sorted(found, key=lambda unit: unit.start)
    cut = (_until(unit, later.start, text) for unit, later in pairwise(in_text))
    return [unit for unit in (*cut, *in_text[-1:]) if unit.start < unit.end]


def _until(unit: Unit, next_at: int, text: str) -> Unit:
    if unit.end <= next_at:
        return unit
    end = next_at - len(" ")  # lines are joined by one
    return replace(unit, text=text[unit.start : end], end=end)


def _cited_in(head: Head, lines: list[Line]) -> str:
    """All of a document that may cite others: its subject, its body with the cells of tables, its annexes."""
    return "\n".join([head.subject or "", " ".join(line.text for line in lines if not is_noise(line))])


def _annex(lines: list[Line]) -> tuple[str, list[tuple[int, int]], list[Unit]]:
    """The text of the plan a decision issues with the places of its goals, and the tasks of an annex: those of its
    tables, and the plan's own."""
    written, rows = take_tables(lines)
    if not lines or not (title_kind(lines[0]) or gives_tasks(lines)):
        return "", [], rows
    first = next((number for number, line in enumerate(written) if mark_of(line.text)), len(written))
    paragraphs = blocks(written[first:])
    tree = build(paragraphs)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    tabled = placed(rows, tree)
    return text, goal_parts(tree), [*without_captions(units(tree), tabled), *tabled]


def _doubts(head: Head, goals: tuple[Target, ...], *, is_misnumbered: bool) -> Iterator[str]:
    if head.is_doubtful:
        yield "kind_and_symbol"
    if any(goal.disagrees for goal in goals):
        yield "target_percent"
    if is_misnumbered:
        yield "section_numbers"


def _year(head: Head, body: str) -> int | None:
    """The document's year; without a date, the latest year of a document it cites."""
    if head.issued_on:
        return int(head.issued_on[:4])
    years = [int(year) for year in re.findall(r"/(20\d\d)\b", body)]
    return max(years, default=None)


def _sections(node: Node, above: set[str]) -> Iterator[Section]:
    """Every item that stands over a task, in text order."""
    for child in node.children:
        if child.children and child.text in above:
            yield Section(child.path if child.label else None, child.text)
        yield from _sections(child, above)
