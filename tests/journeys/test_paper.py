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
from tracker.db import db

UPRIGHT, ACROSS = (595, 842), (842, 595)  # points of A4
Sheets = list[tuple[tuple[int, int], str]]
Printed = Callable[[str], Sheets]


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
                " ".join(each.get_textpage().get_text_range().split()),
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
        assert "Đơn vị, nhiệm vụ" in words or "Đơn vị và nhiệm vụ" in words, f"the head of sheet {number}"
        assert "Phạm Thị Oanh. Bộ lọc: quá hạn." in words, f"the stamp of sheet {number}"
        assert f"{number}/{len(sheets)}" in words
        assert "Rà soát tháng" not in words, "the menu"
        assert "Gửi nhắc" not in words, "a button"


def test_the_call_list_has_numbers_and_room_to_write(many: Live, printed: Printed) -> None:
    sheets = printed("/don-doc/danh-ba")
    words = " ".join(text for _, text in sheets)
    assert {size for size, _ in sheets} == {ACROSS}
    assert all("Nội dung cần gọi" in text and "Ghi chú" in text for _, text in sheets)
    assert words.count("0206 37") == 40
    assert words.count("☐") == 42, "the two of the cast are late too"
    assert "Bộ lọc: Quá hạn" in words


@pytest.mark.parametrize("path", ["/xac-nhan", "/gia-han", "/van-ban", "/don-vi", "/quan-tri/thu"])
def test_every_list_lies_across(many: Live, printed: Printed, path: str) -> None:
    with many.now():
        pass
    sheets = printed(path)
    assert all("Phạm Thị Oanh" in words for _, words in sheets)
    if path in {"/van-ban", "/don-vi"}:
        assert {size for size, _ in sheets} == {ACROSS}


def test_one_assignment_stands_upright(live: Live, printed: Printed) -> None:
    sheets = printed(f"/phan-cong/{live.world.work.id}")
    assert {size for size, _ in sheets} == {UPRIGHT}
    assert "In lúc" in sheets[-1][1]
