"""The part of a text where what was looked for stands, with the words found marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.search.parser import Term, Way
from tracker.search.words import words

WIDTH = 200  # characters shown
BEFORE = 50  # of them before the first word found
_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """Some characters of a text, found or not."""

    text: str
    is_found: bool


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


def snippet(text: str, terms: Sequence[Term], width: int = WIDTH) -> list[Piece]:
    """A text about its first found word, cut in whole words, in pieces; all of it where it is short."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    spans = _joined(sorted(set(found(text, terms))), text)
    first, last = _window(text, spans[0][0] if spans else 0, width)
    return list(_pieces(text, spans, first, last))


def found(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where words of any term stand in a text, as (start, end)."""
    there = [_Word(m.start(), m.end(), "".join(words(m[0]))) for m in _WORD.finditer(text)]
    for way in (way for term in terms for way in term.ways):
        together = list(_phrases(there, way))
        yield from together
        if not (way.is_phrase or together):  # words that stand together say more than each where it strays
            for place, word in enumerate(way.words):
                is_open = way.is_open and place == len(way.words) - 1
                yield from ((each.start, each.end) for each in there if _is(each.folded, word, is_open))


def _phrases(there: Sequence[_Word], way: Way) -> Iterator[tuple[int, int]]:
    n = len(way.words)
    for place in range(len(there) - n + 1):
        part = there[place : place + n]
        pairs = zip(part, way.words, strict=True)
        if all(_is(each.folded, word, way.is_open and i == n - 1) for i, (each, word) in enumerate(pairs)):
            yield part[0].start, part[-1].end


def _is(folded: str, word: str, is_open: bool) -> bool:
    return folded.startswith(word) if is_open else folded == word


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans that overlap or have only a space between them as one."""
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made and (start <= made[-1][1] or text[made[-1][1] : start] == " "):
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _window(text: str, at: int, width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    first = max(0, min(at - BEFORE, len(text) - width))
    if first:
        first = text.find(" ", first, at) + 1 or first
    last = min(len(text), first + width)
    if last < len(text):
        last = max(text.rfind(" ", first, last), at + 1) if " " in text[at:last] else last
    return first, last


def _pieces(text: str, spans: list[tuple[int, int]], first: int, last: int) -> Iterator[Piece]:
    at = first
    if first:
        yield Piece("… ", False)
    for start, end in spans:
        if start >= last or end <= first:
            continue
        start, end = max(start, first), min(end, last)
        if start > at:
            yield Piece(text[at:start], False)
        yield Piece(text[start:end], True)
        at = end
    if at < last:
        yield Piece(text[at:last], False)
    if last < len(text):
        yield Piece(" …", False)
