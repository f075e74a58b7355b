"""Reading a draft: its tasks, what issuing would do, whom unclear words may mean. Drafts are the office's alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker import clock
from tracker.access.actors import Actor
from tracker.bodies.queries import Entry, Member, members, name_entries
from tracker.db import db
from tracker.directives.models import Directive
from tracker.directives.queries import Alike, alike, card, in_sight_of, same_documents, undecided
from tracker.directives.rules import number_key
from tracker.errors import NotFound
from tracker.intake.kinds import disagree
from tracker.intake.matching import Match, Register
from tracker.intake.paper import Paragraph, Passage, paragraphs
from tracker.intake.plan import (
    Known,
    Plan,
    PlannedTask,
    counts_from_receipt,
    is_doubtful,
    is_undated,
    make_plan,
)
from tracker.intake.plan import Member as PlanMember
from tracker.intake.queries.readings import unread_pages
from tracker.intake.queries.steps import Steps, steps_of
from tracker.intake.relative import days_after_receipt
from tracker.tasks.models import Task
from tracker.tasks.queries import WITH_ADDRESSEES, of_directive
from tracker.workdays.queries import exceptions

LIVE = ("proposed", "accepted")
LONGEST_REST = timedelta(days=30)  # no row of days off is longer


@dataclass(frozen=True, slots=True)
class Unclear:
    """One thing the office has to say: whom `words` mean; no_date, no_lead or doubt of a task; kind; missing."""

    place: str
    what: str
    words: str
    planned: PlannedTask | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the page of a draft shows."""

    directive: Directive
    plan: Plan
    dropped: list[Task]
    matches: dict[str, Match]
    names: Sequence[str]
    paragraphs: list[Paragraph]
    alike: Alike
    groups: list[tuple[int, str, Sequence[PlanMember]]]
    steps: Steps
    unread: list[int]

    @property
    def doubtful(self) -> list[PlannedTask]:
        """Tasks read with doubt that nobody has looked at yet."""
        return [p for p in self.plan.tasks if p.task.state == "proposed" and is_doubtful(p.task.confidence)]

    @property
    def unclear(self) -> list[Unclear]:
        """What the office still has to say, in the order of its list; what is settled leaves its place to the next."""
        plain = [p for p in self.plan.blocked if "no_date" in p.blocks or not p.lead.unknown]
        things: list[tuple[str, str, PlannedTask | None]] = [
            *(("words", words, None) for words in self.matches),
            *(("no_date" if "no_date" in p.blocks else "no_lead", "", p) for p in plain),
            *(("doubt", "", p) for p in self.doubtful),
        ]
        things += [("kind", "", None)] * self.kind_disagrees + [("missing", "", None)] * bool(self.missing)
        return [Unclear(f"chua-ro-{number}", *thing) for number, thing in enumerate(things)]

    @property
    def kind_disagrees(self) -> bool:
        """Whether the kind and the symbol name different kinds of documents (decree 30/2020, appendix III)."""
        return kind_disagrees(self.directive)

    @property
    def numbers(self) -> dict[int, int]:
        """The number each task carries on the page."""
        return {planned.task.id: planned.number for planned in self.plan.tasks}

    def needs_work(self, task_id: int) -> bool:
        """Whether a task cannot be issued as it stands."""
        return any(planned.task.id == task_id for planned in self.plan.blocked)

    def naming(self, words: str) -> list[PlannedTask]:
        """The tasks in which some unclear words stand."""
        return [p for p in self.plan.tasks if words in (*p.lead.unknown, *p.coordinating.unknown)]

    @property
    def missing(self) -> list[str]:
        """Codes of facts the text did not give: number, date, subject, signer."""
        found = {
            "number": bool(number_key(self.directive.number)),
            "date": self.directive.issued_on is not None,
            "subject": bool(self.directive.subject),
            "signer": bool(self.directive.signer_name),
        }
        return [name for name, is_there in found.items() if not is_there]


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything the check page shows; `groups` are id, name and members of each group named."""

    directive: Directive
    plan: Plan
    groups: list[tuple[int, str, Sequence[PlanMember]]]
    duplicates: list[Directive]
    unread: list[int]

    @property
    def unknown(self) -> list[str]:
        """Words that name nobody in the register."""
        return unknown_words(self.plan)

    @property
    def kind_disagrees(self) -> bool:
        """As of a draft's page."""
        return kind_disagrees(self.directive)


def kind_disagrees(directive: Directive) -> bool:
    """Whether a document's symbol says another kind than the one given; a conclusion is issued as a notice."""
    kind = "thong_bao" if directive.kind == "ket_luan" else directive.kind
    return disagree(kind, directive.number.strip().lstrip("0123456789"))


def draft_card(viewer: Actor, directive_id: int) -> Directive:
    """A directive that is still a draft. Raises NotFound for one issued, withdrawn or out of sight."""
    found = card(viewer, directive_id)
    if found.state != "draft":
        raise NotFound("directive")
    return found


