"""Vietnamese text: search without marks, alphabetical order, names of bodies written in different ways."""

import re
import unicodedata

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
LETTER_MARKS = {
    "\u0306": "1",
    "\u0302": "2",
    "\u031b": "3",
}  # breve, circumflex, horn: they make another letter

# The old and the new school set the tone of "oa", "oe", "uy" on different letters.
TONE_PAIRS = {
    second: first
    for plain in ("oa", "oe", "uy")
    for tone in TONES
    for second, first in [
        (
            plain[0] + unicodedata.normalize("NFC", plain[1] + tone),
            unicodedata.normalize("NFC", plain[0] + tone) + plain[1],
        )
    ]
}
TONE_PAIR = re.compile(
    rf"(?<![qQ])(?:{'|'.join(TONE_PAIRS)})(?![^\W\d_])"
)  # "hoàn" and "quý" have one spelling

AND = r"\s*(?:&|và|-|–|,)?\s*"


def _fields(*parts: str) -> str:
    """A pattern for an abbreviation of several parts, joined by nothing, "&", "và", a comma or a hyphen."""
    return r"\b" + AND.join(parts) + r"\b"


# Long and short ways of writing one thing; the right side is what a key holds.
SHORTER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"\bủy ban (?:nhân dân|nd)\b", "ubnd"),
        (r"\bhội đồng nhân dân\b", "hđnd"),
        (r"\b(?:ủy ban |ub ?)?(?:mặt trận tổ quốc|mttq) ?(?:việt nam|vn)?(?=\W|$)", "mttq"),
        (r"\bban chỉ đạo\b", "bcđ"),
        (r"\b(?:ban chỉ huy|bch) ?(?:quân sự|qs)\b", "bchqs"),
        (r"\bchỉ huy (?:quân sự|qs)\b", "chqs"),
        (r"\bban chỉ huy\b", "bch"),
        (r"\bcông an\b", "ca"),
        (r"\bkho bạc nhà nước\b", "kbnn"),
        (r"\bbảo hiểm xã hội\b", "bhxh"),
        (r"\bngân hàng chính sách xã hội\b", "nhcsxh"),
        (r"\bđầu tư xây dựng\b", "đtxd"),
        (_fields("(?:tài chính|tc)", "(?:kế hoạch|kh)"), "tckh"),
        (r"\bban quản lý\b", "bql"),
        (_fields("(?:nông nghiệp|nn)", "(?:phát triển nông thôn|ptnt)"), "nnptnt"),
        (_fields("(?:nông nghiệp|nn)", "(?:môi trường|mt)"), "nnmt"),
        (_fields("(?:khoa học|kh)", "(?:công nghệ|cn)"), "khcn"),
        (_fields("(?:kế hoạch|kh)", "(?:đầu tư|đt)"), "khđt"),
        (_fields("(?:tài nguyên|tn)", "(?:môi trường|mt)"), "tnmt"),
        (_fields("(?:giáo dục|gd)", "(?:đào tạo|đt)"), "gdđt"),
        (_fields("(?:văn hóa|vh)", "(?:thể thao|tt)", "(?:du lịch|dl)"), "vhttdl"),
        (_fields("(?:lao động|lđ)", "(?:thương binh|tb)", "(?:xã hội|xh)"), "lđtbxh"),
        (_fields("(?:thông tin|tt)", "(?:truyền thông|tt)"), "tttt"),
        (_fields("(?:phát thanh|pt)", "(?:truyền hình|th)"), "ptth"),
        (_fields("(?:giao thông|gt)", "(?:vận tải|vt)"), "gtvt"),
        (_fields("(?:chính trị|ct)", "(?:xã hội|xh)"), "ctxh"),
        (r"\bnông thôn mới\b", "ntm"),
        (r"\bmục tiêu quốc gia\b", "mtqg"),
        (r"\bliên hiệp phụ nữ\b", "lhpn"),
        (r"\bcựu chiến binh\b", "ccb"),
        (r"\bliên đoàn lao động\b", "lđlđ"),
        (r"\b(?:thanh niên cộng sản|tncs) hồ chí minh\b", "tncs hcm"),
        (r"\bvăn phòng\b", "vp"),
        (r"\bt\.p\.?(?=\s)", "tp"),
        (r"\bx\.\s*(?=\w)", "xã "),
        (r"\bp\.\s*(?=\w)", "phường "),
        (r"\bh\.\s*(?=\w)", "huyện "),
        (r"\bthành phố\b", "tp"),
        (r"\bthị xã\b", "tx"),
        (r"\bthị trấn\b", "tt"),
    )
)
COURTESY = re.compile(r"^(?:các đồng chí |đồng chí |đ/c |các |toàn thể )+")
POST = re.compile(
    r"^(?:(?:chủ tịch|tổng giám đốc|giám đốc|thủ trưởng|bộ trưởng|trưởng|chánh|"
    r"chỉ huy trưởng|hiệu trưởng)\s+)"
    r"(?=(?:các )?(?:ubnd|hđnd|mttq|sở|bộ|vp|ca|ban|bql|bcđ|bch|phòng|thanh tra|trung tâm|chi cục|cục|"
    r"cơ quan|đơn vị|trường|bệnh viện|công ty|hội|ngân hàng)\b)"
)


