"""Those whom the lead is to work with."""

import re
from collections.abc import Iterator
from itertools import islice

from tracker.intake.letters import lowered
from tracker.intake.lists import list_at
from tracker.intake.names import begins_name
from tracker.intake.predicates import predicate_start
from tracker.vietnamese import name_key

WORKING_WITH = re.compile(
    r"(?:phối hợp(?:,? (?:chặt chẽ|thường xuyên|tốt|đồng bộ|kịp thời|trao đổi|thống nhất))*\s+(?P<with>(?:với|cùng với|cùng)\s*:?\s+)?"
    r"|chủ trì,? (?P<along>cùng(?: với)?|với)\s+)"
)
CLAUSE = re.compile(r"[,;]\s+(?:và )?")
HELPS = re.compile(r"phối hợp(?: thực hiện)?\s*(?:[.,;)]|$)")
DIRECTING = re.compile(r"(?<!ban )(?:chỉ đạo|đôn đốc|hướng dẫn|vận động|(?<=\w )yêu cầu)\s+[^,;.]*$")
DIRECTS = re.compile(r"(?<!ban )(?:chỉ đạo|đôn đốc|hướng dẫn|(?<=\w )yêu cầu)\s+")


def working_with(text: str) -> Iterator[str]:
    """The bodies a text names after "phối hợp với", each once, as written."""
    low = lowered(text)
    seen: set[str] = set()
    for found in WORKING_WITH.finditer(low):
        if _tells_others(text, low, found.start()) or not begins_name(low, found.end()):
            continue
        if not (found["with"] or found["along"]) and not (
            text[found.end()].isupper() or low.endswith(("chủ trì, ", "chủ trì "), 0, found.start())
        ):
            continue  # "phối hợp các đơn vị" coordinates them; "phối hợp Sở Tài chính" leaves out "với"
        for name in list_at(text, found.end()):
            if name_key(name) not in seen:
                seen.add(name_key(name))
                yield name
    for name in _helping(text, low):
        if name_key(name) not in seen:
            seen.add(name_key(name))
            yield name


def _helping(text: str, low: str) -> Iterator[str]:
    """Those of whom a clause after the lead's says no more than that they help ("…; Phòng Kinh tế phối hợp")."""
    chairing = low.find("chủ trì")
    for part in islice(CLAUSE.finditer(low, max(chairing, 0)), 8 if chairing >= 0 else 0):
        verb = predicate_start(text, part.end()) if begins_name(low, part.end()) else None
        if verb is not None and HELPS.match(low, verb):
            yield from list_at(text, part.end())


def _tells_others(text: str, low: str, at: int) -> bool:
    """Whether those who are to work together at `at` are third parties ("chỉ đạo Công an xã phối hợp với …")."""
    before = max(0, at - 200)
    if DIRECTING.search(low[before:at]):
        return True
    told = list(DIRECTS.finditer(low, before, at))
    return bool(told and begins_name(low, told[-1].end()) and predicate_start(text, told[-1].end()) == at)
