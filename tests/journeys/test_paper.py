"""What comes out of the printer: the sheet, the heads on each, who printed what when, and nothing to press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests import make
from tests.live import Live
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.links.actions import fill

UPRIGHT, ACROSS = (595, 842), (842, 595)  # points of A4
Sheets = list[tuple[tuple[int, int], str]]
Printed = Callable[[str], Sheets]


def bare(text: str) -> str:
    """Without spaces: a reader of PDF guesses where they are."""
    return "".join(text.split())


@pytest.fixture
def printed(live: Live, browser: Browser, tmp_path: Path) -> Iterator[Printed]:
    """Prints an address as Oanh: (size, words) of each sheet."""
    context = browser.new_context(locale="vi")
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]

    def sheets(path: str) -> Sheets:
        page = context.new_page()
        page.goto(live.url + path)
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
        document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
        return [
            (
                (round(each.get_width()), round(each.get_height())),
                bare(each.get_textpage().get_text_range()),
            )
            for each in document
        ]

    yield sheets
    context.close()


@pytest.fixture
def many(live: Live) -> Live:
    """Forty bodies, each late with two tasks."""
    with live.now():
        day = clock.today()
        late = [make.make_task(live.world.directive, text=f"Rà soát đợt {n}", due_on=day) for n in (1, 2)]
        for n in range(40):
            body = make.make_body(
                f"UBND xã Thử nghiệm số {n:02}", live.world.commune, phone=f"0206 37{n:02} 118"
            )
            for task in late:
                make.make_assignment(body, day - timedelta(days=3 + n), task)
        db.session.remove()
    return live


def test_the_desk_is_printed_across_with_its_heads(many: Live, printed: Printed) -> None:
    sheets = printed("/don-doc")
    assert len(sheets) > 1
    for number, (size, words) in enumerate(sheets, 1):
        assert size == ACROSS
        assert bare("Đơn vị và nhiệm vụ") in words, f"the head of sheet {number}"
        assert bare("Phạm Thị Oanh. Bộ lọc: quá hạn.") in words, f"the stamp of sheet {number}"
        assert f"{number}/{len(sheets)}" in words
        assert bare("Rà soát tháng") not in words, "the menu"
        assert bare("Gửi nhắc") not in words, "a button"


def test_the_call_list_has_numbers_and_room_to_write(many: Live, printed: Printed) -> None:
    sheets = printed("/don-doc/danh-ba")
    words = " ".join(text for _, text in sheets)
    assert {size for size, _ in sheets} == {ACROSS}
    heads = bare("Nội dung cần gọi"), bare("Ghi chú")
    assert [text for _, text in sheets if not all(head in text for head in heads)] == []
    assert words.count("020637") == 40
    assert words.count("☐") == 42, "the two of the cast are late too"
    assert bare("Bộ lọc: Quá hạn") in words


@pytest.mark.parametrize("path", ["/xac-nhan", "/van-ban", "/don-vi"])
def test_every_list_lies_across(many: Live, printed: Printed, path: str) -> None:
    with many.now():
        work = db.session.get_one(Assignment, many.world.work.id)
        assignments.post_report(many.world.viewer("binh"), work, status="done", note="Đã gửi Báo cáo 118")
    sheets = printed(path)
    assert {size for size, _ in sheets} == {ACROSS}
    assert all(bare("Phạm Thị Oanh") in words for _, words in sheets)


def test_the_receipt_of_a_report_is_one_sheet(live: Live, browser: Browser, tmp_path: Path) -> None:
    """Printed on the page behind a mailed link, by whoever has just reported."""
    with live.now():
        url = fill(live.world.dam.id, "dam@lamgiang.example", f"⟦link:{live.world.work.id}⟧")
    context = browser.new_context(locale="vi")
    page = context.new_page()
    page.goto(url)
    page.locator('label.pick:has([value="done"])').click()
    page.locator('textarea[name="note"]').fill("Đã gửi Báo cáo 118/BC-UBND")
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    page.pdf(path=tmp_path / "bien-nhan.pdf", prefer_css_page_size=True)
    context.close()
    [sheet] = pypdfium2.PdfDocument(tmp_path / "bien-nhan.pdf")
    assert (round(sheet.get_width()), round(sheet.get_height())) == UPRIGHT
    words = bare(sheet.get_textpage().get_text_range())
    for said in ("UBND xã Đàm Thượng", "Đã gửi Báo cáo 118/BC-UBND", "Hoàng Văn Bình"):
        assert bare(said) in words, words
    for button in ("In biên nhận", "Rút lại"):
        assert bare(button) not in words, words


def test_one_assignment_stands_upright(live: Live, printed: Printed) -> None:
    sheets = printed(f"/phan-cong/{live.world.work.id}")
    assert {size for size, _ in sheets} == {UPRIGHT}
    assert all(bare("In lúc") in words for _, words in sheets)
