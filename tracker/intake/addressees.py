"""To whom a directive is sent: the "Kính gửi" lines, or the "điện:" lines of a telegram."""

import re

from tracker.intake.layout import Line, is_noise
from tracker.intake.letters import lowered, plain, starts_lower
from tracker.intake.marks import mark_of, only_mark
from tracker.intake.regions import ADDRESSED

INLINE = re.compile(r";\s*[-–]\s+")


def recipients(lines: list[Line]) -> list[str]:
    """One entry for each line of the list, without its mark and closing stop."""
    entries: list[str] = []
    alone = False
    for number, line in enumerate(lines):
        text = _opening(line) if number == 0 else line.text
        if not text or is_noise(line) or text.startswith("("):
            continue
        if only_mark(text):
            alone = True  # a bullet on a line of its own: the next line is an entry
            continue
        mark = mark_of(text)
        goes_on = entries and mark is None and not alone and not entries[-1].endswith((";", "."))
        alone = False
        if goes_on and (starts_lower(text) or entries[-1].endswith(",") or not _names_somebody(text)):
            entries[-1] = f"{entries[-1]} {text}"
        else:
            entries.extend(INLINE.split(text[mark.width :] if mark else text))
    return [entry.strip(" ;.,") for entry in entries if entry.strip(" ;.,")]


def _opening(line: Line) -> str:
    """What stands after "Kính gửi:" on its own line."""
    found = list(ADDRESSED.finditer(plain(line.text)))
    return line.text[found[-1].end() :].strip(" :") if found else line.text


def _names_somebody(text: str) -> bool:
    """Whether a line without a mark begins an entry of its own ("Ủy ban nhân dân các xã" does)."""
    return bool(
        re.match(
            r"(?:các|ủy ban|ubnd|sở|bộ|ban|chủ tịch|giám đốc|công an|phòng|văn phòng|trưởng|thủ trưởng|đảng)\b",
            lowered(text),
        )
    )
