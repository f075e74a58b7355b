"""Paragraphs that order nothing: aims, grounds and results, forms, topics, and what a decision itself decides."""

import re

from tracker.intake.letters import lowered, plain
from tracker.intake.names import begins_name
from tracker.intake.ordering import names_addressee
from tracker.intake.predicates import predicate_start

TOPICS = (
    "muc dich|yeu cau|muc tieu|chi tieu|quan diem|can cu|nguyen tac|pham vi|doi tuong|danh gia (?:chung|ket qua|tinh hinh)|"
    "tinh hinh|ket qua|ton tai|han che|nguyen nhan|thuc trang|kinh phi|nguon kinh phi|thoi gian|dia diem|thanh phan|"
    "noi dung (?:kiem tra|giam sat|thanh tra|tap huan|thi dua|thi)|co so phap ly|su can thiet|hieu luc|uu diem|khai quat|bo cuc|giai thich"
)
NO_ORDERS = re.compile(
    rf"(?:ve )?(?:{TOPICS})(?:(?:\s*[,-]\s*|\s+va\s+|\s*,\s*va\s+)(?:{TOPICS}))*(?P<rest>[^.;]{{0,120}})[.:]?(?:\s|$)"
)
MEANS = re.compile(
    r"(?:nguon )?(?:kinh phi|thoi gian|dia diem|thanh phan)(?: (?:thuc hien|to chuc|tham gia|tham du))?(?P<rest>[:.]|\s|$)"
)
FORM_WORDS = "noi dung|hinh thuc|thoi gian|dia diem|doi tuong|thanh phan|pham vi|quy mo|phuong thuc"
FORM_HEADING = re.compile(
    rf"(?:{FORM_WORDS})(?:(?:,| va|, va| -|;) (?:{FORM_WORDS}))*(?: (?:thuc hien|to chuc|hoc tap|tham gia|tham du))?"
)
MUST = re.compile(r"\b(?:phai|can|yeu cau|de nghi|giao|duoc thuc hien|thuc hien theo|bao dam|hoan thanh)\b")
FORM = re.compile(
    r"(?:phan (?:le|hoi)|noi dung|hinh thuc|chu de|quy mo|phuong thuc|pham vi|doi tuong|thoi luong|khau hieu)(?: (?:thuc hien|to chuc|tuyen truyen|"
    r"pho bien|trien khai|kiem tra|tham gia|ap dung|trong tam|chu yeu))*\s*:\s*\S"
)
TOPIC = re.compile(r"(?:ve|linh vuc|cong tac|nhom nhiem vu)\s[^.:;]{2,90}[.:]?$")
IN_ANNEX = re.compile(
    r"(?:giao|phan cong|phe duyet|ban hanh)\b[^.;:]{0,220} (?:tai|theo) (?:cac )?(?:phu luc|danh muc|bieu)\b[^.;:]{0,90}[.]?$"
)
DECISION = re.compile(
    r"(?:ban hanh|phe duyet|thanh lap|kien toan|sua doi|bai bo|huy bo|cong bo|bo nhiem|cong nhan|dieu chinh|cho phep|thu hoi|quy dinh|"
    r"quyet dinh nay|giao (?:chi tieu|du toan|ke hoach|bien che))\b"
)
EXECUTION = re.compile(
    r"(?:chiu trach nhiem|co trach nhiem|can cu)\b[^.;]{0,40}\b(?:thi hanh|thuc hien)\b[^.;]{0,30}quyet dinh(?: nay)?(?:,? ke tu ngay (?:ky|ban hanh))?\W*$"
)
RESULTS = re.compile(
    r"(?:ve )?(?:ket qua dat duoc|uu diem|ton tai|han che|khuyet diem|nguyen nhan|nhung (?:ket qua|ton tai|han che)|tinh hinh chung|"
    r"danh gia chung|thuan loi|kho khan)[^.:;]{0,60}:\s"
)


def states_no_order(text: str, is_heading: bool) -> bool:
    """A heading under which nothing is ordered (aims, grounds, results), or "Kinh phí: theo quy định"."""
    flat = plain(text).strip()
    if RESULTS.match(flat):
        return True
    found = NO_ORDERS.match(flat) if is_heading else None
    found = found or MEANS.match(flat)
    if not found or names_addressee(text):
        return False
    if flat.startswith("yeu cau") and found["rest"].strip(" :."):
        return False
    inside = text[text.find(":") + 1 :].strip() if ":" in text else ""
    return not (inside and begins_name(lowered(inside)) and predicate_start(inside))


def describes_form(text: str) -> bool:
    """A line of a plan that says what is told or looked at, or in what form, and orders nothing ("Nội dung: …",
    "Việc chấp hành giờ làm việc")."""
    flat = plain(text)
    return bool(FORM.match(flat) or (flat.startswith("viec ") and not MUST.search(flat)))


def names_form(text: str) -> bool:
    """A heading of a plan such as "Nội dung, hình thức, thời gian", whose lines say that of the whole plan."""
    return bool(FORM_HEADING.fullmatch(plain(text).strip(" .:")))


def is_topic(text: str) -> bool:
    """A line that only says what the following is about ("* Về kinh tế")."""
    return bool(TOPIC.match(plain(text))) and not names_addressee(text)


def executes_the_decision(text: str) -> bool:
    """What an article of a decision itself decides, or who is to carry the decision out: no order of its own."""
    flat = plain(text)
    return bool(DECISION.match(flat) or IN_ANNEX.match(flat) or EXECUTION.search(flat))
