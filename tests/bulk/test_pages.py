"""The pages of bulk acts: from the desk to a preview, to what became of each, and back."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from tests import make
from tests.bulk.conftest import LATE, SignIn, choose, hidden
from tests.world import World
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.bulk import rules
from tracker.bulk.models import BulkBatch
from tracker.contacts.actions import set_mailboxes
from tracker.db import db

WAYS = {
    "goi-dien": {"note": "Hứa gửi", "spoken_to": "anh Bình"},
    "gia-han": {"working_days": "5", "reason": "Chờ", "document": "1/UB"},
    "trinh": {"leader_id": "{leader}", "proposal": "Phê bình"},
}


def ids(works: list[Assignment]) -> list[str]:
    return [str(work.id) for work in works]


@pytest.mark.parametrize("kind", WAYS)
def test_from_the_choice_to_what_became_of_it(
    world: World, forty: list[Assignment], sign_in: SignIn, kind: str
) -> None:
    browser = sign_in("oanh")
    page = choose(browser, kind, id=ids(forty))
    assert (page.status_code, page.request.method) == (200, "GET")
    assert "40 nhiệm vụ của 15 đơn vị" in page.text or "40 tasks of 15 bodies" in page.text
    data = {name: value.format(leader=world.people["lam"].id) for name, value in WAYS[kind].items()}
    sent = browser.post(f"/hang-loat/{kind}", data=hidden(page.text) | data)
    assert sent.status_code == 303, sent.text
    assert browser.post(f"/hang-loat/{kind}", data=hidden(page.text) | data).location == sent.location
    assert db.session.scalar(select(func.count()).select_from(BulkBatch)) == 1, "the same form is taken once"
    shown = browser.get(sent.location).text
    assert shown.count('<tr><th scope="row"') == 40
    assert "/hoan-tac" in shown
    back = browser.post(f"{sent.location}/hoan-tac", data=hidden(shown) | {"reason": "Nhầm"})
    assert back.status_code == 303
    assert "/hoan-tac" not in browser.get(sent.location).text
    assert sent.location in browser.get("/hang-loat").text


def test_the_new_days_are_shown_before_all_is_typed(forty: list[Assignment], sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    page = choose(browser, "gia-han", id=ids(forty[:2]))
    data = hidden(page.text) | {"new_due_on": "2026-03-14", "reason": "", "document": "", "do": "preview"}
    again = browser.post("/hang-loat/gia-han", data=data)
    assert again.status_code == 200
    assert again.text.count("<b>16/03/2026</b>") == 2
    assert browser.post("/hang-loat/gia-han", data=data | {"new_due_on": "2026-02-01"}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(BulkBatch)) == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": "x", "document": "1"},
        {"reason": "x", "document": "1", "working_days": "3", "new_due_on": "2026-03-20"},
        {"reason": "x", "document": "1", "new_due_on": "2026-02-20"},
        {"reason": "x", "document": "1", "working_days": "0"},
        {"reason": "x", "document": "", "working_days": "3"},
        {"reason": "", "document": "1", "working_days": "3"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(
    forty: list[Assignment], sign_in: SignIn, typed: dict[str, str]
) -> None:
    browser = sign_in("oanh")
    page = choose(browser, "gia-han", id=ids(forty[:3]))
    answer = browser.post("/hang-loat/gia-han", data=hidden(page.text) | typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert hidden(answer.text)["seen"] == hidden(page.text)["seen"]
    assert db.session.scalar(select(func.count()).select_from(BulkBatch)) == 0


def test_all_that_match_the_filter_are_changed_and_no_other(
    world: World, forty: list[Assignment], sign_in: SignIn
) -> None:
    browser = sign_in("oanh")
    page = choose(
        browser, "goi-dien", **{"tat-ca": "1", "loc": f"don-vi={forty[0].body_id}", "id": str(world.work.id)}
    )
    sent = browser.post("/hang-loat/goi-dien", data=hidden(page.text))
    mine = [work for work in forty if work.body_id == forty[0].body_id]
    batch = db.session.scalars(select(BulkBatch)).one()
    assert (batch.done, sent.location) == (len(mine), f"/hang-loat/lo/{batch.id}")


def test_what_changed_meanwhile_is_listed(world: World, forty: list[Assignment], sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    page = choose(browser, "gia-han", id=ids([world.work, forty[0]]))
    work = db.session.get_one(Assignment, world.work.id)
    assignments.accept(world.viewer("binh"), work)
    sent = browser.post("/hang-loat/gia-han", data=hidden(page.text) | WAYS["gia-han"])
    shown = browser.get(sent.location).text
    assert world.dam.name in shown.partition("Bỏ qua")[2] or world.dam.name in shown.partition("Left out")[2]
    assert db.session.get_one(Assignment, work.id, populate_existing=True).due_on == date(2026, 3, 5)


def test_reports_are_read_before_they_are_confirmed(world: World, sign_in: SignIn) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done", note="Báo cáo 118 đã gửi")
    page = choose(sign_in("oanh"), "xac-nhan", id=ids([world.work, world.other_work]))
    assert "Báo cáo 118 đã gửi" in page.text
    assert page.text.count("/phan-cong/") == 2, "one to confirm, one left out"


def test_mailboxes_stand_beside_their_bodies(world: World, sign_in: SignIn) -> None:
    browser, bare = sign_in("oanh"), make.make_body("UBND xã Chưa Có Thư", world.commune, email="")
    none = make.make_assignment(bare, date(2026, 3, 5), world.task)
    page = choose(browser, "hom-thu", id=ids([world.work, world.other_work, none]))
    assert (page.status_code, page.request.method) == (200, "GET")
    assert "dam@lamgiang.example" in page.text
    moved = {f"to-{world.dam.id}": "moi@lamgiang.example", f"to-{bare.id}": "dau@lamgiang.example"}
    typed = moved | {f"to-{world.chi_body.id}": ""}
    wrong = browser.post(
        "/hang-loat/hom-thu", data=hidden(page.text) | typed | {f"to-{world.dam.id}": "không"}
    )
    assert wrong.status_code == 422
    assert 'value="không"' in wrong.text
    assert hidden(wrong.text)["seen"] == hidden(page.text)["seen"]
    sent = browser.post("/hang-loat/hom-thu", data=hidden(page.text) | typed)
    outcome = browser.get(sent.location).text
    assert outcome.count('<tr><th scope="row"') == 2, "a mailbox left as it is is none of it"
    assert "dam@lamgiang.example → moi@lamgiang.example" in outcome
    assert "Chưa có → dau@lamgiang.example" in outcome
    db.session.refresh(world.dam)
    assert world.dam.email == "moi@lamgiang.example"


def test_a_body_changed_meanwhile_is_told_where_the_mailboxes_come_back(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in("oanh")
    page = choose(browser, "hom-thu", id=ids([world.work, world.other_work]))
    set_mailboxes(world.viewer("oanh"), world.dam, main="khac@lamgiang.example", further=[], copies=[])
    typed = {f"to-{world.dam.id}": "moi@lamgiang.example", f"to-{world.chi_body.id}": "không"}
    wrong = browser.post("/hang-loat/hom-thu", data=hidden(page.text) | typed).text
    assert "Người khác vừa thay đổi" in wrong
    assert f'name="to-{world.dam.id}"' not in wrong
    assert f'name="to-{world.chi_body.id}"' in wrong


def test_the_work_may_be_more_than_the_bodies_whose_mailboxes_change(
    world: World, forty: list[Assignment], sign_in: SignIn
) -> None:
    """As many bodies as may be changed at once, of more work than that; one body more is refused."""
    most, task = rules.MOST_AT_ONCE["mailbox"], world.task
    owners = list({work.body_id: work for work in forty}.values())
    works = forty + [
        make.make_assignment(make.make_body(f"UBND phường {n}", world.commune), LATE, task)
        for n in range(most - len(owners))
    ]
    browser = sign_in("oanh")
    assert len(works) > most
    page = choose(browser, "hom-thu", id=ids(works))
    assert (page.status_code, page.text.count('name="to-')) == (200, most)
    more = make.make_assignment(make.make_body("UBND phường nữa", world.commune), LATE, task)
    refused = choose(browser, "hom-thu", id=ids([*works, more]))
    assert refused.status_code == 422
    assert f"Mỗi lần nhiều nhất {most} đơn vị" in refused.text


HEAD = 4  # rows of a workbook before those of the list
DUE = datetime.combine(date(2026, 2, 20), time())  # as a sheet knows a day


def test_the_choice_as_a_workbook(world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    make.make_assignment(make.make_body("UBND xã Khác"), date(2026, 2, 20), make.make_task(text="=1+1"))
    page = choose(browser, "goi-dien", id=ids([world.work]))
    token = hidden(page.text)["csrf_token"]
    answer = browser.post("/xuat/chon", data={"csrf_token": token, "tat-ca": "1", "loc": ""})
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()][HEAD:]
    assert [rows[0][0], rows[0][2], rows[0][6], rows[0][7]] == [
        "UBND xã Khác", "=1+1", DUE, 10,
    ]  # fmt: skip
    assert len(rows) == 1


def test_nothing_chosen_is_said(world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    for kind in (*WAYS, "xac-nhan", "chuyen-don-vi", "hom-thu", "chuyen-vien"):
        page = choose(browser, kind)
        assert page.status_code == 200
        assert 'class="empty"' in page.text, kind
    assert browser.get("/hang-loat").status_code == 200


def test_more_than_may_be_confirmed_is_refused(forty: list[Assignment], sign_in: SignIn) -> None:
    page = choose(sign_in("oanh"), "xac-nhan", id=[str(n) for n in range(1, 53)])
    assert page.status_code == 422
    assert "50" in page.text


@pytest.mark.parametrize("kind", ["gia-han", "trinh", "hom-thu", "xac-nhan", "chuyen-don-vi", "chuyen-vien"])
def test_an_officer_has_none_of_it(world: World, sign_in: SignIn, kind: str) -> None:
    assert sign_in("binh").get(f"/hang-loat/{kind}").status_code == 403


def test_a_leader_answers_on_the_page(world: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    page = choose(office, "trinh", id=ids([world.work, world.other_work]))
    data = {"leader_id": str(world.people["lam"].id), "proposal": "Phê bình <hai> xã"}
    assert office.post("/hang-loat/trinh", data=hidden(page.text) | data).status_code == 303
    leader = sign_in("lam")
    assert "/trinh/1" in leader.get("/trinh").text
    shown = leader.get("/trinh/1").text
    assert "Phê bình &lt;hai&gt; xã" in shown
    assert shown.count('name="id"') == 2
    form = dict(hidden(shown.replace('action="/trinh', 'action="/hang-loat/')))
    wrong = leader.post("/trinh/1", data=form | {"answer": "declined", "id": str(world.work.id)})
    assert wrong.status_code == 422
    said = leader.post("/trinh/1", data=form | {"answer": "agreed", "id": str(world.work.id)})
    assert said.status_code == 303
    assert leader.get("/trinh/1").text.count('name="id"') == 1
    assert 'name="answer"' not in office.get("/trinh/1").text
