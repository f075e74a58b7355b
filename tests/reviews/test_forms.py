"""Biểu 02 to 05 on their pages and frozen; periods judged as at a later day; what changed, what is to be noticed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests import make
from tests.reviews.conftest import AFTER, SIGNER
from tests.reviews.test_show_page import rows
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.documents import report
from tracker.extensions import actions as extensions
from tracker.reviews import actions, queries
from tracker.reviews.concluding import add_conclusion
from tracker.reviews.rules import Span
from tracker.targets import actions as targets
from tracker.tasks.models import Task

URL = "/ra-soat/2026-03"
DAYS = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))


@pytest.fixture
def busy(world: World) -> World:
    """One extension granted and one refused in March, work stopped, work due in April; it is 16 March after it."""
    lam, binh, chi = (world.viewer(name) for name in ("lam", "binh", "chi"))
    coming = make.make_assignment(world.dam, date(2026, 4, 10), make.make_task(text="Việc của tháng tư."))
    far = make.make_assignment(world.dam, date(2026, 6, 1), make.make_task(text="Việc của tháng sáu."))
    stopped = make.make_assignment(
        world.chi_body, date(2026, 3, 9), make.make_task(text="Việc không áp dụng.")
    )
    assert coming.id != far.id
    asked = [
        extensions.ask(actor, work, new_due_on=date(2026, 3, 12), reason="Chờ vốn")
        for actor, work in ((binh, world.work), (chi, world.other_work))
    ]
    for one, granted in zip(asked, (True, False), strict=True):
        extensions.decide(lam, one, granted=granted, note="Đã xem xét", document="" if granted else "5/UBND")
    extensions.exempt(world.viewer("oanh"), stopped, reason="Không có đối tượng", document="7/UBND")
    return world


def lines(page: str) -> list[list[str]]:
    """The cells of every line of a form."""
    body = page.split('id="dong"')[1].split("<tbody hx-ignore>")[1].split("</tbody>")[0]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S) for line in body.split("</tr>")[:-1])
    return [[re.sub("<[^>]*>", "", cell).strip() for cell in line] for line in cells]


def part(page: str, id: str) -> str:
    """From what has this id to the end of what the page says."""
    return page.split(f'id="{id}"')[1].split("</main>")[0]


def test_the_forms_on_their_pages(office: FlaskClient, month: World) -> None:
    [done] = lines(office.get(f"{URL}/bieu/3").text)
    assert (done[2][:14], done[3], done[7], done[8], done[10]) == (
        "Lập kế hoạch c", "UBND xã Chí Minh Khai", "04/03/2026", "04/03/2026", "Đúng hạn",
    )  # fmt: skip
    late = lines(office.get(f"{URL}/bieu/2").text)
    assert [line[8] for line in late] == ["10", "9"], "by body, with the days overdue"
    for number in (4, 5):
        assert 'id="dong"' not in office.get(f"{URL}/bieu/{number}").text
    assert office.get(f"{URL}/bieu/1").status_code == office.get(f"{URL}/bieu/6").status_code == 404


def test_a_long_form_comes_in_pages_that_go_on_with_its_numbers(office: FlaskClient, month: World) -> None:
    """As it stands, and the same as frozen."""
    for n in range(120):
        make.make_assignment(
            month.dam, date(2026, 2, 20), make.make_task(text=f"Việc {n}."), assigned_on=date(2026, 2, 10)
        )
    period = actions.open_period(SYSTEM, name="2026-03")
    live = through(office, f"{URL}/bieu/2")
    assert ([line[0] for line in live], len({line[2] for line in live})) == (
        [str(n) for n in range(1, 123)],
        122,
    )
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    assert through(office, f"{URL}/bieu/2") == live


def through(office: FlaskClient, url: str) -> list[list[str]]:
    """The lines of a form, page after page."""
    text = office.get(url).text
    following = re.search(r'href="([^"]*sau=[^"]*)"', text)
    more = through(office, following[1].replace("&amp;", "&")) if following else []
    return lines(text) + more


def test_what_is_due_next_and_what_was_decided(busy: World, sign_in: object) -> None:
    with clock.frozen_at(AFTER):
        browser = sign_in("oanh")  # type: ignore[operator]
        [due] = lines(browser.get(f"{URL}/bieu/4").text)
        assert (due[2], due[6], due[8]) == ("Việc của tháng tư.", "10/04/2026", "27")
        first, second = lines(browser.get(f"{URL}/bieu/5").text)
        assert (first[2], first[5], first[6], first[8]) == (
            "UBND xã Đàm Thượng", "05/03/2026", "12/03/2026", "Đồng ý",
        )  # fmt: skip
        assert (second[8], second[9]) == ("Không đồng ý", "Trần Quang Lâm; 5/UBND; Đã xem xét")
        page = browser.get(URL).text
        changes = page.split('id="review-changes"')[1].split("</section>")[0]
        assert ("Không có đối tượng" in changes, "1 nhiệm vụ dừng" in changes) == (True, True)
        notable = browser.get(f"{URL}/muc/can-chu-y").text
        assert "2 đơn vị chưa" in notable


def changed(browser: FlaskClient) -> dict[str, list[str]]:
    """What each number over the changes leads to: the works' names, page after page."""
    top = part(browser.get(URL).text, "review-changes")
    links = re.findall(r'href="([^"]*/thay-doi/([\w-]+)[^"]*)">(\d+)', top)
    found = {which: named(browser, url.replace("&amp;", "&")) for url, which, _ in links}
    assert {which: len(found[which]) for _, which, _ in links} == {which: int(n) for _, which, n in links}
    return found


