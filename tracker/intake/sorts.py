"""What sort of paragraph a text is: an order, a heading, a closing formula, a line that says who and when."""

import re
from itertools import pairwise

from tracker.intake.letters import lowered, plain
from tracker.intake.names import begins_name
from tracker.intake.predicates import is_order, predicate_start

ORDERING = re.compile(
    r"(?:giao(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|phân công(?! (?:lực lượng|cán bộ|công chức|nhiệm vụ|trách nhiệm|đội ngũ|các thành viên))|ủy quyền(?: cho)?|đối với|riêng|(?:trách nhiệm|nhiệm vụ(?:,? quyền hạn)?) của)\s+(?!của\b)"
)
TOPICS = (
    "muc dich|yeu cau|muc tieu|chi tieu|quan diem|can cu|nguyen tac|pham vi|doi tuong|danh gia (?:chung|ket qua|tinh hinh)|"
    "tinh hinh|ket qua|ton tai|han che|nguyen nhan|thuc trang|kinh phi|nguon kinh phi|thoi gian|dia diem|thanh phan|"
    "noi dung (?:kiem tra|giam sat|thanh tra|tap huan|thi dua|thi)|co so phap ly|su can thiet|hieu luc|uu diem|khai quat|bo cuc|giai thich"
)
NO_ORDERS = re.compile(
    rf"(?:ve )?(?:{TOPICS})(?:(?:\s*[,-]\s*|\s+va\s+|\s*,\s*va\s+)(?:{TOPICS}))*(?P<rest>[^.;]{{0,120}})[.:]?(?:\s|$)"
)
COMMON_DATE = re.compile(
    r"(?:cac )?(?:bao cao|ket qua|noi dung|van ban|ho so|thoi han|thoi gian|so lieu|danh sach)\b[^;]{0,160}"
    r"(?:truoc|cham nhat|han chot|ngay \d)"
)
MEANS = re.compile(
    r"(?:nguon )?(?:kinh phi|thoi gian|dia diem|thanh phan)(?: (?:thuc hien|to chuc|tham gia|tham du))?(?P<rest>[:.]|\s|$)"
)
LEVEL_OF_MEASURE = re.compile(
    r"(?:o|tai|cap|doi voi) (?:cac |cap )?(?:trung uong|dia phuong|tinh|xa|huyen|co so|bo)[^.;:]{0,30}:?"
)
FORM_WORDS = "noi dung|hinh thuc|thoi gian|dia diem|doi tuong|thanh phan|pham vi|quy mo|phuong thuc"
FORM_HEADING = re.compile(
    rf"(?:{FORM_WORDS})(?:(?:,| va|, va| -|;) (?:{FORM_WORDS}))*(?: (?:thuc hien|to chuc|hoc tap|tham gia|tham du))?"
)
MUST = re.compile(r"\b(?:phai|can|yeu cau|de nghi|giao|duoc thuc hien|thuc hien theo|bao dam|hoan thanh)\b")
FORM = re.compile(
    r"(?:noi dung|hinh thuc|chu de|quy mo|phuong thuc|pham vi|doi tuong|thoi luong|khau hieu)(?: (?:thuc hien|to chuc|tuyen truyen|"
    r"pho bien|trien khai|kiem tra|tham gia|ap dung|trong tam|chu yeu))*\s*:\s*\S"
)
CLOSINGS = re.compile(
    r"(?:\W*)(?:tren day la|nay,? thong bao|ghi chu|dinh kem|gui kem|kem theo|can cu (?:cac )?noi dung tren|"
    r"(?:ke hoach|quyet dinh|cong van|thong bao|chi thi|chuong trinh) nay (?:co hieu luc|thay the|duoc|thay cho)|"
    r"noi dung (?:chi tiet|cu the) (?:tai|theo)|(?:cac )?(?:nhiem vu|noi dung|viec)(?:,? (?:cu the|chi tiet|va|nhiem vu|tien do|phan cong|"
    r"thuc hien|trong tam|duoc|giao|neu|quy dinh|the hien|trien khai|phan cong))* (?:tai|theo|o) (?:cac )?(?:phu luc|bieu|bang|danh muc)|xin tran trong|tran trong|[^.;:]{0,80}\b(?:rat mong|mong nhan duoc|xin cam on|tran trong cam on)|neu (?:co|gap) (?:kho khan|vuong mac)|moi (?:kho khan|vuong mac|chi tiet)|rat mong|"
    r"nhan duoc (?:cong van|cong dien|van ban|chi thi|ke hoach|thong bao) nay|chi thi nay|thua lenh|"
    r"van phong .{3,60} thong bao (?:y kien|ket luan)|uy ban nhan dan .{2,60}thong bao (?:de|den)|ubnd .{2,40} thong bao (?:de|den))"
)
ALONG_THE_WAY = re.compile(r"\W*(?:trong )?qua trinh\b")
BARE = re.compile(
    r"(?:khan truong |nghiem tuc |nghiem |kip thoi |to chuc |tich cuc |chu dong |quan tam |phoi hop |trien khai |chi dao |"
    r"chap hanh |va |, )+(?:to chuc )?(?:trien khai )?(?:thuc hien|trien khai)"
    r"(?: nghiem tuc| tot| hieu qua| co hieu qua| dung quy dinh| theo quy dinh| cac noi dung (?:tren|neu tren|nay)|"
    r" (?:cong van|chi thi|ke hoach|cong dien|quyet dinh|thong bao) nay| noi dung (?:tren|nay|neu tren))*[\s./;]*$"
)
PRAISE = re.compile(
    r"(?:ghi nhan|bieu duong|danh gia cao|hoan nghenh|thong nhat|co ban thong nhat|nhat tri|co ban nhat tri|dong y|cam on|"
    r"phe duyet|trong thoi gian qua|thoi gian qua|den nay|hien nay)\b"
)
GIVES_PRAISE = re.compile(
    r"(?:ban thuong vu|thuong truc|chu tich|ubnd|uy ban nhan dan|hoi nghi|thu tuong|pho thu tuong|ban chi dao)\b[^.;,:]{0,60}? (?:(?:co ban )?(?:"
    r"ghi nhan|bieu duong|danh gia cao|hoan nghenh|dong y|nhat tri|cam on|thong nhat (?:voi|chu truong|noi dung)))\b"
)
OBSTACLES = re.compile(
    r"(?:kho khan|vuong mac|phat sinh|chua ro|can (?:sua doi|bo sung)).*(?:phan anh|bao cao|thong tin|lien he|gui ve|trao doi|kien nghi)"
)
ROLE = re.compile(
    r"(?:(?:bo phan|co quan|don vi|to chuc|phong|ban|nguoi|lanh dao)\s+)?(?P<role>chu tri|phoi hop|tham muu|thuc hien|"
    r"chiu trach nhiem|dau moi|phu trach)[^:.;]{0,30}:\s*(?=\S)"
)
TIME = re.compile(
    r"(?:thoi gian|thoi han|thoi diem|tien do|han|han chot|hoan thanh)(?: (?:thuc hien|hoan thanh|trien khai|bao cao|"
    r"to chuc|ket thuc|gui|nop))*(?: du kien)?\s*:\s*(?=\S)"
)


