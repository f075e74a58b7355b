"""Each form sent ten times at once, as by an impatient thumb and a stuttering network: one effect each (R23).

Run as a program of its own: `python -m tests.chaos.forms --tokens 1000 --json`. Forms take turns: a report, another
name of a body, a task typed into a draft.
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

from sqlalchemy import func, select

from tests.chaos.line import told
from tests.chaos.staged import Browser, staged
from tests.intake.drafts import drafted
from tests.live import Live
from tests.sending import fields_of
from tracker.assignments.models import Report
from tracker.bodies.models import BodyAlias
from tracker.db import db
from tracker.tasks.models import Task

AT_ONCE = 10
numbers = count(1)


@dataclass(frozen=True)
class Pad:
    """A form: where it is, where it goes, what is typed, the ten hands on it, and how often it has had its effect."""

    page: str
    action: str
    typed: Callable[[str], dict[str, str]]
    hands: list[Browser]
    effects: Callable[[str], int]


def main() -> None:
    told(run, "tokens", 1000, ("lost", "doubled", "other"))


def run(tokens: int, engine: str) -> dict[str, Any]:
    """Send each form ten times at once; every sending must be answered, and the form have one effect."""
    began, statuses, counted = time.monotonic(), Counter[int](), Counter[int]()
    with staged(engine) as live, ThreadPoolExecutor(AT_ONCE) as threads:
        for pad in islice(cycle(pads(live)), tokens):
            word = f"Lần thứ {next(numbers)}."
            statuses.update(_sent_at_once(threads, pad, word))
            with live.now():
                db.session.rollback()
                counted[pad.effects(word)] += 1
    return {
        "tokens": tokens,
        "posts": statuses.total(),
        "engine": engine,
        "effects": sum(times * number for times, number in counted.items()),
        "lost": counted[0],
        "doubled": sum(number for times, number in counted.items() if times > 1),
        "other": statuses.total() - statuses[303],
        "statuses": {str(status): number for status, number in sorted(statuses.items())},
        "seconds": round(time.monotonic() - began, 1),
    }


def _sent_at_once(threads: ThreadPoolExecutor, pad: Pad, word: str) -> list[int]:
    fields = fields_of(pad.hands[0].get(pad.page).text, pad.action) | pad.typed(word)
    together = Barrier(AT_ONCE)

    def send(hand: Browser) -> int:
        hand.cookies = pad.hands[0].cookies  # the same browser, over many connections
        together.wait(60)
        return hand.post(pad.action, fields, follow=False).status

    return list(threads.map(send, pad.hands))


def pads(live: Live) -> Iterator[Pad]:
    """Each form, and ten connections of one person's browser."""
    with live.now():
        draft_id, dam_id, work_id = drafted(live.world).id, live.world.dam.id, live.world.work.id
    work, body, draft = f"/phan-cong/{work_id}", f"/don-vi/{dam_id}", f"/van-ban/{draft_id}/nhiem-vu/them"
    hands = {name: [Browser(live, name) for _ in range(AT_ONCE)] for name in ("binh", "an", "oanh")}
    yield Pad(work, f"{work}/bao-cao", _report, hands["binh"], lambda word: _count(Report.note, word))
    yield Pad(body, f"{body}/ten-khac", _alias, hands["an"], lambda word: _count(BodyAlias.alias, word))
    yield Pad(draft, draft, _task, hands["oanh"], lambda word: _count(Task.text, word))


def _report(word: str) -> dict[str, str]:
    return {"status": "doing", "note": word}


def _alias(word: str) -> dict[str, str]:
    return {"alias": word}


def _task(word: str) -> dict[str, str]:
    return {"text": word, "deadline_kind": "none", "recurrence": "", "add_lead": "UBND các xã"}


def _count(column: Any, word: str) -> int:
    return db.session.scalar(select(func.count()).where(column == word)) or 0


if __name__ == "__main__":
    main()
