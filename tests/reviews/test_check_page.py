"""The page before closing: each count opens the very list it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from tests import make
from tests.reviews.test_parts import AFTER, told
from tests.reviews.test_show_page import rows
from tests.world import World
from tracker import clock
from tracker.assignments.actions import post_report
from tracker.targets.actions import add_target

__all__ = ["told"]
URL = "/ra-soat/2026-03"


def links(page: str) -> dict[str, str]:
    """Words of each link of the check's list to where it leads."""
    part = page.split('id="kiem-tra"')[1].split("<form")[0]
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)
    return {words: url.replace("&amp;", "&") for url, words in found}


def test_each_count_opens_its_list(told: World, sign_in: Callable[[str], FlaskClient]) -> None:
    quiet = make.make_body("UBND xã Im Lặng", told.commune)
    for n in range(2):
        task = make.make_task(told.directive, text=f"Việc im lặng {n}", due_on=date(2026, 3, 5))
        make.make_assignment(quiet, date(2026, 3, 5), task, assigned_on=date(2026, 2, 20))
    add_target(told.viewer("oanh"), told.directive, unit="hộ", planned=5, due_on=date(2026, 12, 31))
    with clock.frozen_at(clock.at(date(2026, 3, 10), 9)):
        post_report(told.viewer("binh"), told.work, status="done", note="Xong")
    with clock.frozen_at(clock.at(AFTER, 9)):
        office = sign_in("oanh")
        page = office.get(f"{URL}/chot").text
        assert "2 đơn vị chưa cập nhật trong kỳ" in page
        found = links(page)
        assert rows(office.get(found["UBND xã Im Lặng"]).text) == 2
        waiting = next(url for words, url in found.items() if words.startswith("1 báo cáo chờ xác nhận"))
        assert rows(office.get(waiting).text) == 1
        shown = office.get(found["1 chỉ tiêu lệch tổng"]).text
        assert shown.count('<th scope="row"><a href="/chi-tieu/') == 1
        assert office.get(f"{URL}/muc/chi-tieu").text.count('<th scope="row"><a href="/chi-tieu/') == 2
