"""The page of the log: for administrators and auditors, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.audit import queries
from tracker.audit.queries import Asked
from tracker.settings.actions import change_rules

LOG = "/quan-tri/nhat-ky"
SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("name", "status"), [("an", 200), ("khanh", 200), ("oanh", 403), ("binh", 403), ("lam", 403)]
)
def test_who_reads_it(world: World, sign_in: SignIn, name: str, status: int) -> None:
    assert sign_in(name).get(LOG).status_code == status


def test_filters(world: World, sign_in: SignIn, app: Flask) -> None:
    browser = sign_in("an")
    page = browser.get(f"{LOG}?thing=person:{world.people['binh'].id}").text
    assert "Hoàng Văn Bình" in page
    assert "Nông Thị Chi" not in page
    rows = browser.get(f"{LOG}?verb=setting.change").text.partition("<tbody")[2]
    assert "UBND tỉnh Lam Giang" in rows
    assert "person:" not in rows
    assert "ledger" not in browser.get(f"{LOG}?who=100%25").text
    with count_sql(app) as sent:
        browser.get(LOG)
    assert len(sent) <= 15


def test_pages(world: World) -> None:
    for n in range(60):
        change_rules(SYSTEM, place=f"L{n}")
    viewer = world.viewer("khanh")
    first = queries.lines(viewer, Asked(verb="setting.change"))
    second = queries.lines(viewer, Asked(verb="setting.change"), after=first.next_key or "")
    seqs = [line.seq for line in (*first.rows, *second.rows)]
    assert len(seqs) == 61
    assert seqs == sorted(seqs, reverse=True)


def test_what_was_typed_is_shown_as_text(world: World, sign_in: SignIn) -> None:
    change_rules(SYSTEM, place="<script>alert(1)</script>")
    page = sign_in("an").get(LOG).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
