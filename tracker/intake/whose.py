"""Whose task it is: the bodies a text orders, those they are to work with, and the ordering word itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tracker.intake.letters import CAPITALS, lowered, plain
from tracker.intake.name_lists import split_names
from tracker.intake.names import GROUP_WORD, begins_name
from tracker.intake.predicates import predicate_start
from tracker.intake.sorts import ORDERING, ROLE, after_topic
from tracker.vietnamese import name_key

INTRODUCED = re.compile(
    r"(?:căn cứ|trên cơ sở|hàng|hằng|định kỳ|trong|trước|sau|khi|theo (?!dõi)|từ|để|nhằm|chậm nhất|ngoài|thực hiện|đồng thời|riêng|"
    r"trường hợp|tiếp tục|đối với|tùy|vào)\b"
)
EMBEDDED = re.compile(
    r"(?:(?<=[,;.:]\s)|(?<=\w\s))(?P<verb>giao(?! ban\b)(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|khuyến nghị|khuyến cáo|phân công(?! (?:lực lượng|cán bộ|công chức|nhiệm vụ|trách nhiệm|đội ngũ|các thành viên)))\s+"
)
ORDERER = re.compile(
    r"(?:và )?(?:ubnd|ủy ban nhân dân|chủ tịch|giám đốc|thủ tướng|bộ trưởng|sở|bộ|ban|phòng|văn phòng)\b.{0,100}(?<!đã)(?<!được)$"
)
WORKING_WITH = re.compile(
    r"(?:phối hợp(?:,? (?:chặt chẽ|thường xuyên|tốt|đồng bộ|kịp thời|trao đổi|thống nhất))*\s+(?P<with>(?:với|cùng với|cùng)\s*:?\s+)?"
    r"|chủ trì,? (?P<along>cùng(?: với)?|với)\s+)"
)
DIRECTING = re.compile(r"(?<!ban )(?:chỉ đạo|đôn đốc|hướng dẫn|vận động|(?<=\w )yêu cầu)\s+[^,;.]*$")
DIRECTS = re.compile(r"(?<!ban )(?:chỉ đạo|đôn đốc|hướng dẫn|(?<=\w )yêu cầu)\s+")
SENTENCE_END = re.compile(rf"(?<!TP)(?<! \d)\.\s+(?=[{CAPITALS}])|;")
# In the sentence that opens a list these words order too ("Sở Y tế hướng dẫn các đơn vị thực hiện như sau:").
GUIDES = re.compile(r"(?<=\w )(?P<verb>hướng dẫn|chỉ đạo)\s+")
BRACKETED = re.compile(r"\((?:giao |do )?")
CHAIR = re.compile(r"\s*\((?:là )?(?:cơ quan |đơn vị )?chủ trì\)")
LEADS = re.compile(
    r"(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|tham mưu|chịu trách nhiệm|phụ trách|đầu mối|làm đầu mối|triển khai)\b"
)
NEW_SUBJECT = re.compile(
    r",\s+(?:còn )?(?=(?:giám đốc )?sở |(?:chủ tịch )?(?:ubnd|ủy ban nhân dân) |phòng |công an |văn phòng |trạm y tế|ban chỉ huy |trưởng )"
)
FURTHER = re.compile(r"(?:hỗ trợ|phối hợp|tham gia|để|nhằm|theo|trong|khi|tại|cùng|và|với|trước|được|là|đã|chậm nhất)\b")
LIST_OPEN = re.compile(r"\bcác [^.;]{0,60},\s$")  # "các bộ phận, ngành, " goes on with "đoàn thể"
LONGEST_LIST = 420


@dataclass(frozen=True, slots=True)
class Claim:
    """What one text says: whom it orders, with whom they are to work, by which word."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    verb: str | None = None


def claim_of(text: str) -> Claim:
    """The bodies one sentence, item or heading names."""
    lead, verb = _opening(text[after_topic(text) :])
    with_whom = tuple(_working_with(text))
    chair = CHAIR.search(text, 0, LONGEST_LIST) if len(lead) > 1 else None
    if chair:  # "Giao Sở Xây dựng (chủ trì), Sở Tài chính …": the others work with it
        first = set(split_names(text[: chair.start()])[-1:])
        chairing = tuple(name for name in lead if any(one.endswith(name) for one in first))
        with_whom = (*(name for name in lead if name not in chairing), *with_whom) if chairing else with_whom
        lead = chairing or lead
    keys = {name_key(name) for name in (*lead, *with_whom)}
    for name in _later_orders(text):
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
        if found:
            by_role.setdefault(found["role"], []).extend(_list_at(line, found.end()))
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
    return Claim(tuple(_list_at(text, last.end())), tuple(_working_with(text[last.end() :])), verb)


def heading_claim(text: str) -> Claim:
    """Whom a heading names ("3. Giao Sở A, Văn phòng B"); with a predicate it is read like a sentence."""
    claim = claim_of(text)
    if claim.lead:
        return claim
    low = lowered(text)
    return Claim(tuple(_list_at(text, 0)), claim.coordinating, claim.verb) if begins_name(low) else claim


def introduces_addressee(text: str) -> bool:
    """Whether a paragraph names its addressee after an introduction ("Định kỳ hằng tháng, các đơn vị báo cáo …")."""
    low = lowered(text)
    return bool(INTRODUCED.match(low)) and _after_comma(text, low) is not None


