"""Names that are surely complete: what follows them in small letters is what the body is told to do."""

import re

from tracker.intake.fields import field_at
from tracker.intake.letters import CAPITALS

# A body's level closes its name: a small word after it that none of these goes on with is the predicate.
LEVEL = re.compile(
    r"\b(?:tỉnh|huyện|(?<!hợp tác )xã|phường|thị trấn|thị xã|đặc khu|trung ương|việt nam|(?:tỉnh|huyện|thành|đảng|xã) ủy|(?:tỉnh|huyện|thành|xã|phường) đoàn|cùng cấp)\s+(?=[^\W\d_])"
)
GOES_ON = re.compile(
    r"(?:và|của|thuộc|trực|có|liên|trên|ven|biên|miền|vùng|được|còn|nêu|khác|chưa|phụ|quản|tỉnh|huyện|xã|phường|thị|thành|"
    r"quận|đặc|khu|khóa|các|cấp|nơi|trọng|hội|là|do|bị|đã|đang|ủy|số|đạt|theo|trung|giáp|không|ngoài|gần|cơ|bạn|nội|viên|"
    r"nhân|đoàn|phía|dự|kế|kỹ|cùng|chuyên|tại|ở|nước|quốc|toàn|về|trong|phối)\b"
)
# A place: the word of its level and a name in capitals ("xã Đắk Long", "thành phố Hồ Chí Minh").
PLACE = re.compile(
    rf"\b(?:tỉnh|huyện|(?<!ợp tác )xã|phường|thị trấn|thị xã|đặc khu|thành phố|[Tt]hành phố|quận|thôn|bản) (?:[{CAPITALS}][^\W\d_]*|\d+)"
    rf"(?: (?:[{CAPITALS}][^\W\d_]*|\d+))* (?=[^\W\d_])"
)
# A name of two words or more in capitals inside a longer name ("Công ty Quản lý nhà Quảng An"), no kind of body first.
PROPER = re.compile(
    rf"(?<=[a-zà-ỹ]) (?!(?:Ban|Bộ|Sở|Hội|Ủy|Trung|Đoàn|Công|Mặt|Tổ|Phòng|Chi|Cục|Đảng|Đội|Viện|Vụ|Quốc|Nhà|Khu|Trường|Báo|Đài|Liên|Văn|Phó|Trưởng|Chánh|Thường|Nguyên|Ông|Bà)\b)"
    rf"[{CAPITALS}][a-zà-ỹ]+(?: [{CAPITALS}][a-zà-ỹ]+)+ (?=[^\W\d_])"
)
HAS = re.compile(
    r"có (?!liên quan|tên\b)"
)  # of one body it tells something, of a group which members are meant
# Offices with a known field, and bodies whose whole name is known.
OFFICE = re.compile(r"\b(?:sở|bộ|phòng) ")
KNOWN = re.compile(
    r"\b(?:đồn biên phòng|bộ đội biên phòng|trạm y tế|trung tâm y tế|ban chỉ huy quân sự|bộ chỉ huy quân sự|hội nông dân|"
    r"đoàn thanh niên|hội cựu chiến binh|hội (?:liên hiệp )?phụ nữ|hội chữ thập đỏ|liên đoàn lao động|kho bạc nhà nước|bảo hiểm xã hội|"
    r"công an|văn phòng chính phủ|bưu điện|điện lực|hạt kiểm lâm|tổ dân phố|khu phố|trung tâm phục vụ hành chính công|"
    r"(?:trung tâm|cung ứng) dịch vụ công|ban dân vận|ban xây dựng đảng|trung tâm chính trị|đài truyền thanh) (?=[^\W\d_])"
)


def closed_before(text: str, low: str, end: int) -> int | None:
    """Where a complete name was followed by a predicate before `end`; else `end`, or None where the text ends there.

    `low` is the lowered text; it begins with the name.
    """
    for at in sorted(_closings(text, low, end)):
        if at < end and text[at].islower() and not GOES_ON.match(low, at):
            return at
    for place in PLACE.finditer(text, 0, end):
        if HAS.match(low, place.end()):
            return place.end()
    return end if end < len(text) else None


def _closings(text: str, low: str, end: int) -> list[int]:
    """Where complete names end."""
    found = [level.end() for level in LEVEL.finditer(low, 1, end)]
    found += [place.end() for place in PLACE.finditer(text, 0, end)]
    found += [proper.end() for proper in PROPER.finditer(text, 0, end)]
    found += [known.end() for known in KNOWN.finditer(low, 0, end)]
    for office in OFFICE.finditer(low, 0, end):
        field = field_at(low, office.end())
        if field > office.end() and low[field : field + 1] == " ":
            found.append(field + 1)
    return found
