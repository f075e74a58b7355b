"""The demonstration: its past is whole, every page of it opens for every role, and none asks the database too much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, true

from tests.conftest import Browser, config_for, release
from tests.counting import count_sql
from tests.sending import send
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.app import create_app, ui_folder
from tracker.assignments.models import Assignment
from tracker.assignments.rules import STATES
from tracker.audit import trail
from tracker.comments.models import Comment
from tracker.contacts.models import MailboxChange
from tracker.db import db
from tracker.demo import stage
from tracker.demo.catcher import Catcher
from tracker.demo.province import PASSWORD, PEOPLE
from tracker.difficulties.models import Difficulty, SharedDifficulty
from tracker.directives.models import Directive, DirectiveLink
from tracker.handling.models import Handling, Step
from tracker.issued.models import DirectiveChange
from tracker.notices.models import Notice
from tracker.officials.models import Official
from tracker.outbox.models import Letter
from tracker.outbox.texts import DELIVERED
from tracker.reviews.models import Period
from tracker.saved.models import SavedView
from tracker.targets.models import TargetShare
from tracker.tasks.cascade import lower_roll_ups
from tracker.tasks.models import Task

NOW = clock.at(date(2026, 11, 20), 9)
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)"')
SHOWN_ONCE_IS_ENOUGH = re.compile(r"\d+")
ROLES = {role: login for login, _, role, _ in reversed(PEOPLE)}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Catcher]]:
    """The province on Friday 20 November 2026 at nine, built once, and the server that caught its letters."""
    folder = tmp_path_factory.mktemp("demo")
    catcher = Catcher(ui_folder() / "templates", "UBND tỉnh Lam Giang")
    catcher.start()
    config = config_for(
        folder,
        f"sqlite:///{folder / 'dondoc.sqlite'}",
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(catcher.smtp_port),
    )
    with clock.frozen_at(NOW):
        stage.play(config)
        app = create_app(config)
        app.test_client_class = Browser
    yield app, catcher
    catcher.stop()
    release(app)


def enter(app: Flask, login: str) -> FlaskClient:
    browser = app.test_client()
    answer = send(browser, "/dang-nhap", "/dang-nhap", login=login, password=PASSWORD)
    assert answer.status_code == 303, answer.text
    return browser


def test_every_state_of_the_product_occurs(demo: tuple[Flask, Catcher]) -> None:
    app, catcher = demo
    with app.app_context():
        states = set(db.session.scalars(select(Assignment.state).distinct()))
        assert states == set(STATES)
        assert db.session.scalar(select(func.count()).where(Period.state == "closed")) == 1
        left = select(func.count()).where(Letter.sent_at.is_not(None))
        sent, returned = (
            db.session.scalar(left),
            db.session.scalar(left.where(Letter.last_class == "bounced")),
        )
        assert set(db.session.scalars(select(MailboxChange.state))) == {"asked"}
        kinds = set(db.session.scalars(select(Letter.kind).distinct()))
        assert set(db.session.scalars(select(Difficulty.level))) == {"office", "leader"}
        assert db.session.scalar(select(func.count(SharedDifficulty.id)))
        assert set(db.session.scalars(select(Comment.side))) == {"lead", "coordinating", "office", "leader"}
        assert db.session.scalar(select(func.count(Notice.id)))
        assert set(db.session.scalars(select(Handling.own_due_on.is_(None)))) == {True, False}
        assert set(db.session.scalars(select(Step.done_at.is_(None)))) == {True, False}
        assert db.session.scalar(select(func.count(Official.id))) > 10
        assert db.session.scalar(select(func.count(SavedView.id))) == 3
        assert db.session.scalar(select(func.count(TargetShare.id))) == 22
        assert trail.verify() is None
    assert sent == len(catcher.box.letters) > 100
    assert returned == 1
    every = {*DELIVERED, "passed", "contact", "mention"}
    assert every <= kinds, every - kinds


def test_a_superior_s_notice_is_carried_out_by_both_directives(demo: tuple[Flask, Catcher]) -> None:
    app, _ = demo
    with app.app_context():
        notice = db.session.scalars(select(Directive).where(Directive.origin == "upper")).one()
        citing = select(Directive.number).join(DirectiveLink, DirectiveLink.directive_id == Directive.id)
        numbers = db.session.scalars(citing.where(DirectiveLink.target_id == notice.id)).all()
        lower = [
            lower_roll_ups(SYSTEM, notice.id, true(), NOW.date())[task.id] for task in notice_tasks(notice)
        ]
    assert sorted(numbers) == ["1847/UBND-KTN", "2093/UBND-NNMT"]
    assert [each.tasks for each in lower] == [4, 2]
    assert all(each.figures.done < each.figures.total and each.figures.overdue for each in lower)


def test_what_became_of_directives_since(demo: tuple[Flask, Catcher]) -> None:
    app, catcher = demo
    with app.app_context():
        ended = {
            one.number: one for one in db.session.scalars(select(Directive).where(Directive.ending != ""))
        }
        kinds = set(db.session.scalars(select(DirectiveChange.kind)))
        waiting = db.session.scalars(select(Assignment.due_on).where(Assignment.deadline_kind == "event"))
        days = list(waiting)
        states = set(
            db.session.scalars(
                select(Assignment.state).where(Assignment.directive_id == ended["1895/UBND-NNMT"].id)
            )
        )
    assert {number: one.ending for number, one in ended.items()} == {
        "1880/UBND-NNMT": "withdrawn",
        "1895/UBND-NNMT": "replaced",
    }
    assert kinds == {"withdrawn", "replaced", "corrected"}
    assert states == {"cancelled", "completed"}
    assert days == [None] * 4, "a task waits for an event, its day not entered yet"
    assert any("2093/UBND-NNMT" in each.text and "1895" in each.text for each in catcher.box.letters)


def notice_tasks(notice: Directive) -> list[Task]:
    tasks = db.session.scalars(select(Task).where(Task.directive_id == notice.id).order_by(Task.position))
    return list(tasks)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_page_opens_and_costs_at_most_15_statements(demo: tuple[Flask, Catcher], role: str) -> None:
    app, _ = demo
    with clock.frozen_at(NOW):
        browser = enter(app, ROLES[role])
        waiting, seen = ["/"], set()
        while waiting:
            path = waiting.pop()
            shape = SHOWN_ONCE_IS_ENOUGH.sub("0", path.partition("?")[0]) + ("?" if "?" in path else "")
            if shape in seen:
                continue
            seen.add(shape)
            with count_sql(app) as sent:
                answer = browser.get(path, follow_redirects=path == "/")
            assert answer.status_code == 200, (path, answer.status_code)
            if (
                answer.mimetype == "text/html"
            ):  # a workbook is no page: its rows are read a few hundred at a time
                assert len(sent) <= 15, (path, len(sent))
                waiting += [unescape(found) for found in LINK.findall(answer.text)]
            answer.close()
    assert len(seen) >= 5


def test_the_letters_page_shows_them_without_signing_in(demo: tuple[Flask, Catcher]) -> None:
    _, catcher = demo
    letters = catcher._page.app.test_client()  # type: ignore[attr-defined]
    first = letters.get("/").text
    assert "1847/UBND-KTN" in letters.get("/letter/1").text
    assert first.count("/letter/") >= 100
    assert letters.get("/letter/1/html").headers["Content-Security-Policy"].startswith("sandbox")
    assert letters.get("/letter/99999").status_code == 404
    assert Path(str(letters.application.template_folder)).name == "templates"
