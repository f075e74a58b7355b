"""Who signed: the last post of the signature block and the name below it."""

import re

from tracker.intake.draft import Signer
from tracker.intake.layout import Line
from tracker.intake.letters import CAPITALS, lowered, plain, sentence_case
from tracker.intake.regions import POSTS, SIGNED, SIGNED_FOR

WORD = rf"[{CAPITALS}](?:['’][{CAPITALS}]?)?[^\W\d_]*"  # also names of the highlands: H'Yim, Y'Ngông
NAME = re.compile(rf"{WORD}(?: {WORD}){{1,5}}")
BESIDE = re.compile(r"(?:Nơi nhận:|- [^;]{2,80};)\s+(?=\S)")
TITLES_BEFORE_NAMES = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|BSC?KI{1,2}|CKI{1,2}|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Trung tướng|Thiếu tướng)\.?\s*)+"
)
NOT_NAMED = re.compile(
    rf"\b(?:{plain(POSTS)}|da ky|ky ten|dong dau|uy ban|hoi dong|so|bo|phong|ban|phu luc|noi nhan)\b"
)
CASED = {plain(post): post for post in POSTS.split("|")}


def signer(tail: list[Line]) -> Signer | None:
    """The signer's name and own post ("KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" gives "Phó Chủ tịch"), or None."""
    titles = [(number, post) for number, line in enumerate(tail) if (post := _post(line)) is not None]
    if not titles:
        return None
    last, post = titles[-1]
    if re.search(r"\bKT\b", tail[last].text) and not post.startswith("Phó"):
        post = f"Phó {post}"  # signed for the head by a deputy whose own line a scan has lost
    after = [line.text for line in tail[last + 1 :]]
    before = [line.text for line in reversed(tail[: titles[0][0]])]
    name = next((found for text in [*after, *before] if (found := _name(text))), None)
    name = name or next((found for text in after if (found := _name_in_capitals(text))), None)
    return Signer(name, post) if name else None


def _post(line: Line) -> str | None:
    """The post a line of the signature block names, written as in a sentence."""
    signed_for = SIGNED_FOR.search(line.text)
    beside = BESIDE.match(line.text)  # the list of copies stands to the left of the signature
    text = line.text[signed_for.end() :] if signed_for else line.text[beside.end() if beside else 0 :]
    flat = plain(text).strip(" .,")
    in_capitals = text.upper() == text or re.match(r"(?:Phó )?(?:Chủ tịch|Thủ tướng|Giám đốc)", text)
    if not signed_for and not (in_capitals and SIGNED.fullmatch(flat)):
        return None
    deputy = flat.startswith("pho ")
    bare = flat.removeprefix("pho ")
    known = next((post for key, post in CASED.items() if bare.startswith(key)), None)
    written = _written(known or lowered(text).strip(" .,"))
    if known and re.match(rf"{plain(known)} thuong truc\b", bare):
        written = f"{written} Thường trực"
    return f"Phó {written}" if deputy and known else written


def _written(post: str) -> str:
    return sentence_case(post).replace("văn phòng", "Văn phòng").replace("Chánh thanh tra", "Chánh Thanh tra")


def _name(text: str) -> str | None:
    """A person's name alone on its line, or None."""
    text = TITLES_BEFORE_NAMES.sub("", text).strip(" .,")
    if not NAME.fullmatch(text) or text.upper() == text:
        return None
    return text


def _name_in_capitals(text: str) -> str | None:
    """A person's name printed in capitals, written as names are; None for a post or a line such as "ĐÃ KÝ"."""
    words = TITLES_BEFORE_NAMES.sub("", text).strip(" .,()").split(" ")
    if not 2 <= len(words) <= 5 or not all(word.isalpha() and word.isupper() for word in words):
        return None
    if NOT_NAMED.search(plain(text)):
        return None
    return " ".join(word.capitalize() for word in words)
