"""What ends a document, and what only praises or consents: passages without an order of their own."""

import re

from tracker.intake.letters import plain

CLOSINGS = re.compile(
    r"(?:\W*)(?:tren day la|nay,? thong bao|ghi chu|dinh kem|gui kem|kem theo|can cu (?:cac )?noi dung tren|"
    r"(?:ke hoach|quyet dinh|cong van|thong bao|chi thi|chuong trinh) nay (?:co hieu luc|thay the|duoc|thay cho)|"
    r"noi dung (?:chi tiet|cu the) (?:tai|theo)|(?:cac )?(?:nhiem vu|noi dung|viec)(?:,? (?:cu the|chi tiet|va|nhiem vu|tien do|phan cong|"
    r"thuc hien|trong tam|duoc|giao|neu|quy dinh|the hien|trien khai|phan cong))* (?:tai|theo|o) (?:cac )?(?:phu luc|bieu|bang|danh muc)|xin tran trong|tran trong|[^.;:]{0,80}\b(?:rat mong|mong nhan duoc|xin cam on|tran trong cam on)|neu (?:co|gap) (?:kho khan|vuong mac)|moi (?:kho khan|vuong mac|chi tiet)|(?:tran trong |kinh )*(?:de nghi|kinh moi|moi|yeu cau) (?:quy |cac )?(?:dai bieu|thanh phan|vi |ong|dong chi)[^.;:]{0,60}\b(?:du hop|tham du|den du|co mat)|rat mong|"
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
# Who answers for the whole and no more, as the last paragraph of a letter says.
ANSWERABLE = re.compile(
    r"[^.;:]{5,160} chiu trach nhiem (?:truoc [^.;:]{3,60} )?ve (?:ket qua|viec|toan bo ket qua)(?: to chuc| trien khai)* thuc hien"
    r"(?: (?:cong van|chi thi|ke hoach|cong dien|van ban|thong bao) nay)?\.(?: (?:yeu cau|de nghi)[^.]{3,90})?[./\s]*$"
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


def is_closing(text: str, is_marked: bool = False) -> bool:
    """A closing formula, a note on what is enclosed, or a bare "khẩn trương triển khai thực hiện".

    An item with a mark of its own is never bare: it was set apart to give an order.
    """
    flat = plain(text)
    if CLOSINGS.match(flat) or (ALONG_THE_WAY.match(flat) and OBSTACLES.search(flat)):
        return True
    if is_marked:
        return False
    if ANSWERABLE.match(flat):
        return True
    first = re.split(r"(?<=[.;])\s", flat, maxsplit=1)
    rest = first[1] if len(first) > 1 else ""
    if not BARE.search(first[0]) or len(first[0]) > 330:
        return False
    return not rest or bool(CLOSINGS.match(rest) or OBSTACLES.search(rest))


def is_praise(text: str) -> bool:
    """A finding or a consent that orders nothing by itself, also where the one who gives it is named first."""
    flat = plain(text)
    topic = re.match(r"ve [^.:;]{2,80}:\s+", flat)
    flat = flat[topic.end() :] if topic else flat
    return bool(PRAISE.match(flat) or GIVES_PRAISE.match(flat))
