"""How Vietnamese spells a syllable: what tells a text read in the right encoding from one read in a wrong one."""

import re
import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
ONSET = "ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
NUCLEUS = (
    "uyê|uya|uyu|uây|uôi|ươi|ươu|iêu|yêu|oai|oay|oao|oeo|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|"
    "ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
SYLLABLE = re.compile(rf"(?:{ONSET})?(?:{NUCLEUS})(?:ch|ng|nh|c|m|n|p|t)?")
WORD = re.compile(r"[^\s!-@\[-`{-~\x7f-\xa0‘’“”–—…]+")


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable: onset, nucleus, coda, at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    if sum(letter in TONES for letter in letters) > 1:
        return False
    toneless = "".join(letter for letter in letters if letter not in TONES)
    return bool(SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


def spelled_well(text: str) -> tuple[int, int]:
    """Of the words with a letter beyond ASCII: how many are Vietnamese syllables, and how many there are."""
    marked = [word for word in WORD.findall(text) if not word.isascii()]
    return sum(is_syllable(word) for word in marked), len(marked)
