"""What issuing a draft would do: who gets which task, by when, which letters go, what stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Protocol
from zlib import crc32

from tracker.intake.editing import sentences
from tracker.intake.relative import days_after_receipt, due_after_receipt
from tracker.tasks.models import Addressee, Task
from tracker.tasks.rules import due_day, needs_date
from tracker.workdays.rules import roll_forward

DOUBTFUL = 0.6  # of 1: below it somebody has to look


class Member(Protocol):
    """One recipient: a body or a post in it; `mode` is giao or de_nghi."""

    @property
    def body_id(self) -> int: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def body_name(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom addressees name: `members` once each, in order; `unknown` are words the register does not know."""

    members: tuple[Member, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """One addressee as a screen shows it; `size` is how many a group has, None for a body or unknown words."""

    name: str
    words: str
    size: int | None
    is_known: bool
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task as it would be issued; `blocks` are codes of what stands in the way (no_lead, no_date)."""

    task: Task
    number: int
    lead: Recipients
    coordinating: Recipients
    due_on: date | None
    blocks: tuple[str, ...]
    lead_names: tuple[Named, ...] = ()
    coordinating_names: tuple[Named, ...] = ()
    helping_due_on: date | None = None

    @property
    def phrase(self) -> str:
        """The words that count the day from the receipt; "" where the day is a day."""
        return self.task.deadline_phrase if counts_from_receipt(self.task) else ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words among its addressees that the register does not know."""
        return self.lead.unknown + self.coordinating.unknown

    @property
    def mode(self) -> str:
        """de_nghi where every lead is asked, never given (decision 6)."""
        return "de_nghi" if {member.mode for member in self.lead.members} == {"de_nghi"} else "giao"


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """One letter to one body, with the numbers of its tasks."""

    body_id: int
    name: str
    email: str
    mode: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The register as this draft needs it: members of its groups, and its single bodies."""

    groups: Mapping[int, Sequence[Member]] = field(default_factory=dict)
    bodies: Mapping[int, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it."""

    tasks: tuple[PlannedTask, ...]
    letters: tuple[PlannedLetter, ...]

    @property
    def assignments(self) -> int:
        return sum(len(planned.lead.members) for planned in self.tasks)

    @property
    def blocked(self) -> tuple[PlannedTask, ...]:
        return tuple(planned for planned in self.tasks if planned.blocks)

    @property
    def undated(self) -> tuple[PlannedTask, ...]:
        """Tasks without a day that could be given one."""
        return tuple(planned for planned in self.tasks if is_undated(planned.task))

    @property
    def unsent(self) -> tuple[PlannedLetter, ...]:
        """Bodies whose mailbox the register does not know."""
        return tuple(letter for letter in self.letters if not letter.email)

    @property
    def helping(self) -> tuple[tuple[Member, tuple[PlannedTask, ...]], ...]:
        """Each body that works with leads, once, with the tasks it does so in."""
        found: dict[int, tuple[Member, dict[int, PlannedTask]]] = {}
        for planned in self.tasks:
            for member in planned.coordinating.members:
                found.setdefault(member.body_id, (member, {}))[1][planned.number] = planned
        return tuple((member, tuple(tasks.values())) for member, tasks in found.values())

    @property
    def sent(self) -> int:
        """How many letters leave: to leads and to those that work with them."""
        invited = sum(1 for member, _ in self.helping if member.email)
        return len(self.letters) - len(self.unsent) + invited

    @property
    def mark(self) -> str:
        """Changes with anything that issuing would do, so that what was checked is what is issued."""
        facts = [
            (
                p.task.id,
                p.task.version,
                str(p.due_on),
                [(m.body_id, m.post_id) for m in p.lead.members],
                [m.body_id for m in p.coordinating.members],
            )
            for p in self.tasks
        ]
        return f"{crc32(repr(facts).encode()):08x}"


def rejoined(text: str, cuts: set[int]) -> list[str]:
    """A task's text as several, a new one beginning with each sentence whose number (from 0) is in `cuts`."""
    spans = sentences(text)
    begins = [start for number, (start, _) in enumerate(spans) if number == 0 or number in cuts]
    return [text[start:end].strip() for start, end in pairwise([*begins, len(text)])]


def is_undated(task: Task) -> bool:
    """Whether a task has no day but could be given one by hand."""
    if task.due_on is not None or counts_from_receipt(task):
        return False
    return task.deadline_kind in {"none", "event", "fixed"}


def counts_from_receipt(task: Task) -> bool:
    """Whether a task's day follows from the day the bodies get it; a day the office set stands."""
    is_open = task.deadline_kind == "event" and task.due_on is None
    return is_open and days_after_receipt(task.deadline_phrase) is not None


def is_doubtful(confidence: float | None) -> bool:
    """Whether a task was read with doubt; one typed by hand was not."""
    return confidence is not None and confidence < DOUBTFUL


def recipients(addressees: Iterable[Addressee], role: str, known: Known) -> Recipients:
    """Whom the addressees of one role name; a body named twice is one recipient."""
    members: dict[tuple[int, int | None], Member] = {}
    unknown: list[str] = []
    for addressee in addressees:
        if addressee.role != role:
            continue
        if addressee.group_id is not None:
            found = known.groups.get(addressee.group_id, ())
        else:
            single = known.bodies.get(addressee.body_id) if addressee.body_id is not None else None
            found = (single,) if single else ()
        if not found:
            unknown.append(addressee.words)
        for member in found:
            members.setdefault((member.body_id, member.post_id), member)
    return Recipients(tuple(members.values()), tuple(unknown))


def named(addressees: Iterable[Addressee], role: str, known: Known) -> tuple[Named, ...]:
    """The addressees of one role by their names in the register, else in the words of the text."""
    return tuple(_named(addressee, known) for addressee in addressees if addressee.role == role)


def _named(addressee: Addressee, known: Known) -> Named:
    if addressee.group is not None:
        size = len(known.groups.get(addressee.group.id, ()))
        return Named(addressee.group.name, addressee.words, size, size > 0, addressee.group.id)
    if addressee.body is not None:
        return Named(addressee.body.name, addressee.words, None, True)
    return Named(addressee.words, addressee.words, None, False)


def make_plan(tasks: Iterable[Task], known: Known, day: date, calendar: Mapping[date, bool]) -> Plan:
    """The plan for tasks that are not dropped, issued on `day`, when the bodies receive them.

    `calendar` is as in workdays.rules: due days off move to the next working day.
    """
    planned = tuple(_planned(number, task, known, day, calendar) for number, task in enumerate(tasks, 1))
    return Plan(planned, tuple(make_letters(planned, known)))


def _planned(number: int, task: Task, known: Known, day: date, calendar: Mapping[date, bool]) -> PlannedTask:
    lead = recipients(task.addressees, "lead", known)
    leading = {member.body_id for member in lead.members}
    coordinating = recipients(task.addressees, "coordinating", known)
    others = tuple(member for member in coordinating.members if member.body_id not in leading)
    due = due_day(task.deadline_kind, task.due_on, task.recurrence, day)
    if counts_from_receipt(task):
        due = due_after_receipt(task.deadline_phrase, day, calendar)
    helping = helping_due_on(task.addressees)
    blocks = [] if lead.members else ["no_lead"]
    if needs_date(task.deadline_kind) and task.due_on is None:
        blocks.append("no_date")
    return PlannedTask(
        task,
        number,
        lead,
        Recipients(others, coordinating.unknown),
        roll_forward(due, calendar) if due else None,
        tuple(blocks),
        named(task.addressees, "lead", known),
        named(task.addressees, "coordinating", known),
        roll_forward(helping, calendar) if helping else None,
    )


def helping_due_on(addressees: Iterable[Addressee]) -> date | None:
    """By when those that work with the lead are asked for their part: one date for all of them, or none."""
    dates = (addressee.due_on for addressee in addressees if addressee.role == "coordinating")
    return next((day for day in dates if day is not None), None)


def make_letters(tasks: Iterable[PlannedTask], known: Known) -> Iterable[PlannedLetter]:
    """One letter a body, however many tasks and posts of it are named."""
    numbers: dict[int, list[int]] = {}
    first: dict[int, Member] = {}
    for planned in tasks:
        for member in planned.lead.members:
            mine = numbers.setdefault(member.body_id, [])
            if planned.number not in mine:
                mine.append(planned.number)
            first.setdefault(member.body_id, member)
    for body_id, mine in numbers.items():
        member = known.bodies.get(body_id, first[body_id])
        yield PlannedLetter(body_id, member.body_name, member.email, member.mode, tuple(mine))
