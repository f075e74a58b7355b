"""A whole document on one line, as some web pages and mails give it: broken again where its parts begin."""

import re

from tracker.intake.letters import CAPITALS, plain

SHORTEST = 400  # letters: a shorter line is a paragraph
DOCUMENT = re.compile(r"\bkinh gui\s?:|\bdoc lap\s?[-–]\s?tu do\b")
NAME = rf"[{CAPITALS}][^\W\d_]*"
SMALL = rf"[{CAPITALS}][a-zà-ỹ]"
TITLES = "KẾ HOẠCH|THÔNG BÁO|CHỈ THỊ|QUYẾT ĐỊNH:?|CÔNG ĐIỆN"
POSTS = "CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|BÍ THƯ"
OPENINGS = (
    "Thực hiện|Căn cứ|Theo|Để|Trên cơ sở|Ngày|Qua|Hiện nay|Sau khi|Triển khai|Xét|Tiếp theo|Nhằm|Thời gian|Trong thời gian|"
    "Trên đây|Trong quá trình|Yêu cầu các|Đề nghị các|Giao"
)
BREAKS = re.compile(
    rf"\s+(?=CỘNG H[ÒO][AÀ] XÃ|ĐẢNG CỘNG SẢN|Độc lập\s?[-–]|Số\s?:?\s?\d*\s?[-/]|V/v\b|Kính gửi\s?:|Nơi nhận\s?:|"
    rf"(?:TM|KT|TL|TUQ|Q)\. ?[{CAPITALS}]{{2}}|(?:PHÓ )?(?:{POSTS}) {SMALL}|(?:{TITLES}) {SMALL}|"
    rf"{NAME}(?: {NAME}){{0,3}}, ngày[\s.…]*\d{{0,2}}\s*tháng)"
    rf"|(?<=[.;:])\s+(?=(?:[IVX]+\.|\d{{1,2}}[.)]|[a-zđ]\)|[-+•–])\s+\S)"
    rf"|(?<=\.)\s+(?=(?:{OPENINGS})\b)|(?<=/\.)\s+(?=\S)|(?<=Hạnh phúc)\s+(?=\S)"
    rf"|(?<=năm \d{{4}})\s+(?=[{CAPITALS}])"
    + "".join(rf"|(?<={word})\s+(?={SMALL})" for word in f"{POSTS}|{TITLES}".replace(":?", "").split("|"))
)


def unrolled(line: str) -> list[str]:
    """The line as several where a whole document stands on it, else alone. Only blanks are taken away."""
    if len(line) < SHORTEST or not DOCUMENT.search(plain(line)):
        return [line]
    return [piece for piece in BREAKS.split(line) if piece]
