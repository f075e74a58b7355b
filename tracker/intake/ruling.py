"""The straight lines drawn on a PDF page."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

THIN = 3.0  # points: what is drawn no thicker is a line
TOUCH = 3.0  # lines so near one another meet
SHORTEST = 6.0
MOST_SEGMENTS = 4000


@dataclass(slots=True)
class Rule:
    """A line along one axis: across the page `at` is its height, down the page its distance from the left."""

    at: float
    begin: float
    end: float

    def covers(self, place: float) -> bool:
        """Whether it passes a place, or ends just beside it."""
        return self.begin - TOUCH <= place <= self.end + TOUCH


def rules_of(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The lines across the page and those down it, each joined with what goes on where it ends."""
    across: list[Rule] = []
    down: list[Rule] = []
    for number in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_PATH:
            continue
        for left, bottom, right, top in _boxes(thing):
            if top - bottom <= THIN and right - left >= SHORTEST:
                across.append(Rule((bottom + top) / 2, left, right))
            elif right - left <= THIN and top - bottom >= SHORTEST:
                down.append(Rule((left + right) / 2, bottom, top))
    return _joined(across), _joined(down)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Lines at one place that touch are one line."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][0].at <= TOUCH / 2:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    kept: list[Rule] = []
    for row in rows:
        row.sort(key=lambda one: one.begin)
        whole = [row[0]]
        for rule in row[1:]:
            if rule.begin - whole[-1].end <= TOUCH:
                whole[-1].end = max(whole[-1].end, rule.end)
            else:
                whole.append(rule)
        kept += whole
    return kept


Box = tuple[float, float, float, float]


def _boxes(thing: Any) -> Iterator[Box]:
    """What a path draws: itself where it is a line, else its parts, of a drawn frame its four sides."""
    left, bottom, right, top = (raw.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return
    whole = (left.value, bottom.value, right.value, top.value)
    if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
        yield whole
        return
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, filled, stroked)
    for points in _parts(thing):
        yield from _drawn(points, bool(stroked.value))


def _drawn(points: list[tuple[float, float]], is_stroked: bool) -> Iterator[Box]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
        yield min(xs), min(ys), max(xs), max(ys)
    elif is_stroked:
        for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True):
            if min(abs(x - u), abs(y - v)) <= THIN:
                yield min(x, u), min(y, v), max(x, u), max(y, v)


def _parts(thing: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, on the page."""
    count = raw.FPDFPath_CountSegments(thing)
    if count > MOST_SEGMENTS:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing, number)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
    if points:
        yield points
