"""A real directive from [Enter a directive] to the button that assigns its tasks, counted (product.md, Entry)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.intake import registers
from tests.journeys.drafting import Hand, office
from tests.live import Live

MOST_ACTIONS = 25
MOST_TYPED = {registers.TRUNG_KHANH: 0, registers.BAC_GIANG: 6}
REGISTERS: dict[str, Callable[[], None]] = {
    registers.TRUNG_KHANH: registers.trung_khanh,
    registers.BAC_GIANG: registers.bac_giang,
}
TYPED = {
    "number": "5124/UBND-KTN",
    "issued": "20/9/2023",
    "subject": "Đẩy nhanh tiến độ thực hiện Chương trình nông thôn mới",
    "signer_name": "Lê Ô Pích",
    "signer_position": "Phó Chủ tịch",
}


def head_filled_in(hand: Hand, page: Page) -> None:
    """What the text has no head for is typed once, and only that."""
    hand.press(page.locator('#chua-ro a[href$="/thong-tin"]'))
    for name, words in TYPED.items():
        box = page.locator(f'[name="{name}"]')
        if box.input_value() == "":
            hand.type(box, words)
    hand.press(page.get_by_role("button", name="Lưu", exact=True))


def bodies_chosen(hand: Hand, page: Page) -> None:
    """Each unclear name by one press on what is offered."""
    asked = page.locator('#chua-ro form:has(input[name="words"])')
    for left in range(asked.count(), 0, -1):
        hand.press(asked.first.locator('button[name="chosen"]').first)
        expect(asked).to_have_count(left - 1)


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_entering_a_real_directive_is_few_actions(live: Live, browser: Browser, name: str) -> None:
    text = registers.real_text(name)
    with live.now():
        REGISTERS[name]()
    with office(live, browser) as context:
        page = context.new_page()
        page.goto(f"{live.url}/van-ban")
        hand = Hand(page)
        hand.press(page.locator('main a[href="/van-ban/moi"]').first)
        hand.paste(page.locator('textarea[name="text"]'), text)
        hand.press(page.locator("main form .btn--main"))
        expect(page.locator("#nhan-het")).to_be_visible()  # below what is unclear: all of that is there
        bodies_chosen(hand, page)
        if MOST_TYPED[name]:
            head_filled_in(hand, page)
        hand.press(page.locator("#nhan-het"))
        expect(page.locator("#nhan-het")).to_have_count(0)
        hand.press(page.locator(".page-head .btn--main"))
        page.wait_for_url("**/kiem-tra")
        issue = page.locator('form[action$="/ban-hanh"] .btn--main')
        expect(issue).to_be_visible()
        print(f"{name}: {hand.actions} actions, {hand.typed} typed")
        assert hand.actions <= MOST_ACTIONS
        assert hand.typed <= MOST_TYPED[name]
