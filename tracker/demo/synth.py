"""Fills a database without directives with a province's work: for benchmarks, and to feel the product when full.

Rows go straight into the tables, so it is quick and leaves one line in the audit log, not one a row. Of more than
50,000 a part is drawn and given many times over by the database itself, its indexes made when all is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.audit import trail
from tracker.bodies.models import Body, BodyType
from tracker.db import Base, db, transaction
from tracker.demo import again, mix
from tracker.demo.aside import look_over, put_aside
from tracker.demo.province import DOMAIN, SINCE, found_province
from tracker.demo.rows import TABLES, Writer, move_sequence, next_id
from tracker.directives.models import Directive
from tracker.errors import Refused
from tracker.people.models import Membership, Person
from tracker.vietnamese import fold, sort_key
from tracker.workdays.actions import seed_year
from tracker.workdays.models import CalendarDay

CHUNK = 500  # directives written at once


def fill(assignments: int, *, bodies: int = 200, still_open: int | None = None) -> dict[str, int]:
    """Write so many assignments over at least so many bodies, in the mix of `mix.works`; how many rows of what.

    Founds the invented province first where there is no body, and writes holidays where there are none.
    Raises Refused when the database holds a directive already.
    """
    if db.session.scalar(select(Directive.id).limit(1)) is not None:
        raise Refused("not_empty")
    if db.session.scalar(select(Body.id).limit(1)) is None:
        found_province()
    if db.session.scalar(select(CalendarDay.day).limit(1)) is None:
        for year in range(clock.today().year - 1, clock.today().year + 2):
            seed_year(SYSTEM, year)
    with transaction():
        _add_bodies(bodies)
        _add_officers()
    with transaction():
        given = _given()
    plan = mix.planned(assignments, len(given), clock.today(), still_open)
    with transaction():
        made = _add_work(plan, given)
        trail.record(SYSTEM, "synth.fill", "synth:1", after=made)
    if plan.times > 1:
        look_over(table.__tablename__ for table in TABLES)
    return made


def _add_bodies(wanted: int) -> None:
    """Communes until the register has as many bodies as wanted."""
    have = db.session.scalar(select(func.count()).select_from(Body)) or 0
    type_id = db.session.scalar(
        select(BodyType.id).order_by(BodyType.code != "xa", BodyType.position).limit(1)
    )
    rows = [
        {
            "name": name,
            "type_id": type_id,
            "email": f"{fold(name.removeprefix('UBND ')).replace(' ', '-')}@{DOMAIN}",
            "phone": f"0206 37{n // 1000 % 100:02d} {n % 1000:03d}",
            "sort_key": sort_key(name),
            "folded": fold(name),
            "valid_from": SINCE,
        }
        for n, name in enumerate(islice(mix.commune_names(), max(0, wanted - have)))
    ]
    _insert(Body, rows)


def _add_officers() -> None:
    """An officer for each body that has nobody, without a password: an administrator has to invite them."""
    alone = select(Body.id).where(Body.id.not_in(select(Membership.body_id))).order_by(Body.id)
    bodies = db.session.scalars(alone).all()
    first = next_id(Person)
    people = [
        {
            "id": first + n,
            "name": name,
            "login": f"canbo{first + n}",
            "email": f"canbo{first + n}@{DOMAIN}",
            "role": "officer",
            "sort_key": sort_key(name),
            "folded": fold(name),
            "created_at": clock.now(),
        }
        for n, name in enumerate(islice(mix.person_names(), len(bodies)))
    ]
    works_for = [
        {"person_id": person["id"], "body_id": body_id, "is_focal": True, "valid_from": SINCE}
        for person, body_id in zip(people, bodies, strict=True)
    ]
    _insert(Person, people)
    _insert(Membership, works_for)
    move_sequence(Person)


def _given() -> list[tuple[int, str]]:
    """The bodies with their mode: the newest communes, which come first, have most work."""
    rows = select(Body.id, BodyType.mode).join(BodyType).order_by(BodyType.mode.desc(), Body.id.desc())
    return [(id, mode) for id, mode in db.session.execute(rows)]


def _add_work(plan: mix.Plan, bodies: list[tuple[int, str]]) -> dict[str, int]:
    """Directives, their tasks and assignments, and what has been said of them."""
    writer = Writer(bodies, Random(43))
    if plan.times > 1:
        with put_aside([table.__tablename__ for table in TABLES]):
            drafts = again.drafts()
            _write(writer, plan.once, drafts)
            again.give(drafts, plan.times)
            writer.go_on(plan.times)
            _write(writer, plan.rest)
    else:
        _write(writer, plan.once)
    writer.close()
    states = Counter(work.state for work in plan)
    late = sum(work.due_on < clock.today() for work in plan if work.is_owed)
    still_open = states.total() - states["completed"]
    return {"bodies": len(bodies), "open": still_open, "overdue": late, **writer.counts}


def _write(writer: Writer, works: list[mix.Work], into: Mapping[type[Base], Any] | None = None) -> None:
    groups = mix.by_directive(works, writer.dice)
    while chunk := list(islice(groups, CHUNK)):
        for group in chunk:
            writer.add_directive(group)
        writer.write(into)


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table.__table__), rows)
