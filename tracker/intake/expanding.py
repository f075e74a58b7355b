"""One phrase that names several bodies of a kind, and names as they are to be shown."""

import re

from tracker.intake.capitals import is_in_capitals, ordinary
from tracker.intake.fields import FIELDS, field_at
from tracker.intake.letters import CAPITALS, lowered, plain, sentence_case

SPECIALISED = ("sở", "bộ", "ban", "phòng", "cục", "hội", "trường")
OFTEN_NAMED = (
    "bảo hiểm xã hội", "ủy ban nhân dân", "hội đồng nhân dân", "công an", "trung tâm", "trạm y tế", "tổ dân phố", "văn phòng",
    "khu phố", "chủ tịch", "phó giám đốc", "cảnh sát giao thông", "nông thôn mới", "quân sự", "trưởng các", "thủ trưởng",
    "giám đốc", "hiệu trưởng",
)  # fmt: skip
LONG_FIELDS = tuple(field for field in FIELDS if field.count(" ") > 1)
MISREAD = [(word, re.compile(rf"\b{re.escape(plain(word))}\b")) for word in (*OFTEN_NAMED, *LONG_FIELDS)]
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
SEPARATOR = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+")


def expanded(piece: str) -> list[str]:
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
    for word, misread in MISREAD:
        found = misread.search(flat)
        if found and lowered(name[found.start() : found.end()]) != lowered(word):
            spelled = sentence_case(word) if name[found.start()].isupper() else word
            name = name[: found.start()] + spelled + name[found.end() :]
    return name


def tidied(name: str) -> str:
    """A name without what stands around it, in ordinary letters and with its well-known words spelled right."""
    name = re.sub(r"^(?:và|cùng|Và)\s+", "", name.strip(" ,;.:-*"))
    if is_in_capitals(name):
        name = ordinary(name)
    name = _mended(name)
    return re.sub(rf"^[Cc]ác (?:đơn vị|cơ quan|cơ sở)\s*:?\s*(?=[{CAPITALS}][^\W\d_]+ [^\W\d_])", "", name)
