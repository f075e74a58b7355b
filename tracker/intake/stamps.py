"""What is stamped on a document: its degree of secrecy (such a one is not taken in) and its urgency."""

import re
import unicodedata

from tracker.intake.letters import plain

SECRET = frozenset({"mật", "tối mật", "tuyệt mật"})
URGENT = frozenset({"khẩn", "thượng khẩn", "hỏa tốc", "hoả tốc", "hỏa tốc hẹn giờ", "hoả tốc hẹn giờ"})
# Marks without their accents, as an old machine or a scan gives them; only in capitals: "mat" is also mất or mặt.
BARE_SECRET = frozenset({"MAT", "TOIMAT", "TUYETMAT"})
LABEL = re.compile(r"(?:(?:cấp )?độ mật|mức độ mật|dấu (?:chỉ )?(?:độ )?mật|độ)\s*:", re.IGNORECASE)
NAMED = re.compile(
    r"^\W*(?:TÀI LIỆU|VĂN BẢN)(?=\s+(?:TỐI |TUYỆT )?MẬT\b)"
)  # no stamp of the law's, but plain enough
COPY = re.compile(r"bản số\s*:?\s*[\d.…_/]*", re.IGNORECASE)
SLIPS = str.maketrans(
    {"0": "O", "1": "I", "l": "I", "|": "I", "!": "I", "í": "I", "ì": "I", "4": "A", "7": "T"}
)
LONGEST = 40


def is_secret(line: str, *, by_machine: bool = False) -> bool:
    """Whether a line is a mark of secrecy and nothing else (Luật Bảo vệ bí mật nhà nước, art. 8: the three degrees).

    Beside it may stand its label ("Độ mật:"), the mark of urgency and the number of the copy. `by_machine`: the
    line was read from a picture, so single letters may be misread ("TOI MAT", "TỐl MẬT").
    """
    if not 0 < len(line) <= LONGEST:
        return False
    bare = COPY.sub(" ", LABEL.sub(" ", NAMED.sub(" ", unicodedata.normalize("NFC", line))))
    pieces = re.split(r"[/,;\-–—+]|\s{3,}|\t", bare)
    said = [piece for piece in map(_letters, pieces) if piece]
    rest = [piece for piece in said if piece.lower() not in _TIGHT_URGENT]
    return len(rest) == 1 and (_is_degree(rest[0]) or (by_machine and _is_misread(pieces)))


def is_stamp(line: str) -> bool:
    """Whether a line is a mark of secrecy or of urgency."""
    return is_secret(line) or _letters(line).lower() in _TIGHT_URGENT


def _letters(piece: str) -> str:
    """Letters only: marks are often spaced out or framed ("[ T Ố I  M Ậ T ]")."""
    return re.sub(r"[\W\d_]", "", piece)


_TIGHT_SECRET = frozenset(_letters(mark) for mark in SECRET)
_TIGHT_URGENT = frozenset(_letters(mark) for mark in URGENT)


def _is_degree(letters: str) -> bool:
    return letters.lower() in _TIGHT_SECRET or letters in BARE_SECRET


def _is_misread(pieces: list[str]) -> bool:
    """The one piece that is no mark of urgency is a degree with one letter wrong at most.

    The short one must be in capitals and right but for its accents: too many words are one letter from it.
    """
    kept = [p for p in pieces if (letters := _letters(p)) and letters.lower() not in _TIGHT_URGENT]
    printed = re.sub(r"[^\w|!]|_", "", kept[0]).translate(SLIPS)
    read = plain(printed).upper()
    if printed.isupper() and read in BARE_SECRET:
        return True
    return printed[:1].isupper() and any(len(mark) > 3 and _one_apart(read, mark) for mark in BARE_SECRET)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, missing or added makes the one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