def states_no_order(text: str, is_heading: bool) -> bool:
    """A heading under which nothing is ordered (aims, grounds, results), or "Kinh phí: theo quy định"."""
    flat = plain(text).strip()
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


def is_level(text: str) -> bool:
    """A part of a measure for one level of government ("Ở Trung ương:", "Tại các xã, phường:")."""
    return bool(LEVEL_OF_MEASURE.fullmatch(plain(text)))


def names_form(text: str) -> bool:
    """A heading of a plan such as "Nội dung, hình thức, thời gian", whose lines say that of the whole plan."""
    return bool(FORM_HEADING.fullmatch(plain(text).strip(" .:")))


def is_closing(text: str, is_marked: bool = False) -> bool:
    """A closing formula, a note on what is enclosed, or a bare "khẩn trương triển khai thực hiện".

    An item with a mark of its own is never bare: it was set apart to give an order.
    """
    flat = plain(text)
    if CLOSINGS.match(flat) or (ALONG_THE_WAY.match(flat) and OBSTACLES.search(flat)):
        return True
    if is_marked:
        return False
    first = re.split(r"(?<=[.;])\s", flat, maxsplit=1)
    rest = first[1] if len(first) > 1 else ""
    if not BARE.search(first[0]) or len(first[0]) > 330:
        return False
    return not rest or bool(CLOSINGS.match(rest) or OBSTACLES.search(rest))


def is_praise(text: str) -> bool:
    """A finding or a consent that orders nothing by itself, also where the one who gives it is named first."""
    flat = plain(text)
    return bool(PRAISE.match(flat) or GIVES_PRAISE.match(flat))


