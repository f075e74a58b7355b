"""Mending a draft in a real browser: by keys alone, beside a colleague, and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.drafting import (
    HOA,
    card,
    office,
    opened,
    saved_by_colleague,
    start,
    tasks,
    texts,
    writing,
)
from tests.live import Live

PLACE = "node => node.getBoundingClientRect().top + scrollY"
COMPOSING = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', isComposing: true}))"
SHOWN = re.compile("is-shown")
FOCUSED = "document.activeElement.closest('.draft')?.id"
PRESS_AS_DRAWN = """key => new MutationObserver((changes, watch) => {
    const drawn = document.querySelector('#de-xuat[data-step="1"] [data-key="' + key + '"]');
    if (drawn) { watch.disconnect(); drawn.click(); }
}).observe(document.body, { childList: true, subtree: true })"""


def settled(page: Page, step: int) -> None:
    """The list has been drawn anew, so many steps of the draft later."""
    expect(page.locator(f'#de-xuat[data-step="{step}"]')).to_be_attached()


def test_by_keys_alone(live: Live, browser: Browser) -> None:
    """Accept, merge, drop, split at the cursor, correct, move; then everything taken back, and one done again."""
    draft = start(live)
    before = tasks(live, draft)
    words = [task.text for task in before]
    with office(live, browser) as context:
        page = opened(live, context, draft)
        keys = page.keyboard
        keys.press("j")
        assert page.evaluate(FOCUSED) == f"nv-{before[0].id}"
        keys.press("a")
        settled(page, 1)
        assert page.evaluate(FOCUSED) == f"nv-{before[0].id}"
        assert tasks(live, draft)[0].state == "accepted"
        keys.press("m")
        settled(page, 2)
        assert texts(live, draft)[0] == f"{words[0]} {words[1]}"
        keys.press("j")
        keys.press("x")
        settled(page, 3)
        assert len(texts(live, draft)) == 3
        keys.press("x")  # the focus is on the task dropped: the same key takes it in again
        settled(page, 4)
        keys.press("k")
        keys.press("s")
        expect(page.locator(".editor textarea")).to_be_focused()
        keys.press("Home")
        for _ in range(len(words[0])):
            keys.press("ArrowRight")
        keys.press("Control+Enter")
        settled(page, 5)
        assert texts(live, draft)[:2] == words[:2]
        keys.press("e")
        expect(page.locator(".editor textarea")).to_be_focused()
        keys.press("Control+a")
        keys.type("Rà soát mọi tuyến đường")  # a, e, s, m, x among them: keys are silent while one types
        while page.evaluate("document.activeElement.textContent") != "Lưu":
            keys.press("Tab")
        keys.press("Enter")
        settled(page, 6)
        assert texts(live, draft)[0] == "Rà soát mọi tuyến đường"
        keys.press("Shift+J")
        settled(page, 7)
        assert texts(live, draft)[1] == "Rà soát mọi tuyến đường"
        for step in range(8, 15):
            keys.press("u")
            settled(page, step)
        assert texts(live, draft) == words
        assert {task.state for task in tasks(live, draft)} == {"proposed"}
        page.reload()  # what was taken back can be done again all the same
        keys.press("Shift+U")
        settled(page, 15)
        assert tasks(live, draft)[0].state == "accepted"


def test_what_is_drawn_anew_can_be_pressed_at_once(live: Live, browser: Browser) -> None:
    """The swap and its wiring are one step: a quick press opens the form in the card, not a page in its stead."""
    draft = start(live)
    with office(live, browser) as context:
        page = opened(live, context, draft)
        page.evaluate(PRESS_AS_DRAWN, "s")
        card(page, tasks(live, draft)[0]).locator('[data-key="a"]').click()
        expect(page.locator(".draft .editor textarea")).to_be_focused()
        assert page.url.endswith(f"/van-ban/{draft}")


def test_splitting_at_the_cursor_on_a_page_of_its_own(live: Live, browser: Browser) -> None:
    draft = start(live)
    before = tasks(live, draft)
    task = before[1]
    with office(live, browser) as context:
        for press in ("the button", "the keys"):
            page = context.new_page()
            page.goto(f"{live.url}/van-ban/{draft}/nhiem-vu/{task.id}/tach")
            page.get_by_label("Mỗi nhiệm vụ một dòng").evaluate("box => box.setSelectionRange(6, 6)")
            if press == "the button":
                page.get_by_role("button", name="Tách tại con trỏ").click()
            else:
                page.get_by_label("Mỗi nhiệm vụ một dòng").press("Control+Enter")
            page.wait_for_url(f"**/van-ban/{draft}*")
            assert texts(live, draft)[1] == task.text[:6].strip()
            page.get_by_role("button", name="Hoàn tác: tách nhiệm vụ 2").click()
            expect(page.locator(".draft:visible")).to_have_count(len(before))


def test_keys_are_silent_while_a_letter_is_composed_and_can_be_switched_off(
    live: Live, browser: Browser
) -> None:
    draft = start(live)
    with office(live, browser) as context:
        page = opened(live, context, draft)
        page.evaluate(COMPOSING)
        assert page.evaluate(FOCUSED) is None
        page.keyboard.press("?")
        page.locator("[data-keys-on]").uncheck()
        page.reload()
        page.keyboard.press("j")
        assert page.evaluate(FOCUSED) is None
        assert not page.locator("[data-keys-on]").is_checked()


def test_a_task_and_its_passage_show_each_other(live: Live, browser: Browser) -> None:
    draft = start(live)
    last = tasks(live, draft)[-1]
    with office(live, browser) as context:
        page = opened(live, context, draft)
        card(page, last).locator("h3").hover()
        mark = page.locator(f'.mk[data-task="{last.id}"]')
        expect(mark).to_have_class(SHOWN)
        expect(mark).to_be_in_viewport()
        first = tasks(live, draft)[0]
        page.locator(f'.mk[data-task="{first.id}"]').focus()
        expect(card(page, first)).to_have_class(SHOWN)
        expect(mark).not_to_have_class(SHOWN)


def test_what_is_typed_in_one_card_outlives_a_press_in_another(live: Live, browser: Browser) -> None:
    draft = start(live)
    first, second, *_ = tasks(live, draft)
    with office(live, browser) as context:
        page = opened(live, context, draft)
        typed = writing(page, first, "Câu đang viết dở")
        card(page, second).locator('[data-key="a"]').click()
        settled(page, 1)
        expect(typed).to_have_value("Câu đang viết dở")
        assert page.evaluate(FOCUSED) == f"nv-{second.id}"
        typed.focus()
        page.keyboard.press("Escape")
        expect(typed).to_have_count(0)
        card(page, first).locator('[data-key="e"]').click()
        expect(typed).to_have_value("Câu đang viết dở")  # closed by mistake


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("answer", ["Lưu bản của tôi", "Giữ bản kia"])
def test_two_at_one_task_lose_nothing(live: Live, browser: Browser, script: bool, answer: str) -> None:
    draft = start(live)
    task = tasks(live, draft)[0]
    with office(live, browser, script=script) as context:
        page = opened(live, context, draft)
        card(page, task).get_by_role("link", name="Sửa").click()
        page.locator('.editor textarea[name="text"]').fill("Bản của Oanh, gõ rất lâu.")
        saved_by_colleague(live, task.id, "Bản của Hoa, lưu trước.")
        with page.expect_response(lambda response: response.request.method == "POST") as sent:
            page.get_by_role("button", name="Lưu", exact=True).click()
        assert sent.value.status == 409
        editor = page.locator(".editor")
        expect(editor.locator("h2")).to_contain_text(HOA)
        expect(editor.locator("textarea[readonly]")).to_have_value("Bản của Hoa, lưu trước.")
        expect(editor.locator('textarea[name="text"]')).to_have_value("Bản của Oanh, gõ rất lâu.")
        assert texts(live, draft)[0] == "Bản của Hoa, lưu trước."
        editor.locator(".btn", has_text=answer).click()
        kept = "Bản của Oanh, gõ rất lâu." if answer.startswith("Lưu") else "Bản của Hoa, lưu trước."
        expect(card(page, task).locator("h3")).to_contain_text(kept.strip("."))
        expect(editor).to_have_count(0)
        assert texts(live, draft)[0] == kept


def test_a_colleagues_change_is_told_and_moves_nothing(live: Live, browser: Browser) -> None:
    draft = start(live)
    first, second, *_ = tasks(live, draft)
    with office(live, browser) as context:
        page = opened(live, context, draft)
        typed = writing(page, first, "Đang gõ")
        stood = typed.evaluate(PLACE)
        saved_by_colleague(live, second.id, "Hoa đã sửa.")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(".news")).to_contain_text(f"{HOA} vừa sửa bản nháp: sửa nhiệm vụ 2")
        assert typed.evaluate(PLACE) == stood
        expect(typed).to_be_focused()
        page.locator(".news a").click()
        expect(card(page, second).locator("h3")).to_contain_text("Hoa đã sửa")
        expect(page.locator(".news")).to_be_empty()


def test_what_is_unclear_leads_from_one_to_the_next(live: Live, browser: Browser) -> None:
    draft = start(live, "\n".join(["Số: 9/UBND-KT", "V/v họp", *UNCLEAR]))
    with office(live, browser) as context:
        page = opened(live, context, draft)
        unclear = page.locator("#chua-ro")
        count = int("".join(filter(str.isdigit, unclear.locator("h2").inner_text())))
        while unclear.locator('form input[name="words"]').count():
            unclear.locator('input[name="other"]').first.fill("UBND xã Đàm Thượng")
            unclear.get_by_role("button", name="Chọn", exact=True).first.click()
            count -= 1
            expect(unclear.locator("h2")).to_have_text(f"Còn {count} điểm chưa rõ")
            expect(unclear.locator("li").first).to_be_focused()
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.closest('#chua-ro') !== null")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_middle_of_the_list_the_next_one_comes(live: Live, browser: Browser, script: bool) -> None:
    draft = start(live, "\n".join(["Số: 9/UBND-KT", "V/v họp", *UNCLEAR, "4. Giao Sở Nội vụ báo cáo."]))
    with office(live, browser, script=script) as context:
        page = opened(live, context, draft)
        middle = page.locator("#chua-ro-1")
        expect(middle).to_contain_text("Sở Tài chính")
        middle.locator('input[name="other"]').fill("UBND xã Đàm Thượng")
        middle.get_by_role("button", name="Chọn", exact=True).click()
        expect(middle).to_contain_text("Sở Nội vụ")
        if script:
            expect(middle).to_be_focused()
        else:
            assert page.url.endswith("#chua-ro-1")
        page.keyboard.press("Tab")  # without a script too the keys go on from there
        assert page.evaluate("document.activeElement.closest('li')?.id") == "chua-ro-1"


UNCLEAR = (
    "Lam Giang, ngày 02 tháng 3 năm 2026",
    "Kính gửi: Các đơn vị.",
    "Chủ tịch UBND tỉnh yêu cầu:",
    "1. Giao Sở Xây dựng rà soát các công trình dở dang.",
    "2. Giao Sở Xây dựng tổng hợp kết quả.",
    "3. Giao Sở Tài chính bố trí vốn đối ứng.",
)


def test_without_a_script_everything_has_a_way(live: Live, browser: Browser) -> None:
    draft = start(live)
    first, second, *_ = tasks(live, draft)
    with office(live, browser, script=False) as context:
        page = opened(live, context, draft)
        card(page, first).locator(f'a[href="#vb-{first.id}"]').click()
        assert page.url.endswith(f"#vb-{first.id}")
        page.locator(f"#vb-{first.id}").click()
        assert page.url.endswith(f"#nv-{first.id}")
        card(page, second).get_by_role("link", name="Tách").click()
        page.get_by_label("Tổ chức khen thưởng kịp thời.").check()
        page.get_by_role("button", name="Tách câu", exact=True).click()
        assert texts(live, draft)[2] == "Tổ chức khen thưởng kịp thời."
        page.get_by_role("button", name="Hoàn tác: tách nhiệm vụ 2").click()
        assert len(texts(live, draft)) == 5
        page.get_by_role("button", name="Làm lại: tách nhiệm vụ 2").click()
        assert len(texts(live, draft)) == 6
