"""Sixty days on a frozen clock, 2 February to 2 April 2026: every letter a mail server took, against a written list.

Tết is in them (14 to 22 February), a Friday swapped for a Saturday (13 and 14 March), a morning without power
(17 March) and one without a mail server (24 March). Đàm has two tasks, one of them moved twice, is never heard of
and changes its mailbox; Chí accepts, reports, is sent back and confirmed; the Front is asked all along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.mailsink import Sink, mailsink
from tests.world import World, build_world
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body
from tracker.config import Config
from tracker.contacts import actions as contacts
from tracker.db import db
from tracker.extensions import actions as extensions
from tracker.extensions.models import Extension
from tracker.intake import actions as intake
from tracker.intake.change import Change
from tracker.outbox import post
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.reminders import actions as reminders
from tracker.reviews import actions as reviews
from tracker.reviews.models import Period
from tracker.scheduler.jobs import doors
from tracker.tasks.models import Task
from tracker.workdays import actions as workdays

LIST = Path(__file__).with_name("sixty_days.txt")
FIRST, DAYS = date(2026, 2, 2), 60
NO_POWER, NO_MAIL = date(2026, 3, 17), date(2026, 3, 24)
PLAN, CAMPAIGN = "Lập kế hoạch chi tiết hoàn thành tiêu chí.", "Tổng kết phong trào thi đua năm 2025."
DAM, CHI, FRONT = "UBND xã Đàm Thượng", "UBND xã Chí Minh Khai", "Ủy ban MTTQ Việt Nam tỉnh"


class Story:
    """What people do in these sixty days, by the day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.deeds: dict[date, Callable[[], Any]] = {
            date(2026, 2, 2): self.issue,
            date(2026, 2, 3): lambda: assignments.accept(self.by("chi"), self.of(CHI, PLAN)),
            date(2026, 2, 10): lambda: self.ask(date(2026, 3, 3)),
            date(2026, 2, 11): self.grant,
            date(2026, 2, 24): self.report,
            date(2026, 2, 25): self.close,
            date(2026, 3, 6): lambda: self.urge(DAM, CAMPAIGN, "morning"),
            date(2026, 2, 27): lambda: self.ask(date(2026, 3, 13)),
            date(2026, 3, 2): lambda: assignments.return_for_rework(
                self.by("oanh"), self.of(CHI, PLAN), reason="Thiếu biểu 02"
            ),
            date(2026, 3, 3): self.grant,
            date(2026, 3, 4): self.report,
            date(2026, 3, 5): lambda: assignments.confirm(self.by("oanh"), self.of(CHI, PLAN)),
            date(2026, 3, 12): lambda: self.urge(FRONT, PLAN, "now"),
            date(2026, 3, 16): self.move_house,
        }

    def by(self, name: str) -> Any:
        return self.world.viewer(name)

    def of(self, body: str, text: str) -> Assignment:
        found = select(Assignment).join(Assignment.body).join(Assignment.task)
        named = found.where(Body.name == body, Task.text == text)
        return db.session.scalars(named.execution_options(populate_existing=True)).one()

    def issue(self) -> None:
        oanh = self.by("oanh")
        draft = intake.start_by_hand(
            oanh, origin="own", kind="cong_van", number="562/BCĐ-NTM", issuer="UBND tỉnh Lam Giang",
            subject="nông thôn mới", issued_on=FIRST,
        )  # fmt: skip
        plan = Change(PLAN, deadline_kind="fixed", due_on=date(2026, 2, 24), lead=(DAM, CHI, FRONT))
        campaign = Change(CAMPAIGN, deadline_kind="fixed", due_on=date(2026, 2, 12), lead=(DAM,))
        for change in (plan, campaign):
            intake.add_task(oanh, draft, change=change)
        intake.issue_directive(oanh, draft)

    def ask(self, new_due_on: date) -> None:
        extensions.ask(self.by("binh"), self.of(DAM, PLAN), new_due_on=new_due_on, reason="Chờ số liệu")

    def grant(self) -> None:
        waiting = select(Extension).where(Extension.state == "asked")
        extensions.decide(self.by("lam"), db.session.scalars(waiting).one(), granted=True)

    def report(self) -> None:
        assignments.post_report(
            self.by("chi"), self.of(CHI, PLAN), status="done", note="Đã ban hành kế hoạch"
        )

    def close(self) -> None:
        period = db.session.scalars(select(Period).where(Period.name == "2026-02")).one()
        reviews.close_period(
            self.by("oanh"), period, signer_name="Trần Quang Lâm", signer_position="Phó Chủ tịch"
        )

    def urge(self, body: str, text: str, when: str) -> None:
        reminders.urge(self.by("oanh"), assignment_ids=[self.of(body, text).id], when=when)

    def move_house(self) -> None:
        body = db.session.get_one(type(self.world.dam), self.world.dam.id, populate_existing=True)
        contacts.set_mailboxes(
            self.by("oanh"), body, main="vanphong.dam@lamgiang.example", version=body.version
        )


