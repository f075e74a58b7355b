"""Eight people save the same thing at the same time: one is taken, seven are told, and nobody's words are lost (R21).

Run as a program of its own: `python -m tests.chaos.editors --rounds 100 --json`. All eight open the form before any
of them sends it. Forms take turns: a person's record, a task of a draft, a remark on the monthly review.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, cycle, islice
from threading import Barrier
from typing import Any

from tests.chaos.line import told
from tests.chaos.staged import Answer, Browser, staged
from tests.intake.drafts import drafted, tasks_of
from tests.live import Live
from tests.sending import fields_of
from tracker import clock
from tracker.db import db
from tracker.people.models import Person
from tracker.reviews.models import Remark
from tracker.reviews.rules import current
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task

EDITORS = 8
numbers = count(1)


@dataclass(frozen=True)
class Desk:
    """A form eight people fill in: where it is, where it goes, which field they write in, what is on record."""

    page: str
    action: str
    field: str
    more: dict[str, str]
    editors: list[Browser]
    recorded: Callable[[], str]

    def open(self, editor: Browser) -> dict[str, str]:
        """The form as the page shows it."""
        return fields_of(editor.get(self.page).text, self.action) | self.more


def main() -> None:
    told(run, "rounds", 100, ("other", "lost"))


def run(rounds: int, engine: str) -> dict[str, Any]:
    """Let eight save at once, round after round; `lost` counts words neither on record nor shown to who wrote them."""
    began, statuses, wrong, lost = time.monotonic(), Counter[int](), 0, 0
    with staged(engine) as live, ThreadPoolExecutor(EDITORS) as threads:
        for desk in islice(cycle(desks(live)), rounds):
            words = [f"bản số {next(numbers)} của người {n}." for n in range(EDITORS)]
            answers = _saved_at_once(threads, desk, words)
            statuses.update(answer.status for answer in answers)
            wrong += Counter(answer.status for answer in answers) != {200: 1, 409: EDITORS - 1}
            with live.now():
                lost += _lost(words, answers, desk.recorded())
    return {
        "rounds": rounds,
        "editors": EDITORS,
        "engine": engine,
        "statuses": {str(status): number for status, number in sorted(statuses.items())},
        "other": wrong,
        "lost": lost,
        "seconds": round(time.monotonic() - began, 1),
    }


def _saved_at_once(threads: ThreadPoolExecutor, desk: Desk, words: list[str]) -> list[Answer]:
    together = Barrier(EDITORS)

    def save(n: int) -> Answer:
        fields = desk.open(desk.editors[n])
        together.wait(60)
        return desk.editors[n].post(desk.action, fields | {desk.field: words[n]}, htmx=n % 2 == 1)

    return list(threads.map(save, range(EDITORS)))


def _lost(words: list[str], answers: list[Answer], recorded: str) -> int:
    """Whose words are gone: taken but not on record, or refused without being shown beside what is."""
    taken = [word for word, answer in zip(words, answers, strict=True) if answer.status == 200]
    refused = [
        (word, answer.text) for word, answer in zip(words, answers, strict=True) if answer.status != 200
    ]
    return sum(word != recorded for word in taken) + sum(
        word not in text or recorded not in text for word, text in refused
    )


def desks(live: Live) -> Iterator[Desk]:
    """Each form on a thing of its own, and eight browsers of somebody who may fill it in."""
    with live.now():
        binh = live.world.people["binh"]
        draft = drafted(live.world)
        task = tasks_of(draft)[0]
        period = current(clock.today(), office_rules().period_first_day)
        person_id, task_id = binh.id, task.id
    record = f"/quan-tri/nguoi-dung/{person_id}"
    edit, review = f"/van-ban/{draft.id}/nhiem-vu/{task_id}/sua", f"/ra-soat/{period}"
    office = [Browser(live, "oanh") for _ in range(EDITORS)]
    admins = [Browser(live, "an") for _ in range(EDITORS)]
    kept = {"deadline_kind": "none", "recurrence": "", "lead": "UBND các xã"}
    yield Desk(record, record, "name", {"role": "officer"}, admins, lambda: _now(Person, person_id).name)
    yield Desk(edit, edit, "text", kept, office, lambda: _now(Task, task_id).text)
    yield Desk(
        review, f"{review}/nhan-xet", "words", {}, office, lambda: db.session.query(Remark).one().words
    )


def _now(kind: Any, id: int) -> Any:
    db.session.rollback()
    return db.session.get_one(kind, id, populate_existing=True)


if __name__ == "__main__":
    main()
