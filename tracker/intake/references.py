"""The documents a text cites by number, each once: number, day, issuer."""

import re

from tracker.intake.draft import Reference
from tracker.intake.head import closed_up, iso
from tracker.intake.letters import CAPITALS, plain

CODE = rf"[{CAPITALS}§][\w&§]*"
NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<number>\d{{1,5}}[a-z]?\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?{CODE}"
    rf"(?:\s?[-–.]\s?[{CAPITALS}§]{{2}}\w*|[-–]\s?{CODE})*"
    rf"|\d{{1,4}}\s?-\s?[{CAPITALS}][\w]{{0,4}}\s?/\s?[{CAPITALS}]{{2,}}\w*(?:-[{CAPITALS}]\w*)*)"
)
ITEM = re.compile(rf"\d{{1,2}}\s?/\s+[{CAPITALS}]\w*")
DATED = re.compile(
    r"[\s,(]*(?:(?:ban hanh )?ngay )(?P<day>\d{1,2})(?:\s?[/.-]\s?|\s+thang\s+)(?P<month>\d{1,2})(?:\s?[/.-]\s?|\s+nam\s+)"
    r"(?P<year>\d{4})\b\.?"
)
ISSUING = re.compile(
    r"ngay (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}),? (?P<issuer>[^.;,\d]{3,60}?) "
    r"(?:da )?(?:ban hanh|co) [^.;,\d]{3,30}$"
)
OF = re.compile(
    r"[\s,]*(?:cua )?(?=(?:bo|so|ubnd|uy ban|thu tuong|chinh phu|ban|tinh uy|huyen uy|van phong|hoi|quoc hoi|thanh|cong an|"
    r"bi thu|chu tich|hdnd|trung uong|dang uy|phong|chi cuc|cuc|tong cuc)\b)"
)
ISSUER_ENDS = re.compile(
    r"\s(?:ve|v/v|quy dinh|huong dan|ban hanh|sua doi|phe duyet|thuc hien|da|co|tren|ngay|nham|de|cua|giao|"
    r"thi hanh|trien khai|tai|so|den|chap thuan|dam bao|cho thay|yeu cau|de nghi)\b|[,;:.()]| và các | [Cc]ông văn "
    r"| và (?:Công|Quyết|Kế|Thông|Chỉ|Nghị|Văn|Báo)"
)


def references(text: str, own_number: str | None) -> tuple[Reference, ...]:
    """In the order of their first mention; a later mention may add the day and the issuer."""
    found: dict[str, Reference] = {}
    for match in NUMBER.finditer(text):
        number = closed_up(match["number"]).replace("§", "").rstrip(".-")
        if number == own_number or number.endswith("/") or not _is_cited(text, match):
            continue
        issued_on, end = _day(text, match.end())
        cited = Reference(number, issued_on, _issuer(text, end))
        if issued_on is None:
            cited = Reference(number, *_issued_before(text, match.start()))
        before = found.get(number)
        found[number] = cited if before is None else _joined(before, cited)
    return tuple(found.values())


def _is_cited(text: str, match: re.Match[str]) -> bool:
    """Whether the number follows the name of a kind of document or is dated (so "3/9 xã" and "VT/UBND" are not)."""
    before = plain(text[max(0, match.start() - 40) : match.start()])
    marks_item = ITEM.fullmatch(match["number"])  # "2/ UBND các xã" after a line that ends with "báo cáo"
    if not marks_item and re.search(
        r"\b(?:so|van|dinh|hoach|thi|dien|bao|quyet|tu|luan|trinh|dan|an|nghi|luat|quy|huong)\b[\s:.]*$",
        before,
    ):
        return True
    return bool(DATED.match(plain(text[match.end() : match.end() + 40])))


def _issued_before(text: str, start: int) -> tuple[str | None, str | None]:
    """Day and issuer where they stand first: "ngày 31/10/2017 Bộ Y tế ban hành Công điện số 1155"."""
    before = text[max(0, start - 120) : start]
    found = ISSUING.search(plain(before))
    if not found:
        return None, None
    return iso(found["year"], found["month"], found["day"]), before[
        found.start("issuer") : found.end("issuer")
    ].strip(" ,")


def _day(text: str, end: int) -> tuple[str | None, int]:
    dated = DATED.match(plain(text[end : end + 45]))
    if not dated:
        return None, end
    return iso(dated["year"], dated["month"], dated["day"]), end + dated.end()


def _issuer(text: str, at: int) -> str | None:
    """The body named right after the number and day."""
    rest = text[at : at + 140]
    opening = OF.match(plain(rest))
    if not opening or not rest[opening.end() : opening.end() + 1].isupper():
        return None
    name = rest[opening.end() :]
    flat = plain(name)
    ends = [found.start() for found in (ISSUER_ENDS.search(flat), ISSUER_ENDS.search(name)) if found]
    return name[: min(ends, default=len(name))].strip() or None


def _joined(first: Reference, later: Reference) -> Reference:
    return Reference(first.number, first.issued_on or later.issued_on, first.issuer or later.issuer)
