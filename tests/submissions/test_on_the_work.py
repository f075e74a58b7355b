"""The page of the work tells the office, not the body, that it was put before a leader and what he said."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.world import World
from tracker.submissions import actions

PROPOSAL = "Đề nghị phê bình xã Đàm Thượng"


def test_the_office_reads_it_and_the_body_does_not(
    world: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    oanh, lam = world.viewer("oanh"), world.viewer("lam")
    page = actions.submit(oanh, world.people["lam"], assignment_ids=[world.work.id], proposal=PROPOSAL)
    url = f"/phan-cong/{world.work.id}"
    office, body = sign_in("oanh"), sign_in("binh")
    assert PROPOSAL in office.get(url).text
    actions.answer(lam, page, assignment_ids=[world.work.id], answer="other", words="Gặp trực tiếp thứ Hai")
    shown = office.get(url).text
    assert "Gặp trực tiếp thứ Hai" in shown
    assert shown.count('id="thu"') == 1
    assert "Reminded by telephone" not in shown
    told = body.get(url).text
    assert PROPOSAL not in told
    assert "Gặp trực tiếp" not in told
    assert "Gặp trực tiếp" not in body.get(f"/lich-su/phan-cong/{world.work.id}").text
