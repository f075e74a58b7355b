"""A list of bodies taken apart into their names."""

import re

from tracker.intake.expanding import SEPARATOR, expanded, tidied
from tracker.intake.fields import field_at
from tracker.intake.letters import CAPITALS, lowered
from tracker.intake.names import GROUP_WORD, begins_name

JOINT_OFFICE = re.compile(
    r"văn phòng (?:hđnd|hội đồng nhân dân|đoàn đbqh|đoàn đại biểu quốc hội)(?:,| và)\s*$"
)
CADRES = re.compile(r"(?:cán bộ|công chức|viên chức|người lao động|đảng viên|đoàn viên|hội viên)\b")
ENDS_IN_CADRES = re.compile(rf"{CADRES.pattern}$")
PERSON = re.compile(r"(?:đồng chí|ông|bà) (?!chủ tịch|phó|giám đốc|trưởng|bí thư|thủ trưởng|chánh)[^,]+$")
POST = re.compile(r"(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng|chánh|thủ tướng|chủ nhiệm|ủy viên)\b")
HEADS = re.compile(
    r"(?:thủ trưởng|trưởng|lãnh đạo|người đứng đầu)\b"
)  # "Thủ trưởng các cơ quan và đơn vị" is one
OWN_NAME = re.compile(rf"(?:Trung tâm|Trạm|Viện|Khoa|Trường|Hội|Đoàn|Ban|Phòng|Tổ|Sở|Bộ)\s+[{CAPITALS}]")
JOINT_COMMITTEE = re.compile(r"đảng ủy (?:mặt trận tổ quốc|mttq)(?: việt nam)?$")


def split_names(phrase: str) -> list[str]:
    """The bodies of a list, in order, as written: "Sở A, Sở B và các cơ quan liên quan" gives three.

    Names that hold "và" or a comma stay whole; "các Sở: A, B" gives "Sở A" and "Sở B"; one general group
    ("các sở, ban, ngành") stays one entry.
    """
    phrase = re.sub(r"\s*\([^)]*\)", "", phrase).strip(" ,;.:")
    names: list[str] = []
    for piece in _pieces(phrase):
        names.extend(expanded(piece))
    return [name for name in (tidied(name) for name in names) if name]


def _pieces(phrase: str) -> list[str]:
    """The phrase cut where another body begins; lists after a colon stay with what opens them."""
    low = lowered(phrase)
    cuts = [0]
    ends = [len(phrase)]
    for found in SEPARATOR.finditer(phrase):
        if _begins_another(phrase, low, cuts[-1], found):
            ends.insert(-1, found.start())
            cuts.append(found.end())
    return [phrase[cut:end] for cut, end in zip(cuts, ends, strict=True)]


def _begins_another(phrase: str, low: str, begun: int, found: re.Match[str]) -> bool:
    """Whether the words after a separator are another body and not the rest of this one's name."""
    after = low[found.end() :]
    if not begins_name(after):
        return False
    name = low[begun : found.start()]
    if _goes_together(name, found[0], after):
        return False
    if _inside_field(low, begun, found) or JOINT_OFFICE.search(low[begun : found.end()]):
        return False
    if after.startswith("các "):
        both_groups = GROUP_WORD.match(name) and name.startswith("các ") and GROUP_WORD.match(after)
        joined = found[0].strip() == "và" and both_groups and "liên quan" not in name
        joined = joined or (name in ("các cấp", "các bộ", "các ngành") and bool(GROUP_WORD.match(after)))
        return not joined
    small = GROUP_WORD.match(after)
    if not small:
        return True
    if OWN_NAME.match(phrase, found.end()) and not phrase.isupper():
        return True  # "các phòng, Trung tâm Y tế", but "các khoa, phòng, trung tâm" is one group
    return _stands_alone(name, found[0], after, small.end() == len(after.rstrip()))


def _stands_alone(name: str, separator: str, after: str, is_bare: bool) -> bool:
    """Whether words such as "phòng …", "đơn vị …" after a separator are a body of their own; `is_bare`: no more follows."""
    if GROUP_WORD.match(name) and (
        name.startswith("các ") or " các " in name or "," in name or GROUP_WORD.fullmatch(name)
    ):
        another = re.match(r"(?:công an|trạm y tế|trung tâm y tế|phòng [^,]|sở [^,]|ban [^,])", after)
        return bool(another) and not _one_kind(name, after)
    if _apart_from_members(name, separator, after):
        return True
    if re.search(r"\bcác \w", name):
        return _is_proper(after)
    return not is_bare or _is_proper(after)


def _apart_from_members(name: str, separator: str, after: str) -> bool:
    """Whether a group is one of its own after a body that is none ("Ban Thường vụ các xã đoàn và đơn vị trực thuộc")."""
    if GROUP_WORD.match(name) or "các " not in name:
        return False
    if after.startswith("lực lượng "):
        return True
    return (
        separator.strip() == "và" and not HEADS.match(name) and bool(re.match(r"(?:đơn vị|cơ quan) ", after))
    )


def _goes_together(name: str, separator: str, after: str) -> bool:
    """Two that are one: "cán bộ, công chức", "đồng chí Trần Văn A, Phó Chủ tịch UBND huyện", a joint Party committee."""
    if JOINT_COMMITTEE.search(name) and after.startswith("các đoàn thể"):
        return True
    if ENDS_IN_CADRES.search(name) and CADRES.match(after):
        return True
    if name.endswith("cơ quan báo") and after.startswith("đài"):
        return True
    if re.match(r"người đứng đầu (?:các )?cấp ủy$", name) and after.startswith("chính quyền"):
        return True
    return bool(PERSON.match(name) and "," in separator and POST.match(after))


def _one_kind(name: str, after: str) -> bool:
    """A run such as "các sở, ban, ngành" or "các phòng, ban chuyên môn"."""
    word = re.match(r"\w+", after)
    return bool(
        word and re.match(r"(?:ban|sở|phòng|ngành)\b", after) and re.match(r"các (?:sở|phòng|bộ|ban)\b", name)
    )


def _is_proper(after: str) -> bool:
    """Whether a kind of body is followed by something that makes it one ("sở tài chính")."""
    kind = re.match(r"(?:sở|bộ|phòng|ban|công an|trường|hội|ubnd|ủy ban)\s+", after)
    return bool(kind and (field_at(after, kind.end()) > kind.end() or len(after) > kind.end() + 12))


def _inside_field(low: str, begun: int, found: re.Match[str]) -> bool:
    """Whether the separator stands inside a field's name ("văn hóa, thể thao và du lịch")."""
    for start in range(begun, found.start() + 1):
        if start == begun or not low[start - 1].isalnum():
            end = field_at(low, start)
            if start < found.start() and end > found.end():
                return True
    return False
