"""Goal figures: how many of what are to be reached, and how many are reached so far."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tracker.intake.draft import Target
from tracker.intake.letters import lowered, plain
from tracker.intake.structure import Node

FIGURE = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
# A goal sentence: what stands after these words is to be reached.
GOAL = re.compile(
    r"\b(?:muc tieu|phan dau|chi tieu|it nhat|toi thieu|co them|them|tro len|dat (?:tren|tu|it nhat|toi thieu)|(?:bao dam|dam bao|duy tri)(?: dat| ty le)?(?: tu| tren)? (?=\d+(?:,\d+)?\s?%)|tu (?=\d+(?:,\d+)?\s?% [^.;]{3,60} tro len)|ty le|ti le|mo rong .{3,40} len|nang .{3,40} len)\b"
)
NOT_GOAL = re.compile(
    r"\b(?:ngay|thang|nam|so|dot|lan|khoan|dieu|diem|muc|quyet dinh|quy|giai doan|luat|cap|thoi gian|gio|tieu chi)\s*$"
)
MOST_FIGURES = 200  # a text with more is no letter but a table
UNIT = r"(?P<unit>(?:%|[^\W\d_]+)(?:[ /][^\W\d_]+){0,14})"
GOAL_HEADING = re.compile(
    r"(?:cac |mot so )?(?:muc tieu|chi tieu)\b[^.;]{0,60}$|[^.;]{0,30}\bva (?:muc tieu|chi tieu)$"
)
RATIO = re.compile(rf"(?<![\d/.,])(?P<actual>{FIGURE})\s?/\s?(?P<planned>{FIGURE})\s+{UNIT}")
GOAL_FIGURE = re.compile(
    rf"(?P<more>them |it nhat (?:la )?|toi thieu (?:la )?|len |dat (?:tu )?|tren |hoan thanh )?(?<![\d/.,])(?P<planned>{FIGURE})"
    rf"(?:\s?-\s?\d+)?\s?{UNIT}"
)
DAMAGE = re.compile(r"\b(?:muc nuoc|thiet hai|bi (?:ngap|hu|sap|toc mai|co lap|sat lo|anh huong|chet))\b")
PRINTED = re.compile(rf"[^();.]{{0,120}}?\(\s?(?:dat |bang |chiem |ty le )*(?P<percent>{FIGURE})\s?%")
NOT_UNIT = re.compile(
    r"(?:gio|ngay|thang|nam|tuan|lan|phut|thang|trieu|dong|ty|nguoi chet|em|va|den|hoac|chuong trinh|khong|sach|tuoi|ca|kip|co)\b"
)
# What is left to do, and no goal ("còn 05 xóm chưa đạt").
NOT_YET = re.compile(r"\w chua\b")
LEFT_OVER = re.compile(r"\b(?:con|con co|hien co)\s*$")
NONE_YET = re.compile(
    r"(?P<by>\b(?:den nay|hien nay|hien|tinh den [^.;,]{4,30}),? )?\b(?:chua co|chua)\s+(?P<unit>[^\W\d_]+(?: [^\W\d_]+){1,12})"
)
# With their marks: without them "có" is "cơ", "đến" is "đền".
UNIT_ENDS = re.compile(
    r"(?:(?<=[\w%])\sso với\b|(?<=\w)\s(?:và|trong|tại|theo|ở|để|được|nhằm|là|do|từ|cho|với|của|trước|đến|kế hoạch|chiếm|tăng|giảm|có|"
    r"hoàn thiện|bảo đảm|đảm bảo|đang)\b).*$"
)
# Words that make every clause up to the full stop a goal ("Mục tiêu năm 2024: giảm …; xóa …; có …").
GOALS_LISTED = re.compile(r"\b(?:muc tieu|chi tieu|phan dau)[^;:.]{0,80}:")


@dataclass(frozen=True, slots=True)
class Figure:
    at: int
    target: Target


def targets(text: str, goal_parts: Sequence[tuple[int, int]] = ()) -> tuple[Target, ...]:
    """Each goal once, in text order; a result ("3/9 xã", "chưa có xã …") is put to the goal it measures.

    `goal_parts`: places in the text that stand under a heading such as "Mục tiêu", where every figure is a goal.
    """
    flat = plain(text)
    results = list(islice(_ratios(text, flat), MOST_FIGURES))
    goals = [one for one in islice(_goals(text, flat, goal_parts), MOST_FIGURES) if not _inside(one, results)]
    left = list(results)
    merged: list[Figure] = []
    nones = _nones(text, flat, is_measured=bool(results))
    kinds = [_words(goal.target.unit)[:1] for goal in goals]
    for goal in goals:
        result = next((one for one in left if _same(goal.target, one.target)), None)
        if result:
            left.remove(result)
            merged.append(replace(result, at=goal.at))
        else:
            is_only = kinds.count(_words(goal.target.unit)[:1]) == 1
            merged.append(replace(goal, target=_none_yet(goal.target, nones, is_only=is_only)))
    merged.extend(left)
    return tuple(figure.target for figure in sorted(merged, key=lambda one: one.at))


def goal_parts(root: Node) -> list[tuple[int, int]]:
    """Where, in the joined text of all items, those stand that a heading "Mục tiêu", "Chỉ tiêu" is over."""
    found = []
    at = 0
    for node in root.below:
        end = at + len(node.text)
        if any(GOAL_HEADING.match(plain(above.text)) for above in node.ancestors):
            found.append((at, end))
        at = end + 1
    return found


def _number(figure: str) -> float:
    value = float(figure.replace(".", "").replace(",", "."))
    return int(value) if value.is_integer() else value


def _ratios(text: str, flat: str) -> Iterator[Figure]:
    for found in RATIO.finditer(flat):
        around = re.split(r"[.;]\s", flat[max(0, found.start() - 60) : found.start()])[-1] + found["unit"]
        if DAMAGE.search(around):
            continue
        if NOT_GOAL.search(flat[max(0, found.start() - 20) : found.start()]) or NOT_UNIT.match(found["unit"]):
            continue
        unit = _unit(text, found)
        actual, planned = _number(found["actual"]), _number(found["planned"])
        quote = text[found.start() : found.start("unit")] + unit
        if unit and planned:
            yield Figure(found.start(), Target(quote, _named(unit), planned, actual, _printed(flat, found)))


def _printed(flat: str, ratio: re.Match[str]) -> float | None:
    """The percentage printed in brackets behind a ratio ("3/9 xã … (đạt 33,3% kế hoạch năm)"), or None."""
    following = flat[ratio.start("unit") : ratio.start("unit") + 160]
    printed = PRINTED.match(following)
    return _number(printed["percent"]) if printed else None


def _goals(text: str, flat: str, parts: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    reached = 0
    for begin, end in sorted([*_goal_clauses(flat), *parts]):
        begin, reached = max(begin, reached), max(reached, end)
        for found in GOAL_FIGURE.finditer(flat, begin, end):
            unit = _unit(text, found)
            before = flat[max(0, found.start() - 14) : found.start("planned")]
            if NOT_YET.search(plain(unit)) or LEFT_OVER.search(
                flat[max(0, found.start() - 10) : found.start()]
            ):
                continue
            if not unit or NOT_GOAL.search(before) or NOT_UNIT.match(plain(unit)) or "(" in before[-3:]:
                continue
            quote = text[found.start("planned") : found.start("unit")] + unit
            yield Figure(found.start(), Target(quote.strip(), _named(unit), _number(found["planned"]), None))


def _goal_clauses(flat: str) -> Iterator[tuple[int, int]]:
    """Where the text speaks of goals: from the word that says so to the end of its clause, or of the list it opens."""
    for sentence in re.finditer(r"[^.!?]+(?:\.\d+[^.!?]*)*", flat):
        listed = GOALS_LISTED.search(sentence[0])
        for clause in re.finditer(r"[^;]+", sentence[0]):
            goal = GOAL.search(clause[0])
            if listed and clause.start() > listed.start():
                yield sentence.start() + clause.start(), sentence.start() + clause.end()
            elif goal:
                yield sentence.start() + clause.start() + goal.start(), sentence.start() + clause.end()


def _unit(text: str, found: re.Match[str]) -> str:
    """The words counted, without what follows them."""
    unit = text[found.start("unit") : found.end("unit")]
    return unit[: len(UNIT_ENDS.sub("", lowered(unit)))].strip()


def _named(unit: str) -> str:
    return re.sub(r"^(\w+) đã ", r"\1 ", unit)


def _words(unit: str) -> list[str]:
    flat = re.sub(r"\b(?:da|dat|chuan|duoc|cong nhan|hoan thanh|nao)\b", " ", plain(unit)).replace(
        "ntm", "nong thon moi"
    )
    return flat.split()


def _same(goal: Target, result: Target) -> bool:
    """Whether a result measures a goal: the same figure of the same thing."""
    if goal.planned != result.planned:
        return False
    ours, theirs = _words(goal.unit), _words(result.unit)
    short, long = sorted((ours, theirs), key=len)
    return (ours[:1] == theirs[:1] and ours[-2:] == theirs[-2:]) or (
        short == long[: len(short)] and len(short) == len(long)
    )


def _inside(goal: Figure, results: list[Figure]) -> bool:
    """A goal figure that is part of a ratio ("9 xã" of "3/9 xã")."""
    return any(one.at <= goal.at <= one.at + len(one.target.quote) for one in results)


def _nones(text: str, flat: str, *, is_measured: bool) -> list[list[str]]:
    """The things of which the text says that there is none yet ("chưa có xã đạt …"), as words: where it measures
    others, or says up to when ("đến nay chưa có …")."""
    found = islice(NONE_YET.finditer(flat), MOST_FIGURES)
    return [_words(_unit(text, none)) for none in found if is_measured or none["by"]]


def _none_yet(goal: Target, nones: list[list[str]], *, is_only: bool) -> Target:
    """The goal with 0 reached where the text says that there is none yet; of the only goal of its kind it may say so
    in one word ("chưa có xã nào")."""
    ours = _words(goal.unit)
    if any(
        ours[:1] == theirs[:1] and (ours[-2:] == theirs[-2:] or (is_only and len(theirs) == 1))
        for theirs in nones
    ):
        return replace(goal, actual=0)
    return goal