def embedded_order(text: str) -> bool:
    """Whether an order to a named body stands somewhere inside a text."""
    return any(True for _ in _orders(text))


def _opening(text: str) -> tuple[tuple[str, ...], str | None]:
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
        return tuple(_list_at(text, at)), verb
    bracketed = _bracketed(text, low)
    if bracketed is not None:
        return tuple(_list_at(text, bracketed)), verb
    order_at, word_at = next(_orders(text), (None, 0))
    subject_at = _after_comma(text, low) if INTRODUCED.match(low) else None
    if subject_at is not None and (order_at is None or subject_at < order_at):
        return tuple(_list_at(text, subject_at)), verb
    if order_at is None:
        return (), verb
    return tuple(_list_at(text, order_at)), text[word_at:order_at].strip()


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


def _orders(text: str) -> Iterator[tuple[int, int]]:
    """Where an ordering word is followed by a body: (where the body begins, where the word begins)."""
    low = lowered(text)
    for found in EMBEDDED.finditer(low):
        if not begins_name(low, found.end()) or low.startswith("các nội dung", found.end()):
            continue
        before = low[max(0, found.start() - 200) : found.start()].rstrip()
        clause = re.split(r"[,;.:]\s", before)[-1]
        bounded = not before or before[-1] in ",;.:"
        if (bounded or ORDERER.match(clause)) and predicate_start(text, found.end()) is not None:
            yield found.end(), found.start("verb")


def _later_orders(text: str) -> Iterator[str]:
    """The bodies a later sentence of the same unit orders ("…; giao Sở Y …")."""
    low = lowered(text)
    for at, word_at in islice(_orders(text), 6):
        before = low[:word_at].rstrip()
        if before.endswith((";", ".")) or before.endswith("đồng thời") or before.endswith("đồng thời,"):
            yield from _list_at(text, at)
    for part in islice(
        re.finditer(r";\s+(?:và )?(?=sở |ubnd |ủy ban |phòng |công an |bộ |cục |chi cục |văn phòng )", low), 6
    ):
        if predicate_start(text, part.end()) is not None and _starts_with_subject(text, low):
            yield from _list_at(text, part.end())
    if _starts_with_subject(text, low):
        for part in islice(NEW_SUBJECT.finditer(low), 6):
            if _is_new_subject(text, low, part):
                yield from _list_at(text, part.end())


def _is_new_subject(text: str, low: str, comma: re.Match[str]) -> bool:
    """Whether after a comma another body is told what to do ("Sở Nội vụ tham mưu kế hoạch, Sở Tài chính bố trí kinh
    phí"): what the one before is told names nobody the comma could go on with."""
    clause = re.split(r"[;:.]\s|, (?=\S+ \S+ \S+)", low[max(0, comma.start() - 250) : comma.start()])[-1]
    at = predicate_start(text[comma.start() - len(clause) : comma.start()]) if begins_name(clause) else 0
    words = clause[at or 0 :]
    if at is None or any(begins_name(words, word.start()) for word in re.finditer(r"(?<![^\s])\w", words)):
        return False
    verb = predicate_start(text, comma.end())
    return verb is not None and len(split_names(text[comma.end() : verb])) == 1 and not FURTHER.match(low, verb)


def _starts_with_subject(text: str, low: str) -> bool:
    """Whether a unit begins with the body that is to act: then those its later clauses begin with are to act too."""
    ordering = ORDERING.match(low)
    at = ordering.end() if ordering else 0
    verb = predicate_start(text, at) if begins_name(low, at) else None
    return verb is not None and ";" not in text[at:verb]


def _working_with(text: str) -> Iterator[str]:
    low = lowered(text)
    seen: set[str] = set()
    for found in WORKING_WITH.finditer(low):
        if _tells_others(text, low, found.start()) or not begins_name(low, found.end()):
            continue
        if not (found["with"] or found["along"]) and not (
            text[found.end()].isupper() or low.endswith(("chủ trì, ", "chủ trì "), 0, found.start())
        ):
            continue  # "phối hợp các đơn vị" coordinates them; "phối hợp Sở Tài chính" leaves out "với"
        for name in _list_at(text, found.end()):
            if name_key(name) not in seen:
                seen.add(name_key(name))
                yield name


def _tells_others(text: str, low: str, at: int) -> bool:
    """Whether those who are to work together at `at` are third parties ("chỉ đạo Công an xã phối hợp với …")."""
    before = max(0, at - 200)
    if DIRECTING.search(low[before:at]):
        return True
    told = list(DIRECTS.finditer(low, before, at))
    return bool(told and begins_name(low, told[-1].end()) and predicate_start(text, told[-1].end()) == at)


def _list_at(text: str, at: int) -> list[str]:
    """The bodies of the list that begins at `at`, to where the predicate or the sentence ends."""
    ends = [predicate_start(text, at), at + LONGEST_LIST]
    sentence_end = SENTENCE_END.search(text, at, at + LONGEST_LIST)
    if sentence_end and (sentence_end[0] != ";" or not _names_next(text, sentence_end.end())):
        ends.append(sentence_end.start())
    end = min(end for end in ends if end is not None)
    return split_names(text[at:end])


def _names_next(text: str, at: int) -> bool:
    """Whether a list goes on with another body after a semicolon."""
    return begins_name(lowered(text[at : at + 80].lstrip()))
