"""Which lines are the head, the addressees, the body and the end of a document."""

import re
from dataclasses import dataclass

from tracker.intake.layout import Line, is_noise
from tracker.intake.letters import CAPITALS, plain, starts_lower
from tracker.intake.marks import mark_of, only_mark

KINDS = {
    "ke hoach": "ke_hoach",
    "thong bao": "thong_bao",
    "chi thi": "chi_thi",
    "cong dien": "cong_dien",
    "quyet dinh": "quyet_dinh",
    "chuong trinh phoi hop": "chuong_trinh_phoi_hop",
    "quy che phoi hop": "chuong_trinh_phoi_hop",
    "thong bao ket luan": "thong_bao",
    "cong dien khan": "cong_dien",
    "chi thi khan": "chi_thi",
    "ket luan": "thong_bao",
    "nghi quyet": "nghi_quyet",
    "huong dan": "huong_dan",
    "chuong trinh hanh dong": "chuong_trinh",
    "chuong trinh cong tac": "chuong_trinh",
    "ke hoach hanh dong": "ke_hoach",
    "ke hoach phoi hop": "chuong_trinh_phoi_hop",
}
ADDRESSED = re.compile(r"\bkinh\s?gui\s?:?|(?<=\s)dien\s?:$")
RECITAL = re.compile(
    r"(?:nam hoc|nhung nam|trong nhung|ke tu|tu dau nam|hang nam|hien|den (?:ngay|het|nay)|(?:sang|chieu) ngay|nhin chung|"
    r"thuc hien|can cu|xet|ngay \d|hoi \d|de |qua |sau |theo |nham |trong |tiep |vua qua|thoi gian|hien nay|nam \d|"
    r"tren co so|tiep theo|tai |tu ngay|vao |thuong truc|van phong .* nhan|so .* nhan|trien khai|dap ung|phat huy|"
    r"uy ban nhan dan .* (?:ban hanh|nhan duoc|yeu cau|de nghi|giao|thong bao)|"
    r"ubnd .* (?:ban hanh|nhan duoc|yeu cau|de nghi|giao|thong bao)|chu tich .* (?:yeu cau|de nghi|giao))"
)
POSTS = (
    "chủ tịch|giám đốc|chánh văn phòng|bộ trưởng|thứ trưởng|thủ tướng|cục trưởng|vụ trưởng|chi cục trưởng|"
    "trưởng phòng|trưởng ban|trưởng thuế|trưởng kho bạc|trưởng chi nhánh|trưởng thôn|trưởng công đoàn|trưởng công an|trưởng khoa|trưởng đoàn|hiệu trưởng|viện trưởng|chánh thanh tra|tổng giám đốc|bí thư|thường trực|"
    "tổng cục trưởng|chỉ huy trưởng|chủ nhiệm|tổng thanh tra|thống đốc|tư lệnh|chính ủy|hạt trưởng|trạm trưởng|đội trưởng"
)
SIGNED_FOR = re.compile(
    rf"\b(?:KT|TM|TL|TUQ|Q)\.\s?(?=[{CAPITALS}]{{2,}})|^(?:KT|TM|TL|T/M|K/T|T/L) (?=[{CAPITALS}]{{2,}} )"
)
SIGNED = re.compile(rf"(?:pho )?(?:{plain(POSTS)})(?: thuong truc| [a-z ]+)?")


LONGEST_TITLE_LINE = 90
ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:[IVX]+|\d+))?\s*[:.]?$|(?:CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|QUY CHẾ)$"
)


@dataclass(frozen=True, slots=True)
class Regions:
    """A document's lines by part; any part may be empty."""

    head: list[Line]
    addressees: list[Line]
    body: list[Line]
    tail: list[Line]
    annex: list[Line]


def title_kind(line: Line) -> str | None:
    """The kind a title line names ("KẾ HOẠCH"), or None."""
    if line.text.upper() != line.text:
        return None
    return KINDS.get(plain(line.text).strip(" *.:"))