def named(browser: FlaskClient, url: str) -> list[str]:
    page = part(browser.get(url).text, "thay-doi")
    following = re.search(r'href="([^"]*sau=[^"]*)"', page)
    more = named(browser, following[1].replace("&amp;", "&")) if following else []
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page) + more


def test_each_number_of_changes_opens_its_rows_as_they_were_at_the_cut(
    busy: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    many = [
        make.make_assignment(busy.chi_body, date(2026, 3, 9), make.make_task(text=f"Việc dừng {n}."))
        for n in range(60)
    ]
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):  # the newest twenty are of one kind
        for work in many:
            extensions.exempt(busy.viewer("oanh"), work, reason="Không có đối tượng", document="7/UBND")
    with clock.frozen_at(AFTER):
        oanh = sign_in("oanh")
        live = changed(oanh)
        assert {which: len(works) for which, works in live.items()} == {"gia-han": 1, "dung": 61}
        actions.close_period(busy.viewer("oanh"), actions.open_period(SYSTEM, name="2026-03"), **SIGNER)
        with transaction() as session:
            session.execute(update(Task).values(text="Nội dung đã sửa sau khi chốt."))
        assert changed(oanh) == live
        assert "Trong kỳ không có thay đổi nào loại này." in oanh.get(f"{URL}/thay-doi/tra-lai").text
        assert oanh.get(f"{URL}/thay-doi/khac").status_code == 404
        assert sign_in("an").get(f"{URL}/thay-doi/dung").status_code == 404


def test_a_revised_target_is_a_change_of_the_period(month: World, office: FlaskClient) -> None:
    oanh = month.viewer("oanh")
    with clock.frozen_at(clock.at(date(2026, 3, 2))):
        made = targets.add_target(
            oanh, month.directive, unit="xã đạt chuẩn", planned=9, due_on=date(2026, 12, 31)
        )
        said = {"reason": "Giảm kế hoạch", "approved_by": "Chủ tịch", "day": date(2026, 3, 2)}
        targets.revise(oanh, made, version=made.version, planned=7, **said)
    [change] = queries.changes(DAYS)[0]
    assert (change.kind, change.target_id, change.old, change.new) == ("revised", made.id, 9, 7)
    page = office.get(URL).text.split('id="review-changes"')[1]
    assert f'href="/chi-tieu/{made.id}"' in page
    assert "9 → 7" in page


