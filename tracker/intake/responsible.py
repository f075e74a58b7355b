"""Which of several claims holds for a task: the nearest one wins."""

import re
from dataclasses import replace

from tracker.intake.letters import lowered
from tracker.intake.names import GROUP_WORD, begins_name
from tracker.intake.ordering import ORDERING
from tracker.intake.unit import Unit
from tracker.intake.whose import Claim, claim_of, claim_of_lines, heading_claim, opening_claim
from tracker.vietnamese import name_key

# The issuer opens a list ("UBND tỉnh có ý kiến như sau:"): whose the items are it does not say.
SPEAKS_ITSELF = re.compile(
    r"\b(?:có ý kiến|thông báo|kết luận|triển khai|hướng dẫn|ban hành|xây dựng kế hoạch|chỉ thị|chỉ đạo|quyết nghị|yêu cầu|đề nghị)\b"
    r"(?:(?! giao | yêu cầu ).){0,160}như sau\s?:$|\b(?:có ý kiến(?: chỉ đạo)?|chỉ thị|kết luận)(?: như sau)?\s?:$"
)


def responsible(unit: Unit) -> tuple[Claim, bool]:
    """The claim that holds for a unit, and whether its lead stands in the unit itself."""
    own = claim_of_lines(unit.lines) if unit.lines else claim_of(unit.text)
    if unit.lines and not own.lead:
        own = claim_of(unit.text)
    above = [_above(text) for text in unit.above]
    heading = next((claim for claim in above if claim.lead), Claim())
    verb = own.verb or next((claim.verb for claim in above if claim.verb), None)
    fuller = _fuller(own, heading)
    if own.lead and (not fuller or len(heading.lead) > 1):
        return replace(own, lead=(fuller,) if fuller else own.lead, verb=verb), True
    coordinating = own.coordinating or heading.coordinating
    leading = {name_key(name) for name in heading.lead}
    kept = tuple(name for name in coordinating if name_key(name) not in leading)
    return Claim(heading.lead, kept, verb), False


def _above(text: str) -> Claim:
    """What a heading or the sentence that opens a list says."""
    low = lowered(text)
    if SPEAKS_ITSELF.search(low):
        return opening_claim(text)
    ordering = ORDERING.match(low)
    if begins_name(low, ordering.end() if ordering else 0):
        claim = heading_claim(text)
        if claim.lead and not (text.endswith(":") and not ordering and opening_claim(text).lead):
            return claim
    return opening_claim(text) if text.endswith(":") else Claim()


def _fuller(own: Claim, heading: Claim) -> str | None:
    """The heading's name for the one body a sentence repeats, perhaps shortened; None where it names another."""
    if len(own.lead) != 1:
        return None
    if GROUP_WORD.fullmatch(lowered(own.lead[0])):  # "các đơn vị" is all of them, wherever it stands
        return None
    mine = name_key(own.lead[0])
    return next((name for name in heading.lead if name_key(name).startswith(mine)), None)
