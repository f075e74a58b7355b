"""Opening, remarking on, closing and reopening a review period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.reviews import identities, queries
from tracker.reviews.figures import Account, Member
from tracker.reviews.freezing import Frozen, freeze
from tracker.reviews.models import Period, Remark, Snapshot
from tracker.reviews.rules import span
from tracker.settings.queries import office_rules


@action
def open_period(actor: Actor, *, name: str) -> Period:
    """Put a period on record; opening it twice is one. Raises NotFound for a name that is no period."""
    policy.require(actor, "review.open")
    days = span(name, office_rules().period_first_day)
    if days is None:
        raise NotFound("period")
    row = db.session.scalar(select(Period).where(Period.name == name))
    if row is None:
        row = Period(name=name, first_on=days.first_on, cut_on=days.cut_on, state="open")
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:  # somebody opened it in this same moment
            row = db.session.scalars(select(Period).where(Period.name == name)).one()
    trail.record(actor, "review.open", row, after={"name": name})
    return row


@action
def write_remark(
    actor: Actor, period: Period, *, section: str, words: str, version: int | None = None
) -> Remark:
    """Save what is said about one section. Raises Conflict with both texts when somebody else wrote meanwhile."""
    policy.require(actor, "review.remark", period)
    open_row(period)  # its lock also keeps two first remarks apart
    row = db.session.scalar(
        select(Remark)
        .where(Remark.period_id == period.id, Remark.section == section)
        .execution_options(populate_existing=True)
    )
    if row is not None and row.version != version:
        raise Conflict("remark_changed", theirs=row.words, mine=words, who=row.by)
    before = row.words if row else None
    if row is None:
        row = Remark(period_id=period.id, section=section, words=words, by=actor.label, at=clock.now())
        db.session.add(row)
    else:
        row.words, row.by, row.at = words, actor.label, clock.now()
    db.session.flush()
    after = {"section": section, "words": words}
    trail.record(actor, "review.remark", period, before={"words": before}, after=after)
    return row


@action
def close_period(
    actor: Actor,
    period: Period,
    *,
    signer_name: str,
    signer_position: str,
    authority_lines: str = "",
    note: str = "",
) -> Snapshot:
    """Freeze the figures of a period and close it: from now on nothing dated up to its cut can be written.

    Raises Refused before the cut has passed, Conflict when it is closed already or figures moved meanwhile, naming
    the identity that does not hold.
    """
    policy.require(actor, "review.close", period)
    row = open_row(period)
    if clock.today() <= row.cut_on:
        raise Refused("cut_not_passed", cut_on=row.cut_on.strftime("%d/%m/%Y"))
    made = _frozen(row)
    frozen = Snapshot(
        period_id=row.id,
        number=(row.snapshot_number or 0) + 1,
        **asdict(made),
        signer_name=signer_name,
        signer_position=signer_position,
        authority_lines=authority_lines,
        note=note,
        closed_at=clock.now(),
        closed_by=actor.label,
    )
    db.session.add(frozen)
    db.session.flush()  # the database takes no version of a period that is closed
    row.state, row.snapshot_number = "closed", frozen.number
    after = {"version": frozen.number, "sha256": made.sha256}
    trail.record(actor, "review.close", row, after=after, reason=note or None)
    return frozen


@action
def reopen_period(actor: Actor, period: Period, *, reason: str) -> Period:
    """Open a closed period again for a correction: the next closing makes the next version, the old one stays.

    Whoever closed it does not open it again: a second person does. Raises Refused: reason_missing, second_person.
    """
    policy.require(actor, "review.reopen", period)
    row = locked(period)
    if row.state != "closed":
        raise Conflict("period_is_open")
    if not reason.strip():
        raise Refused("reason_missing")
    signed = select(Snapshot.closed_by).where(Snapshot.period_id == row.id)
    if db.session.scalar(signed.order_by(Snapshot.number.desc()).limit(1)) == actor.label:
        raise Refused("second_person")
    trail.record(actor, "review.reopen", row, reason=reason)  # first: the database opens no period without it
    row.state = "open"
    return row


def _frozen(row: Period) -> Frozen:
    trail.wait_turn()  # what others have begun is written before the count, or finds the period closed
    days = row.days
    counted, standing = queries.members(days), queries.standing(days)
    account = queries.account(days, days.cut_on, queries.period(row.name), whole=True)
    _require_one_account(account, counted, len(standing))
    return freeze(account, counted, queries.parts(days, days.cut_on), queries.sources(days), standing)


def locked(period: Period) -> Period:
    """The period's row as it stands, held until the transaction ends."""
    return db.session.scalars(
        select(Period)
        .where(Period.id == period.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def open_row(period: Period) -> Period:
    """The period's row, locked for what is written while it is open. Raises Conflict("period_is_closed")."""
    row = locked(period)
    if row.state == "closed":
        raise Conflict("period_is_closed", name=row.name)
    return row


def _require_one_account(account: Account, counted: Sequence[Member], standing: int) -> None:
    """Several statements made the account: what is signed must be one moment, and add up (domain 4.2)."""
    found = account.figures
    try:
        for mode, total in (("giao", found.total), ("de_nghi", found.asked_total)):
            identities.require_members(total, [member.cell for member in counted if member.mode == mode])
        lengths = {"late": len(account.late), "done": len(account.annexes.done)}
        identities.require_lengths(found.total, lengths)
        identities.require_equal("Nhiệm vụ thường xuyên = its rows", "Tổng cộng", found.standing, standing)
    except identities.IdentityBroken as broken:
        raise Conflict("figures_moved", identity=str(broken)) from broken
