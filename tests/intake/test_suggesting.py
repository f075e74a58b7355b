"""Suggestions for words that name nobody surely, measured on the names of directives: the right one, and no poor ones.

Each name is the register's, and asked for as other offices write it: behind the post that answers for it, without its
last word, without one in its middle. Then it is taken out of the register: whatever is offered now is poor.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from statistics import mean

import pytest

from tests.intake.test_written_directives import FOLDER
from tests.intake.texts import real_directives
from tracker.bodies.queries import Entry
from tracker.intake.matching import Register
from tracker.vietnamese import name_key

POSTS = {
    "sở ": "Giám đốc",
    "ubnd ": "Chủ tịch",
    "phòng ": "Trưởng",
    "các ": "Thủ trưởng",
    "mttq": "Ban Thường trực",
    "vp ": "Chánh",
    "ca ": "Trưởng",
}
LONGEST = 12  # words; what is longer is a sentence about somebody


def _names(folder_names: Iterable[str]) -> list[str]:
    """Whom the tasks of directives name, each once."""
    found: dict[str, str] = {}
    for text in folder_names:
        for task in json.loads(text)["tasks"]:
            for name in (*task["lead"], *task["coordinating"]):
                found.setdefault(name_key(name), name)
    return [name for name in found.values() if len(name.split()) <= LONGEST]


def written() -> Iterator[list[str]]:
    """The names of a quarter of the texts at a time: as many as one authority has, not those of forty authorities."""
    texts = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.gold.json"))]
    for quarter in range(4):
        yield _names(texts[quarter::4])


def real() -> list[str]:
    return _names(path.read_text("utf-8") for path in sorted(real_directives().glob("*.gold.json")))


def _register(names: Iterable[str]) -> Register:
    return Register.of(Entry(name_key(name), "body", number, name) for number, name in enumerate(names))


def _otherwise(name: str) -> Iterator[str]:
    post = next((post for begins, post in POSTS.items() if name_key(name).startswith(begins)), None)
    if post:
        yield f"{post} {name}"
    words = re.split(r"\s+", name)
    if len(words) > 3:
        yield " ".join(words[:-1])
    if len(words) > 4:
        middle = len(words) // 2
        yield " ".join([*words[:middle], *words[middle + 1 :]])


def _measured(names: list[str]) -> tuple[float, float, float]:
    """(right among the best three, others beside it per question, questions with a poor one once it is gone)."""
    whole = _register(names)
    right = beside = poor = asked = 0
    for name in names:
        without = _register(other for other in names if name_key(other) != name_key(name))
        for words in _otherwise(name):
            match = whole.match(words)
            if match.found is not None:
                continue
            asked += 1
            offered = [known.name for known in match.suggestions]
            right += name in offered
            beside += len([other for other in offered if other != name])
            poor += bool(without.match(words).suggestions)
    assert asked > 40
    return right / asked, beside / asked, poor / asked


def test_on_the_written_directives() -> None:
    right, beside, poor = map(mean, zip(*map(_measured, written()), strict=True))
    assert (right >= 0.95, beside <= 0.26, poor <= 0.22) == (True, True, True), (right, beside, poor)


def test_on_the_real_directives() -> None:
    right, beside, poor = _measured(real())
    assert (right >= 0.95, beside <= 0.3, poor <= 0.3) == (True, True, True), (right, beside, poor)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Giám đốc Sở Tài chính", ["Sở Tài chính"]),
        ("Phòng Quản lý chất lượng", []),
        ("UBND xã Chí Hòa", []),
        ("Sở Tư páp", ["Sở Tư pháp"]),
        ("Trưởng Công an tỉnh", ["Công an tỉnh"]),
    ],
)
def test_better_none_than_a_poor_one(words: str, offered: list[str]) -> None:
    names = (
        "Sở Tài chính",
        "Sở Tư pháp",
        "Sở Nội vụ",
        "Công an tỉnh",
        "Bộ Chỉ huy Quân sự tỉnh",
        "Phòng Kinh tế",
    )
    communes = [f"UBND xã {name}" for name in ("Chí Viễn", "Đàm Thủy", "Hòa Bình", "Đình Phong", "Ngọc Khê")]
    register = _register([*names, *communes, "Thanh tra tỉnh", "Văn phòng UBND tỉnh"])
    match = register.match(words)
    assert [known.name for known in match.offered] == offered


def test_a_register_of_a_whole_province_is_asked_in_no_time() -> None:
    names = [f"UBND xã {first} {second}" for first in map(chr, range(0x41, 0x5B)) for second in range(120)]
    register = _register(names)
    register.match("Ban Chỉ đạo xã K")
    begun = time.process_time()
    for number in range(20):
        register.match(f"Tổ công tác số {number} của xã K")
    assert time.process_time() - begun < 2
