"""A list of bodies taken apart into their names."""

import re

from tracker.intake.capitals import is_in_capitals, ordinary
from tracker.intake.fields import field_at
from tracker.intake.letters import CAPITALS, lowered, plain, sentence_case
from tracker.intake.names import GROUP_WORD, begins_name

SEPARATOR = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+")
SPECIALISED = ("sở", "bộ", "ban", "phòng", "cục", "hội", "trường")
JOINT_OFFICE = re.compile(
    r"văn phòng (?:hđnd|hội đồng nhân dân|đoàn đbqh|đoàn đại biểu quốc hội)(?:,| và)\s*$"
)
CADRES = re.compile(r"(?:cán bộ|công chức|viên chức|người lao động|đảng viên|đoàn viên|hội viên)\b")
ENDS_IN_CADRES = re.compile(rf"{CADRES.pattern}$")
PERSON = re.compile(r"(?:đồng chí|ông|bà) (?!chủ tịch|phó|giám đốc|trưởng|bí thư|thủ trưởng|chánh)[^,]+$")
POST = re.compile(r"(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng|chánh|thủ tướng|chủ nhiệm|ủy viên)\b")
OFTEN_NAMED = (
    "bảo hiểm xã hội", "ủy ban nhân dân", "hội đồng nhân dân", "công an", "trung tâm", "trạm y tế", "tổ dân phố", "văn phòng",
    "khu phố", "trưởng các", "thủ trưởng", "giám đốc", "hiệu trưởng",
)  # fmt: skip
HEADS = re.compile(
    r"(?:thủ trưởng|trưởng|lãnh đạo|người đứng đầu)\b"
)  # "Thủ trưởng các cơ quan và đơn vị" is one
OWN_NAME = re.compile(rf"(?:Trung tâm|Trạm|Viện|Khoa|Trường|Hội|Đoàn|Ban|Phòng|Tổ|Sở|Bộ)\s+[{CAPITALS}]")
JOINT_COMMITTEE = re.compile(r"đảng ủy (?:mặt trận tổ quốc|mttq)(?: việt nam)?$")
MANY = re.compile(
    r"^(?P<many>(?:các |giám đốc các |bộ trưởng các |thủ trưởng các |trưởng các )?"
    r"(?P<kind>(?:ubnd |ủy ban nhân dân |chủ tịch ubnd |chủ tịch ủy ban nhân dân |công an )?(?:các )?"
    r"(?:sở|bộ|ban|phòng|cục|hội|xã|phường|thị trấn|huyện|thành phố|tỉnh|đặc khu|trường)(?:, (?:ban|ngành|phường|xã))*))"
    r"\s*:\s*"
)


# "UBND các xã Hòa Bình, Tân Lập và Phú Xuân": places named after their kind without a colon.
PLACES = re.compile(
    rf"(?P<kind>(?:(?:Chủ tịch |chủ tịch )?(?:UBND|Ủy ban nhân dân|ủy ban nhân dân) |Công an |công an |Bí thư Đảng ủy |Đảng ủy |đảng ủy )?)"
    rf"[Cc]ác (?P<level>xã|phường|thị trấn|huyện|tỉnh|thôn|xóm|bản|buôn|ấp|khu phố|tổ dân phố)\s*:?\s+"
    rf"(?P<places>(?:[{CAPITALS}][^\W\d_]*|\d+)(?: (?:[{CAPITALS}][^\W\d_]*|\d+))*(?:(?:, | và )(?:[{CAPITALS}][^\W\d_]*|\d+)(?: (?:[{CAPITALS}][^\W\d_]*|\d+))*)+)$"
)