def test_a_closed_period_shows_its_forms_texts_and_conclusions_as_they_were(
    month: World, office: FlaskClient
) -> None:
    period = actions.open_period(SYSTEM, name="2026-03")
    add_conclusion(month.viewer("oanh"), period, words="Giao Sở Xây dựng rà soát.")
    notable = part(office.get(f"{URL}/muc/can-chu-y").text, "review-attention")
    shown = {number: lines(office.get(f"{URL}/bieu/{number}").text) for number in (2, 3)}
    listed = part(office.get(f"{URL}/dong?o=12").text, "dong")
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    with transaction() as session:
        session.execute(update(Task).values(text="Nội dung đã sửa sau khi chốt."))
        session.execute(update(Assignment).values(due_on=date(2027, 1, 1)))
    assert {number: lines(office.get(f"{URL}/bieu/{number}").text) for number in (2, 3)} == shown
    assert part(office.get(f"{URL}/dong?o=12").text, "dong") == listed
    frozen = part(office.get(f"{URL}/muc/can-chu-y").text, "review-attention")
    assert frozen.split('<p class="small muted sealed">')[0] == notable.split('<p class="print-only')[0]
    kept = queries.snapshot(period)
    assert kept is not None
    assert "Giao Sở Xây dựng rà soát." in queries.figures_text(kept.id)
    assert "Giao Sở Xây dựng rà soát." in office.get(URL).text


def test_what_was_told_after_the_cut_is_listed_and_not_counted(month: World, office: FlaskClient) -> None:
    counted = queries.figures(DAYS, DAYS.cut_on, 5).total
    late = f"{URL}/dong?o=sau-chot"
    assert rows(office.get(late).text) == 0
    assignments.post_report(month.viewer("binh"), month.work, status="done", note="Xong sau chốt")
    assert rows(office.get(late).text) == 1
    assignments.confirm(month.viewer("oanh"), month.work)
    assert rows(office.get(late).text) == 1, "confirming it takes nothing off the list"
    assert queries.figures(DAYS, DAYS.cut_on, 5).total == counted


def test_what_was_given_in_some_days_as_at_a_later_one(month: World, office: FlaskClient) -> None:
    make.make_assignment(month.dam, date(2026, 3, 5), assigned_on=date(2026, 3, 4))
    [first_given] = {row.assigned_on for row in db.session.query(Assignment).filter_by(task_id=month.task.id)}
    day = f"{first_given:%y%m%d}"
    assert (
        office.get(f"/ra-soat?tu={first_given}&den={first_given}&tinh=2026-03-10").headers["Location"]
        == f"/ra-soat/{day}-{day}-260310"
    )
    at = f"/ra-soat/{day}-{day}-260310"
    page = office.get(at).text
    assert "10/03/2026" in page
    found = queries.review(month.viewer("oanh"), f"{day}-{day}-260310").account.figures
    assert (found.as_of, found.total.given) == (date(2026, 3, 10), 4), (
        "what was given on the 4th is not in it"
    )
    assert found.total.open_overdue == rows(office.get(f"{at}/dong?o=12").text) == 2


def test_a_year_ago_and_the_period_before_stand_beside_it(month: World, office: FlaskClient) -> None:
    page = office.get(URL).text.split('id="review-summary"')[1]
    assert "Kỳ trước và cùng kỳ năm trước chưa có số liệu nên không so sánh được." in page
    assert "So sánh với các kỳ khác" not in page, "an empty table says nothing"
    make.make_assignment(month.dam, date(2025, 3, 1), assigned_on=date(2025, 2, 20))
    page = office.get(URL).text.split('id="review-summary"')[1]
    assert "So sánh với các kỳ khác" in page
    assert "chưa có số liệu nên không so sánh được" not in page
    assert "Cùng kỳ năm trước: tháng 3/2025" in page
    assert '<a href="/ra-soat/2025-03/dong?o=5">1</a>' in page
    assert "trong đó giao từ các năm trước" in office.get(URL).text
    older = office.get(f"{URL}/dong?o=5&tu=nam-truoc").text
    assert rows(older) == 1


def test_only_forms_with_lines_are_annexes_and_the_words_name_them(busy: World) -> None:
    with clock.frozen_at(AFTER):
        account = queries.account(DAYS, DAYS.cut_on, None, whole=True)
        made = report.document(account, None, clock.now())
    assert [(each["number"], each["tables"][0]) for each in made["annexes"]] == [
        ("Phụ lục I", "form_01"), ("Phụ lục II", "form_02"), ("Phụ lục III", "form_04"), ("Phụ lục IV", "form_05"),
    ]  # fmt: skip
    words = " ".join(line for each in made["parts"] for line in each["paragraphs"])
    assert "1 nhiệm vụ đến hạn trong kỳ tới (Phụ lục III kèm theo)" in words
    assert "gia hạn 1 lượt (Phụ lục IV kèm theo)" in words
    assert "Biểu 03" in {each["name"] for each in made["tables"].values()}, "the workbook has every form"
