"""How often an order returns: a named period that governs it, or "thường xuyên" at its head."""

import re

from tracker.intake.letters import plain
from tracker.intake.names import begins_name
from tracker.intake.predicates import predicate_start

PERIODS = {
    "tuan": "weekly",
    "thang": "monthly",
    "quy": "quarterly",
    "6 thang": "semiannual",
    "06 thang": "semiannual",
    "03 thang": "quarterly",
    "3 thang": "quarterly",
    "sau thang": "semiannual",
    "nam": "annual",
}
NAMED = re.compile(
    r"(?:dinh ky,? (?:vao )?)?(?:(?:(?:(?:sang|chieu|toi) )?(?:thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat)|ngay \d{1,2}(?:/\d{1,2})?|chieu thu \w+|cuoi|truoc ngay \d{1,2}(?:(?:/| thang )\d{1,2})?|ngay \d{1,2} thang \d{1,2})\s+)?"
    r"(?:(?:hang|hang|moi)(?: nua)? |dinh ky )(?P<period>0?6 thang|0?3 thang|sau thang|tuan|thang|quy|nam)(?: (?:mot|0?1) lan|/lan)?"
    r"|(?P<half>(?:dinh ky )?(?:6|06|sau) thang(?: (?:mot lan|dau nam))?)(?=,? (?:va )?(?:hang nam|nam|mot lan|dau nam))"
    r"|(?<=bao cao )(?P<told>tuan|thang|quy)(?= \((?:truoc|vao|ngay|chieu|sang) )"
    r"|(?P<per>0?1 lan/(?P<each>tuan|thang|quy|nam))"
    r"|(?P<every>0?[36] thang|tuan|thang|quy|nam)/(?:mot |0?1 )?lan"
)
GOVERNS = re.compile(
    r"\W*(?:phai |co trach nhiem |ve |tien hanh )?(?:bao cao|tong hop|gui|ra soat|kiem tra|danh gia|to chuc|cap nhat|thong ke|hop|giao ban|xay dung|so ket|cong bo)"
)
# What has a period of its own: a budget, a meeting, a plan is not done over and over.
OF_A_PERIOD = re.compile(
    r"\b(?:ke hoach|ngan sach|du toan|chuong trinh|thuong xuyen|nhiem vu|ket qua|bao cao|muc tieu|chi tieu|thuong ky|giao ban|kinh phi|so lieu|"
    r"hop|von|cong tac|sinh hoat|lich)$"
)
# A time in brackets behind a period ("hằng tuần (trước 15 giờ thứ Năm)") is when it is to be done.
TIMED = re.compile(r"\s*\((?:vao|truoc|ngay|chieu|sang|cham nhat|thu) ")
DONE_SO = re.compile(r"\b(?:cap nhat|thuc hien|tien hanh|ra soat|giao ban|cong bo|cong khai|to chuc hop)$")
ONGOING = re.compile(
    r"(?:(?:chu dong|tich cuc|tap trung|tiep tuc),? )?(?:thuong xuyen|lien tuc)\b|dinh ky\b[^.;]*theo quy dinh"
)


def recurrence_of(text: str) -> tuple[str | None, str | None]:
    """(weekly | monthly | quarterly | semiannual | annual | ongoing or None, the phrase of a named period or None)."""
    flat = plain(text)
    for found in NAMED.finditer(flat):
        if _governs(flat, found):
            return _period(found), text[found.start() : found.end()]
    begin = 0
    if begins_name(text.lower()):
        begin = predicate_start(text) or 0
    return ("ongoing", None) if ONGOING.match(flat, begin) else (None, None)


def _period(found: re.Match[str]) -> str:
    if found["half"]:
        return "semiannual"
    return PERIODS[found["period"] or found["told"] or found["each"] or found["every"]]


def _governs(flat: str, found: re.Match[str]) -> bool:
    """Not inside a name or an object ("kế hoạch hằng năm", "ngân sách hằng năm")."""
    before = flat[: found.start()].rstrip()
    if TIMED.match(flat, found.end()) or found[0].endswith(" lan"):
        return True
    if not before or before.endswith((",", ";", ".", ":", "dinh ky", "(")):
        return bool(
            not before
            or GOVERNS.match(flat[found.end() :])
            or not before.endswith(",")
            or flat[found.end() : found.end() + 1] in ",.;"
        )
    if DONE_SO.search(before) and re.match(r"[\s.,;]|$", flat[found.end() :]):
        return True
    ends = re.match(r"\s*[.;]|\s*$|,? (?:ve|cho|gui|den|len) ", flat[found.end() :])
    if ends and found["period"] in ("tuan", "thang", "quy") and not OF_A_PERIOD.search(before):
        return True
    if found[0].startswith(
        ("dinh ky", "thu ", "ngay ", "truoc ngay", "cuoi", "chieu", "sang", "toi", "chu nhat")
    ):
        return True
    return bool(GOVERNS.match(flat[found.end() :])) and not re.search(
        r"(?:ke hoach|ngan sach|du toan|chuong trinh|thuong xuyen|nhiem vu|ket qua|bao cao)$", before
    )