def names_addressee(text: str) -> bool:
    """Whether a paragraph begins with somebody and what he is told to do."""
    low = lowered(text)
    ordering = ORDERING.match(low)
    at = ordering.end() if ordering else 0
    if not begins_name(low, at):
        return False
    verb = predicate_start(text, at)
    return verb is not None and verb - at < 350 and "." not in text[at:verb].replace("TP.", "")


def looks_like_order(text: str) -> bool:
    """Whether an item, standing alone, tells somebody to do something."""
    text = text[after_topic(text) :]
    low = lowered(text)
    ordering = ORDERING.match(low)
    concerns = bool(ordering and ordering[0].startswith(("đối với", "riêng")))
    ordered = bool(ordering and (not concerns or begins_name(low, ordering.end())))
    return is_order(text) or names_addressee(text) or ordered


def after_topic(text: str) -> int:
    """Where a passage begins after what it is about ("Về nguồn vốn: Sở Tài chính …")."""
    topic = TOPIC_FIRST.match(text)
    if not topic:
        return 0
    low = lowered(text)
    ordering = ORDERING.match(low, topic.end())
    return topic.end() if ordering or begins_name(low, topic.end()) else 0


def gives_order(text: str) -> bool:
    """Whether a text begins with an ordering word and whom it orders ("Giao Văn phòng …"), wherever it stands."""
    ordering = ORDERING.match(lowered(text))
    return bool(ordering and names_addressee(text) and not is_closing(text))


def inline_lines(text: str) -> tuple[str, ...]:
    """The same lines where they follow the measure in its own paragraph ("… văn bản. Đơn vị chủ trì: …")."""
    flat = plain(text)
    starts = [cut.end() for cut in re.finditer(r"[.;)]\s+", flat) if is_line_of_measure(text[cut.end() :])]
    return tuple(text[at:end] for at, end in pairwise([*starts, len(text)]))


def lines_of(text: str) -> tuple[str, ...]:
    """A line under a measure, taken apart where it holds several ("Chủ trì: …; Phối hợp: …. Thời gian: …")."""
    further = inline_lines(text)
    first = text[: len(text) - len("".join(further))] if further else text
    return (first.strip(), *further)


TOPIC_FIRST = re.compile(r"(?:Về|Đối với|Trong|Lĩnh vực|Công tác) [^:.;]{2,120}:\s+")
TOPIC = re.compile(r"(?:ve|linh vuc|cong tac|nhom nhiem vu)\s[^.:;]{2,90}[.:]?$")
IN_ANNEX = re.compile(
    r"(?:giao|phan cong|phe duyet|ban hanh)\b[^.;:]{0,220} (?:tai|theo) (?:cac )?(?:phu luc|danh muc|bieu)\b[^.;:]{0,90}[.]?$"
)
DECISION = re.compile(
    r"(?:ban hanh|phe duyet|thanh lap|kien toan|sua doi|bai bo|huy bo|cong bo|bo nhiem|cong nhan|dieu chinh|cho phep|thu hoi|quy dinh|"
    r"quyet dinh nay|giao (?:chi tieu|du toan|ke hoach|bien che))\b"
)
EXECUTION = re.compile(
    r"(?:chiu trach nhiem|co trach nhiem|can cu)\b[^.;]{0,40}\b(?:thi hanh|thuc hien)\b[^.;]{0,30}quyet dinh(?: nay)?\W*$"
)


def is_topic(text: str) -> bool:
    """A line that only says what the following is about ("* Về kinh tế")."""
    return bool(TOPIC.match(plain(text))) and not names_addressee(text)


def executes_the_decision(text: str) -> bool:
    """What an article of a decision itself decides, or who is to carry the decision out: no order of its own."""
    flat = plain(text)
    return bool(DECISION.match(flat) or IN_ANNEX.match(flat) or EXECUTION.search(flat))


def sets_common_date(opening: str, text: str) -> bool:
    """A paragraph after a list of reports that says by when all of them are to be sent."""
    asks = re.search(r"\b(?:bao cao|cung cap|gui|de xuat|thong ke)\b", plain(opening))
    return bool(opening.endswith(":") and asks and COMMON_DATE.match(plain(text)))


def is_line_of_measure(text: str) -> bool:
    """ "Chủ trì: …", "Phối hợp: …", "Thời gian: …" under a measure of a plan."""
    flat = plain(text[:150])
    return bool(ROLE.match(flat) or TIME.match(flat))