def draft_page(viewer: Actor, directive: Directive) -> DraftPage:
    """The draft with its text marked, its plan, and suggestions for words the register does not know.

    `directive` is what `draft_card` gave this viewer. The calendar is asked only where a day is counted; days off
    are passed over on the check page.
    """
    tasks = [task for task in of_directive(directive.id, (*LIVE, "dropped")) if not task.is_gone]
    live = [task for task in tasks if task.state != "dropped"]
    known = register_for(live, clock.today())
    calendar = calendar_for(live, clock.today()) if any(map(counts_from_receipt, live)) else {}
    plan = make_plan(live, known, clock.today(), calendar)
    unknown = unknown_words(plan)
    entries = name_entries(clock.today()) if unknown else []
    register = Register.of(entries)
    return DraftPage(
        directive,
        plan,
        [task for task in tasks if task.state == "dropped"],
        {words: register.match(words) for words in unknown},
        names_of(entries),
        paragraphs(directive.text, passages(live)),
        alike(directive, undecided(directive)),
        groups_of(live, known),
        steps_of(directive.id),
        unread_pages(directive),
    )


def groups_of(tasks: Iterable[Task], known: Known) -> list[tuple[int, str, Sequence[PlanMember]]]:
    """(id, name, members today) of every group the tasks' addressees name, in the order of the tasks."""
    used = {a.group_id: a.group.name for task in tasks for a in task.addressees if a.group_id and a.group}
    return [(group_id, name, known.groups.get(group_id, ())) for group_id, name in used.items()]


def checked(viewer: Actor, directive_id: int) -> Checked:
    """What issuing the draft today would do."""
    directive = draft_card(viewer, directive_id)
    tasks = of_directive(directive.id, LIVE)
    known = register_for(tasks, clock.today())
    plan = make_plan(tasks, known, clock.today(), calendar_for(tasks, clock.today()))
    return Checked(
        directive, plan, groups_of(tasks, known), same_documents(directive), unread_pages(directive)
    )


def plan_of(tasks: Sequence[Task], day: date) -> Plan:
    """The plan for loaded tasks (with addressees) issued on a day."""
    return make_plan(tasks, register_for(tasks, day), day, calendar_for(tasks, day))


def register_for(tasks: Iterable[Task], day: date) -> Known:
    """Members of every group, and every single body, that the tasks' addressees name."""
    addressees = [addressee for task in tasks for addressee in task.addressees]
    groups = {a.group_id for a in addressees if a.group_id is not None}
    bodies = {a.body.id: a.body for a in addressees if a.body is not None}
    singles = {
        body.id: Member(body.id, None, body.name, body.name, body.type.mode, body.email)
        for body in bodies.values()
    }
    return Known(members(groups, day) if groups else {}, singles)


def calendar_for(tasks: Iterable[Task], day: date) -> dict[date, bool]:
    """The days off and worked that matter for tasks issued on a day."""
    chosen = list(tasks)
    days = [task.due_on for task in chosen if task.due_on is not None]
    counted = [days_after_receipt(task.deadline_phrase) or 0 for task in chosen if counts_from_receipt(task)]
    longest = day + 2 * timedelta(days=max(counted, default=0))  # two days in seven are off, and more at Tết
    return exceptions(min([*days, day]), max([*days, longest, date(day.year, 12, 31)]) + LONGEST_REST)


def unknown_words(plan: Plan) -> list[str]:
    """Words of addressees that name nobody, once each, in text order."""
    words = (w for p in plan.tasks for w in (*p.lead.unknown, *p.coordinating.unknown) if w)
    return list(dict.fromkeys(words))


def names_of(entries: Iterable[Entry]) -> list[str]:
    """The proper names among the register's entries, once each: what a list to choose from offers."""
    return sorted({entry.name for entry in entries})


def register_names() -> Register:
    """Every name of today's register, ready to be asked."""
    return Register.of(name_entries(clock.today()))


def all_names() -> list[str]:
    """Names of bodies and groups to choose from."""
    return names_of(name_entries(clock.today()))


def passages(tasks: Iterable[Task]) -> list[Passage]:
    """Where tasks that came from the text stand in it."""
    return [Passage(t.id, t.start, t.end) for t in tasks if t.start is not None and t.end is not None]


def task_of_draft(viewer: Actor, directive_id: int, task_id: int, states: Iterable[str] = ("draft",)) -> Task:
    """One task of a draft with its directive and addressees. Raises NotFound when either is out of sight.

    A text typed while somebody issued the draft is found too with `states`, so that it can be shown back.
    """
    found = db.session.scalar(
        select(Task)
        .join(Task.directive)
        .where(Task.id == task_id, Task.directive_id == directive_id)
        .where(Directive.state.in_(list(states)), in_sight_of(viewer))
        .options(contains_eager(Task.directive), WITH_ADDRESSEES)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("task")
    return found


def undated(directive_id: int) -> list[Task]:
    """Tasks of a draft without a day that could be given one."""
    return [task for task in of_directive(directive_id, LIVE) if is_undated(task)]


def issuable(viewer: Actor, directive_id: int) -> Directive:
    """A directive to be issued; one issued a moment ago is found too, so that a form sent twice is answered alike."""
    found = card(viewer, directive_id)
    if viewer.role != "office" or found.state == "withdrawn":
        raise NotFound("directive")
    return found
