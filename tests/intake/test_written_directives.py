"""The parser on directives of our own writing in many shapes, each beside what a careful reader takes from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.intake.scorer import Tally, pairs, same_body, score
from tracker.intake.draft import to_json
from tracker.intake.layout import collapse
from tracker.intake.parser import parse

FOLDER = Path(__file__).parent / "written"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in FOLDER.glob("*.gold.json"))
FLOORS = {
    "tasks": 0.97,
    "lead": 0.95,
    "coordinating": 0.90,
    "deadline": 0.97,
    "recurrence": 0.95,
    "section": 0.95,
    "head": 0.97,
    "recipients": 0.97,
    "references": 0.97,
    "targets": 0.90,
}
SURE = 0.8


def _read(name: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    raw = (FOLDER / f"{name}.txt").read_text("utf-8")
    gold = json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8"))
    return raw, gold, json.loads(json.dumps(to_json(parse(raw))))


def test_all_of_them_together_reach_every_measure() -> None:
    tallies = {name: Tally() for name in FLOORS}
    for name in NAMES:
        raw, gold, draft = _read(name)
        score(gold, draft, raw, tallies)
    reached = {name: round(tally.f1, 3) for name, tally in tallies.items()}
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), reached


@pytest.mark.parametrize("name", NAMES)
def test_none_of_them_is_read_badly(name: str) -> None:
    tallies = {measure: Tally() for measure in FLOORS}
    raw, gold, draft = _read(name)
    score(gold, draft, raw, tallies)
    assert tallies["tasks"].f1 >= 0.8
    assert tallies["lead"].f1 >= 0.7


def test_a_surely_read_task_is_seldom_wrong() -> None:
    """Confidence means something: among the sure ones fewer than one in twenty has a wrong lead, day or passage."""
    sure = [right for name in NAMES for value, right in _judged(name) if value >= SURE]
    assert len(sure) > 100
    assert sure.count(False) / len(sure) < 0.05


def _judged(name: str) -> list[tuple[float, bool]]:
    """Each drafted task's confidence, and whether its passage, lead and day are right."""
    raw, gold, draft = _read(name)
    golds = {id(drafted): task for task, drafted in pairs(gold, draft, collapse(raw)) if drafted}
    return [(task["confidence"], _is_right(golds.get(id(task)), task)) for task in draft["tasks"]]


def _is_right(gold: dict[str, Any] | None, task: dict[str, Any]) -> bool:
    if gold is None or gold.get("optional"):
        return gold is not None
    skipped = gold.get("ungraded", ())
    tally = Tally()
    tally.sets(gold["lead"], task["lead"], same_body)
    same_day = "deadline" in skipped or gold["deadline"] == task["deadline"]
    return same_day and ("lead" in skipped or tally.f1 == 1.0)
