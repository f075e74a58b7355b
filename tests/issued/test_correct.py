"""What was issued is corrected: the new wording holds, the former one stays, whoever has the task open is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.issued.given import issued, works
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.issued import actions
from tracker.issued.labels import former
from tracker.issued.models import DirectiveChange
from tracker.outbox.models import Letter
from tracker.tasks.models import Task

SignIn = Callable[[str], FlaskClient]
WHY = "Nhầm số khi phát hành"


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def fresh(directive: Directive) -> Directive:
    return db.session.get_one(Directive, directive.id, populate_existing=True)


def task_now(world: World) -> Task:
    return db.session.get_one(Task, world.task.id, populate_existing=True)


def told() -> list[Letter]:
    rows = select(Letter).where(Letter.dedup_key.startswith("corrected:")).order_by(Letter.body_id)
    return list(db.session.scalars(rows))


def test_a_directives_facts(world: World, oanh: Viewer) -> None:
    read = fresh(world.directive)
    actions.correct_directive(
        oanh, read, version=read.version, reason=WHY, number="1848/UBND-KTN", issued_on=date(2026, 3, 1),
        subject=read.subject,
    )  # fmt: skip
    now = fresh(world.directive)
    assert (now.number, now.number_key, "1848" in now.folded) == ("1848/UBND-KTN", "1848/ubnd-ktn", True)
    change = db.session.scalars(select(DirectiveChange)).one()
    assert change.before == {"number": "1847/UBND-KTN", "issued_on": "2026-03-02"}
    assert change.after == {"number": "1848/UBND-KTN", "issued_on": "2026-03-01"}
    assert [(old, new) for _, old, new in former(change)] == [
        ("1847/UBND-KTN", "1848/UBND-KTN"),
        ("02/03/2026", "01/03/2026"),
    ]
    assert told() == []  # nothing else is to be done than before
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "directive.correct")).one()
    assert (line.reason, line.after["number"]) == (WHY, "1848/UBND-KTN")


def test_a_tasks_words_reach_those_who_have_it_open(world: World, oanh: Viewer) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done", note="Xong")
    assignments.confirm(oanh, db.session.get_one(Assignment, world.work.id))
    read = task_now(world)
    old = read.text
    new = "Lập kế hoạch hoàn thành 12 tiêu chí."
    actions.correct_task(
        oanh, read, version=read.version, reason=WHY, document="12/UBND", text=new, expected_output="Kế hoạch"
    )
    assert (task_now(world).text, task_now(world).folded) == (new, "lap ke hoach hoan thanh 12 tieu chi.")
    assert {letter.to_addr for letter in told()} == {"chi@lamgiang.example", "mttq@lamgiang.example"}
    for letter in told():
        assert old in letter.body_text
        assert new in letter.body_text
        assert WHY in letter.body_text
        assert "12/UBND" in letter.body_text
    assert "nhiệm vụ" not in told()[1].body_text
    assert {work.due_on for work in works(world.directive)} == {world.work.due_on}


def test_two_corrections_are_two_letters(world: World, oanh: Viewer) -> None:
    first = task_now(world).text
    for text in ("Một.", "Hai."):
        read = task_now(world)
        actions.correct_task(oanh, read, version=read.version, reason=WHY, text=text)
    assert len(told()) == 6
    befores = [change.before["text"] for change in db.session.scalars(select(DirectiveChange))]
    assert befores == [first, "Một."]


def test_who_is_asked_is_told_of_no_word_of_giving(world: World, oanh: Viewer) -> None:
    read = task_now(world)
    actions.correct_task(oanh, read, version=read.version, reason=WHY, verb="giao")
    assert {letter.to_addr for letter in told()} == {"dam@lamgiang.example", "chi@lamgiang.example"}
    read = task_now(world)
    actions.correct_task(oanh, read, version=read.version, reason=WHY, verb="yêu cầu", text="Khác.")
    asked = [letter for letter in told() if letter.to_addr == "mttq@lamgiang.example"]
    assert ["giao" in letter.body_text.casefold() for letter in asked] == [False]


def test_in_the_time_of_recall_it_waits_behind_the_first_letter(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    [task] = db.session.scalars(select(Task).where(Task.directive_id == directive.id).limit(1))
    actions.correct_task(oanh, task, version=task.version, reason=WHY, text="Khác.")
    assert {letter.next_try_at for letter in told()} == {clock.now() + timedelta(minutes=10)}


def test_what_is_refused(world: World, oanh: Viewer) -> None:
    read = task_now(world)
    version = read.version
    with pytest.raises(Refused, match="nothing_changed"):
        actions.correct_task(oanh, read, version=version, reason=WHY, text=read.text)
    with pytest.raises(Refused, match="reason_needed"):
        actions.correct_task(oanh, read, version=version, reason=" ", text="Khác.")
    with pytest.raises(Conflict, match="stale") as stale:
        actions.correct_task(oanh, read, version=version + 1, reason=WHY, text="Khác.")
    assert (stale.value.facts["theirs"], stale.value.facts["mine"]) == (read.text, "Khác.")
    directive = fresh(world.directive)
    with pytest.raises(Refused, match="nothing_changed"):
        actions.correct_directive(
            oanh, directive, version=directive.version, reason=WHY, number=directive.number
        )
    for name in ("binh", "lam", "khanh", "an"):
        with pytest.raises(NotAllowed):
            actions.correct_task(world.viewer(name), read, version=version, reason=WHY, text="Khác.")
        with pytest.raises(NotAllowed):
            actions.correct_directive(
                world.viewer(name), directive, version=directive.version, reason=WHY, number="1/UB"
            )
    assert task_now(world).version == version


def test_from_the_pages(world: World, sign_in: SignIn) -> None:
    page, browser = f"/van-ban/{world.directive.id}", sign_in("oanh")
    old = world.task.text
    answer = send(browser, f"{page}/dinh-chinh", f"{page}/dinh-chinh", number="1848/UBND-KTN", issued="xx",
                  subject="việc mới", reason=WHY)  # fmt: skip
    assert (answer.status_code, "9/2026" in answer.text) == (422, True)
    answer = send(browser, f"{page}/dinh-chinh", f"{page}/dinh-chinh", number="1848/UBND-KTN",
                  issued="1/3/2026", subject="việc mới", reason="")  # fmt: skip
    assert answer.status_code == 422
    answer = send(browser, f"{page}/dinh-chinh", f"{page}/dinh-chinh", number="1848/UBND-KTN",
                  issued="1/3/2026", subject="việc mới", reason=WHY)  # fmt: skip
    assert answer.status_code == 303
    shown = browser.get(page).text
    assert "1848/UBND-KTN" in shown
    assert "<del>" in shown
    assert "1847/UBND-KTN" in shown
    task = f"/nhiem-vu/{world.task.id}"
    here = f"/van-ban{task}/dinh-chinh"
    assert f'href="{here}"' in browser.get(task).text
    facts = {"text": "Chữ mới.", "expected_output": "Báo cáo kết quả", "reason": WHY}
    assert send(browser, here, here, **facts).status_code == 303
    for viewer in ("oanh", "binh", "lam"):
        seen = sign_in(viewer).get(task).text
        assert "Chữ mới." in seen
        assert old in seen
    assert f'href="{here}"' not in sign_in("lam").get(task).text


def test_a_corrected_fact_says_so_where_it_stands(world: World, sign_in: SignIn) -> None:
    page, oanh = f"/van-ban/{world.directive.id}", world.viewer("oanh")
    assert "đính chính" not in panel(sign_in("binh").get(page).text)
    for number in ("1848/UBND-KTN", "1849/UBND-KTN"):
        read = fresh(world.directive)
        actions.correct_directive(oanh, read, version=read.version, reason=WHY, number=number)
    found = panel(sign_in("binh").get(page).text)
    assert "<del>1848/UBND-KTN</del>" in found
    assert "1847/UBND-KTN" not in found, "the one before stands in the history below"


def panel(page: str) -> str:
    """The panel with the directive's facts."""
    return page.partition('aria-labelledby="thong-tin"')[2].partition("</dl>")[0]
