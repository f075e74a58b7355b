"""The bell: how many are unread, the page of them, saying that they are read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.comments.test_write import help_with, say
from tests.counting import count_sql
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.assignments.models import Coordinator
from tracker.db import db, transaction
from tracker.errors import NotAllowed
from tracker.notices import actions
from tracker.notices.models import Notice
from tracker.people.models import Person

SignIn = Callable[[str], FlaskClient]


def bell(page: str) -> str:
    """What the bell of the frame says."""
    found = re.search(r'<a class="bell".*?</a>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def test_the_bell_counts_what_is_unread(sign_in: SignIn, world: World) -> None:
    browser = sign_in("binh")
    assert bell(browser.get("/viec").text) == "Thông báo"
    for number in (1, 2):
        say(world, "oanh", f"@Hoàng Văn Bình lần {number}")
        assert bell(browser.get("/viec").text) == f"{number} thông báo chưa đọc"
    assert bell(sign_in("lam").get("/don-doc").text) == "Thông báo"


@pytest.mark.parametrize(("name", "page"), [("oanh", "/don-doc"), ("binh", "/viec"), ("binh", "/van-ban")])
def test_it_costs_no_statement(app: Flask, sign_in: SignIn, world: World, name: str, page: str) -> None:
    browser = sign_in(name)
    browser.get(page)
    with count_sql(app) as before:
        browser.get(page)
    say(world, "lam", "@Phạm Thị Oanh @Hoàng Văn Bình xem")
    with count_sql(app) as after:
        assert bell(browser.get(page).text) == "1 thông báo chưa đọc"
    assert len(after) == len(before)
    assert not [each for each in after if "notice" in each and "user_session" not in each]


def test_opened_it_is_read_and_leads_to_the_comment(sign_in: SignIn, world: World) -> None:
    made = say(world, "oanh", "@Hoàng Văn Bình gửi lại biểu 3")
    browser, notice = sign_in("binh"), db.session.scalars(select(Notice)).one()
    page = browser.get("/thong-bao").text
    assert "Phạm Thị Oanh nhắc tới ông/bà" in page
    assert "gửi lại biểu 3" in page
    assert db.session.scalar(select(func.count(Notice.id)).where(Notice.read_at.is_not(None))) == 0
    url = f"/thong-bao/{notice.id}/da-doc"
    answer = browser.post(url, data=fields_of(page, url) | {"go": "y"})
    assert answer.location == f"/phan-cong/{world.work.id}#y-kien-{made.id}"
    after = browser.get("/thong-bao").text
    assert bell(after) == "Thông báo"
    assert "Chưa đọc" not in after
    assert "gửi lại biểu 3" in after, "what was read stays readable"


def test_marked_read_one_by_one_and_all_at_once(sign_in: SignIn, world: World) -> None:
    for number in range(3):
        say(world, "oanh", f"@Hoàng Văn Bình lần {number}")
    browser = sign_in("binh")
    first = db.session.scalars(select(Notice.id).order_by(Notice.id)).first()
    assert send(browser, "/thong-bao", f"/thong-bao/{first}/da-doc").location == "/thong-bao"
    assert bell(browser.get("/viec").text) == "2 thông báo chưa đọc"
    assert send(browser, "/thong-bao", "/thong-bao/doc-het").status_code == 303
    page = browser.get("/thong-bao").text
    assert bell(page) == "Thông báo"
    assert "/thong-bao/doc-het" not in page


def test_another_s_notice_does_not_exist(sign_in: SignIn, world: World) -> None:
    say(world, "oanh", "@Hoàng Văn Bình xem")
    notice = db.session.scalars(select(Notice)).one()
    browser = sign_in("oanh")
    token = fields_of(browser.get("/tai-khoan").text, "/ngon-ngu")
    assert browser.post(f"/thong-bao/{notice.id}/da-doc", data=token).status_code == 404
    assert "Chưa có thông báo nào" in browser.get("/thong-bao").text
    with pytest.raises(NotAllowed):
        actions.mark_read(world.viewer("oanh"), world.people["binh"])


def test_of_work_out_of_sight_nothing_is_told(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    say(world, "oanh", "@Nông Thị Chi cho số liệu mật của xã")
    assert "số liệu mật" in sign_in("chi").get("/thong-bao").text
    with transaction() as session:
        session.delete(session.scalars(select(Coordinator)).one())
    page = sign_in("chi").get("/thong-bao").text
    assert "không còn xem được" in page
    for secret in ("số liệu mật", "Đàm Thượng", "Lập kế hoạch", "Phạm Thị Oanh"):
        assert secret not in page
    assert send(sign_in("chi"), "/thong-bao", "/thong-bao/doc-het").status_code == 303
    assert bell(sign_in("chi").get("/viec").text) == "Thông báo"


def test_long_lists_come_by_pages(sign_in: SignIn, world: World) -> None:
    made = say(world, "oanh", "@Hoàng Văn Bình lần 0")
    with transaction():
        for number in range(1, 60):
            db.session.add(
                Notice(
                    person_id=world.people["binh"].id,
                    comment_id=say(world, "lam", f"lần {number}").id,
                    at=clock.now(),
                )
            )
    browser = sign_in("binh")
    page = browser.get("/thong-bao").text
    assert page.count("Trần Quang Lâm nhắc tới ông/bà") == 50
    older = next(each for each in re.findall(r'href="([^"]+)"', page) if "sau=" in each)
    assert made.text in browser.get(older).text


def test_settings_are_one_s_own(sign_in: SignIn, world: World) -> None:
    browser, url = sign_in("binh"), "/tai-khoan/thong-bao"
    form = fields_of(browser.get(url).text, url)
    assert form["on_mention"] == "y"
    del form["on_mention"]
    assert browser.post(url, data=form).status_code == 303
    assert "on_mention" not in fields_of(browser.get(url).text, url)
    db.session.expire_all()
    wanted = dict(db.session.execute(select(Person.login, Person.is_mailed_mentions)).all())  # type: ignore[arg-type]
    assert [login for login, mailed in wanted.items() if not mailed] == ["binh"]
