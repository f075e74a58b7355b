"""A whole document on one line, as some web pages and mails give it: broken again where its parts begin."""

import re

from tracker.intake.letters import CAPITALS, plain

SHORTEST = 400  # letters: a shorter line is a paragraph
DOCUMENT = re.compile(r"\bkinh gui\s?:|\bdoc lap\s?[-–]\s?tu do\b|\bdang cong san viet nam\b")
NAME = rf"[{CAPITALS}][^\W\d_]*"
SMALL = rf"[{CAPITALS}][^\W\d_{CAPITALS}]"
TITLES = "KẾ HOẠCH|THÔNG BÁO|CHỈ THỊ|QUYẾT ĐỊNH:?|CÔNG ĐIỆN"
POSTS = "CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|BÍ THƯ"
OPENINGS = (
    "Thực hiện|Căn cứ|Theo|Để|Trên cơ sở|Ngày|Qua|Hiện nay|Sau khi|Triển khai|Xét|Tiếp theo|Nhằm|Thời gian|Trong thời gian|"
    "Trên đây|Trong quá trình|Yêu cầu các|Đề nghị các|Giao"
)
BREAKS = re.compile(
    rf"\s+(?=CỘNG H[ÒO][AÀ] XÃ|ĐẢNG CỘNG SẢN|Độc lập\s?[-–]|Số\s?:?\s?\d*\s?[-/]|V/v\b|Kính gửi\s?:|Nơi nhận\s?:|"
    rf"(?:TM|KT|TL|TUQ|Q)\. ?[{CAPITALS}]{{2}}|(?:T/M|T/L|K/T) [{CAPITALS}]{{2}}|(?:PHÓ )?(?:{POSTS}) {SMALL}|(?:{TITLES}) {SMALL}|"
    rf"{NAME}(?: {NAME}){{0,3}}, ngày[\s.…]*\d{{0,2}}\s*tháng)"
    rf"|(?<=[.;:])\s+(?=(?:[IVX]+\.|\d{{1,2}}[.)]|[a-zđ]\)|[-+•–])\s+\S)"
    rf"|(?<=\.)\s+(?=(?:{OPENINGS})\b)|(?<=/\.)\s+(?=\S)|(?<=Hạnh phúc)\s+(?=\S)"
    rf"|(?<=năm \d{{4}})\s+(?=[{CAPITALS}])"
    + "".join(rf"|(?<={word})\s+(?={SMALL})" for word in f"{POSTS}|{TITLES}".replace(":?", "").split("|"))
)


# Marks that hardly anything else looks like break a line wherever they stand, also behind a heading without a stop.
MARKS = re.compile(
    rf"(?<!quý)(?<!Quý)(?<!khu vực)(?<!loại)\s+(?=[IVX]{{1,4}}(?:\.|-| -) [{CAPITALS}])"
    rf"|\s+(?=(?:Điều \d{{1,2}}[.:] |[a-zđ][).] [{CAPITALS}]|\d{{1,2}}\.\d{{1,2}}\.? [{CAPITALS}]))"
    rf"|(?<!ngày)(?<!tháng)(?<!quý)(?<!số)(?<!Số)(?<!cấp)(?<!Điều)(?<!khoản)\s+(?=\d{{1,2}}[.-] {SMALL})"
    rf"|\s+(?=- (?!Tổng hợp|Thông tin|Kế hoạch|Thương binh|Xã hội|Truyền hình)(?:{SMALL}|[ĐÁÂÔƯỞ])[^-]{{12}})(?<![-–] )(?<!Tài chính)(?<!Hành chính)"
    r"|(?<=:)\s+(?=(?:Giao|Đề nghị|Yêu cầu) )"
)
# A heading in capitals ends where a sentence or a name begins.
HEADING = re.compile(
    rf"((?:\b[{CAPITALS}]{{2,}},? ){{2,}}(?:- (?:[{CAPITALS}]{{2,}},? )+)?)(?=(?:{SMALL}|\(Đã ký))"
)
PLACE = re.compile(rf"{NAME}(?: {NAME}){{0,3}}")


def unrolled(line: str) -> list[str]:
    """The line as several where a whole document stands on it, else alone. Only blanks are taken away."""
    if len(line) < SHORTEST or not DOCUMENT.search(plain(line)):
        return [line]
    pieces: list[str] = []
    for part in BREAKS.split(line):
        for piece in HEADING.sub(r"\1\n", part or "").split("\n"):
            pieces += [found for found in MARKS.split(piece.strip()) if found]
    return _with_whole_places(pieces)


def _with_whole_places(pieces: list[str]) -> list[str]:
    """The place of "Thanh Vân, ngày 09 tháng 02" put together again."""
    whole: list[str] = []
    for piece in pieces:
        if whole and ", ngày" in piece[:30] and PLACE.fullmatch(whole[-1]) and not whole[-1].isupper():
            whole[-1] = f"{whole[-1]} {piece}"
        else:
            whole.append(piece)
    return whole
