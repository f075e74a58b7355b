"""One table of queries and what each finds, asked of both kinds of database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import make
from tests.world import World
from tracker import clock
from tracker.bodies import actions as bodies
from tracker.search import queries
from tracker.search.parser import parse

TEXTS = {
    "plan": "Lập kế hoạch chi tiết hoàn thành từng tiêu chí còn thiếu.",
    "fast": "Đẩy nhanh giải ngân vốn chương trình MTQG xây dựng nông thôn mới.",
    "long": "Báo cáo Ban Chỉ đạo kết quả thực hiện các chương trình mục tiêu quốc gia.",
    "farm": "Phối hợp với Sở Nông nghiệp và Phát triển nông thôn rà soát công trình thủy lợi.",
    "short": "Sở NN&PTNT tổng hợp, báo cáo UBND tỉnh.",
    "full": "Trình Ủy ban nhân dân tỉnh xem xét.",
    "numbers": "Rà soát 19/19 tiêu chí, 1e5 hộ, thôn A1b2 theo Quyết định 04/2026/QĐ-UBND.",
}

FOUND: list[tuple[str, set[str]]] = [
    ("đẩy nhanh", {"fast"}),
    ("DAY NHANH", {"fast"}),
    ("day nhanh giải ngân", {"fast"}),
    ("giải nhanh đẩy ngân", {"fast"}),
    ('"ngân giải"', set()),
    ('"giai ngan"', {"fast"}),
    ("NTM", {"fast"}),
    ("nông thôn mới", {"fast"}),
    ("ntm giai ngan", {"fast"}),
    ("MTQG", {"fast", "long"}),
    ("mục tiêu quốc gia", {"fast", "long"}),
    ('"mục tiêu quốc gia"', {"long"}),
    ("bcđ", {"long"}),
    ("BCD mtqg", {"long"}),
    ("NN&PTNT", {"farm", "short"}),
    ("nnptnt", {"farm", "short"}),
    ("nong nghiep va phat trien nong thon", {"farm", "short"}),
    ("ubnd", {"short", "full", "numbers"}),
    ("ủy ban nhân dân", {"short", "full", "numbers"}),
    ("uỷ ban", {"full"}),
    ("thuy loi", {"farm"}),
    ("thuỷ lợi", {"farm"}),
    ("thuy lo", {"farm"}),
    ("thuy lo ", set()),
    ("công t", set()),
    ("công tr", {"farm"}),
    ("19/19", {"numbers"}),
    ("04/2026/QĐ-UBND", {"numbers"}),
    ("2026/04", set()),
    ("1e5", {"numbers"}),
    ("a1b2", {"numbers"}),
    ("a1", {"numbers"}),
    ("tieu chi", {"plan", "numbers", "long"}),
    ('"tiêu chí"', {"plan", "numbers"}),
    ("tiêu chí kế hoạch", {"plan"}),
    ("kh", {"plan"}),
    ("không có đâu", set()),
    ("vb:1847 tiêu chí", {"plan"}),
    ("vb:99/KH", {"fast", "long", "farm", "short", "full", "numbers"}),
    ('vb:"kế hoạch nông thôn" đẩy', {"fast"}),
    ("' OR 1=1 --", set()),
    ('nhanh AND NOT "đẩy', set()),
    ("nhanh* (đẩy)", {"fast"}),
    ("rà:soát", {"farm", "numbers"}),
]


@pytest.fixture
def tasks(world: World) -> dict[int, str]:
    """The names of the tasks by their ids: the cast's own, and six of another directive."""
    other = make.make_directive(number="99/KH-UBND", subject="kế hoạch nông thôn")
    named = {world.task.id: "plan"}
    for name, text in TEXTS.items():
        if name != "plan":
            named[make.make_task(other, text=text).id] = name
    return named


