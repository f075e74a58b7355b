"""Words on a section: who may, how they are kept, and what happens when two write at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.reviews.conftest import SIGNER
from tests.sending import fields_of
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.db import db
from tracker.errors import Conflict, NotAllowed
from tracker.reviews import actions, queries
from tracker.reviews.models import Remark

SignIn = Callable[[str], FlaskClient]
URL = "/ra-soat/2026-03"
FORM = f"{URL}/nhan-xet"
HTMX = {"HX-Request": "true"}


def filled(browser: FlaskClient, words: str) -> dict[str, str]:
    """The first section's form with words in it."""
    return fields_of(browser.get(URL).text, FORM) | {"words": words}


@pytest.mark.parametrize("name", ["binh", "khanh", "an"])
def test_others_may_not(month: World, name: str) -> None:
    period = actions.open_period(SYSTEM, name="2026-03")
    with pytest.raises(NotAllowed):
        actions.write_remark(month.viewer(name), period, section="summary", words="x")


@pytest.mark.parametrize("name", ["oanh", "lam"])
def test_it_is_kept_with_who_and_when(sign_in: SignIn, month: World, name: str) -> None:
    browser = sign_in(name)
    answer = browser.post(FORM, data=filled(browser, "Số quá hạn giảm."))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{URL}#summary")
    page = browser.get(URL).text
    assert "Số quá hạn giảm." in page
    assert month.people[name].name in page


def test_with_htmx_the_section_comes_back(office: FlaskClient) -> None:
    answer = office.post(FORM, data=filled(office, "Giảm mạnh"), headers=HTMX)
    assert answer.status_code == 200
    assert 'id="remark-summary"' in answer.text
    assert "Giảm mạnh" in answer.text
    assert "announcements" in answer.text


def test_empty_words_are_sent_back_with_and_without_htmx(office: FlaskClient) -> None:
    part = office.post(FORM, data=filled(office, " "), headers=HTMX)
    page = office.post(FORM, data=filled(office, " "))
    assert (part.status_code, page.status_code) == (422, 422)
    assert 'role="alert"' in part.text
    assert "<html" in page.text


def test_the_second_of_two_sees_both_texts_and_nothing_is_lost(office: FlaskClient, sign_in: SignIn) -> None:
    other = sign_in("lam")
    mine, theirs = filled(office, "Của tôi"), filled(other, "Của lãnh đạo")
    assert other.post(FORM, data=theirs).status_code == 303
    answer = office.post(FORM, data=mine)
    assert answer.status_code == 409
    assert "Của tôi" in answer.text
    assert "Của lãnh đạo" in answer.text
    assert "Trần Quang Lâm" in answer.text
    assert [row.words for row in db.session.query(Remark)] == ["Của lãnh đạo"]


def test_a_stale_change_is_refused(month: World) -> None:
    period = actions.open_period(SYSTEM, name="2026-03")
    made = actions.write_remark(month.viewer("oanh"), period, section="late", words="một")
    read = made.version
    actions.write_remark(month.viewer("lam"), period, section="late", words="hai", version=read)
    with pytest.raises(Conflict, match="remark_changed"):
        actions.write_remark(month.viewer("oanh"), period, section="late", words="ba", version=read)


def test_a_closed_period_takes_no_more_words_and_keeps_those_it_had(
    office: FlaskClient, month: World
) -> None:
    form = filled(office, "Muộn rồi")
    office.post(FORM, data=filled(office, "Kịp lúc"))
    period = queries.period("2026-03")
    assert period is not None
    actions.close_period(month.viewer("oanh"), period, **SIGNER)
    assert office.post(FORM, data=form).status_code == 409
    page = office.get(URL).text
    assert "Kịp lúc" in page
    assert "Muộn rồi" not in page
