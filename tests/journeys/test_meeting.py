"""The meeting's screens as a room of people reads them: how big letters are drawn, keys, what the printer gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tests.make import make_assignment, make_body, make_task
from tracker import clock
from tracker.difficulties import actions as difficulties
from tracker.reviews.labels import SECTIONS
from tracker.reviews.rules import current
from tracker.targets import actions as targets

AT_FOUR_METRES = 24  # CSS pixels of the smallest letters
SMALL = """least => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, parent = text.parentElement, range = document.createRange();
        if (!text.data.trim() || parent.closest('.vh, script')) continue;
        range.selectNodeContents(text);
        if (!range.getClientRects().length) continue;
        const drawn = parent.closest('svg') ? parent.getScreenCTM().a : 1;
        const size = parseFloat(getComputedStyle(parent).fontSize) * drawn;
        if (size < least) found.push(`${size}: ${text.data.trim()}`);
    }
    return found;
}"""


@pytest.fixture
def meeting(live: Live, browser: Browser) -> Iterator[Page]:
    """The first screen of a period with a dozen late bodies and as many that are asked, long overdue work, a target
    behind its pace and a difficulty nobody has answered, as a projector shows it."""
    with live.now():
        world, today = live.world, clock.today()
        for n in range(12):
            make_assignment(make_body(f"UBND xã Đặc biệt khó khăn {n}", world.commune), today, world.task)
            front = make_body(f"Hội Cựu chiến binh tỉnh {n}", world.front_type)
            make_assignment(front, today, world.task, mode="de_nghi")
            make_assignment(world.chi_body, today - timedelta(days=40 + n), make_task())
        oanh, binh = world.viewer("oanh"), world.viewer("binh")
        for unit in ("xã đạt chuẩn nông thôn mới nâng cao", "thôn đạt chuẩn nông thôn mới kiểu mẫu"):
            targets.add_target(oanh, world.directive, unit=unit, planned=9, due_on=today)
        difficulties.report_difficulty(binh, world.work, what="Thiếu đất đắp", note="Đang chờ")
        name = current(today)
    context = browser.new_context(locale="vi", viewport={"width": 1280, "height": 720})
    context.add_cookies([live.cookie("lam")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/ra-soat/{name}?che-do=hop")
    yield page
    context.close()


def test_every_screen_can_be_read_at_four_metres_and_the_arrows_turn_it(meeting: Page) -> None:
    assert meeting.url.endswith("/hop")
    for number in range(1, len(SECTIONS) + 1):
        label = meeting.locator("h1").inner_text()
        assert label.startswith(f"{number}. ")
        assert meeting.evaluate(SMALL, AT_FOUR_METRES) == []
        scrolled, shown = meeting.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert scrolled <= shown
        height = meeting.evaluate("document.documentElement.scrollHeight")
        assert height <= 720, f"{label}: nobody scrolls in a meeting"
        assert axe_in_both_schemes(meeting) == []
        if number < len(SECTIONS):
            meeting.keyboard.press("ArrowRight")
            meeting.wait_for_url(f"**man={number + 1}")
    meeting.keyboard.press("ArrowLeft")
    meeting.wait_for_url(f"**man={len(SECTIONS) - 1}")
    meeting.keyboard.press("Escape")
    meeting.wait_for_url("**/ra-soat/*#*")


def test_the_printer_gives_every_section_as_the_word_file_does(meeting: Page, tmp_path: Path) -> None:
    for screen in ("", "?man=2"):
        if screen:
            meeting.goto(meeting.url.partition("?")[0] + screen)
        meeting.locator("[id^=man-] > a[href*='hop?man']").first.wait_for(state="detached")
        shown = meeting.locator("[id^=man-]").evaluate_all("all => all.filter(e => e.offsetHeight).length")
        assert (shown, meeting.locator("[id^=man-]").count()) == (1, len(SECTIONS))
        meeting.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
        sheets = list(pypdfium2.PdfDocument(tmp_path / "a.pdf"))
        sizes = {tuple(round(side / 72 * 25.4) for side in sheet.get_size()) for sheet in sheets}
        assert sizes == {(210, 297)}
        pages = [sheet.get_textpage() for sheet in sheets]
        boxes = [text.get_charbox(n) for text in pages for n in range(text.count_chars())]
        left = min(box[0] for box in boxes if box[2] > box[0]) / 72 * 25.4
        assert 29.5 <= left <= 36
        whole = " ".join(" ".join(text.get_text_range().split()) for text in pages)
        heads = [whole.index(head.strip()) for head in meeting.locator("h1, h2").all_text_contents()]
        assert (heads, len(heads)) == (sorted(heads), len(SECTIONS))
        for said in (
            "quá hạn trên 30 ngày",
            "đơn vị chưa cập nhật trong kỳ",
            "chỉ tiêu chậm",
            "chưa được trả lời",
        ):
            assert said in whole
        assert "Kế tiếp" not in whole
        assert "Xem:" not in whole