def found(world: World, kind: str, text: str, name: str = "oanh") -> list[int]:
    query = parse(text, clock.today())
    assert not query.faults
    return [row.id for row in queries.page(world.viewer(name), kind, query, clock.today(), size=50).rows]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_tasks(world: World, tasks: dict[int, str], text: str, names: set[str]) -> None:
    ids = found(world, "tasks", text) if "tasks" in queries.kinds_for(parse(text, clock.today())) else []
    assert {tasks[id] for id in ids} == names


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("dam thuong", {"dam"}),
        ("đàm thượng kế hoạch", {"dam"}),
        ("ke hoach", {"dam", "chi", "front"}),
        ("ubnd chi tiết", {"dam", "chi"}),
        ("đv:mttq", {"front"}),
        ("đv:mttq kế hoạch", {"front"}),
        ('đv:"mặt trận tổ quốc"', {"front"}),
        ("body:dam", {"dam"}),
        ("hạn<5/3", set()),
        ("hạn<=5/3", {"dam", "chi", "front"}),
        ("hạn:3/2026", {"dam", "chi", "front"}),
        ("hạn>5/3/2026", set()),
        ("due>=2026-03-05 đv:chi", {"chi"}),
        ("trễ>0", set()),
        ("vb:1847/UBND-KTN đv:dam", {"dam"}),
        ("vb:2 đv:dam", set()),
    ],
)
def test_assignments(world: World, text: str, whose: set[str]) -> None:
    known = {world.work.id: "dam", world.other_work.id: "chi", world.asked.id: "front"}
    assert {known[id] for id in found(world, "assignments", text)} == whose


@pytest.mark.parametrize(
    ("text", "whose"),
    [("trễ>2", {"dam", "chi"}), ("trễ>3", set()), ("trễ:3", {"dam", "chi"}), ("trễ<4 đv:chi", {"chi"})],
)
def test_overdue_never_tells_of_those_only_asked(world: World, text: str, whose: set[str]) -> None:
    known = {world.work.id: "dam", world.other_work.id: "chi", world.asked.id: "front"}
    with clock.frozen_at(clock.at(date(2026, 3, 8), 9)):
        assert {known[id] for id in found(world, "assignments", text)} == whose


def test_bodies_stand_in_the_order_of_the_alphabet(world: World) -> None:
    names = ["UBND xã Ân Thi", "UBND xã Dương Hòa", "UBND xã Ẳng Cang", "UBND xã Đông Khê", "UBND xã An Bình"]
    made = {make.make_body(name, world.commune).id: name for name in names}
    made |= {world.dam.id: world.dam.name, world.chi_body.id: world.chi_body.name}
    assert [made[id].removeprefix("UBND xã ") for id in found(world, "bodies", "ubnd xa")] == [
        "An Bình", "Ẳng Cang", "Ân Thi", "Chí Minh Khai", "Dương Hòa", "Đàm Thượng", "Đông Khê",
    ]  # fmt: skip


def test_pages_by_key_show_each_once(world: World) -> None:
    made = {make.make_task(world.directive, text=f"Trồng rừng đợt {n}").id for n in range(7)}
    query, seen, after, counts = parse("trồng rừng", clock.today()), [], "", []
    for _ in range(4):
        page = queries.page(world.viewer("oanh"), "tasks", query, clock.today(), after=after, size=3)
        seen += [row.id for row in page.rows]
        counts.append(page.count and page.count.number)
        if (after := page.next_key or "") == "":
            break
    assert len(seen) == len(made)
    assert set(seen) == made
    assert counts == [7, None, None]


def test_an_overdue_page_goes_on_by_its_key(world: World) -> None:
    for n in range(5):
        make.make_assignment(world.dam, clock.today() - timedelta(days=n % 2 + 1), period=str(n))
    query, seen, after = parse("trễ>0", clock.today()), [], ""
    for _ in range(3):
        page = queries.page(world.viewer("oanh"), "assignments", query, clock.today(), after=after, size=2)
        seen += [(row.due_on, row.id) for row in page.rows]
        after = page.next_key or ""
    assert len(seen) == 5
    assert seen == sorted(seen)


def test_what_changes_is_found_by_its_new_name_only(world: World) -> None:
    body = make.make_body("UBND xã Tên Cũ", world.commune)
    assert found(world, "bodies", "tên cũ") == [body.id]
    bodies.edit_body(world.viewer("oanh"), body, name="UBND xã Tên Mới", phone="")
    assert found(world, "bodies", "tên cũ") == []
    assert found(world, "bodies", "ten moi") == [body.id]
