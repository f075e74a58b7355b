"""Lines under a measure or a list that say who is to do it and by when."""

import re
from itertools import pairwise

from tracker.intake.letters import plain

ROLE = re.compile(
    r"(?:(?:bo phan|co quan|don vi|to chuc|phong|ban|nguoi|lanh dao)\s+)?(?P<role>chu tri|phoi hop|tham muu|thuc hien|"
    r"chiu trach nhiem|dau moi|phu trach)[^:.;]{0,30}:\s*(?=\S)"
    r"|(?P<told>trach nhiem|phan cong)(?: thuc hien)?\s*:\s*(?=\S)"
)
TIME = re.compile(
    r"(?:thoi gian|thoi han|thoi diem|tien do|han|han chot|hoan thanh)(?: (?:thuc hien|hoan thanh|trien khai|bao cao|"
    r"to chuc|ket thuc|gui|nop))*(?: du kien)?\s*:\s*(?=\S)"
)
LEVEL_OF_MEASURE = re.compile(
    r"(?:o|tai|cap|doi voi) (?:cac |cap )?(?:trung uong|dia phuong|tinh|xa|huyen|co so|bo)[^.;:]{0,30}:?"
)
COMMON_DATE = re.compile(
    r"(?:cac )?(?:bao cao|ket qua|noi dung|van ban|ho so|thoi han|thoi gian|so lieu|danh sach)\b[^;]{0,160}"
    r"(?:truoc|cham nhat|han chot|ngay \d)"
)


def is_level(text: str) -> bool:
    """A part of a measure for one level of government ("Ở Trung ương:", "Tại các xã, phường:")."""
    return bool(LEVEL_OF_MEASURE.fullmatch(plain(text)))


def is_line_of_measure(text: str) -> bool:
    """ "Chủ trì: …", "Phối hợp: …", "Thời gian: …" under a measure of a plan."""
    flat = plain(text[:150])
    return bool(ROLE.match(flat) or TIME.match(flat))


def inline_lines(text: str) -> tuple[str, ...]:
    """The same lines where they follow the measure in its own paragraph ("… văn bản. Đơn vị chủ trì: …")."""
    flat = plain(text)
    starts = [cut.end() for cut in re.finditer(r"[.;)]\s+|\(", flat) if is_line_of_measure(text[cut.end() :])]
    return tuple(text[at:end] for at, end in pairwise([*starts, len(text)]))


def lines_of(text: str) -> tuple[str, ...]:
    """A line under a measure, taken apart where it holds several ("Chủ trì: …; Phối hợp: …. Thời gian: …")."""
    further = inline_lines(text)
    first = text[: len(text) - len("".join(further))] if further else text
    return (first.strip(), *further)


def sets_common_date(opening: str, text: str) -> bool:
    """A paragraph after a list of reports that says by when all of them are to be sent."""
    asks = re.search(r"\b(?:bao cao|cung cap|gui|de xuat|thong ke)\b", plain(opening))
    return bool(opening.endswith(":") and asks and COMMON_DATE.match(plain(text)))
