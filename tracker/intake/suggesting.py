"""Which names of the register some words may mean where none is sure: better none than a poor one. Pure."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from tracker.vietnamese import fold

MOST = 3  # how many to choose from
# Measured on names of the directives in tests, cut, mended and put behind a post: see tests/intake/test_suggesting.py.
WORTH = 74  # of 100: how much of the weight of both names' words they must have in common
BESIDE = 12  # what is so much less alike than the best is left out
SLIPS = 80  # of 100 letters: names that sound alike and share no word, as misread scans do


class Suggesting:
    """Keys of names weighed by their words: one that many names have ("tỉnh", "phòng") says little, a rare one much."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: each key with the name it is of, whose words count too: a key is abbreviated, a text may not be."""
        self.words = {key: words_of(key, name) for key, name in names}
        self.having: dict[str, list[str]] = defaultdict(list)
        for key, words in self.words.items():
            for word in words:
                self.having[word].append(key)

    def alike(self, key: str, name: str, *, by_letters: bool) -> list[str]:
        """The keys worth a look, the best first; `by_letters`: also those with slips of the pen."""
        score = dict(self._by_words(words_of(key, name)))
        if by_letters:
            near = process.extract(
                fold(key), {k: fold(k) for k in self.words}, scorer=fuzz.ratio, score_cutoff=SLIPS, limit=MOST
            )
            for _, letters, name in near:
                score[name] = max(score.get(name, 0.0), letters)
        best = max(score.values(), default=0)
        ordered = sorted(score.items(), key=lambda each: -each[1])
        return [name for name, each in ordered if each >= max(WORTH, best - BESIDE)]

    def _by_words(self, words: frozenset[str]) -> Mapping[str, float]:
        """What share of the weight of both names' words they have in common, of 100."""
        common: dict[str, float] = defaultdict(float)
        for word in words:
            for key in self.having.get(word, ()):
                common[key] += self._weight(word)
        whole = self._whole(words)
        return {key: 200 * shared / (whole + self._whole(self.words[key])) for key, shared in common.items()}

    def _whole(self, words: frozenset[str]) -> float:
        return sum(map(self._weight, words))

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.words) / (1 + len(self.having.get(word, ()))))


def words_of(key: str, name: str) -> frozenset[str]:
    """The words of a name and of its key, without marks."""
    return frozenset(re.findall(r"\w+", f"{fold(key)} {fold(name)}"))