def tidy(text: str) -> str:
    """The same text composed (NFC), every run of white space one space, nothing at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """What a search compares: "Đôn  đốc" and "don doc" both give "don doc"."""
    plain = tidy(text).casefold().replace("đ", "d")
    return tidy(
        "".join(mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark))
    )


def sort_key(text: str) -> str:
    """A string whose plain order is the order of the Vietnamese alphabet.

    First all letters (a ă â b c d đ e ê ...), then all tones (none, huyền, hỏi, ngã, sắc, nặng), so that
    a tone decides only between words of the same letters. Case says nothing; runs of digits compare by value.
    Columns that hold it must compare code points (PostgreSQL: COLLATE "C").
    """
    letters: list[str] = []
    tones: list[str] = []
    for piece in re.findall(r"\d+|\D", tidy(text).casefold()):
        weight, tone = _weight(piece)
        letters.append(weight)
        tones.append(tone)
    return "".join(letters) + "\t" + "".join(tones).rstrip("0")


def _weight(piece: str) -> tuple[str, str]:
    """The letter's own place and its tone."""
    if piece.isdecimal():
        return piece.lstrip("0").rjust(10, "0"), "0"
    if not piece.isalpha():
        return (" " if piece.isspace() else "!" + piece), "0"
    base, *marks = list(unicodedata.normalize("NFD", "d\u0306" if piece == "đ" else piece))
    rank = next((LETTER_MARKS[mark] for mark in marks if mark in LETTER_MARKS), "0")
    return base + rank, next((TONES[mark] for mark in marks if mark in TONES), "0")


def one_school(text: str) -> str:
    """Lower case with the tone of "oa", "oe", "uy" always on the first letter (hoà = hòa, uỷ = ủy)."""
    return TONE_PAIR.sub(lambda pair: TONE_PAIRS[pair[0]], tidy(text).casefold())


def name_key(text: str) -> str:
    """A key that is equal for the ways one body's name is written; marks still tell names apart.

    "Chủ tịch Uỷ ban nhân dân xã Đàm Thuỷ" and "UBND xã Đàm Thủy" have one key, "Giám đốc Sở KH&CN" and
    "Sở Khoa học và Công nghệ" have one key. Not for display.
    """
    key = one_school(text).strip(" .;:,")
    for pattern, short in SHORTER:
        key = pattern.sub(short + " " if short == "mttq" else short, key)
    key = re.sub(r"\b(tp|tx|tt)\.", r"\1", key)
    key = tidy(re.sub(r"\s*[-–—/,;:]\s*|\s+(?:và|&)\s+|\s*&\s*", " ", key))
    key = COURTESY.sub("", key)
    return COURTESY.sub("", POST.sub("", key))
