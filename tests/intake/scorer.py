"""How much of a gold reading a draft has found: F1 of each measure, after the annotation guide's rules for a scorer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tracker.intake.layout import collapse
from tracker.vietnamese import name_key

NEAR = 12  # letters a drafted task may begin off


@dataclass
class Tally:
    """Over all texts together: what was right, what was to be found, what was found."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def add(self, hit: int, gold: int, found: int) -> None:
        self.hit, self.gold, self.found = self.hit + hit, self.gold + gold, self.found + found

    def sets(self, gold: Iterable[Any], found: Iterable[Any], same: Callable[[Any, Any], bool]) -> None:
        """Each of `gold` may be matched once."""
        wanted, left, hit = list(gold), list(found), 0
        count = len(left)
        for item in wanted:
            match = next((other for other in left if same(item, other)), None)
            if match is not None:
                left.remove(match)
                hit += 1
        self.add(hit, len(wanted), count)

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.gold + self.found) if self.gold + self.found else 1.0


def same_body(one: str, other: str) -> bool:
    """One body written in two ways, small errors of a scan passed over."""
    a, b = name_key(one), name_key(other)
    return a == b or SequenceMatcher(None, a, b).ratio() >= 0.86


def passages(gold: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Where each gold task begins and ends in the collapsed text."""
    at, found = 0, []
    for task in gold["tasks"]:
        start = text.index(collapse(task["starts_with"]), at)
        at = text.index(collapse(task["ends_with"]), start) + len(collapse(task["ends_with"]))
        found.append((start, at))
    return found


def pairs(
    gold: dict[str, Any], draft: dict[str, Any], text: str
) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each gold task with the drafted one that begins where it does and does not run into the next."""
    spans, used, found = passages(gold, text), set(), []
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        near = [
            (abs(task["start"] - start), at)
            for at, task in enumerate(draft["tasks"])
            if at not in used
            and abs(task["start"] - start) <= NEAR
            and task["end"] <= limit + NEAR
            and task["end"] - task["start"] >= (end - start) / 2
        ]
        used.update(at for _, at in sorted(near)[:1])
        found.append((gold["tasks"][number], draft["tasks"][min(near)[1]] if near else None))
    return found


def score(gold: dict[str, Any], draft: dict[str, Any], raw: str, tallies: dict[str, Tally]) -> None:
    """Add one text's counts to `tallies`, by measure."""
    matched = pairs(gold, draft, collapse(raw))
    asked = [(task, drafted or {}) for task, drafted in matched if not task.get("optional")]
    extra = sum(1 for task, drafted in matched if task.get("optional") and drafted)
    tallies["tasks"].add(sum(1 for _, drafted in asked if drafted), len(asked), len(draft["tasks"]) - extra)
    for task, drafted in asked:
        _score_task(task, drafted, tallies)
    ungraded = set(gold.get("ungraded", ()))
    _score_head(gold, draft, ungraded, tallies["head"])
    for key, same in (("recipients", same_body), ("references", _same_reference), ("targets", _same_target)):
        if key not in ungraded:
            tallies[key].sets(gold[key], draft[key], same)


def _score_task(task: dict[str, Any], drafted: dict[str, Any], tallies: dict[str, Tally]) -> None:
    skipped = set(task.get("ungraded", ()))
    for key in {"lead", "coordinating"} - skipped:
        tallies[key].sets(task[key], drafted.get(key, ()), same_body)
    for key in {"deadline", "recurrence", "section"} - skipped:
        want, got = task[key], drafted.get(key)
        tallies[key].add(int(want is not None and want == got), int(want is not None), int(got is not None))


def _score_head(gold: dict[str, Any], draft: dict[str, Any], ungraded: set[str], tally: Tally) -> None:
    for key in ("kind", "number", "issued_on", "issuer", "signer"):
        if key in ungraded:
            continue
        want, got = gold[key], draft[key]
        if key == "signer":
            want, got = (want or {}).get("name"), (got or {}).get("name")
        equal = (
            want is not None
            and got is not None
            and (same_body(want, got) if key == "issuer" else want == got)
        )
        tally.add(int(equal), int(want is not None), int(got is not None))


def _same_reference(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["number"] == other["number"] and one["issued_on"] in (None, other["issued_on"]))


def _same_target(one: dict[str, Any], other: dict[str, Any]) -> bool:
    a, b = re.sub(r"\W+", " ", one["quote"].casefold()), re.sub(r"\W+", " ", other["quote"].casefold())
    alike = a in b or b in a or SequenceMatcher(None, a, b).ratio() >= 0.6
    return bool(alike and one["planned"] == other["planned"] and one["actual"] == other["actual"])
