"""Addresses are put into a letter when it leaves: for one mailbox of one body."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import MONDAY
from tests.world import World
from tracker import clock, codes
from tracker.access.actors import SYSTEM
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import NotAllowed
from tracker.links import actions, queries, rules
from tracker.links.models import MailedLink

BOX = "dam@lamgiang.example"
BASE = "http://127.0.0.1:8000"


def links() -> list[MailedLink]:
    return list(db.session.scalars(select(MailedLink)))


def lines() -> int:
    return db.session.scalar(select(func.count()).where(AuditLine.verb == "link.issue")) or 0


def test_three_kinds_of_address_from_one_link(world: World) -> None:
    id = world.work.id
    text = actions.fill(world.dam.id, BOX, f"⟦link:{id}⟧\n⟦done:{id}⟧\n⟦all:{id}⟧")
    (link,) = links()
    code = codes.code_of(actions.link_key(), link.id, 1)
    assert text.split("\n") == [f"{BASE}/b/{code}", f"{BASE}/b/{code}?kq=xong", f"{BASE}/b/{code}/tat-ca"]
    assert (link.body_id, link.mailbox, link.assignment_id) == (world.dam.id, BOX, id)
    assert link.expires_at == clock.midnight(
        date(2026, 3, 20)
    )  # 14 days after 5 March, to the end of the day


def test_the_same_letter_again_writes_nothing(world: World) -> None:
    text = f"⟦link:{world.work.id}⟧"
    assert actions.fill(world.dam.id, BOX, text) == actions.fill(world.dam.id, BOX, text)
    assert (len(links()), lines()) == (1, 1)
    assert actions.fill(world.dam.id, BOX, "Kính gửi") == "Kính gửi"


def test_a_later_letter_keeps_the_link_alive(world: World) -> None:
    actions.fill(world.dam.id, BOX, f"⟦link:{world.work.id}⟧")
    with clock.frozen_at(MONDAY + timedelta(days=24)):  # 26 March, three weeks late
        actions.fill(world.dam.id, BOX, f"⟦link:{world.work.id}⟧")
    (link,) = links()
    assert link.expires_at == clock.midnight(date(2026, 4, 10))


def test_another_body_s_work_gets_the_signed_in_page(world: World) -> None:
    text = actions.fill(world.dam.id, BOX, f"⟦link:{world.other_work.id}⟧")
    assert text == f"{BASE}/phan-cong/{world.other_work.id}"
    assert actions.fill(None, BOX, f"⟦all:{world.work.id}⟧") == f"{BASE}/phan-cong/{world.work.id}"
    assert links() == []


def test_a_revoked_link_comes_back_under_another_code(world: World) -> None:
    before = actions.fill(world.dam.id, BOX, f"⟦link:{world.work.id}⟧")
    with transaction():
        links()[0].revoked_at = clock.now()
    after = actions.fill(world.dam.id, BOX, f"⟦link:{world.work.id}⟧")
    assert before != after
    assert queries.genuine(before.rpartition("/")[2], actions.link_key()) is None


def test_only_the_system_makes_links(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.issue(world.viewer("oanh"), [(world.dam.id, BOX, world.work.id)])
    actions.issue(SYSTEM, [(world.dam.id, BOX, world.work.id)])


@pytest.mark.parametrize(
    ("due_on", "letter_on", "last"),
    [
        (date(2026, 3, 5), date(2026, 3, 2), date(2026, 3, 19)),
        (date(2026, 3, 5), date(2026, 3, 26), date(2026, 4, 9)),
        (None, date(2026, 3, 2), date(2026, 5, 1)),
    ],
)
def test_how_long_a_link_is_good(due_on: date | None, letter_on: date, last: date) -> None:
    assert rules.last_day(due_on, letter_on, after_due=14, without_due=60) == last
