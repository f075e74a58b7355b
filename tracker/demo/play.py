"""Plays the table of the history through the product's own actions, with the clock at each deed's hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from string import Template

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import SYSTEM, Actor, LinkHolder, Viewer
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.config import Config
from tracker.db import db
from tracker.demo import above, after, following, inside, mailboxes, many, since, spoken
from tracker.demo.days import DUE, Days
from tracker.demo.history import Event, table
from tracker.demo.province import Province
from tracker.difficulties import actions as difficulties
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.errors import Problem
from tracker.extensions import actions as extensions
from tracker.extensions.models import Extension
from tracker.files.keeping import Kept, keep
from tracker.intake import actions as intake
from tracker.intake.change import Change
from tracker.outbox.delivery import deliver_due
from tracker.people.queries import as_viewer
from tracker.reminders import actions as reminders
from tracker.reminders.rules import SPREAD
from tracker.reviews import actions as reviews
from tracker.reviews.rules import Span, current, neighbour, span
from tracker.scheduler.jobs import doors
from tracker.tasks import actions as tasks
from tracker.tasks.models import Task

TEXTS = Path(__file__).parent / "texts"
PARTS = 3  # rounds of delivery in the half-hour of automatic letters


def signed_in(actor: Actor) -> LinkHolder:
    """A body of the history as its officer: what only a signed-in one may do."""
    return LinkHolder(label=actor.label, body_ids=actor.body_ids, kind="person", role="officer")


class Player:
    """The province's past, one deed at a time."""

    def __init__(self, province: Province, days: Days, config: Config) -> None:
        self.province, self.days, self.config = province, days, config
        place = province, days
        self.works: dict[tuple[str, str, str, int], int] = {}
        self.tasks: dict[tuple[str, str, int], int] = {}
        self.refused: list[tuple[Event, str]] = []
        self.verbs: dict[str, Callable[[Actor, Event], object]] = {
            "enter": self.enter,
            "issue": self.issue,
            "serve": self.serve,
            "accept": lambda actor, event: assignments.accept(actor, self.work(event)),
            "doing": lambda actor, event: self.report(actor, event, "doing"),
            "done": lambda actor, event: self.report(actor, event, "done"),
            "confirm": lambda actor, event: assignments.confirm(actor, self.work(event)),
            "return": lambda actor, event: assignments.return_for_rework(
                actor, self.work(event), reason=event.words
            ),
            "difficulty": self.difficulty,
            "met": self.met,
            "pass up": self.pass_up,
            "answer": self.answer,
            "ask extension": self.ask_extension,
            "grant extension": self.grant_extension,
            "object": lambda actor, event: self.decide(assignments.object_to, actor, event),
            "uphold": lambda actor, event: self.decide(assignments.uphold, actor, event),
            "reopen": lambda actor, event: self.decide(assignments.reopen, actor, event),
            "suspend": lambda actor, event: self.decide(extensions.suspend, actor, event),
            "resume": lambda actor, event: self.decide(extensions.resume, actor, event),
            "cancel": lambda actor, event: self.decide(extensions.cancel, actor, event),
            "exempt": lambda actor, event: self.decide(extensions.exempt, actor, event),
            "comment": self.comment,
            "take back": self.take_back,
            "pass on": lambda actor, event: inside.pass_on(actor, self.work(event), event.words, *place),
            "step": lambda actor, event: inside.add_step(actor, self.work(event), event.words, *place),
            "step done": lambda actor, event: inside.finish_step(actor, self.work(event), event.words),
            **mailboxes.verbs(self.work),
            **following.verbs(),
            "urge": self.urge,
            "call": self.call,
            **(after.verbs(self) | many.verbs()),
        }

    def play(self) -> None:
        """Every day from the first directive to today: the ladder at 07:30, the day's deeds, its letters."""
        by_day: dict[date, list[Event]] = defaultdict(list)
        for event in table():
            by_day[self.days.at(event.day)].append(event)
        closing = self.closing_day()
        now = clock.now()
        for day in self.days.all():
            self.morning(day)
            if day == closing:
                self.close(day)
            for event in by_day[day]:
                moment = clock.at(day, event.hour)
                if moment < now:
                    with clock.frozen_at(moment):
                        self.do(event)
            with clock.frozen_at(min(clock.at(day, 17), now)):
                deliver_due(self.config, doors(), owner="history", seconds=30)

    def morning(self, day: date) -> None:
        """What the clock does of itself by night and from 07:30 to 08:00."""
        begin, now = clock.at(day, 7, 30), clock.now()
        if begin >= now:
            return
        with clock.frozen_at(clock.at(day, 7)), trail.coming_by("job"):
            reminders.queue_morning(SYSTEM, day)
            deliver_due(self.config, doors(), owner="history", seconds=30)
        with clock.frozen_at(begin), trail.coming_by("job"):
            assignments.open_occurrences(SYSTEM, day)
            reminders.queue_ladder(SYSTEM, day)
        for part in range(1, PARTS + 1):
            with clock.frozen_at(min(begin + SPREAD * part / PARTS, now)):
                deliver_due(self.config, doors(), owner="history", seconds=30)

    def do(self, event: Event) -> None:
        """One deed; one that the product's rules refuse is noted, not forced."""
        try:
            with trail.coming_by("page"):
                self.verbs[event.verb](self.actor(event), event)
        except Problem as problem:
            self.refused.append((event, problem.code))

    def person(self, event: Event) -> Viewer:
        """Who is named by login."""
        return as_viewer(self.province.people[event.actor], clock.today())

    def actor(self, event: Event) -> Actor:
        """A person by login; a body's own deed is done by the holder of its mailed link."""
        if event.actor in self.province.people:
            return self.person(event)
        body = self.province.bodies[event.actor]
        return LinkHolder(label=f"Cán bộ đầu mối {body.name}", body_ids=frozenset({body.id}))

    def enter(self, actor: Actor, event: Event) -> None:
        """A directive typed by hand and given out: the superior's notice, or one of ours."""
        if event.thing in since.BY_HAND:
            after.enter(self, actor, str(event.thing))
            return
        day = self.days.at(event.day)
        issued_on = date(day.year, *above.ISSUED)
        draft = intake.start_by_hand(actor, issued_on=issued_on, **above.DETAILS)
        for task in above.TASKS:
            due_on = self.days.at(DUE[task.due])
            change = Change(
                task.text,
                deadline_kind="fixed",
                due_on=due_on,
                lead=(task.lead,),
                coordinating=task.helping,
                helping_due_on=self.days.at(DUE[task.helping_due]),
            )
            intake.add_task(actor, draft, change=change)
        self.give_out(actor, draft, above.NAME)

    def issue(self, actor: Actor, event: Event) -> None:
        name = str(event.thing)
        text = Template((TEXTS / f"{name}.txt").read_text("utf-8")).substitute(self.days.words(name))
        self.give_out(actor, intake.start_draft(actor, text=text), name)

    def give_out(self, actor: Actor, draft: Directive, name: str) -> None:
        """Issue a draft, and note its tasks and assignments under the names the history has for them."""
        intake.issue_directive(actor, draft)
        order: dict[str, list[int]] = defaultdict(list)
        for task in db.session.scalars(
            select(Task).where(Task.directive_id == draft.id).order_by(Task.position)
        ):
            order[task.section].append(task.id)
            self.tasks[name, task.section, len(order[task.section])] = task.id
        places = {id: place for place, id in self.tasks.items()}
        names = {body.id: body_name for body_name, body in self.province.bodies.items()}
        for work in db.session.scalars(select(Assignment).where(Assignment.directive_id == draft.id)):
            self.works[names[work.body_id], *places[work.task_id]] = work.id

    def serve(self, actor: Actor, event: Event) -> None:
        """A task of a directive is tied to the one of the notice it serves."""
        assert not isinstance(event.thing, str)  # noqa: S101 - "serve" names a task
        _, text, section, number = event.thing
        task = db.session.get_one(Task, self.tasks[text, section, int(number)], populate_existing=True)
        upper = db.session.get_one(Task, self.tasks[above.NAME, "", int(event.words)])
        tasks.serve(actor, task, version=task.version, upper=upper)

    def work(self, event: Event) -> Assignment:
        """The assignment a deed is about, read afresh."""
        assert not isinstance(event.thing, str)  # noqa: S101 - only "issue" names a text
        return db.session.get_one(Assignment, self.works[event.thing], populate_existing=True)

    def report(self, actor: Actor, event: Event, status: str) -> None:
        paper = [self.paper] if status == "done" and event.hour == 14 else []
        assignments.post_report(actor, self.work(event), status=status, note=event.words, kept=paper)

    @cached_property
    def paper(self) -> Kept:
        """A result document as a body would attach it."""
        content = (TEXTS / "bao-cao-112.pdf").read_bytes()
        return keep(self.config, BytesIO(content), "Báo cáo kết quả rà soát.pdf", len(content))

    def difficulty(self, actor: Actor, event: Event) -> None:
        difficulties.report_difficulty(
            actor,
            self.work(event),
            what=event.words,
            asked_of="Sở Xây dựng",
            proposal="Đề nghị hướng dẫn xử lý.",
        )

    def raised(self, work: Assignment) -> Difficulty:
        return db.session.scalars(select(Difficulty).where(Difficulty.assignment_id == work.id)).one()

    def met(self, actor: Actor, event: Event) -> None:
        """The neighbour of the body named in `words` has met the same."""
        theirs = self.raised(self.work(event._replace(thing=(event.words, *event.thing[1:]))))
        difficulties.share(signed_in(actor), theirs, self.work(event))

    def pass_up(self, actor: Actor, event: Event) -> None:
        difficulties.pass_up(actor, self.raised(self.work(event)), note=event.words)

    def answer(self, actor: Actor, event: Event) -> None:
        difficulties.answer(actor, self.raised(self.work(event)), text=event.words)

    def comment(self, actor: Actor, event: Event) -> None:
        paper = [self.paper] if event.hour == 14 else []
        spoken.say(self.person(event), self.work(event).id, event.words, paper)

    def take_back(self, actor: Actor, event: Event) -> None:
        spoken.take_back(self.person(event), self.work(event).id)

    def decide(self, verb: Callable[..., Assignment], actor: Actor, event: Event) -> None:
        """What is decided besides a result; all but what does not apply stands in a document."""
        paper = "" if event.verb in {"exempt", "reopen"} else f"{640 - event.day}/UBND-TH"
        verb(actor, self.work(event), reason=event.words, document=paper)

    def ask_extension(self, actor: Actor, event: Event) -> None:
        work = self.work(event)
        assert work.due_on is not None  # noqa: S101 - the history asks for dated work only
        extensions.ask(
            signed_in(actor), work, new_due_on=work.due_on + timedelta(days=14), reason=event.words
        )

    def grant_extension(self, actor: Actor, event: Event) -> None:
        work = self.work(event)
        asked = db.session.scalars(select(Extension).where(Extension.assignment_id == work.id)).one()
        extensions.decide(actor, asked, granted=True, note=event.words, document="312/UBND-TH")

    def urge(self, actor: Actor, event: Event) -> None:
        reminders.urge(actor, assignment_ids=[self.work(event).id], opening=event.words)

    def call(self, actor: Actor, event: Event) -> None:
        reminders.note_call(actor, assignment_ids=[self.work(event).id], note=event.words)

    def closing_day(self) -> date | None:
        """The day the office closed the last period whose cut has passed: three days after the cut, or today."""
        days = self.last_period()
        return (
            min(days.cut_on + timedelta(days=3), self.days.today) if days.cut_on < self.days.today else None
        )

    def last_period(self) -> Span:
        """The monthly period before the one under way."""
        name = neighbour(current(self.days.today), -1)
        found = span(name or "")
        assert found is not None  # noqa: S101 - a month's neighbour is a month
        return found

    def close(self, day: date) -> None:
        """Open the last period, say a word on it, and freeze its figures."""
        with clock.frozen_at(min(clock.at(day, 15), clock.now())), trail.coming_by("page"):
            hoa = as_viewer(self.province.people["hoa"], day)
            period = reviews.open_period(hoa, name=self.last_period().name)
            reviews.write_remark(
                hoa,
                period,
                section="summary",
                words="Các đơn vị đã nghiêm túc cập nhật; một số xã còn chậm do vướng mặt bằng.",
            )
            reviews.close_period(
                hoa,
                period,
                signer_name="Trần Quang Lâm",
                signer_position="PHÓ CHỦ TỊCH",
                authority_lines="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
            )
