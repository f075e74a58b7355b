"""A figure is the length of the list it opens: heads of groups, the progress table, what waits for whom, the menu."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.difficulties import actions as difficulties
from tracker.extensions import actions as extensions
from tracker.home import groups
from tracker.home.filters import GROUPS
from tracker.officials.actions import set_official
from tracker.submissions import actions as submissions

SignIn = Callable[[str], FlaskClient]
LATE = date(2026, 1, 5)
NEXT = re.compile(r'<tr class="more-of-group">.*?href="([^"]+)"', re.DOTALL)
HEAD = re.compile(r'is-closed"><th[^>]*><a[^>]*? href="([^"]+)"[^>]*>[^<]*</a> <small>([\d.]+)')


@pytest.fixture
def busy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Late work of a few bodies in two directives, one of them with more than a page, and two of each that wait."""
    monkeypatch.setattr(groups, "LONG", 3)
    oanh, binh, chi = (world.viewer(name) for name in ("oanh", "binh", "chi"))
    set_official(oanh, world.dam, person_id=oanh.id)
    directive = make.make_directive(number="55/CT-UBND")
    for n in range(53):
        make.make_assignment(world.dam, LATE, make.make_task(directive, due_on=LATE, section=f"1.{n}"))
    shared = make.make_task(world.directive, due_on=LATE)
    for n in range(4):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), LATE, shared)
    later = clock.today() + timedelta(days=20)
    for actor, body in ((binh, world.dam), (chi, world.chi_body)):
        told, stuck, asking, wrong, put = (
            make.make_assignment(body, later, make.make_task(world.directive, due_on=later)) for _ in range(5)
        )
        assignments.post_report(actor, told, status="done", note="Đã gửi Báo cáo 118")
        found = difficulties.report_difficulty(actor, stuck, what="Chưa có đơn giá")
        extensions.ask(actor, asking, new_due_on=later + timedelta(days=9), reason="Chờ số liệu")
        assignments.object_to(oanh, wrong, reason="Không phải việc của xã", document="5/UB")
        submissions.submit(oanh, world.people["lam"], assignment_ids=[put.id], proposal="Phê bình")
        if actor is chi:
            difficulties.pass_up(oanh, found)
    return world


def number(words: str) -> int:
    return int(words.replace(".", ""))


def rows_of_group(browser: FlaskClient, url: str) -> int:
    """How many rows a group holds when it is opened, page by page."""
    page = browser.get(unescape(url)).text
    there = set(re.findall(r"<a id=v(\d+) ", page))
    while following := NEXT.search(page):
        page = browser.get(unescape(following[1])).text
        there |= set(re.findall(r"<a id=v(\d+) ", page))
    return len(there)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("view", ["late", "all"])
def test_the_head_of_each_group(busy: World, sign_in: SignIn, group: str, view: str) -> None:
    office = sign_in("oanh")
    found = HEAD.findall(office.get(f"/don-doc?xem={view}&nhom={group}").text)
    assert len(found) >= 2
    assert [(url, told) for url, told in found if rows_of_group(office, url) != number(told)] == []


def test_the_edges_of_the_progress_table(busy: World, sign_in: SignIn) -> None:
    assignments.post_report(busy.viewer("binh"), busy.work, status="done", note="Xong")
    assignments.confirm(busy.viewer("oanh"), busy.work)
    office = sign_in("oanh")
    page = office.get(f"/bang?vb={busy.directive.id}").text
    tasks = re.findall(r'<th scope="col"><a href="(/nhiem-vu/\d+)">', page)
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    figures = re.findall(r"<td>([\d.]+)/([\d.]+)</td>", foot)
    assert len(figures) == len(tasks) + 1
    assert ("1", "2") in figures or any(done == "1" for done, _ in figures)
    for url, (done, total) in zip(tasks, figures, strict=False):
        listed = office.get(url).text.partition("<main")[2]
        works = re.findall(r'"/phan-cong/(\d+)"', listed)
        assert (url, len(set(works))) == (url, number(total))
        assert len(re.findall(r'class="tag s-(?:done|ontime|donelate)', listed)) == number(done), url
    lines = re.findall(r'<a href="(/bang/don-vi/[^"]+)">.*?<td>(\d+)/(\d+)</td></tr>', page)
    assert len(lines) >= 2
    for url, _, total in lines:
        works = re.findall(r'"/phan-cong/(\d+)"', office.get(unescape(url)).text)
        assert (url, len(set(works))) == (url, int(total))


LENGTHS = {
    "/trinh": r'<a href="/trinh/\d+"',
    "/gia-han": r'<article class="panel" id="extension-',
    "/vuong-mac?xem=lanh-dao": r'<article class="panel" id="difficulty-',
    "/vuong-mac": r'<article class="panel" id="difficulty-',
    "/don-doc?xem=objected": r"<a id=v\d+ ",
    "/xac-nhan": r'<article class="panel" id="assignment-',
}


def length(browser: FlaskClient, url: str) -> int:
    return len(re.findall(LENGTHS[url], browser.get(url).text))


def test_what_waits_for_a_leader(busy: World, sign_in: SignIn) -> None:
    leader = sign_in("lam")
    page = leader.get("/tong-quan").text.partition('id="can-quyet-dinh"')[2].partition("</section>")[0]
    found = [
        (unescape(url), number(n)) for url, n in re.findall(r'<a href="([^"]+)">[^<:]+: ([\d.]+)</a>', page)
    ]
    assert [url for url, _ in found] == [
        "/trinh",
        "/gia-han",
        "/vuong-mac?xem=lanh-dao",
        "/don-doc?xem=objected",
    ]
    assert found == [(url, length(leader, url)) for url, _ in found]
    assert number(re.findall(r"^>?(\d+)", page.strip())[0]) == sum(n for _, n in found)


def test_queues_say_how_many_wait_in_them(busy: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    segments = re.findall(r'href="(/vuong-mac[^"]*)"[^>]*>[^<(]+\((\d+)\)', office.get("/vuong-mac").text)
    assert segments
    assert segments == [(url, str(length(office, url))) for url, _ in segments]
    badge = re.search(
        r'href="/xac-nhan"[^>]*>[^<]*<span class="n" data-waiting>(\d+)</span>', office.get("/van-ban").text
    )
    assert badge
    assert int(badge[1]) == length(office, "/xac-nhan") == 2
