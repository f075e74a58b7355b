"""Objecting and deciding on the assignment's page, as the office, the leader and the body meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import MONDAY
from tests.make import LONG_AGO
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.db import db
from tracker.extensions import actions as extensions
from tracker.people import actions as people

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def head(world: World) -> World:
    """Bình is the Chairman of his commune."""
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=LONG_AGO)
    return world


def state(work: Assignment) -> str:
    """Read by a session of its own: the browser's are others."""
    number = work.id
    db.session.remove()
    return db.session.get_one(Assignment, number).state


def offered(page: str) -> list[str]:
    return re.findall(r'name="verb"[^>]*value="(\w+)"', page)


def test_the_head_objects_from_the_page_and_the_office_answers(head: World, sign_in: SignIn) -> None:
    address = f"/phan-cong/{head.work.id}"
    binh, oanh = sign_in("binh"), sign_in("oanh")
    assert f'href="{address}/y-kien"' in binh.get(address).text
    answer = send(binh, f"{address}/y-kien", f"{address}/y-kien", reason="Đường của tỉnh")
    assert (answer.status_code, state(head.work)) == (303, "objected")
    for browser in (binh, oanh):
        page = browser.get(address).text
        assert "Chưa tiếp nhận" in page
        assert "Có ý kiến" in page
        assert "Đường của tỉnh" in page
    assert f'action="{address}/bao-cao"' not in binh.get(address).text
    page = oanh.get(f"{address}/quyet-dinh").text
    assert offered(page) == ["uphold", "suspend", "cancel", "exempt"]
    answer = send(
        oanh,
        f"{address}/quyet-dinh",
        f"{address}/quyet-dinh",
        verb="uphold",
        reason="Đã bàn giao",
        document="9/UB",
    )
    assert (answer.status_code, state(head.work)) == (303, "assigned")
    assert "Đã bàn giao" in binh.get(address).text


def test_an_officer_who_is_not_the_head_is_not_offered_it(world: World, sign_in: SignIn) -> None:
    address = f"/phan-cong/{world.work.id}"
    binh = sign_in("binh")
    assert "/y-kien" not in binh.get(address).text
    page = binh.get(f"{address}/y-kien").text
    assert "Hiện không thể nêu ý kiến" in page
    assert f'action="{address}/y-kien"' not in page
    fields = fields_of(binh.get(address).text, f"{address}/tiep-nhan")
    answer = binh.post(f"{address}/y-kien", data=fields | {"version": "1", "reason": "Đường của tỉnh"})
    assert answer.status_code == 422
    assert "người đứng đầu" in answer.text
    assert "Đường của tỉnh" in answer.text


def test_suspended_and_resumed(world: World, sign_in: SignIn) -> None:
    address = f"/phan-cong/{world.work.id}"
    lam, binh = sign_in("lam"), sign_in("binh")
    send(lam, f"{address}/quyet-dinh", f"{address}/quyet-dinh", verb="suspend", reason="Chờ hướng dẫn")
    page = binh.get(address).text
    assert "Đã dừng" in page
    assert "Chờ hướng dẫn" in page
    assert f'action="{address}/bao-cao"' not in page
    assert offered(lam.get(f"{address}/quyet-dinh").text) == ["resume", "cancel"]
    send(lam, f"{address}/quyet-dinh", f"{address}/quyet-dinh", verb="resume", reason="Đã có hướng dẫn")
    assert state(world.work) == "assigned"
    assert "Đã có hướng dẫn" in binh.get(address).text  # in what happened


def test_reopened_the_body_reads_why(world: World, sign_in: SignIn) -> None:
    address = f"/phan-cong/{world.work.id}"
    actions.post_report(world.viewer("binh"), world.work, status="done")
    actions.confirm(world.viewer("oanh"), world.work)
    oanh, lam = sign_in("oanh"), sign_in("lam")
    assert offered(oanh.get(f"{address}/quyet-dinh").text) == ["reopen"]
    assert "Hiện không có gì cần quyết định" in lam.get(f"{address}/quyet-dinh").text
    send(oanh, f"{address}/quyet-dinh", f"{address}/quyet-dinh", verb="reopen", reason="Thiếu 2 tiêu chí")
    page = sign_in("binh").get(address).text
    assert "Thiếu 2 tiêu chí" in page
    assert f'action="{address}/bao-cao"' in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Chọn quyết định"),
        ({"verb": "suspend"}, "Nêu lý do"),
        ({"verb": "suspend", "reason": "Chờ"}, "Ghi văn bản"),
        ({"verb": "blow up", "reason": "Chờ"}, "Lựa chọn không có"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, sign_in: SignIn, sent: dict[str, str], words: str
) -> None:
    address = f"/phan-cong/{world.work.id}/quyet-dinh"
    answer = send(sign_in("oanh"), address, address, **sent)
    assert answer.status_code == 422
    assert re.search(words, answer.text), answer.text
    assert sent.get("reason", "") in answer.text
    assert state(world.work) == "assigned"


def test_the_second_of_two_sees_both_texts(world: World, sign_in: SignIn) -> None:
    address = f"/phan-cong/{world.work.id}/quyet-dinh"
    lam = sign_in("lam")
    version = db.session.get_one(Assignment, world.work.id).version
    send(lam, address, address, verb="suspend", reason="Chờ hướng dẫn")
    answer = send(lam, address, address, verb="cancel", reason="Thôi hẳn", version=str(version))
    assert answer.status_code == 409
    assert "Thôi hẳn" in answer.text
    assert "Chờ hướng dẫn" in answer.text
    assert state(world.work) == "suspended"


def test_the_body_finds_what_was_stopped_on_its_own_list(world: World, sign_in: SignIn) -> None:
    binh = sign_in("binh")
    assert 'href="/viec?xem=stopped"><b>0</b>' in binh.get("/viec").text
    extensions.suspend(world.viewer("lam"), world.work, reason="Chờ hướng dẫn")
    assert f'href="/phan-cong/{world.work.id}"' not in binh.get("/viec").text
    page = binh.get("/viec?xem=stopped").text
    assert f'href="/phan-cong/{world.work.id}"' in page
    assert "Đã dừng" in page
    extensions.cancel(world.viewer("lam"), world.work, reason="Thôi hẳn")
    assert f'href="/phan-cong/{world.work.id}"' in binh.get("/viec?xem=stopped").text
    with clock.frozen_at(MONDAY + timedelta(days=31)):
        page = sign_in("binh").get("/viec?xem=stopped").text
    assert f'href="/phan-cong/{world.work.id}"' not in page


def test_what_was_cancelled_may_be_given_to_another_body(world: World, sign_in: SignIn) -> None:
    address, giving = f"/phan-cong/{world.work.id}", f'href="/nhiem-vu/{world.task.id}/giao-them"'
    oanh = sign_in("oanh")
    assert giving not in oanh.get(address).text
    extensions.cancel(world.viewer("lam"), world.work, reason="Thôi hẳn")
    assert giving in oanh.get(address).text
    assert giving not in sign_in("lam").get(address).text
