"""The parser on real directives: the two seeds fully right, the others as measured by the scorer beside them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.intake.texts import SEEDS, real_directives
from tracker.intake.draft import Draft, to_json
from tracker.intake.layout import collapse
from tracker.intake.parser import parse
from tracker.vietnamese import name_key


def _read(name: str) -> tuple[str, dict[str, Any], Draft]:
    folder = real_directives()
    raw = (folder / f"{name}.txt").read_text("utf-8")
    return raw, json.loads((folder / f"{name}.gold.json").read_text("utf-8")), parse(raw)


def _passages(gold: dict[str, Any], text: str) -> list[tuple[int, int]]:
    at = 0
    found = []
    for task in gold["tasks"]:
        start = text.index(task["starts_with"], at)
        at = text.index(task["ends_with"], start) + len(task["ends_with"])
        found.append((start, at))
    return found


def _keys(names: Any) -> list[str]:
    return [name_key(name) for name in names]


@pytest.mark.parametrize("name", SEEDS)
def test_every_task_of_a_seed_is_found_with_its_exact_passage(name: str) -> None:
    raw, gold, draft = _read(name)
    assert [(task.start, task.end) for task in draft.tasks] == _passages(gold, collapse(raw))
    assert [task.section for task in draft.tasks] == [task["section"] for task in gold["tasks"]]


@pytest.mark.parametrize("name", SEEDS)
def test_every_task_of_a_seed_has_its_bodies(name: str) -> None:
    _, gold, draft = _read(name)
    assert [_keys(task.lead) for task in draft.tasks] == [_keys(task["lead"]) for task in gold["tasks"]]
    assert [_keys(task.coordinating) for task in draft.tasks] == [
        _keys(task["coordinating"]) for task in gold["tasks"]
    ]
    assert [task.recurrence for task in draft.tasks] == [task["recurrence"] for task in gold["tasks"]]
    assert all(task.deadline is None and task.deadline_kind in ("none", "standing") for task in draft.tasks)


@pytest.mark.parametrize("name", SEEDS)
def test_only_the_front_and_mass_organisations_of_a_seed_are_asked(name: str) -> None:
    _, _, draft = _read(name)
    assert [task.mode for task in draft.tasks] == ["giao"] * (len(draft.tasks) - 1) + ["de_nghi"]


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (SEEDS[0], [(27, None), (12, None), (8, None)]),
        (SEEDS[1], [(9, 3), (13, 0), (9, 1), (93, 46)]),
    ],
)
def test_the_figures_of_a_seed_are_its_targets(name: str, figures: list[tuple[int, int | None]]) -> None:
    raw, _, draft = _read(name)
    assert [(target.planned, target.actual) for target in draft.targets] == figures
    assert all(target.quote in collapse(raw) for target in draft.targets)


@pytest.mark.parametrize("name", SEEDS)
def test_the_head_of_a_seed_is_read_as_far_as_it_is_filled_in(name: str) -> None:
    _, gold, draft = _read(name)
    assert (draft.kind, draft.number, draft.issued_on) == (gold["kind"], gold["number"], gold["issued_on"])
    assert draft.issuer is not None
    assert name_key(draft.issuer) == name_key(gold["issuer"])
    assert draft.subject == gold["subject"]
    assert list(draft.recipients) == gold["recipients"]
    assert draft.signer is not None
    assert {"name": draft.signer.name, "position": draft.signer.position} == gold["signer"]
    assert [(one.number, one.issued_on) for one in draft.references] == [
        (one["number"], one["issued_on"]) for one in gold["references"]
    ]


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_of_directives", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_whole_development_set_stays_at_its_measure() -> None:
    folder = real_directives()
    scorer = _scorer(folder)
    total = {name: scorer.Tally() for name in scorer.MEASURES}
    for path in sorted(folder.glob("*.gold.json")):
        raw, gold, draft = _read(path.name.removesuffix(".gold.json"))
        scorer.score(gold, json.loads(json.dumps(to_json(draft))), raw, total)
    reached = {name: total[name].f1 for name in scorer.MEASURES}
    assert min(reached.values()) >= 0.95, reached
