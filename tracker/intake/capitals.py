"""Names printed in capitals written as a sentence would have them."""

import re

from tracker.intake.fields import WRITTEN, field_at
from tracker.intake.letters import lowered, plain, sentence_case

ACRONYMS = "UBND|HĐND|MTTQ|UBMTTQ|UBMTTQVN|BCĐ|BCH|MTQG|NTM|TNCS|ĐBQH|PCTT|TKCN|PTNT|BQL|TNHH|MTV|TP|KBNN|BHXH|CCHC|VNPT"
ACRONYM = re.compile(rf"\b(?:{ACRONYMS})\b", re.IGNORECASE)
PLACES = "tỉnh|huyện|thành phố|thị xã|thị trấn|quận|xã|phường|đặc khu"
PLACE = re.compile(rf"\b(?P<kind>{PLACES}) (?P<name>(?!{PLACES}\b)[^,;]+)$")
FIELD = re.compile(r"\b(?P<kind>sở|so|bộ|bo|phòng) (?P<rest>[^,;]+)")
OFFICE = re.compile(r"\b(?:sở|bộ|phòng) ")
OWN_NAMES = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Đa khoa",
    "Đại học",
    "Cao đẳng",
    "Thủ tướng Chính phủ",
    "của Chính phủ",
    "Văn phòng Chính phủ",
    "Ủy ban Mặt trận Tổ quốc",
    "Ban Chỉ đạo",
    "Bộ Chỉ huy",
    "Ban Chỉ huy",
    "Ban Quản lý",
    "Văn phòng",
    "Công an",
    "Chương trình",
    "Việt Nam",
    "Mặt trận Tổ quốc",
    "Trạm Y tế",
    "Trung tâm Y tế",
    "Kho bạc Nhà nước",
    "Liên đoàn Lao động",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Hội Liên hiệp Phụ nữ",
    "Đoàn Thanh niên",
)
PARTY_COMMITTEE = re.compile(r"\b([Tt]ỉnh|[Hh]uyện|[Tt]hành|[Đđ]ảng) Ủy\b")
KINDS = {"so": "Sở", "sở": "Sở", "bo": "Bộ", "bộ": "Bộ", "phòng": "Phòng"}


def is_in_capitals(name: str) -> bool:
    """Whether a name is printed in capitals and is more than an abbreviation."""
    return name.upper() == name and bool(ACRONYM.sub("", name).strip(" ,;-")) and " " in name


def ordinary(name: str) -> str:
    """ "UBND TỈNH KIÊN GIANG" as "UBND tỉnh Kiên Giang", "SỞ Y TẾ" as "Sở Y tế", also where a scan lost the marks."""
    low = lowered(name)
    for own in OWN_NAMES:
        at = plain(low).find(plain(own))
        if at >= 0:
            low = low[:at] + own + low[at + len(own) :]
    low = PLACE.sub(lambda found: f"{found['kind']} {_titled(found['name'])}", low)
    for office in OFFICE.finditer(low):  # fields with a comma inside, as the offices write them
        end = field_at(low, office.end())
        if end > office.end():
            low = low[: office.end()] + WRITTEN[plain(low[office.end() : end])] + low[end:]
    low = FIELD.sub(lambda found: _field(found["kind"], found["rest"]), low)
    low = ACRONYM.sub(lambda found: found[0].upper(), low)
    return sentence_case(PARTY_COMMITTEE.sub(lambda found: f"{found[1]} ủy", low))


def _titled(name: str) -> str:
    return " ".join(sentence_case(word) for word in name.split(" "))


def _field(kind: str, rest: str) -> str:
    known = WRITTEN.get(plain(rest))
    return f"{KINDS[kind]} {known}" if known else f"{kind} {rest}"
