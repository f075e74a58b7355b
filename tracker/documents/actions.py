"""The office's own words in a report, and its own templates."""

from __future__ import annotations

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.documents import queries
from tracker.documents.models import OwnTemplate, Wording
from tracker.documents.rules import version_of_wording
from tracker.errors import Conflict, Refused
from tracker.files.actions import store
from tracker.files.keeping import Kept
from tracker.reviews.models import Period


@action
def word_report(actor: Actor, period: Period, *, part: str, words: str, generated: str, seen: int) -> Wording:
    """Put the office's words in place of a part's generated sentences. Raises Conflict when somebody was first."""
    policy.require(actor, "report.word", period)
    if not words.strip():
        raise Refused("words_missing")
    row, before = _next(actor, period, part, generated, seen)
    row.words = words
    db.session.add(row)
    trail.record(
        actor,
        "report.word",
        period,
        before={"words": before},
        after={"part": part, "version": row.number, "words": words},
    )
    return row


@action
def revert_report(actor: Actor, period: Period, *, part: str, generated: str, seen: int) -> Wording:
    """Take the generated sentences back; what the office wrote stays among the versions."""
    policy.require(actor, "report.word", period)
    row, before = _next(actor, period, part, generated, seen)
    if before is None:
        raise Refused("words_generated")
    db.session.add(row)
    after = {"part": part, "version": row.number, "words": None}
    trail.record(actor, "report.revert", period, before={"words": before}, after=after)
    return row


def _next(actor: Actor, period: Period, part: str, generated: str, seen: int) -> tuple[Wording, str | None]:
    """The next version, not yet added, and the words until now; the period's lock keeps two apart."""
    held = db.session.scalars(
        select(Period)
        .where(Period.id == period.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    last = queries.newest(held.id, None).get(part)
    number = last.number if last else 0
    if number != seen:
        raise Conflict(
            "wording_changed", theirs=(last.words or "") if last else "", who=last.by if last else ""
        )
    row = Wording(
        period_id=held.id,
        part=part,
        number=number + 1,
        words=None,
        generated=generated,
        for_version=version_of_wording(held.snapshot_number, is_closed=held.state == "closed"),
        by=actor.label,
        at=clock.now(),
    )
    return row, last.words if last else None


@action
def try_template(actor: Actor, *, kind: str, kept: Kept) -> OwnTemplate:
    """Take in a template that has been filled in once; it is not in force yet. One tried before is set aside."""
    policy.require(actor, "template.use")
    _set_aside(kind, "trial")
    file = store(actor, kept)
    row = OwnTemplate(kind=kind, file_id=file.id, state="trial", by=actor.label, at=clock.now())
    db.session.add(row)
    db.session.flush()
    trail.record(actor, "template.try", row, after={"kind": kind, "file_id": file.id})
    return row


@action
def use_template(actor: Actor, template: OwnTemplate) -> OwnTemplate:
    """Put the template that is tried in force in place of ours or of the one before."""
    policy.require(actor, "template.use", template)
    row = _locked(template)
    if row.state != "trial":
        raise Conflict("stale")
    _set_aside(row.kind, "in_force")
    row.state = "in_force"
    trail.record(actor, "template.use", row, after={"kind": row.kind, "file_id": row.file_id})
    return row


@action
def drop_template(actor: Actor, template: OwnTemplate) -> OwnTemplate:
    """Set an own template aside: one in force gives way to ours. The file stays."""
    policy.require(actor, "template.use", template)
    row = _locked(template)
    if row.state == "aside":
        raise Conflict("stale")
    before = row.state
    row.state = "aside"
    trail.record(
        actor, "template.drop", row, before={"state": before}, after={"kind": row.kind, "state": "aside"}
    )
    return row


@action
def note_archive(actor: Actor, directive: Directive) -> Directive:
    """Write down who took a directive's whole file out of the house."""
    policy.require(actor, "directive.archive", directive)
    trail.record(actor, "directive.archive", directive)
    return directive


def _set_aside(kind: str, state: str) -> None:
    held = select(OwnTemplate).where(OwnTemplate.kind == kind, OwnTemplate.state == state).with_for_update()
    for row in db.session.scalars(held.execution_options(populate_existing=True)):
        row.state = "aside"
    db.session.flush()


def _locked(template: OwnTemplate) -> OwnTemplate:
    return db.session.scalars(
        select(OwnTemplate)
        .where(OwnTemplate.id == template.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
