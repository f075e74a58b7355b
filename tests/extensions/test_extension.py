"""A later day: asked for before the due day, decided by the leader or written down with its document."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import MONDAY
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.assignments.actions import post_report, return_for_rework
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions, rules
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.outbox.models import Letter
from tracker.settings.actions import change_rules

LATER = date(2026, 3, 12)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def asked(world: World) -> Extension:
    return actions.ask(world.viewer("binh"), world.work, new_due_on=LATER, reason="Chờ số liệu")


def test_asking_moves_nothing_yet(world: World, asked: Extension) -> None:
    assert (asked.state, asked.old_due_on, asked.new_due_on, world.work.due_on) == ("asked", DUE, LATER, DUE)
    with pytest.raises(Refused, match="extension_pending"):
        actions.ask(world.viewer("binh"), world.work, new_due_on=LATER, reason="Nữa")


def test_a_day_off_rolls_on(world: World) -> None:
    made = actions.ask(
        world.viewer("binh"), world.work, new_due_on=date(2026, 3, 14), reason="Chờ"
    )  # Saturday
    assert made.new_due_on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("state", "due_on", "today", "limits", "code"),
    [
        ("assigned", DUE, DUE - timedelta(days=1), rules.Limits(), None),
        ("returned", DUE, date(2026, 3, 4), rules.Limits(), None),
        ("assigned", DUE, DUE, rules.Limits(), "extension_late"),
        ("assigned", None, date(2026, 3, 4), rules.Limits(), "extension_no_day"),
        ("submitted", DUE, date(2026, 3, 4), rules.Limits(), "extension_not_owed"),
        ("completed", DUE, date(2026, 3, 4), rules.Limits(), "extension_not_owed"),
        ("assigned", date(2026, 3, 9), date(2026, 3, 6), rules.Limits(days=1), None),  # Friday for Monday
        ("assigned", date(2026, 3, 9), date(2026, 3, 8), rules.Limits(days=1), None),
        ("assigned", date(2026, 3, 9), date(2026, 3, 4), rules.Limits(days=3), None),
        ("assigned", date(2026, 3, 9), date(2026, 3, 5), rules.Limits(days=3), "extension_too_near"),
        ("assigned", DUE, DUE - timedelta(days=1), rules.Limits(times=2, granted=1), None),
        ("assigned", DUE, DUE - timedelta(days=1), rules.Limits(times=2, granted=2), "extension_times"),
    ],
)
def test_when_it_may_be_asked(
    state: str, due_on: date | None, today: date, limits: rules.Limits, code: str | None
) -> None:
    assert rules.barred(state, due_on, today, limits, {}) == code


def test_the_office_sets_the_limits(world: World, sign_in: SignIn) -> None:
    change_rules(world.viewer("an"), extension_days=1, extension_times=1)
    first = actions.ask(world.viewer("binh"), world.work, new_due_on=LATER, reason="Chờ số liệu")
    actions.decide(world.viewer("lam"), first, granted=True)
    with pytest.raises(Refused, match="extension_times"):
        actions.ask(world.viewer("binh"), world.work, new_due_on=LATER + timedelta(days=7), reason="Nữa")
    page = sign_in("binh").get(f"/gia-han/phan-cong/{world.work.id}").text
    assert ("1 lần" in page, 'name="reason"' in page) == (True, False)
    change_rules(world.viewer("an"), extension_days=15, extension_times=3)
    with pytest.raises(Refused, match="extension_too_near"):
        actions.ask(world.viewer("binh"), world.work, new_due_on=LATER + timedelta(days=7), reason="Nữa")


def test_no_earlier_day_is_asked_for(world: World) -> None:
    with pytest.raises(Refused, match="extension_not_later"):
        actions.ask(world.viewer("binh"), world.work, new_due_on=DUE, reason="Chờ")


def test_only_the_body_signed_in_asks(world: World) -> None:
    holder = LinkHolder("x", frozenset({world.dam.id}))
    for actor in (world.viewer("chi"), world.viewer("oanh"), holder):
        with pytest.raises(NotAllowed):
            actions.ask(actor, world.work, new_due_on=LATER, reason="x")


def test_granted_the_day_moves_and_the_first_stays(world: World, asked: Extension) -> None:
    post.enqueue(
        "daily:1",
        kind="late",
        to="dam@lamgiang.example",
        template="test",
        assignment_ids=[world.work.id],
        name="x",
    )
    actions.decide(world.viewer("lam"), asked, granted=True)
    assert (world.work.due_on, world.work.first_due_on, asked.state) == (LATER, DUE, "granted")
    reminder, outcome = db.session.scalars(select(Letter).order_by(Letter.id))
    assert (reminder.state, outcome.kind, outcome.state) == ("cancelled", "outcome", "pending")
    assert "12/03" in outcome.subject


def test_refused_needs_words_and_tells_the_body(world: World, asked: Extension) -> None:
    with pytest.raises(Refused, match="reason_needed"):
        actions.decide(world.viewer("lam"), asked, granted=False)
    actions.decide(world.viewer("lam"), asked, granted=False, note="Không đủ lý do")
    assert world.work.due_on == DUE
    assert "Không đủ lý do" in db.session.scalars(select(Letter)).one().body_text


def test_the_office_needs_the_document(world: World, asked: Extension) -> None:
    with pytest.raises(Refused, match="document_needed"):
        actions.decide(world.viewer("oanh"), asked, granted=True)
    actions.decide(world.viewer("oanh"), asked, granted=True, document="1920/UBND-TH")
    with pytest.raises(Conflict, match="decided"):
        actions.decide(world.viewer("lam"), asked, granted=True)


def test_reported_meanwhile_nothing_is_moved(world: World, asked: Extension) -> None:
    post_report(world.viewer("binh"), world.work, status="done")
    with pytest.raises(Conflict, match="moved_on"):
        actions.decide(world.viewer("lam"), asked, granted=True)


def test_a_request_that_waits_outlives_a_return(world: World, asked: Extension) -> None:
    """Returned on the due day, the work has two working days more; what was asked for is later still."""
    post_report(world.viewer("binh"), world.work, status="done")
    with clock.frozen_at(datetime.combine(DUE, time(3), UTC)):
        return_for_rework(world.viewer("oanh"), world.work, reason="Thiếu biểu số liệu")
    given = world.work.due_on
    assert given is not None
    assert DUE < given < LATER
    actions.decide(world.viewer("lam"), asked, granted=True)
    assert (world.work.due_on, asked.old_due_on, asked.state) == (LATER, given, "granted")


def test_a_day_that_is_later_already_is_not_brought_forward() -> None:
    for due_on in (LATER, LATER + timedelta(days=1), None):
        assert not rules.may_grant(state="returned", due_on=due_on, new_due_on=LATER)


@pytest.mark.parametrize("name", ["binh", "khanh", "an"])
def test_others_do_not_decide(world: World, asked: Extension, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.decide(world.viewer(name), asked, granted=True)


def hidden(page: str, marker: str) -> dict[str, str]:
    form = page[page.index(marker) :]
    return dict(re.findall(r'name="(csrf_token|rt)"[^>]*?value="([^"]*)"', form[: form.index("</form>")]))


def test_asked_and_decided_on_the_pages(sign_in: SignIn, world: World) -> None:
    browser, url = sign_in("binh"), f"/gia-han/phan-cong/{world.work.id}"
    assert sign_in("chi").get(url).status_code == 404
    assert sign_in("oanh").get(url).status_code == 403
    fields = hidden(browser.get(url).text, f'action="{url}"')
    wrong = fields | {"new_due_on": str(DUE), "reason": "Chờ số liệu"}
    refusal = browser.post(url, data=wrong)
    assert (refusal.status_code, "Chờ số liệu" in refusal.text) == (422, True)
    assert browser.post(url, data=wrong | {"new_due_on": str(LATER)}).status_code == 303
    made = db.session.scalars(select(Extension)).one()
    office, act = sign_in("oanh"), f"/gia-han/{made.id}/quyet-dinh"
    fields = hidden(office.get("/gia-han").text, act) | {"granted": "yes"}
    assert office.post(act, data=fields).status_code == 422
    for _ in range(2):
        assert office.post(act, data=fields | {"document": "1920/UBND-TH"}).status_code == 303
    assert db.session.scalar(select(func.count(Letter.id))) == 1
    assert "1920/UBND-TH" in office.get("/gia-han?xem=da-quyet-dinh").text


def test_the_second_to_decide_keeps_what_they_typed(sign_in: SignIn, asked: Extension) -> None:
    act, pages = f"/gia-han/{asked.id}/quyet-dinh", {who: sign_in(who) for who in ("oanh", "lam")}
    sent = {who: hidden(each.get("/gia-han").text, act) for who, each in pages.items()}
    first = sent["lam"] | {"granted": "yes"}
    assert pages["lam"].post(act, data=first).status_code == 303
    second = sent["oanh"] | {"granted": "no", "note": "Chưa đủ căn cứ <gia hạn>", "document": "1920/UBND-TH"}
    refusal = pages["oanh"].post(act, data=second)
    assert (refusal.status_code, "Chưa đủ căn cứ &lt;gia hạn&gt;" in refusal.text) == (409, True)
    assert db.session.scalar(select(Extension.state)) == "granted"


def test_late_is_late(world: World) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=3)), pytest.raises(Refused, match="extension_late"):
        actions.ask(world.viewer("binh"), world.work, new_due_on=LATER, reason="Chờ")
