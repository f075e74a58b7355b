"""Starting a draft, from a text or by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.db import db
from tracker.directives.actions import Details, create_directive
from tracker.directives.actions.citations import Citation, cite
from tracker.directives.models import Directive, Target
from tracker.directives.recognition import settle
from tracker.directives.rules import read_date
from tracker.intake.draft import Draft, DraftTask
from tracker.intake.matching import Register
from tracker.intake.parser import parse
from tracker.intake.queries import register_names
from tracker.intake.relations import relations
from tracker.settings.queries import office_rules
from tracker.tasks.models import Addressee, Task
from tracker.vietnamese import fold


@action
def start_draft(
    actor: Actor, *, text: str, file_id: int | None = None, machine_read: bool = False, origin: str = "own"
) -> Directive:
    """Read a directive's text into a draft: its facts, tasks with matched addressees, targets, cited documents."""
    policy.require(actor, "directive.draft")
    draft = parse(text)
    made = create_directive(
        actor,
        replace(_details(draft), origin=origin),
        text=text,
        file_id=file_id,
        sections=[asdict(section) for section in draft.sections],
        recipients=list(draft.recipients),
        is_machine_read=machine_read,
        counts={"tasks": len(draft.tasks), "targets": len(draft.targets), "cited": len(draft.references)},
    )
    _add_tasks(made, draft)
    _add_targets(made, draft)
    _add_citations(made, draft)
    return made


@action
def start_by_hand(actor: Actor, *, text: str = "", **details: Any) -> Directive:
    """A draft without reading a text, for an oral conclusion or a paper; tasks are added one by one."""
    policy.require(actor, "directive.draft")
    return create_directive(actor, Details(**details), text=text)


def _details(draft: Draft) -> Details:
    issued_on, issued_month = read_date(draft.issued_on or "")
    return Details(
        kind=draft.kind or "cong_van",
        number=draft.number or draft.symbol or "",
        issued_on=issued_on,
        issued_month=issued_month,
        issuer=draft.issuer or office_rules().authority_name,
        subject=draft.subject or "",
        signer_name=draft.signer.name if draft.signer else "",
        signer_position=draft.signer.position if draft.signer else "",
        urgency=draft.urgency or "thuong",
    )


def _add_tasks(directive: Directive, draft: Draft) -> None:
    register = register_names()
    tasks = [_task(directive, position, read) for position, read in enumerate(draft.tasks, 1)]
    db.session.add_all(tasks)
    db.session.flush()
    for task, read in zip(tasks, draft.tasks, strict=True):
        db.session.add_all(_addressees(task.id, "lead", read.lead, register))
        db.session.add_all(_addressees(task.id, "coordinating", read.coordinating, register))


def _task(directive: Directive, position: int, read: DraftTask) -> Task:
    return Task(
        directive_id=directive.id,
        position=position,
        section=read.section or "",
        text=read.text,
        start=read.start,
        end=read.end,
        verb=read.verb or "",
        deadline_kind=read.deadline_kind,
        due_on=date.fromisoformat(read.deadline) if read.deadline else None,
        deadline_phrase=read.deadline_quote or "",
        recurrence=read.recurrence or "",
        confidence=read.confidence,
        folded=fold(read.text),
    )


def _addressees(task_id: int, role: str, names: Iterable[str], register: Register) -> list[Addressee]:
    return [addressee(task_id, role, position, words, register) for position, words in enumerate(names)]


def addressee(task_id: int, role: str, position: int, words: str, register: Register) -> Addressee:
    """One addressee as the text says it, and as the register knows it where it does."""
    found = register.match(words).found
    return Addressee(
        task_id=task_id,
        role=role,
        position=position,
        words=words,
        body_id=found.id if found and found.kind == "body" else None,
        group_id=found.id if found and found.kind == "group" else None,
    )


def _add_targets(directive: Directive, draft: Draft) -> None:
    db.session.add_all(
        Target(
            directive_id=directive.id,
            position=position,
            quote=read.quote,
            unit=read.unit,
            planned=read.planned,
            actual=read.actual,
            printed_percent=read.printed_percent,
        )
        for position, read in enumerate(draft.targets, 1)
    )


def _add_citations(directive: Directive, draft: Draft) -> None:
    """The documents cited, each with the kind its sentence tells; those in the register are recognised."""
    kinds = relations(draft.text, [read.number for read in draft.references])
    made = [
        cite(
            directive,
            Citation(
                number=read.number,
                relation=kinds[read.number],
                issued_on=read_date(read.issued_on or "")[0],
                issuer=read.issuer or "",
            ),
        )
        for read in draft.references
    ]
    db.session.flush()
    settle(made)
