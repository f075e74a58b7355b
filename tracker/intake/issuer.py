"""The body whose letterhead a document carries, its abbreviations written out and its capitals made ordinary."""

import re
from collections import Counter

from tracker.intake.capitals import PLACES, ordinary
from tracker.intake.head import NUMBER, STATE, SUBJECT
from tracker.intake.layout import Line
from tracker.intake.letters import CAPITALS, lowered, plain
from tracker.intake.regions import title_kind

STAMP = re.compile(r"@|\b\d\d[./]\d\d[./]\d{4},? \d\d:\d\d|^(?:ky boi|nguoi ky|ngay ky)\b")
BODY = re.compile(
    r"^(?:uy ban|ubnd|hdnd|hoi dong|so|bo|ban|phong|cong an|van phong|cuc|chi cuc|thu tuong|chinh phu|huyen uy|tinh uy|dang bo|"
    r"thanh uy|dang uy|trung tam|truong|mat tran|tap doan|tong cong ty|lien doan|lien minh|kiem toan|toa an|ngan hang|benh vien|thanh tra|hoi|tong cuc|vien|kho bac|chu tich|cong ty|dai)\b"
)
# A department or an office carries its province; a hospital or a school has a place of its own in its name.
CARRIES_PLACE = re.compile(
    r"(?:so|ban|van phong|thanh tra|cuc|chi cuc|phong|cong an|bo chi huy|hoi|dang uy|trung tam|kho bac)\b"
)
STANDING = {
    "Ban thường vụ": "Ban Thường vụ",
    "Ban thường trực": "Ban Thường trực",
    "Ban chấp hành": "Ban Chấp hành",
}
OWN_ISSUER = re.compile(
    r"\b(?:của|tại) (?P<name>(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:tỉnh|huyện|thành phố|thị xã|xã|phường)"
    rf"(?: [{CAPITALS}][^\W\d_]*){{1,4}})"
)
ORDERING = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?P<level>tỉnh|huyện|thành phố|thị xã|xã|phường)\b"
)


def issuer(head: list[Line], place: str | None, body_text: str) -> str | None:
    """The issuing body; where the head is missing, what the body says of "UBND tỉnh" by its full name."""
    names = _letterhead(head)
    if not names:
        return _from_body(body_text)
    written = [_written(name, place) for name in names]
    last = written[-1]
    if last in STANDING and len(written) > 1:
        return f"{STANDING[last]} {written[0]}"
    if last == "Văn phòng" and len(written) > 1:
        return f"Văn phòng {written[0]}"
    parent = re.search(rf"\b(?:{PLACES}) [^\W\d_].*$", written[0]) if len(written) > 1 else None
    if last in ("Tỉnh ủy", "Huyện ủy", "Thành ủy", "Đảng ủy") and parent:  # below "ĐẢNG BỘ TỈNH X"
        place = re.sub(rf"^(?:{PLACES}) ", "", parent[0]) if last != "Đảng ủy" else parent[0]
        return f"{last} {place}"
    level = re.search(rf"\b(?:{PLACES})$", lowered(last))
    if parent and level:  # "VĂN PHÒNG UBND TỈNH" below "UBND TỈNH SƠN HẢI"
        return f"{last[: level.start()]}{parent[0]}"
    if (
        parent
        and CARRIES_PLACE.match(plain(last))
        and not re.search(rf"\b(?:{PLACES})\b(?! hội)", lowered(last))
    ):
        return f"{last} {parent[0]}"
    return last


def _letterhead(head: list[Line]) -> list[str]:
    """The bodies of the left column, the higher one first."""
    stamped = [number for number, line in enumerate(head[:12]) if STAMP.search(plain(line.text))]
    names: list[str] = []
    goes_on = False
    for line in head[stamped[-1] + 1 if stamped else 0 :]:
        flat = plain(line.text)
        if line.text == "|":  # the end of a cell of the table some pages draw the head with
            goes_on = False
            continue
        if NUMBER.match(line.text) or SUBJECT.match(flat) or title_kind(line):
            break
        state = STATE.search(flat)
        text = (line.text[: state.start()] if state else line.text).strip(" .`'_-*")
        found = re.search(rf"[{CAPITALS}]{{2,}}", text)
        if not found or text.upper() != text:
            continue
        text = text[found.start() :] if not BODY.match(plain(text)) else text
        if BODY.match(plain(text)):
            names.append(text)
            goes_on = True
        elif goes_on:
            names[-1] = f"{names[-1]} {text}"
    return names


def _written(name: str, place: str | None) -> str:
    """A name in capitals as a sentence would have it, abbreviations written out, the place as the date line has it."""
    written = re.sub(r"^(Chủ tịch )?UBND\b", r"\1Ủy ban nhân dân", ordinary(name))
    if place and plain(written).endswith(" " + plain(place)):
        written = written[: -len(place)] + place
    return written


def _from_body(text: str) -> str | None:
    """The full name most often given to the level that orders ("UBND tỉnh" ... "của UBND tỉnh Bắc Giang")."""
    orders = Counter(found["level"] for found in ORDERING.finditer(text))
    names = Counter(found["name"] for found in OWN_ISSUER.finditer(text))
    for level, _ in orders.most_common():
        for name, _ in names.most_common():
            if f" {level} " in name:
                return re.sub(r"^(?:UBND|Uỷ ban nhân dân)", "Ủy ban nhân dân", name)
    return None