def ends_body(line: Line) -> bool:
    """Whether the list of copies or the signature begins here."""
    flat = plain(line.text)
    if line.text.isupper() and re.match(r"(?:dai dien|thay mat) ", flat):
        return True
    if re.match(r"\W*noi nhan\b", flat) or SIGNED_FOR.search(line.text):
        return True
    return line.text.upper() == line.text and bool(SIGNED.fullmatch(flat.strip(" .,")))


def _names_signing_body(line: Line) -> bool:
    """Whether a line over a signature names the body that signs ("CÔNG AN XÃ")."""
    return line.text.isupper() and len(line.text) > 3 and mark_of(line.text) is None and not title_kind(line)


def part(lines: list[Line]) -> Regions:
    """The four parts of a document."""
    addressed = next((i for i, line in enumerate(lines[:70]) if ADDRESSED.search(plain(line.text))), None)
    if addressed is None:
        begin = body = _after_title(lines)
    else:
        begin, body = addressed, _after_addressees(lines, addressed)
    end = next((i for i in range(body, len(lines)) if ends_body(lines[i])), len(lines))
    while end > body + 1 and end < len(lines) and _names_signing_body(lines[end - 1]):
        end -= 1
    annex = _annex(lines, end)
    return Regions(lines[:begin], lines[begin:body], lines[body:end], lines[end:annex], lines[annex:])


def gives_tasks(annex: list[Line]) -> bool:
    """Whether the title of an annex says that it gives out tasks ("PHỤ LỤC" / "PHÂN CÔNG NHIỆM VỤ")."""
    title = [plain(line.text) for line in annex[:5] if line.text.isupper()]
    return any(re.search(r"\b(?:nhiem vu|phan cong|giao viec)\b", line) for line in title)


def _annex(lines: list[Line], end: int) -> int:
    """Where, after the signature, an annex or the plan that a decision issues begins."""
    return next(
        (i for i in range(end + 2, len(lines)) if title_kind(lines[i]) or ANNEX.match(lines[i].text)),
        len(lines),
    )


def _after_addressees(lines: list[Line], first: int) -> int:
    """The number of the first line that is no longer the list of addressees."""
    at = first + 1
    opening = ADDRESSED.split(plain(lines[first].text))[-1]
    begun = bool(opening.strip(" :"))
    while at < len(lines) and at - first < 40:
        line, before = lines[at], lines[at - 1]
        mark = mark_of(line.text)
        if is_noise(line) or line.text.startswith("("):
            at += 1
            continue
        bulleted = only_mark(line.text) or (mark is not None and not mark.is_labelled)
        if not _goes_on(line, before, begun, bulleted):
            break
        begun, at = True, at + 1
    return at


def _goes_on(line: Line, before: Line, begun: bool, bulleted: bool) -> bool:
    if bulleted or not begun:
        return True
    if before.text.endswith(".") or RECITAL.match(plain(line.text)) or title_kind(line):
        return False
    if before.text.endswith((";", ",")):
        return mark_of(line.text) is None
    return starts_lower(line.text) or not line.gap


def _after_title(lines: list[Line]) -> int:
    """The first line of the body of a document that is sent to nobody by name."""
    title = next((i for i, line in enumerate(lines[:60]) if title_kind(line)), None)
    if title is None:
        return _after_letterhead(lines)
    for at in range(title + 1, min(title + 12, len(lines))):
        line = lines[at]
        if (RECITAL.match(plain(line.text)) and not starts_lower(line.text) and at > title + 1) or mark_of(
            line.text
        ):
            return at
        if (
            at > title + 1
            and not starts_lower(line.text)
            and not line.text.isupper()
            and (line.gap or _is_sentence(line))
        ):
            return at
    return min(title + 2, len(lines))


def _is_sentence(line: Line) -> bool:
    """A long line that ends as sentences do: no part of a title."""
    return len(line.text) > LONGEST_TITLE_LINE and line.text.endswith((".", ":", ";"))


def _after_letterhead(lines: list[Line]) -> int:
    """The first line after the state's name, the number and the date; 0 where there is no head at all."""
    last = -1
    for at, line in enumerate(lines[:30]):
        flat = plain(line.text)
        if re.search(r"cong hoa xa h|doc lap ?-|\bngay.{0,6}thang.{0,4}nam \d{4}$|^so ?:|^v/v", flat):
            last = at
    return last + 1
