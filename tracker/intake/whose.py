"""Whose task it is: the bodies a text orders, those they are to work with, and the ordering word itself."""

import re
from dataclasses import dataclass

from tracker.intake.further_orders import further_orders
from tracker.intake.letters import lowered, plain
from tracker.intake.lists import LONGEST_LIST, list_at
from tracker.intake.measures import ROLE
from tracker.intake.name_lists import split_names
from tracker.intake.names import begins_name
from tracker.intake.ordering import after_topic
from tracker.intake.orders import EMBEDDED, opening
from tracker.intake.working_with import working_with
from tracker.vietnamese import name_key

# In the sentence that opens a list these words order too ("Sở Y tế hướng dẫn các đơn vị thực hiện như sau:").
GUIDES = re.compile(r"(?<=\w )(?P<verb>hướng dẫn|chỉ đạo)\s+")
CHAIR = re.compile(r"\s*\((?:là )?(?:cơ quan |đơn vị )?chủ trì\)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one text says: whom it orders, with whom they are to work, by which word."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    verb: str | None = None


def claim_of(text: str) -> Claim:
    """The bodies one sentence, item or heading names."""
    lead, verb = opening(text[after_topic(text) :])
    with_whom = tuple(working_with(text))
    chair = CHAIR.search(text, 0, LONGEST_LIST) if len(lead) > 1 else None
    if chair:  # "Giao Sở Xây dựng (chủ trì), Sở Tài chính …": the others work with it
        first = set(split_names(text[: chair.start()])[-1:])
        chairing = tuple(name for name in lead if any(one.endswith(name) for one in first))
        with_whom = (*(name for name in lead if name not in chairing), *with_whom) if chairing else with_whom
        lead = chairing or lead
    keys = {name_key(name) for name in (*lead, *with_whom)}
    for name in further_orders(text[after_topic(text) :]):
        if name_key(name) not in keys:
            keys.add(name_key(name))
            lead = (*lead, name)
    leading = {name_key(name) for name in lead}
    return Claim(lead, tuple(name for name in with_whom if name_key(name) not in leading), verb)


def claim_of_lines(lines: tuple[str, ...]) -> Claim:
    """ "Chủ trì: …", "Tham mưu: …", "Phối hợp: …" of a plan's measure: the first of them that is there leads."""
    by_role: dict[str, list[str]] = {}
    for line in lines:
        found = ROLE.match(plain(line))
        told = claim_of(line[found.end() :]) if found and found["told"] else Claim()
        if told.lead:  # "Trách nhiệm: Phòng Kinh tế chủ trì, phối hợp với các thôn"
            by_role.setdefault("chu tri", []).extend(told.lead)
            by_role.setdefault("phoi hop", []).extend(told.coordinating)
        elif found:
            by_role.setdefault(found["role"] or "chu tri", []).extend(list_at(line, found.end()))
    leading = [
        role
        for role in ("chu tri", "dau moi", "chiu trach nhiem", "phu trach", "thuc hien", "tham muu")
        if role in by_role
    ]
    lead = by_role[leading[0]] if leading else []
    rest = [name for role in by_role if role not in leading[:1] for name in by_role[role]]
    return Claim(tuple(lead), tuple(rest))


def opening_claim(text: str) -> Claim:
    """Whom the sentence that opens a whole list orders ("Giám đốc Sở Y tế yêu cầu Thủ trưởng đơn vị …:")."""
    low = lowered(text)
    orders = [found for found in EMBEDDED.finditer(low) if begins_name(low, found.end())]
    orders = orders or [found for found in GUIDES.finditer(low) if begins_name(low, found.end())]
    words = re.findall(r"\b(?:giao|đề nghị|yêu cầu|chỉ đạo)\b", text, re.IGNORECASE)
    if not orders:
        return Claim(verb=words[-1] if words else None)
    last = orders[-1]
    verb = text[last.start("verb") : last.end("verb")]
    return Claim(tuple(list_at(text, last.end())), tuple(working_with(text[last.end() :])), verb)


def heading_claim(text: str) -> Claim:
    """Whom a heading names ("3. Giao Sở A, Văn phòng B"); with a predicate it is read like a sentence."""
    claim = claim_of(text)
    if claim.lead:
        return claim
    low = lowered(text)
    return Claim(tuple(list_at(text, 0)), claim.coordinating, claim.verb) if begins_name(low) else claim
