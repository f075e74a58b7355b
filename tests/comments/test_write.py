"""Commenting on an assignment: who may, whom it tells, correcting it and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.conftest import MONDAY
from tests.counting import count_sql
from tests.files.samples import PDF
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.comments import actions
from tracker.comments.models import Comment
from tracker.comments.queries import place, thread
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.files.models import StoredFile
from tracker.notices.models import Notice
from tracker.outbox.models import Letter
from tracker.people.models import Person

SignIn = Callable[[str], FlaskClient]


def help_with(work: Assignment, body: Body, due_on: date | None = None) -> None:
    """The body works on it together with the lead."""
    with transaction() as session:
        session.add(Coordinator(assignment_id=work.id, body_id=body.id, due_on=due_on))
    db.session.commit()


def say(world: World, name: str, text: str, work: Assignment | None = None, **more: Any) -> Comment:
    viewer = world.viewer(name)
    return actions.write_comment(viewer, place(viewer, (work or world.work).id), text=text, **more)


def told(comment: Comment) -> list[str]:
    """The logins of who has a notice of it."""
    rows = (
        select(Person.login)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.comment_id == comment.id)
    )
    return sorted(db.session.scalars(rows))


@pytest.mark.parametrize(
    ("name", "side"), [("oanh", "office"), ("lam", "leader"), ("binh", "lead"), ("chi", "coordinating")]
)
def test_who_comments_and_for_whom(world: World, name: str, side: str) -> None:
    help_with(world.work, world.chi_body)
    made = say(world, name, "Đã xem.")
    body = {"binh": world.dam.id, "chi": world.chi_body.id}.get(name)
    assert (made.side, made.body_id) == (side, body)
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
    assert line is not None
    assert (line.verb, line.after["text"]) == ("comment.write", "Đã xem.")


def test_who_does_not(world: World) -> None:
    with pytest.raises(NotAllowed):
        say(world, "khanh", "Đã xem.")
    with pytest.raises(NotFound):
        say(world, "chi", "Đã xem.")
    with pytest.raises(Refused, match="comment_empty"):
        say(world, "binh", " \n ")


def test_kept_as_typed_and_shown_to_all_who_see_the_work(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    say(world, "chi", "Dòng một\n  <b>dòng hai</b>")
    for name in ("binh", "oanh", "lam", "khanh", "chi"):
        text = sign_in(name).get(f"/phan-cong/{world.work.id}").text
        assert "Dòng một\n  &lt;b&gt;dòng hai&lt;/b&gt;" in text
        assert "UBND xã Chí Minh Khai, đơn vị phối hợp" in text
    own = sign_in("khanh").get(f"/phan-cong/{world.work.id}/trao-doi").text
    assert "Dòng một" in own
    assert 'name="text"' not in own


def test_words_and_choices_mention_once(world: World) -> None:
    chosen = [f"p{world.people['binh'].id}", f"p{world.people['khanh'].id}"]
    made = say(world, "oanh", "@Hoàng Văn Bình gửi lại biểu; @Phạm Thị Oanh theo dõi.", chosen=chosen)
    assert told(made) == ["binh", "khanh"], "once each, and not the author"
    letters = db.session.scalars(
        select(Letter).where(Letter.kind == "mention").order_by(Letter.to_addr)
    ).all()
    assert [each.to_addr for each in letters] == ["binh@lamgiang.example", "khanh@lamgiang.example"]
    assert "gửi lại biểu" in letters[0].body_text
    assert f"/phan-cong/{world.work.id}#y-kien-{made.id}" in letters[0].body_text


def test_a_body_mentioned_is_its_people(world: World) -> None:
    help_with(world.work, world.chi_body)
    make.make_person("Lý Văn Cũ", body=world.chi_body, login="cu")
    made = say(world, "binh", "@UBND xã Chí Minh Khai cho biết tiến độ.")
    assert told(made) == ["chi", "cu"]
    [shown] = thread(world.work.id).rows
    assert shown.mentioned == ("UBND xã Chí Minh Khai",)


def test_only_who_sees_the_work_can_be_mentioned(world: World) -> None:
    made = say(world, "oanh", "@Nông Thị Chi @UBND xã Chí Minh Khai @Lê Bảo An xem")
    assert told(made) == []
    for key in (f"p{world.people['chi'].id}", f"b{world.chi_body.id}", "p0", "x"):
        with pytest.raises(Refused, match="reader_gone"):
            say(world, "oanh", "Xem", chosen=[key])
    with transaction():
        world.people["khanh"].is_enabled = False
    with pytest.raises(Refused, match="reader_gone"):
        say(world, "oanh", "Xem", chosen=[f"p{world.people['khanh'].id}"])


def test_no_letter_for_who_wants_none(sign_in: SignIn, world: World) -> None:
    answer = send(sign_in("binh"), "/tai-khoan/thong-bao", "/tai-khoan/thong-bao", on_mention="")
    assert answer.status_code == 303
    db.session.expire_all()
    assert told(say(world, "oanh", "@Hoàng Văn Bình xem")) == ["binh"]
    assert db.session.scalar(select(func.count(Letter.id))) == 0


def test_the_form_without_script(sign_in: SignIn, world: World) -> None:
    browser, page = sign_in("binh"), f"/phan-cong/{world.work.id}"
    text, url = browser.get(page).text, f"{page}/trao-doi"
    data = fields_of(text, url) | {
        "text": "Gửi kèm biểu",
        "meant": [f"p{world.people['oanh'].id}", f"b{world.dam.id}"],
        "files": (BytesIO(PDF), "Biểu 3.pdf"),
    }
    answer = browser.post(url, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    made = db.session.scalars(select(Comment)).one()
    assert answer.location == f"{page}#y-kien-{made.id}"
    assert told(made) == ["oanh"]
    shown = browser.get(page).text
    assert "Biểu 3.pdf" in shown
    assert "Nhắc tới: Phạm Thị Oanh, UBND xã Đàm Thượng" in shown
    data["files"] = (BytesIO(PDF), "Biểu 3.pdf")
    again = browser.post(url, data=data, content_type="multipart/form-data")
    assert again.location == answer.location, "sent twice it is one"
    assert db.session.scalar(select(func.count(Comment.id))) == 1


def test_what_cannot_be_taken_comes_back_with_what_was_typed(sign_in: SignIn, world: World) -> None:
    browser, url = sign_in("binh"), f"/phan-cong/{world.work.id}/trao-doi"
    form = fields_of(browser.get(url).text, url)
    empty = browser.post(url, data=form | {"text": " "})
    assert (empty.status_code, "Hãy viết ý kiến" in empty.text) == (422, True)
    wrong = browser.post(
        url,
        data=form | {"text": "Gửi kèm biểu", "files": (BytesIO(b"MZ"), "a.exe")},
        content_type="multipart/form-data",
    )
    assert (wrong.status_code, "Gửi kèm biểu" in wrong.text) == (422, True)
    gone = browser.post(url, data=form | {"text": "Nhờ xem giúp", "meant": f"p{world.people['chi'].id}"})
    assert (gone.status_code, "Nhờ xem giúp" in gone.text, "Nông Thị Chi" in gone.text) == (422, True, False)
    assert db.session.scalar(select(func.count(Comment.id))) == 0


def test_a_name_of_two_is_told(sign_in: SignIn, world: World) -> None:
    make.make_person("Vũ Thị Bình", body=world.dam, login="vubinh")
    browser, url = sign_in("oanh"), f"/phan-cong/{world.work.id}/trao-doi"
    assert send(browser, url, url, text="@Bình gửi lại").status_code == 303
    assert "nhiều người" in browser.get(url).text
    assert db.session.scalar(select(func.count(Notice.id))) == 0


def test_corrected_by_its_author_within_a_day(sign_in: SignIn, world: World) -> None:
    made = say(world, "binh", "Đã xong 3 km")
    browser, url = sign_in("binh"), f"/trao-doi/{made.id}/sua"
    assert send(browser, url, url, text="Đã xong 5 km, @Phạm Thị Oanh xem").status_code == 303
    shown = sign_in("oanh").get(f"/phan-cong/{world.work.id}").text
    assert "Đã xong 5 km" in shown
    assert "đã sửa lúc" in shown
    assert told(made) == ["oanh"]
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "comment.correct")).one()
    assert (line.before["text"], line.after["text"]) == ("Đã xong 3 km", "Đã xong 5 km, @Phạm Thị Oanh xem")
    for name in ("oanh", "lam", "chi"):
        assert sign_in(name).get(url).status_code == 404
    with clock.frozen_at(MONDAY + timedelta(hours=25)):
        viewer = world.viewer("binh")
        with pytest.raises(Refused, match="comment_late"):
            actions.correct_comment(viewer, made, place(viewer, world.work.id), text="x", version=2)
        with pytest.raises(Refused, match="comment_late"):
            actions.withdraw_comment(viewer, made)


def test_who_saves_second_is_told(world: World) -> None:
    made, viewer = say(world, "binh", "Một"), world.viewer("binh")
    actions.correct_comment(viewer, made, place(viewer, world.work.id), text="Hai", version=1)
    with pytest.raises(Conflict, match="stale"):
        actions.correct_comment(viewer, made, place(viewer, world.work.id), text="Ba", version=1)
    with pytest.raises(NotAllowed):
        actions.withdraw_comment(world.viewer("oanh"), made)


def test_taken_back_its_trace_stays(sign_in: SignIn, world: World) -> None:
    browser, page = sign_in("binh"), f"/phan-cong/{world.work.id}"
    form = fields_of(browser.get(page).text, f"{page}/trao-doi")
    data = form | {"text": "@Phạm Thị Oanh nhầm số", "files": (BytesIO(PDF), "Nhầm.pdf")}
    browser.post(f"{page}/trao-doi", data=data, content_type="multipart/form-data")
    made, file = db.session.scalars(select(Comment)).one(), db.session.scalars(select(StoredFile)).one()
    url = f"/trao-doi/{made.id}/rut"
    assert send(browser, f"/trao-doi/{made.id}/sua", url).status_code == 303
    shown = sign_in("oanh").get(page).text
    assert "nhầm số" not in shown
    assert "Nhầm.pdf" not in shown
    assert "Đã rút lúc" in shown
    db.session.expire_all()
    assert db.session.scalars(select(Letter.state)).one() == "cancelled"
    assert sign_in("oanh").get("/thong-bao").text.count("Chưa đọc") == 0
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "comment.withdraw")).one()
    assert line.before["text"] == "@Phạm Thị Oanh nhầm số"
    with pytest.raises(Conflict, match="comment_gone"):
        actions.withdraw_comment(world.viewer("binh"), made)
    with browser.get(f"/tep/{file.id}") as mine:
        assert mine.status_code == 200, "its own file stays the body's"
    assert "không còn sửa" in browser.get(f"/trao-doi/{made.id}/sua").text


def test_a_long_thread_comes_by_pages_the_newest_last(app: Flask, sign_in: SignIn, world: World) -> None:
    for number in range(53):
        say(world, "binh", f"Ý kiến số {number}.")
    browser = sign_in("oanh")
    latest = browser.get(f"/phan-cong/{world.work.id}").text
    assert latest.index("Ý kiến số 48.") < latest.index("Ý kiến số 52.")
    assert "Ý kiến số 47." not in latest
    whole = browser.get(f"/phan-cong/{world.work.id}/trao-doi").text
    assert "Ý kiến số 3." in whole
    assert "Ý kiến số 2." not in whole
    older = next(each for each in re.findall(r'href="([^"]+)"', whole) if "truoc=" in each)
    oldest = browser.get(older).text
    assert "Ý kiến số 2." in oldest
    assert "Ý kiến số 3." not in oldest
    with count_sql(app) as sent:
        browser.get(f"/phan-cong/{world.work.id}/trao-doi")
    assert len(sent) <= 10, "\n".join(sent)


def test_a_work_that_is_over_may_still_be_spoken_of(sign_in: SignIn, world: World) -> None:
    with transaction():
        world.work.state = "cancelled"
    url = f"/phan-cong/{world.work.id}/trao-doi"
    assert send(sign_in("binh"), url, url, text="Đã nộp hồ sơ trước khi hủy.").status_code == 303
