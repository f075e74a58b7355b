"""What a change of bodies does to targets: an old body's parts are its successor's, with plan and figure.

Plans stay summed as they were and what was reached stays reached. Which piece of a plan goes to which successor of a
split only the office knows: all of it goes to the first, and is parted and revised from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from tracker import clock
from tracker.access.actors import Actor
from tracker.bodies.models import Body
from tracker.db import PLAIN, db
from tracker.reforms.models import Reform
from tracker.targets.models import Measure, Revision, ShareMove, TargetShare
from tracker.targets.queries import standing_parts

S = TargetShare


@dataclass
class _Taken:
    """What comes to the heir of one target: the parts it gets, and the part of its own that it has or is given."""

    parts: list[Any] = field(default_factory=list)
    own: Any = None
    own_id: int = 0

    @property
    def came(self) -> float:
        """The plans that come."""
        return _sum(part.planned for part in self.parts)

    @property
    def planned(self) -> float:
        return _sum([self.came, self.own.planned if self.own else 0])

    @property
    def actual(self) -> float | None:
        """What all of them have reached; None where nobody ever said."""
        said = [
            part.actual
            for part in (*self.parts, *([self.own] if self.own else []))
            if part.actual is not None
        ]
        return _sum(said) if said else None

    @property
    def is_measured(self) -> bool:
        """Whether what comes changes the heir's figure."""
        return any(part.actual is not None for part in self.parts)

    def day(self, day: date) -> date:
        """The day the sum is told of: that of the change, or a later one on which somebody spoke of a part already."""
        spoke: list[date | None] = [
            one for part in (*self.parts, self.own) if part for one in (part.measured_on, part.revised_on)
        ]
        return max([day, *(one for one in spoke if one is not None)])


def move(actor: Actor, made: Reform, old: Sequence[int], heirs: Sequence[int]) -> int:
    """The old bodies' parts of standing targets go to the first heir; returns how many. Without one they stay."""
    if not heirs:
        return 0
    taken = _taken(old, heirs[0])
    if not taken:
        return 0
    _give_new(made, heirs[0], taken)
    parts = [(part, held) for held in taken.values() for part in held.parts]
    db.session.execute(
        insert(ShareMove),
        [
            {
                "reform_id": made.id,
                "from_id": part.id,
                "to_id": held.own_id,
                "day": made.day,
                "planned": part.planned,
                "actual": part.actual,
            }
            for part, held in parts
        ],
    )
    gone = update(S).where(S.id.in_([part.id for part, _ in parts]))
    db.session.execute(gone.values(moved_on=made.day, version=S.version + 1).execution_options(**PLAIN))
    reason = _reason(old)
    _add_to_own(actor, made, taken, reason)
    _tell_figures(actor, made, taken, reason)
    return len(parts)


def _taken(old: Sequence[int], heir: int) -> dict[int, _Taken]:
    """Target to what of it comes, in the order of targets."""
    latest = select(func.max(Revision.day)).where(Revision.share_id == S.id).correlate(S).scalar_subquery()
    columns = (S.id, S.target_id, S.body_id, S.planned, S.actual, S.measured_on, latest.label("revised_on"))
    standing = standing_parts(select(*columns), [*old, heir])
    rows = db.session.execute(standing.order_by(S.target_id, S.id)).all()
    found: dict[int, _Taken] = {}
    for row in rows:
        held = found.setdefault(row.target_id, _Taken())
        if row.body_id == heir:
            held.own, held.own_id = row, row.id
        else:
            held.parts.append(row)
    return {target: held for target, held in found.items() if held.parts}


def _give_new(made: Reform, heir: int, taken: dict[int, _Taken]) -> None:
    """A part for the heir of each target in which it has none, counted from the day."""
    rows = [
        {"target_id": target, "body_id": heir, "planned": held.came, "begun_on": made.day, "version": 1}
        for target, held in taken.items()
        if held.own is None
    ]
    if rows:
        given = db.session.execute(insert(S).returning(S.target_id, S.id), rows)
        for target, id in given:
            taken[target].own_id = id


def _add_to_own(actor: Actor, made: Reform, taken: dict[int, _Taken], reason: str) -> None:
    """The plan of a part that the heir has grows by what comes: a revision like any other, the old one stays."""
    grown = [(target, held) for target, held in taken.items() if held.own is not None]
    if not grown:
        return
    rows = [
        {
            "target_id": target,
            "share_id": held.own_id,
            "day": held.day(made.day),
            "old": held.own.planned,
            "new": held.planned,
            "reason": reason,
            "document": made.document[:120],
            "approved_by": actor.label,
            "made_at": made.made_at,
            "made_by": made.made_by,
        }
        for target, held in grown
    ]
    db.session.execute(insert(Revision), rows)
    _set({"planned": held.planned, "key": held.own_id} for _, held in grown)


def _tell_figures(actor: Actor, made: Reform, taken: dict[int, _Taken], reason: str) -> None:
    """What had been reached goes along as a figure of the day."""
    known = [held for held in taken.values() if held.is_measured]
    if not known:
        return
    said = {"note": reason, "said_at": clock.now(), "said_by": actor.label}
    rows = [
        {"share_id": held.own_id, "day": held.day(made.day), "actual": held.actual, **said} for held in known
    ]
    db.session.execute(insert(Measure), rows)
    _set({"actual": row["actual"], "measured_on": row["day"], "key": row["share_id"]} for row in rows)


def _set(rows: Iterable[dict[str, Any]]) -> None:
    """Write some columns of parts, all rows in one statement."""
    rows = list(rows)
    written: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
    statement = update(S.__table__).where(S.id == bindparam("key"))  # type: ignore[arg-type]
    db.session.connection().execute(statement.values(version=S.version + 1, **written), rows)


def _reason(old: Sequence[int]) -> str:
    """In the office's language, as it stands in its papers."""
    names = db.session.scalars(select(Body.name).where(Body.id.in_(old)).order_by(Body.sort_key, Body.id))
    return f"Sắp xếp đơn vị: tiếp nhận phần của {', '.join(names)}"


def _sum(figures: Iterable[float]) -> float:
    """To a thousandth, as figures are typed."""
    return round(sum(figures), 3)