@pytest.fixture
def story(app: Flask) -> Story:
    with clock.frozen_at(clock.at(FIRST, 8)):
        world = build_world()
        for made in (world.work, world.other_work, world.asked):
            extensions.exempt(world.viewer("oanh"), made, reason="Chỉ để làm nền")
        workdays.seed_year(SYSTEM, 2026)
        for day, is_working in ((date(2026, 3, 13), False), (date(2026, 3, 14), True)):
            workdays.set_day(SYSTEM, day, is_working=is_working, name="Hoán đổi ngày làm việc", source="TB 1")
        head = people.create_person(
            SYSTEM, name="Nông Văn Chủ", login="chu", email="chu@lamgiang.example", role="officer"
        )
        chair = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND xã", is_head=True)
        people.take_post(SYSTEM, head, chair, valid_from=FIRST)
        binh = world.people["binh"]
        reminders.choose(world.viewer("binh"), binh, kind="weekly", is_on=True, weekday=3)
        told = [body.email for body in (world.dam, world.chi_body, world.front)]
        post.call_back_from(told, {"outcome"})  # what the exempted work was told is no part of the story
    return Story(world)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mailsink() as made:
        yield made


def live(story: Story, config: Config, day: date) -> None:
    """One day: what the clock does of itself, twice, the morning's letters, and what people do at three."""
    reached = replace(config, smtp_host="" if day == NO_MAIL else config.smtp_host)
    for hour, minute in (
        () if day == NO_POWER else ((0, 5), (7, 0), (7, 1), (7, 30), (7, 45), (8, 1), (16, 59))
    ):
        with clock.frozen_at(clock.at(day, hour, minute)):
            if hour == 0:
                name = f"{day.year}-{(day + timedelta(days=17)).month:02d}"
                reviews.open_period(SYSTEM, name=name)
            elif minute < 30 and hour == 7:
                reminders.queue_morning(SYSTEM, day)
            elif hour == 7:
                reminders.queue_ladder(SYSTEM, day)
            deliver_due(reached, doors(), owner="clock")
    if deed := story.deeds.get(day):
        with clock.frozen_at(clock.at(day, 15)):
            deed()
        with clock.frozen_at(clock.at(day, 16)):  # by then what was issued can no longer be recalled
            deliver_due(reached, doors(), owner="clock")
        with clock.frozen_at(clock.at(day, 15, 10)):  # an issue's letters wait while it can be recalled
            deliver_due(reached, doors(), owner="clock")


def letters() -> list[str]:
    """Day, mailbox, kind and subject of every letter the server took, first to last."""
    rows = db.session.execute(
        select(Letter.sent_at, Letter.to_addr, Letter.kind, Letter.subject).where(Letter.state == "sent")
    )
    return sorted(
        f"{clock.local(at).date()}  {to.split('@')[0]:14}  {kind:8}  {subject}"
        for at, to, kind, subject in rows
    )


def test_sixty_days_give_exactly_these_letters(story: Story, config: Config, sink: Sink) -> None:
    sending = replace(config, smtp_host="127.0.0.1", smtp_port=sink.port, mail_from="vp@lamgiang.example")
    for n in range(DAYS):
        live(story, sending, FIRST + timedelta(days=n))
    told = letters()
    assert told == LIST.read_text("utf-8").splitlines()
    assert len(sink.letters()) == len(told)


def test_the_list_itself_keeps_the_rules() -> None:
    """Nobody has two letters of the clock a day, none falls on a day off, no subject is too long."""
    rows = [line.split(maxsplit=3) for line in LIST.read_text("utf-8").splitlines()]
    clock_kinds = {"accept", "weekly", "due", "late", "head", "leader", "review", "morning"}
    of_clock = [(day, mailbox) for day, mailbox, kind, _ in rows if kind in clock_kinds]
    assert len(of_clock) == len(set(of_clock))
    off = {date(2026, 2, 16) + timedelta(days=n) for n in range(5)} | {date(2026, 3, 13), NO_POWER}
    for day, _ in of_clock:
        when = date.fromisoformat(day)
        assert when not in off
        assert when.weekday() < 5 or when == date(2026, 3, 14)
    assert all(len(subject) <= 60 for *_, subject in rows)
    front = [subject.lower() for _, mailbox, _, subject in rows if mailbox == "mttq"]
    assert front
    assert not any("quá hạn" in subject or "giao" in subject for subject in front)
