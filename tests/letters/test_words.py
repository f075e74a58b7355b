"""What letters say: each task once, counts that agree with the subject, and no more than is so."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import make
from tests.world import World
from tracker import clock
from tracker.bodies.models import Body
from tracker.db import transaction
from tracker.directives.models import Directive
from tracker.letters.samples import sample
from tracker.tasks.models import Task


def said_of(kind: str, viewer: object, mode: str = "giao") -> tuple[str, str, str]:
    """Subject, text and HTML of a sample."""
    found = sample(viewer, kind, mode)  # type: ignore[arg-type]
    assert found is not None
    return found.written.subject, found.written.text, found.written.html


def test_the_letter_to_a_head_counts_only_what_is_overdue_so_long(app: Flask, full: World) -> None:
    before = said_of("head", full.viewer("an"))
    assert "còn 1 việc quá hạn trên 7 ngày" in before[0]
    make.make_assignment(full.dam, clock.today() - timedelta(days=3))
    assert said_of("head", full.viewer("an")) == before


def test_long_names_cut_no_fact_off_a_subject(app: Flask, full: World) -> None:
    """Counts and days stand before what is cut: names of bodies and documents (60 characters in all)."""
    with transaction() as session:
        session.execute(
            update(Body).values(name=Body.name + " thuộc Khu kinh tế cửa khẩu và các khu công nghiệp")
        )
        session.execute(update(Directive).values(number="", subject="Về việc " + "triển khai " * 9))
        session.execute(update(Task).values(text="Rà soát, " + "tổng hợp và " * 20))
    for kind, fact in (
        ("head", r"^Còn 1 việc quá hạn trên 7 ngày – "),
        ("assigned", r"^Giao \d nhiệm vụ, hạn sớm nhất \d\d/\d\d: "),
        ("weekly", r"^Tuần này: .*\d quá hạn – "),
        ("accept", r"^Chưa tiếp nhận \d nhiệm vụ"),
        ("urge", r"^Đề nghị báo cáo chậm nhất \d\d/\d\d: \d nhiệm vụ$"),
    ):
        subject = said_of(kind, full.viewer("an"))[0]
        assert re.search(fact, subject), subject
        assert len(subject) <= 60


def test_what_is_not_accepted_is_counted_once(app: Flask, full: World) -> None:
    subject, text, html = said_of("accept", full.viewer("an"))
    number = subject.split()[3]
    for words in (text, html.replace("<b>", "").replace("</b>", "")):
        assert f"Đơn vị có {number} việc chưa tiếp nhận, trong đó " in words
        assert words.count("việc chưa tiếp nhận") == 1


@pytest.mark.parametrize("kind", ["weekly", "late", "urge", "assigned"])
def test_html_says_each_task_once_in_the_words_of_its_link(app: Flask, full: World, kind: str) -> None:
    html = said_of(kind, full.viewer("an"))[2].partition("</head>")[2]
    items = re.findall(r"<li.*?</li>", html, re.DOTALL)
    assert items
    for item in items:
        title = re.search(r"Báo cáo: <b[^>]*>(.*?)</b></a>", item)
        assert title is not None
        assert item.count(title[1]) == 1


def test_a_body_that_is_asked_hears_which_part_is_ripe(app: Flask, world: World) -> None:
    asked = "đã đến thời gian tổng hợp"
    for days in (-3, 30):
        make.make_assignment(world.front, clock.today() + timedelta(days=days), mode="de_nghi")
    assert f"trong đó 1 nội dung {asked}" in said_of("weekly", world.viewer("an"), "de_nghi")[1]
    assert f"sau, {asked}:" in said_of("late", world.viewer("an"), "de_nghi")[1]
