"""The draft page over HTTP: text beside tasks, every change with htmx and without, check, issue."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.counting import count_sql
from tests.intake.drafts import TEXT, UNKNOWN, drafted, tasks_of
from tests.sending import fields_of
from tests.world import World
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake import actions
from tracker.tasks.models import Addressee

SignIn = Callable[[str], FlaskClient]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/van-ban/2"}


@pytest.fixture
def draft(world: World) -> Directive:
    return drafted(world)


def press(browser: FlaskClient, draft: Directive, number: int, verb: str, **headers: str) -> TestResponse:
    """A button on the card of task `number` (from 0)."""
    action = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[number].id}"
    fields = fields_of(browser.get(f"/van-ban/{draft.id}").text, action) | {"verb": verb}
    return browser.post(action, data=fields, headers=headers)


def test_text_and_tasks_point_at_each_other(sign_in: SignIn, draft: Directive) -> None:
    page = sign_in("oanh").get(f"/van-ban/{draft.id}").text
    for task in tasks_of(draft):
        assert page.count(f'id="nv-{task.id}"') == page.count(f'id="vb-{task.id}"') == 1
        assert f'href="#vb-{task.id}"' in page
        assert f'href="#nv-{task.id}"' in page
    group = re.search(r'UBND các xã, phường <a href="#(nhom-\d+)">\(2\)</a>', page)
    assert group is not None
    members = page.split(f'id="{group[1]}"')[1].split("</ul>")[0]
    assert [name for name in ("UBND xã Đàm Thượng", "UBND xã Chí Minh Khai") if name in members]
    assert f"“{UNKNOWN}”" in page
    paper = re.search(r'id="nguyen-van".*?</div>', page, re.DOTALL)
    assert paper is not None
    shown = " ".join(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", paper[0].split(">", 1)[1]).split())
    assert shown == " ".join(TEXT.split())  # nothing of the text is lost, nothing added


SIXTY = TEXT.replace(
    "2. Giao Sở Xây dựng",
    "".join(f"- Sửa chữa tuyến đường số {n} của xã.\n" for n in range(3, 61)) + "2. Giao Sở Xây dựng",
)


@pytest.mark.parametrize("text", [TEXT, SIXTY], ids=["few tasks", "sixty tasks"])
def test_the_page_is_few_statements(app: Flask, sign_in: SignIn, world: World, text: str) -> None:
    draft = drafted(world, text)
    actions.drop_task(world.viewer("oanh"), tasks_of(draft)[1], version=1)
    actions.accept_all(world.viewer("oanh"), draft)
    assert len(tasks_of(draft)) == (5 if text == TEXT else 63)
    browser = sign_in("oanh")
    task = tasks_of(draft)[0].id
    paths = (
        "",
        "/kiem-tra",
        "/thong-tin",
        f"/nhiem-vu/{task}/sua",
        f"/nhiem-vu/{task}/tach",
        "/nhiem-vu/them",
        "/tin-moi?sau=0",
    )
    for path in paths:
        with count_sql(app) as sent:
            assert browser.get(f"/van-ban/{draft.id}{path}").status_code == 200
        assert len(sent) <= 15, (path, sent)


@pytest.mark.parametrize(("verb", "number", "state"), [("accept", 0, "accepted"), ("drop", 1, "dropped")])
def test_pressing_without_script_comes_back_to_the_task(
    sign_in: SignIn, draft: Directive, verb: str, number: int, state: str
) -> None:
    answer = press(sign_in("oanh"), draft, number, verb)
    task = tasks_of(draft)[number]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/van-ban/{draft.id}#nv-{task.id}")
    assert task.state == state


def test_pressing_with_htmx_changes_the_parts(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    answer = press(browser, draft, 1, "drop", **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="de-xuat"' in answer.text
    assert len(re.findall(r'hx-swap-oob="true"', answer.text)) == 2
    assert 'id="announcements"' in answer.text
    assert press(browser, draft, 1, "restore", **HTMX).status_code == 200
    assert tasks_of(draft)[1].state == "accepted"
    assert press(browser, draft, 0, "merge", **HTMX).status_code == 200
    assert len(tasks_of(draft)) == 4


def test_a_button_pressed_twice_is_one_effect(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    action = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[0].id}"
    fields = fields_of(browser.get(f"/van-ban/{draft.id}").text, action) | {"verb": "merge"}
    assert [browser.post(action, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(tasks_of(draft)) == 4


def test_a_form_of_an_older_page_is_a_conflict_with_both_texts(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    page = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[0].id}/sua"
    first, second = (fields_of(browser.get(page).text, page) for _ in range(2))
    typed = {"deadline_kind": "none", "recurrence": "", "lead": "UBND các xã"}
    assert browser.post(page, data=first | typed | {"text": "Bản của Oanh."}).status_code == 303
    answer = browser.post(page, data=second | typed | {"text": "Bản đến sau."})
    assert answer.status_code == 409
    assert "Bản của Oanh." in answer.text
    assert "Bản đến sau." in answer.text
    assert tasks_of(draft)[0].text == "Bản của Oanh."


def test_editing_unticks_and_adds_bodies(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    task = tasks_of(draft)[3]
    page = f"/van-ban/{draft.id}/nhiem-vu/{task.id}/sua"
    assert f'value="{UNKNOWN}"' in browser.get(page).text
    fields = fields_of(browser.get(page).text, page)
    fields.pop("lead", None)
    typed = {"text": task.text, "deadline_kind": "fixed", "due_on": "31/03/2026", "recurrence": ""}
    refused = browser.post(page, data=fields | typed | {"text": ""})
    assert refused.status_code == 422
    assert browser.post(page, data=fields | typed | {"add_lead": "UBND xã Đàm Thượng"}).status_code == 303
    assert str(tasks_of(draft)[3].due_on) == "2026-03-31"
    leads = db.session.scalars(select(Addressee.words).where(Addressee.task_id == task.id))
    assert list(leads) == ["UBND xã Đàm Thượng"]


def test_splitting_by_sentence_and_by_hand(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    page = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[1].id}/tach"
    fields = fields_of(browser.get(page).text, page)
    fields.pop("cuts", None)
    assert browser.post(page, data=fields).status_code == 422
    assert browser.post(page, data=fields | {"cuts": "1"}).status_code == 303
    assert [task.text for task in tasks_of(draft)][2] == "Tổ chức khen thưởng kịp thời."
    page = f"/van-ban/{draft.id}/nhiem-vu/{tasks_of(draft)[0].id}/tach"
    fields = fields_of(browser.get(page).text, page) | {"whole": "Rà soát.\r\nBáo cáo."}
    assert browser.post(page, data=fields).status_code == 303
    assert [task.text for task in tasks_of(draft)][:2] == ["Rà soát.", "Báo cáo."]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_suggestion_or_a_typed_name_settles_unclear_words(
    sign_in: SignIn, draft: Directive, world: World, headers: dict[str, str]
) -> None:
    browser = sign_in("oanh")
    action = f"/van-ban/{draft.id}/don-vi"
    fields = fields_of(browser.get(f"/van-ban/{draft.id}").text, action)
    assert browser.post(action, data=fields | {"other": "Sở không có"}).status_code == 422
    assert browser.post(action, data=fields | {"chosen": "body:999999"}).status_code == 422
    answer = browser.post(action, data=fields | {"other": "UBND xã Chí Minh Khai"}, headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert actions.issue_directive(world.viewer("oanh"), draft).state == "issued"


def test_one_day_for_all(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    action = f"/van-ban/{draft.id}/han"
    fields = fields_of(browser.get(f"/van-ban/{draft.id}").text, action)
    browser.post(action, data=fields | {"due_on": ""})
    assert {task.due_on for task in tasks_of(draft)[1:]} == {None}
    assert browser.post(action, data=fields | {"due_on": "2026-05-29"}, headers=HTMX).status_code == 200
    assert {str(task.due_on) for task in tasks_of(draft)[1:]} == {"2026-05-29"}


def test_details_are_corrected_and_a_twin_is_pointed_out(
    sign_in: SignIn, draft: Directive, world: World
) -> None:
    browser = sign_in("oanh")
    page = f"/van-ban/{draft.id}/thong-tin"
    fields = fields_of(browser.get(page).text, page) | {"kind": "chi_thi", "origin": "own", "urgency": "khan"}
    typed = fields | {"number": "1847/UBND-KTN", "issuer": "", "issued": "2/3/2026", "subject": "việc khác"}
    assert browser.post(page, data=typed | {"issued": "hôm qua"}).status_code == 422
    assert browser.post(page, data=typed).status_code == 303
    overtaken = browser.post(page, data=typed | {"rt": "b" * 22, "subject": "gõ sau"})
    assert overtaken.status_code == 409
    assert re.search(r"<textarea[^>]*readonly>[^<]*1847/UBND-KTN", overtaken.text)
    again = fields_of(overtaken.text, page)
    assert ">\r\ngõ sau</textarea>" in overtaken.text
    assert browser.post(page, data=typed | again | {"subject": "việc khác"}).status_code == 303
    shown = browser.get(f"/van-ban/{draft.id}").text
    assert f'href="/van-ban/{world.directive.id}"' in shown
    assert f'href="/van-ban/{world.directive.id}"' in browser.get(f"/van-ban/{draft.id}/kiem-tra").text


def test_the_check_page_counts_and_issues_once(sign_in: SignIn, draft: Directive, world: World) -> None:
    browser = sign_in("oanh")
    check, issue = f"/van-ban/{draft.id}/kiem-tra", f"/van-ban/{draft.id}/ban-hanh"
    blocked = browser.get(check).text
    assert "<button" not in blocked.split(f'action="{issue}"')[1].split("</form>")[0]
    assert browser.post(issue, data=fields_of(blocked, issue)).status_code == 422
    actions.choose_addressee(
        world.viewer("oanh"), draft, words=UNKNOWN, kind="body", chosen_id=world.chi_body.id
    )
    page = browser.get(check).text
    assert "UBND xã Đàm Thượng" in page
    assert "dam@lamgiang.example" in page
    fields = fields_of(page, issue)
    answers = [browser.post(issue, data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    db.session.commit()
    given = select(func.count()).select_from(Assignment).where(Assignment.directive_id == draft.id)
    assert db.session.scalar(given) == 7
    assert browser.post(issue, data=fields | {"rt": "a" * 22}).status_code == 409


def test_a_draft_is_thrown_away(sign_in: SignIn, draft: Directive) -> None:
    browser = sign_in("oanh")
    page = f"/van-ban/{draft.id}/bo-nhap"
    assert browser.post(page, data=fields_of(browser.get(page).text, page)).headers["Location"] == "/van-ban"
    assert browser.get(f"/van-ban/{draft.id}/kiem-tra").status_code == 404
    db.session.commit()
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.discard")).one()
    assert line.after == {"state": "withdrawn"}


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_a_draft_is_out_of_sight_for_everyone_else(sign_in: SignIn, draft: Directive, name: str) -> None:
    browser = sign_in(name)
    task = tasks_of(draft)[0].id
    gets = ("", "/kiem-tra", "/thong-tin", "/bo-nhap", f"/nhiem-vu/{task}/sua", f"/nhiem-vu/{task}/tach")
    token = fields_of(browser.get("/van-ban").text, "/ngon-ngu")
    for path in gets:
        assert browser.get(f"/van-ban/{draft.id}{path}").status_code == 404
    for path in ("/ban-hanh", "/han", "/don-vi", "/thong-tin", f"/nhiem-vu/{task}", f"/nhiem-vu/{task}/tach"):
        assert browser.post(f"/van-ban/{draft.id}{path}", data=token).status_code == 404
