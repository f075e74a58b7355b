"""What was read is kept while nobody has written, and no moment longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import bindparam, func, select, update

from tests import make
from tests.world import World
from tracker import clock, sight
from tracker.db import db, fetch, transaction, writing
from tracker.people.models import Person
from tracker.saved.models import SavedView

SignIn = Callable[[str], FlaskClient]
WORD = select(sight.sight_now().label("word"))
PEOPLE = select(func.count(Person.id).label("n"))
NAMED = select(Person.name).where(Person.id == bindparam("id"))


def begin() -> None:
    """As a request does: a session of its own, which reads the word first."""
    db.session.remove()
    sight.read_at(fetch(WORD)[0].word)


def write(name: str) -> None:
    with transaction() as session:
        session.execute(update(Person).values(name=name))
    db.session.remove()


def found_again() -> bool:
    """Whether a second request finds what the first has read."""
    begin()
    first = sight.recall(PEOPLE)
    assert sight.recall(PEOPLE) is first
    begin()
    return sight.recall(PEOPLE) is first


def test_the_same_is_read_once_while_nobody_writes(world: World) -> None:
    assert any(found_again() for _ in range(50)), "PostgreSQL writes of itself now and then"
    first = sight.recall(PEOPLE)
    write("Ai đó")
    begin()
    assert sight.recall(PEOPLE) is not first
    assert sight.recall(PEOPLE) == first


def test_each_value_has_an_answer_of_its_own(world: World) -> None:
    begin()
    assert sight.recall(NAMED, id=world.people["an"].id) != sight.recall(NAMED, id=world.people["binh"].id)


def test_what_is_written_is_seen_at_once_however_it_was_written(world: World) -> None:
    an = world.people["an"].id
    begin()
    sight.recall(NAMED, id=an)
    with writing(), db.engine.begin() as other:  # no verb, no line of the log
        other.execute(update(Person).values(name="Người khác"))
    begin()
    assert sight.recall(NAMED, id=an)[0].name == "Người khác"


def test_who_has_written_reads_anew_in_the_same_request(world: World) -> None:
    an = world.people["an"].id
    begin()
    before = sight.recall(NAMED, id=an)
    with transaction() as session:
        session.execute(update(Person).values(name="Tên mới"))
        assert sight.recall(NAMED, id=an)[0].name == "Tên mới"
    assert sight.recall(NAMED, id=an)[0].name == "Tên mới" != before[0].name


def test_what_was_read_before_a_write_is_not_kept_as_read_after_it(world: World) -> None:
    """A reader that is slower than a writer: what it reads stands under the word it had, which is gone."""
    an = world.people["an"].id
    begin()
    slow = db.session.info["sight"]
    write("Sau")
    begin()
    quick = sight.recall(NAMED, id=an)
    mine = db.session.info["sight"]
    db.session.info["sight"] = slow
    late = sight.recall(NAMED, id=an)
    assert slow is not mine
    assert late is not quick
    db.session.info["sight"] = mine
    assert sight.recall(NAMED, id=an) is quick


def test_a_word_read_while_writing_keeps_nothing(world: World) -> None:
    """SQLite's word never changes for the line that writes."""
    an, seen = world.people["an"].id, []
    for number in range(3):
        with transaction() as session:
            sight.read_at(fetch(WORD)[0].word)
            session.execute(update(Person).values(name=f"Lần {number}"))
        seen.append(sight.recall(NAMED, id=an)[0].name)
    assert seen == ["Lần 0", "Lần 1", "Lần 2"]


def test_writing_by_statements_alone_ends_it_too(world: World) -> None:
    an = world.people["an"].id
    begin()
    sight.recall(NAMED, id=an)
    db.session.commit()
    with writing(), db.engine.begin() as other:
        other.execute(update(Person).values(name="Đã sửa tay"))
    assert sight.recall(NAMED, id=an)[0].name == "Đã sửa tay"


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(sight, "MOST", 3)
    begin()
    for number in range(10):
        sight.recall(NAMED, id=number)
    assert len(db.session.info["sight"]) <= 3


def test_the_desk_shows_what_was_saved_and_given_a_moment_ago(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    assert "Chờ tôi" not in office.get("/don-doc?xem=all").text
    with transaction() as session:
        author = world.people["oanh"].id
        view = SavedView(name="Chờ tôi", sort_key="c", query="", author_id=author, saved_at=clock.now())
        session.add(view)
    assert "Chờ tôi" in office.get("/don-doc?xem=all").text
    make.make_assignment(make.make_body("UBND xã Mới Lập", world.commune), clock.today())
    assert "UBND xã Mới Lập" in office.get("/don-doc?xem=all").text


@pytest.mark.parametrize("chart", ["tuoi", "don-vi", "chang-duong", "cap-nhat"])
def test_the_dashboard_counts_what_was_given_a_moment_ago(sign_in: SignIn, world: World, chart: str) -> None:
    leader = sign_in("lam")
    pages = "/tong-quan", f"/tong-quan/{chart}"
    before = [leader.get(page).text for page in pages]
    for _ in range(7):
        make.make_assignment(world.dam, clock.today() - timedelta(days=3))
    for page, earlier in zip(pages, before, strict=True):
        assert numbers(leader.get(page).text) != numbers(earlier), page


def numbers(page: str) -> list[str]:
    """The figures of the page's own part."""
    return re.findall(r">\s*(\d+)\s*<", page.partition("<main")[2] or page)
