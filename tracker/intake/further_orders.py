"""The bodies that a later clause or sentence of a unit orders besides the one it begins with."""

import re
from collections.abc import Iterator
from itertools import islice

from tracker.intake.letters import lowered
from tracker.intake.lists import list_at
from tracker.intake.name_lists import split_names
from tracker.intake.names import begins_name
from tracker.intake.ordering import ORDERING
from tracker.intake.orders import orders_in
from tracker.intake.predicates import predicate_start

NEXT_CLAUSE = re.compile(
    r"[;.]\s+(?:và )?(?=(?:đồng chí )?(?:(?:phó )?(?:giám đốc|chủ tịch|hiệu trưởng) |trưởng |thủ trưởng |sở |ubnd |ủy ban |phòng |"
    r"công an |bộ |cục |chi cục |văn phòng |kho bạc |thuế |bảo hiểm xã hội |trường (?!hợp)|ban |tổ |đội |trạm y tế|trung tâm |các (?:sở|phòng|đơn vị|địa phương|cơ quan|chủ đầu tư|xã|trường|thôn)\b))"
)
NEW_SUBJECT = re.compile(
    r",\s+(?:còn )?(?=(?:giám đốc )?sở |(?:chủ tịch )?(?:ubnd|ủy ban nhân dân) |phòng |công an |văn phòng |trạm y tế|ban chỉ huy |trưởng )"
)
FURTHER = re.compile(
    r"(?:hỗ trợ|phối hợp|tham gia|để|nhằm|theo|trong|khi|tại|cùng|và|với|trước|được|là|đã|chậm nhất)\b"
)


def further_orders(text: str) -> Iterator[str]:
    """The bodies a later sentence of the same unit orders ("…; giao Sở Y …")."""
    low = lowered(text)
    for at, word_at in islice(orders_in(text), 6):
        before = low[:word_at].rstrip()
        if before.endswith((";", ".")) or before.endswith("đồng thời") or before.endswith("đồng thời,"):
            yield from list_at(text, at)
    for part in islice(NEXT_CLAUSE.finditer(low), 6):
        if predicate_start(text, part.end()) is not None and _starts_with_subject(text, low):
            yield from list_at(text, part.end())
    if _starts_with_subject(text, low):
        for part in islice(NEW_SUBJECT.finditer(low), 6):
            if _is_new_subject(text, low, part):
                yield from list_at(text, part.end())


def _starts_with_subject(text: str, low: str) -> bool:
    """Whether a unit begins with the body that is to act: then those its later clauses begin with are to act too."""
    ordering = ORDERING.match(low)
    at = ordering.end() if ordering else 0
    verb = predicate_start(text, at) if begins_name(low, at) else None
    return verb is not None and ";" not in text[at:verb]


def _is_new_subject(text: str, low: str, comma: re.Match[str]) -> bool:
    """Whether after a comma another body is told what to do ("Sở Nội vụ tham mưu kế hoạch, Sở Tài chính bố trí kinh
    phí"): what the one before is told names nobody the comma could go on with."""
    clause = re.split(r"[;:.]\s|, (?=\S+ \S+ \S+)", low[max(0, comma.start() - 250) : comma.start()])[-1]
    at = predicate_start(text[comma.start() - len(clause) : comma.start()]) if begins_name(clause) else 0
    words = clause[at or 0 :]
    if at is None or any(begins_name(words, word.start()) for word in re.finditer(r"(?<![^\s])\w", words)):
        return False
    verb = predicate_start(text, comma.end())
    return (
        verb is not None and len(split_names(text[comma.end() : verb])) == 1 and not FURTHER.match(low, verb)
    )
