"""The register in the shape of its workbook, and whose rows those are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.bodies.models import Body, BodyAlias, BodyGroup, BodyPlace, BodyType, GroupMember, Post
from tracker.db import db
from tracker.outbox.mailboxes import further
from tracker.people.models import Membership, Person, PostHolding
from tracker.registers.checking import Register
from tracker.registers.rules import BY_NAME, ROLES, SHEETS, Cells, key_of
from tracker.vietnamese import fold


@dataclass
class Known(Register):
    """The register with the ids of its rows."""

    ids: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)


def known(actor: Actor, today: date) -> Known:
    """The register of today: bodies, people, groups and posts as rows of the workbook."""
    policy.require(actor, "register.import")
    found = Known(
        types={fold(name): id for id, name in db.session.execute(select(BodyType.id, BodyType.name))}
    )
    readers = {"bodies": _bodies, "people": _people, "groups": _groups, "posts": _posts}
    for sheet in BY_NAME:
        rows = list(readers[sheet](today))
        found.rows[sheet] = {key_of(sheet, cells): cells for _, cells in rows}
        found.ids[sheet] = {key_of(sheet, cells): id for id, cells in rows}
    return found


def workbook(actor: Actor, today: date) -> dict[str, Any]:
    """The register as a document to be written: sheets with their heads and rows."""
    register = known(actor, today)
    return {
        "sheets": [
            {
                "title": sheet.title,
                "heads": [column.head for column in sheet.columns],
                "widths": [column.width for column in sheet.columns],
                "kinds": [column.kind for column in sheet.columns],
                "rows": [
                    [cells[column.name] for column in sheet.columns]
                    for cells in register.rows[sheet.name].values()
                ],
            }
            for sheet in SHEETS
        ]
    }


Found = Iterator[tuple[int, Cells]]


def _bodies(today: date) -> Found:
    parent = aliased(Body)
    rows = db.session.execute(
        select(
            Body.id, Body.name, BodyType.name.label("type"), Body.code, parent.name.label("parent"),
            Body.email, Body.phone, Body.valid_from,
        )
        .join(BodyType, BodyType.id == Body.type_id)
        .outerjoin(BodyPlace, and_(BodyPlace.body_id == Body.id, BodyPlace.is_valid_on(today)))
        .outerjoin(parent, parent.id == BodyPlace.parent_id)
        .where(_goes_on(Body, today))
        .order_by(BodyType.position, BodyType.id, Body.sort_key, Body.id)
    ).all()  # fmt: skip
    names: dict[int, list[str]] = {}
    for id, alias in db.session.execute(select(BodyAlias.body_id, BodyAlias.alias).order_by(BodyAlias.id)):
        names.setdefault(id, []).append(alias)
    boxes = further()
    for row in rows:
        own, copies = (
            "; ".join(box.address for box in boxes.get(row.id, ()) if box.is_copy is is_copy)
            for is_copy in (False, True)
        )
        more = {"aliases": "; ".join(names.get(row.id, [])), "copies": copies}
        yield row.id, _cells(row) | more | {"email": "; ".join(filter(None, (row.email, own)))}


def _people(today: date) -> Found:
    rows = db.session.execute(
        select(
            Person.id, Person.name, Person.login, Person.email, Person.phone, Person.role,
            Body.name.label("body"), Membership.is_focal, Membership.valid_from,
        )
        .outerjoin(Membership, and_(Membership.person_id == Person.id, _goes_on(Membership, today)))
        .outerjoin(Body, Body.id == Membership.body_id)
        .order_by(Person.sort_key, Person.id, Body.sort_key, Membership.id)
    )  # fmt: skip
    for row in rows:
        yield row.id, _cells(row) | {"role": ROLES[row.role]}


def _groups(today: date) -> Found:
    rows = db.session.execute(
        select(
            BodyGroup.id, BodyGroup.name.label("group"), BodyType.name.label("type"),
            Body.name.label("body"), Post.title.label("post"), GroupMember.valid_from,
        )
        .outerjoin(BodyType, BodyType.id == BodyGroup.type_id)
        .outerjoin(GroupMember, and_(GroupMember.group_id == BodyGroup.id, _goes_on(GroupMember, today)))
        .outerjoin(Body, Body.id == GroupMember.body_id)
        .outerjoin(Post, Post.id == GroupMember.post_id)
        .order_by(BodyGroup.sort_key, BodyGroup.id, Body.sort_key, GroupMember.id)
    )  # fmt: skip
    for row in rows:
        yield row.id, _cells(row)


def _posts(today: date) -> Found:
    held = and_(PostHolding.post_id == Post.id, _goes_on(PostHolding, today))
    rows = db.session.execute(
        select(
            Post.id, Body.name.label("body"), Post.title.label("post"), Post.is_head,
            Person.login.label("holder"), PostHolding.valid_from,
        )
        .join(Body, and_(Body.id == Post.body_id, _goes_on(Body, today)))
        .outerjoin(PostHolding, held)
        .outerjoin(Person, Person.id == PostHolding.person_id)
        .order_by(Body.sort_key, Body.id, Post.id, PostHolding.id)
    )  # fmt: skip
    for row in rows:
        yield row.id, _cells(row)


def _goes_on(kind: Any, today: date) -> Any:
    """Holds today or will."""
    return or_(kind.valid_to.is_(None), kind.valid_to > today)


def _cells(row: Any) -> dict[str, str]:
    """A row of the database as cells."""
    return {name: _said(value) for name, value in row._mapping.items() if name != "id"}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    return value.isoformat() if isinstance(value, date) else str(value or "")
