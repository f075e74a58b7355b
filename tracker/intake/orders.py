"""Where a text orders somebody: the body it begins with, one after an introduction or in brackets, one inside."""

import re
from collections.abc import Iterator

from tracker.intake.letters import lowered
from tracker.intake.lists import SENTENCE_END, list_at
from tracker.intake.names import GROUP_WORD, begins_name
from tracker.intake.ordering import ORDERING
from tracker.intake.predicates import predicate_start

INTRODUCED = re.compile(
    r"(?:căn cứ|trên cơ sở|hàng|hằng|định kỳ|trong|trước|sau|khi|theo (?!dõi)|từ|để|nhằm|chậm nhất|ngoài|thực hiện|đồng thời|riêng|"
    r"trường hợp|tiếp tục|đối với|tùy|vào)\b"
)
EMBEDDED = re.compile(
    r"(?:(?<=[,;.:]\s)|(?<=\w\s))(?P<verb>giao(?! ban\b)(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|khuyến nghị|khuyến cáo|phân công(?! (?:lực lượng|cán bộ|công chức|nhiệm vụ|trách nhiệm|đội ngũ|các thành viên|cấp ủy viên|đảng viên|từng)))\s+"
)
ORDERER = re.compile(
    r"(?:và )?(?:ubnd|ủy ban nhân dân|chủ tịch|giám đốc|thủ tướng|bộ trưởng|sở|bộ|ban|phòng|văn phòng)\b.{0,100}(?<!đã)(?<!được)$"
)
BRACKETED = re.compile(r"\((?:giao |do )?")
LEADS = re.compile(
    r"(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|tham mưu|chịu trách nhiệm|phụ trách|đầu mối|làm đầu mối|triển khai)\b"
)
LIST_OPEN = re.compile(r"\bcác [^.;]{0,60},\s$")  # "các bộ phận, ngành, " goes on with "đoàn thể"


def last_order(text: str) -> int:
    """Where the last ordering word stands, before a body or at the end; 0 where there is none."""
    low = lowered(text)
    if re.search(r"(?:yêu cầu|đề nghị|chỉ thị|chỉ đạo)\s*:$", low):
        return len(text)
    return max(
        (found.start() for found in EMBEDDED.finditer(low) if begins_name(low, found.end())), default=0
    )


def introduces_addressee(text: str) -> bool:
    """Whether a paragraph names its addressee after an introduction ("Định kỳ hằng tháng, các đơn vị báo cáo …")."""
    low = lowered(text)
    return bool(INTRODUCED.match(low)) and _after_comma(text, low) is not None


def embedded_order(text: str) -> bool:
    """Whether an order to a named body stands somewhere inside a text."""
    return any(True for _ in orders_in(text))


def opening(text: str) -> tuple[tuple[str, ...], str | None]:
    """The body a text begins with, or the first one it orders."""
    low = lowered(text)
    ordering = ORDERING.match(low)
    at = ordering.end() if ordering else 0
    word = ordering[0].strip() if ordering else ""
    verb = text[: len(word)] if word and not word.endswith(("đối với", "riêng", " của")) else None
    subject_verb = predicate_start(text, at) if begins_name(low, at) else None
    if (
        begins_name(low, at)
        and (ordering or subject_verb is not None)
        and not _orders_others(low, subject_verb)
    ):
        return tuple(list_at(text, at)), verb
    bracketed = _bracketed(text, low)
    if bracketed is not None:
        return tuple(list_at(text, bracketed)), verb
    order_at, word_at = next(orders_in(text), (None, 0))
    subject_at = _after_comma(text, low) if INTRODUCED.match(low) else None
    if subject_at is not None and (order_at is None or subject_at < order_at):
        return tuple(list_at(text, subject_at)), verb
    if order_at is None:
        return (), verb
    return tuple(list_at(text, order_at)), text[word_at:order_at].strip()


def _bracketed(text: str, low: str) -> int | None:
    """Where the body begins that brackets after a measure name ("… (Sở Tài chính chủ trì; hoàn thành trong quý III)")."""
    for bracket in BRACKETED.finditer(low):
        verb = predicate_start(text, bracket.end()) if begins_name(low, bracket.end()) else None
        if verb is not None and LEADS.match(low, verb):
            return bracket.end()
    return None


def _after_comma(text: str, low: str) -> int | None:
    """Where the subject after an introduction begins ("Hằng năm, bộ phận Tư pháp có trách nhiệm …")."""
    sentence_end = SENTENCE_END.search(text)
    limit = min(sentence_end.start() if sentence_end else len(text), 400)
    for comma in re.finditer(r",\s+", text[:limit]):
        at = comma.end()
        if not begins_name(low, at) or (GROUP_WORD.match(low, at) and LIST_OPEN.search(low[:at])):
            continue
        verb = predicate_start(text, at)
        if _orders_others(low, verb):
            return None
        if verb is not None and "," not in text[at:verb].rstrip(" ,"):
            return at
    return None


def _orders_others(low: str, verb: int | None) -> bool:
    """Whether a subject's predicate is an ordering word with a body after it ("Sở Nội vụ đề nghị UBND các xã …")."""
    ordering = ORDERING.match(low, verb) if verb is not None else None
    return bool(ordering and begins_name(low, ordering.end()))


def orders_in(text: str) -> Iterator[tuple[int, int]]:
    """Where an ordering word is followed by a body: (where the body begins, where the word begins)."""
    low = lowered(text)
    for found in EMBEDDED.finditer(low):
        if not begins_name(low, found.end()) or low.startswith("các nội dung", found.end()):
            continue
        before = low[max(0, found.start() - 200) : found.start()].rstrip()
        clause = re.split(r"[,;.:]\s", before)[-1]
        bounded = not before or before[-1] in ",;.:" or before.endswith("đồng thời")
        if (bounded or ORDERER.match(clause)) and predicate_start(text, found.end()) is not None:
            yield found.end(), found.start("verb")
