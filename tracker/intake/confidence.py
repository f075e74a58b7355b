"""How sure a reading is: 0.95 where nothing speaks against it, less for each sign that has gone with wrong readings."""

import re

from tracker.intake.letters import plain
from tracker.intake.measures import TIME
from tracker.intake.ordering import looks_like_order
from tracker.intake.unit import Unit
from tracker.intake.whose import Claim

SUREST, LEAST = 0.95, 0.1
# A proper name that runs on for so many small words has probably swallowed what the body is told to do.
RUNS_ON = re.compile(r"(?:^| )[^\W\d_]+(?: [^\W\d_A-Z]\w*){6,}")
CUT_SHORT = re.compile(r" (?:được|tổ|các|và|phối hợp|chung|tại|của|cho)$")
DATE_LIKE = re.compile(r"\d/\d{4}\b|\b(?:thang|quy) (?:\d|i{1,3}\b|iv\b)|\bngay \d")
SWALLOWED = re.compile(r"[:;.] [-+•] ")


def confidence_of(
    unit: Unit,
    text: str,
    claim: Claim,
    *,
    is_timed: bool,
    is_own: bool,
    addressed: bool,
    is_misnumbered: bool = False,
) -> float:
    """Of one task: `text` is its passage, `is_timed` whether a time was found for it, `is_own` whether the passage itself names the lead, `addressed` whether the
    document is sent to somebody by name (in a plan many measures rightly name nobody), `is_misnumbered` whether a
    heading above it may have been lost."""
    sure = SUREST - _of_lead(claim, is_own, addressed)
    ordered = bool(unit.lines) or looks_like_order(unit.text)
    if not ordered:
        sure -= 0.15
    if not unit.is_marked:
        sure -= 0.1 if ordered else 0.2
    if not is_timed and _speaks_of_time(unit, text):
        sure -= 0.1
    if is_misnumbered:
        sure -= 0.2 if is_own else 0.4  # the heading that names the lead may be the one that was not read
    if SWALLOWED.search(unit.text):
        sure -= 0.2
    return round(max(sure, LEAST), 2)


def _of_lead(claim: Claim, is_own: bool, addressed: bool) -> float:
    """What is taken off for the bodies that lead."""
    if not claim.lead:
        return 0.45 if addressed else 0.35
    doubtful = any(CUT_SHORT.search(name) or _runs_on(name) for name in claim.lead)
    return (0.0 if is_own else 0.05) + (0.3 if doubtful else 0.0)


def _runs_on(name: str) -> bool:
    return not name.lower().startswith(("các ", "những ", "cơ quan", "đơn vị")) and bool(RUNS_ON.search(name))


def _speaks_of_time(unit: Unit, text: str) -> bool:
    """Whether a date stands in a passage or its lines that was not understood as one to be met."""
    flat = plain(" ".join([text, *(line for line in unit.lines if TIME.match(plain(line)))]))
    return bool(DATE_LIKE.search(flat))
