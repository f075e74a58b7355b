"""Periods on record and their frozen snapshots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.reviews.freezing import thaw_total
from tracker.reviews.models import Conclusion, Period, SignedCopy, Snapshot
from tracker.reviews.rules import Cells

IN_FORCE = and_(Snapshot.period_id == Period.id, Snapshot.number == Period.snapshot_number)


def period(name: str) -> Period | None:
    """The period's row with its remarks, if it was ever opened."""
    row = (
        select(Period)
        .where(Period.name == name)
        .options(joinedload(Period.remarks), selectinload(Period.conclusions))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(row).unique().one_or_none()


def conclusion(period: Period, conclusion_id: int) -> Conclusion:
    """One conclusion of a period. Raises NotFound."""
    found = next((row for row in period.conclusions if row.id == conclusion_id), None)
    if found is None:
        raise NotFound("conclusion")
    return found


def conclusion_card(conclusion_id: int) -> tuple[Conclusion, Period]:
    """A conclusion and its period. Raises NotFound."""
    rows = select(Conclusion, Period).join(Period, Period.id == Conclusion.period_id)
    found = db.session.execute(rows.where(Conclusion.id == conclusion_id)).first()
    if found is None:
        raise NotFound("conclusion")
    return found[0], found[1]


def periods(limit: int = 24) -> Sequence[Any]:
    """(name, state, version, when closed, the total as text) of every period on record, the newest cut first."""
    return db.session.execute(
        select(Period.name, Period.state, Period.snapshot_number, Snapshot.closed_at, Snapshot.total)
        .outerjoin(Snapshot, IN_FORCE)
        .order_by(Period.cut_on.desc(), Period.name)
        .limit(limit)
    ).all()


def totals(names: Collection[str]) -> dict[str, Cells]:
    """The frozen grand totals of those of the periods that are closed."""
    rows = db.session.execute(
        select(Period.name, Snapshot.total)
        .join(Snapshot, IN_FORCE)
        .where(Period.name.in_(names), Period.state == "closed")
    )
    return {name: thaw_total(text) for name, text in rows}


def snapshot(period: Period, number: int | None = None) -> Snapshot | None:
    """A period's frozen figures: the version in force, or the one asked for."""
    wanted = number or period.snapshot_number
    return db.session.scalar(
        select(Snapshot).where(Snapshot.period_id == period.id, Snapshot.number == wanted)
    )


def versions(period: Period) -> list[Snapshot]:
    """Every version, the newest first."""
    return list(
        db.session.scalars(
            select(Snapshot).where(Snapshot.period_id == period.id).order_by(Snapshot.number.desc()).limit(50)
        )
    )


def figures_text(snapshot_id: int) -> str:
    """What a snapshot's page shows first, as text (`freezing.thaw`)."""
    return db.session.scalars(select(Snapshot.figures).where(Snapshot.id == snapshot_id)).one()


def annex(snapshot: Snapshot) -> str:
    """The long lists of a snapshot as text (`freezing.thaw_annex`, `thaw_members`)."""
    whole = select(Snapshot.annex).where(Snapshot.id == snapshot.id)
    return db.session.scalars(whole).one()


def parts_text(snapshot: Snapshot) -> str:
    """The further sections of a snapshot as text (`freezing.thaw_parts`)."""
    return db.session.scalars(select(Snapshot.parts).where(Snapshot.id == snapshot.id)).one()


def signed_copies(period: Period) -> Sequence[SignedCopy]:
    """The signed papers kept with a period, the newest first."""
    rows = select(SignedCopy).where(SignedCopy.period_id == period.id).options(joinedload(SignedCopy.file))
    return db.session.scalars(rows.order_by(SignedCopy.id.desc()).limit(50)).all()


def signed_copy(period: Period | None, copy_id: int) -> SignedCopy:
    """One of them. Raises NotFound."""
    rows = select(SignedCopy).where(SignedCopy.id == copy_id).options(joinedload(SignedCopy.file))
    found = db.session.scalar(rows)
    if found is None or period is None or found.period_id != period.id:
        raise NotFound("file")
    return found


def last_signed() -> Snapshot | None:
    """The newest snapshot of any period: who signed last signs next, as a rule."""
    return db.session.scalar(select(Snapshot).order_by(Snapshot.id.desc()).limit(1))