def split_names(phrase: str) -> list[str]:
    """The bodies of a list, in order, as written: "Sở A, Sở B và các cơ quan liên quan" gives three.

    Names that hold "và" or a comma stay whole; "các Sở: A, B" gives "Sở A" and "Sở B"; one general group
    ("các sở, ban, ngành") stays one entry.
    """
    phrase = re.sub(r"\s*\([^)]*\)", "", phrase).strip(" ,;.:")
    names: list[str] = []
    for piece in _pieces(phrase):
        names.extend(_expanded(piece))
    return [name for name in (_tidied(name) for name in names) if name]


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
    if small and OWN_NAME.match(phrase, found.end()) and not phrase.isupper():
        return True  # "các phòng, Trung tâm Y tế", but "các khoa, phòng, trung tâm" is one group
    if (
        small
        and GROUP_WORD.match(name)
        and (name.startswith("các ") or " các " in name or "," in name or GROUP_WORD.fullmatch(name))
    ):
        return bool(re.match(r"(?:công an|phòng [^,]|sở [^,]|ban [^,])", after)) and not _one_kind(
            name, after
        )
    if small and re.search(r"\bcác \w", name):
        return _is_proper(after) or bool(
            found[0].strip() == "và"
            and not GROUP_WORD.match(name)
            and not HEADS.match(name)
            and re.match(r"(?:đơn vị|cơ quan) ", after)
        )
    return not (small and small.end() == len(after.rstrip()) and not _is_proper(after))


def _goes_together(name: str, separator: str, after: str) -> bool:
    """Two that are one: "cán bộ, công chức", "đồng chí Trần Văn A, Phó Chủ tịch UBND huyện", a joint Party committee."""
    if JOINT_COMMITTEE.search(name) and after.startswith("các đoàn thể"):
        return True
    if ENDS_IN_CADRES.search(name) and CADRES.match(after):
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


def _expanded(piece: str) -> list[str]:
    """ "các Sở: Tài chính, Xây dựng" as "Sở Tài chính", "Sở Xây dựng"; anything else as it is."""
    low = lowered(piece)
    places = PLACES.match(piece)
    if places:
        named = re.split(r", | và ", places["places"])
        return [sentence_case(f"{places['kind']}{places['level']} {name}") for name in named]
    many = MANY.match(low)
    if not many:
        return _plain_many(piece, low)
    kind = piece[many.start("kind") : many.end("kind")]
    kind = re.sub(r"\b[Cc]ác ", "", kind)
    if kind in SPECIALISED:
        kind = sentence_case(kind)
    return [f"{kind} {name}" for name in _listed(piece[many.end() :])]


def _plain_many(piece: str, low: str) -> list[str]:
    """ "các sở Tài chính, Xây dựng" or "Sở Tài chính, Xây dựng": fields that follow one another without a colon."""
    opening = re.match(r"(?:các )?(sở|bộ|phòng) ", low)
    if not opening or field_at(low, opening.end()) == opening.end():
        return [piece]
    fields = _listed(piece[opening.end() :])
    if any(field_at(lowered(field), 0) == 0 for field in fields):
        return [piece]
    kind = sentence_case(piece[opening.start(1) : opening.end(1)])
    return [f"{kind} {field}" for field in fields]


def _listed(text: str) -> list[str]:
    """The parts of a bare list; known fields with "và" inside stay whole."""
    parts: list[str] = []
    at = 0
    low = lowered(text)
    while at < len(text):
        known = field_at(low, at)
        separator = SEPARATOR.search(text, max(known, at))
        end = separator.start() if separator else len(text)
        parts.append(text[at:end])
        at = separator.end() if separator else len(text)
    return [part.strip(" ,;.") for part in parts if part.strip(" ,;.")]


def _mended(name: str) -> str:
    """Words of well-known names spelled right where a scan has misread their marks ("Bảo hiếm xã hội")."""
    flat = plain(name)
    for word in OFTEN_NAMED:
        at = flat.find(plain(word))
        if at >= 0 and not flat[at + len(word) : at + len(word) + 1].isalnum():
            read = name[at : at + len(word)]
            if lowered(read) != lowered(word):
                name = (
                    name[:at] + (sentence_case(word) if read[0].isupper() else word) + name[at + len(word) :]
                )
    return name


def _tidied(name: str) -> str:
    name = re.sub(r"^(?:và|cùng|Và)\s+", "", name.strip(" ,;.:-*"))
    if is_in_capitals(name):
        name = ordinary(name)
    name = _mended(name)
    return re.sub(rf"^[Cc]ác (?:đơn vị|cơ quan|cơ sở)\s*:?\s*(?=[{CAPITALS}][^\W\d_]+ [^\W\d_])", "", name)
