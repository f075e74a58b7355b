"""Taking a register in: what is new as a few statements, what differs with its own line in the log, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.actions import add_alias, place_body
from tracker.bodies.models import Body, BodyAlias, BodyGroup, BodyMailbox, BodyPlace, GroupMember, Post
from tracker.db import Base, db
from tracker.errors import Refused
from tracker.people.actions import edit_person
from tracker.people.models import Membership, Person, PostHolding
from tracker.registers import queries
from tracker.registers.checking import Plan, aliases_of, check
from tracker.registers.mailboxes import change_mailboxes, further_of, main_of
from tracker.registers.rules import ROLES, Row
from tracker.vietnamese import fold, name_key, sort_key

CODES = {name: code for code, name in ROLES.items()}


@dataclass(frozen=True, slots=True)
class Imported:
    """How many things are new, by kind, and how many rows changed something."""

    new: Mapping[str, int]
    changed: int


@action
def import_register(actor: Actor, *, rows: Sequence[Row]) -> Imported:
    """Bring bodies, people, groups and posts in from a workbook's rows. Nothing is ever deleted.

    Raises Refused("import_faulty") when any row does not fit the register as it stands by now.
    """
    policy.require(actor, "register.import")
    today = clock.today()
    known = queries.known(actor, today)
    plan, faults = check(rows, known)
    if faults:
        raise Refused("import_faulty")
    places = _Places(known)
    made = {
        "bodies": _new_bodies(plan, places),
        "people": _new_people(plan, places),
        "posts": _new_posts(plan, places),
        "groups": _new_groups(plan, places),
    }
    changed = _change_bodies(actor, plan, places, today) + _change_people(actor, plan, places)
    trail.record(
        actor,
        "register.import",
        f"register:{today}",
        after={k: v for k, v in made.items() if v} | {"changed": changed},
    )
    return Imported({name: len(ids) for name, ids in made.items()}, changed)


class _Places:
    """The ids of what there is, by the names a workbook uses; grows with what is made."""

    def __init__(self, known: queries.Known) -> None:
        self.types = known.types
        self.bodies = {key[0]: id for key, id in known.ids["bodies"].items()}
        self.people = {key[0]: id for key, id in known.ids["people"].items()}
        self.groups = {key[0]: id for key, id in known.ids["groups"].items()}
        self.posts = {key[:2]: id for key, id in known.ids["posts"].items()}


def _new_bodies(plan: Plan, places: _Places) -> list[int]:
    new = [row.cells for row in plan.new["bodies"]]
    made = _insert(
        Body,
        [_body(cells, places) for cells in new],
        Body.name,
    )
    places.bodies |= {name_key(name): id for name, id in made.items()}
    _insert(BodyMailbox, further_of(made, new))
    _insert(
        BodyPlace,
        [
            {
                "body_id": places.bodies[name_key(cells["name"])],
                "parent_id": places.bodies[name_key(cells["parent"])],
                "valid_from": date.fromisoformat(cells["valid_from"]),
            }
            for cells in new
            if cells["parent"]
        ],
    )
    _insert(
        BodyAlias,
        [
            {"body_id": places.bodies[name_key(cells["name"])], "alias": alias, "key": key}
            for cells in new
            for key, alias in {name_key(alias): alias for alias in aliases_of(cells["aliases"])}.items()
        ],
    )
    return list(made.values())


def _body(cells: Mapping[str, str], places: _Places) -> dict[str, Any]:
    return {
        "name": cells["name"],
        "type_id": places.types[fold(cells["type"])],
        "code": cells["code"] or None,
        "email": main_of(cells["email"]),
        "phone": cells["phone"],
        "valid_from": date.fromisoformat(cells["valid_from"]),
        "sort_key": sort_key(cells["name"]),
        "folded": fold(cells["name"]),
        "version": 1,
    }


def _new_people(plan: Plan, places: _Places) -> list[int]:
    rows = [row.cells for row in plan.new["people"]]
    new = {cells["login"]: cells for cells in rows if cells["login"] not in places.people}
    made = _insert(
        Person,
        [
            {
                "name": cells["name"],
                "login": login,
                "email": cells["email"],
                "phone": cells["phone"],
                "role": CODES[cells["role"]],
                "sort_key": sort_key(cells["name"]),
                "folded": fold(cells["name"]),
                "created_at": clock.now(),
                "is_enabled": True,
                "version": 1,
            }
            for login, cells in new.items()
        ],
        Person.login,
    )
    places.people |= made
    _insert(
        Membership,
        [
            {
                "person_id": places.people[cells["login"]],
                "body_id": places.bodies[name_key(cells["body"])],
                "is_focal": bool(cells["is_focal"]),
                "valid_from": date.fromisoformat(cells["valid_from"]),
            }
            for cells in rows
            if cells["body"]
        ],
    )
    return list(made.values())


def _new_posts(plan: Plan, places: _Places) -> list[int]:
    rows = [row.cells for row in plan.new["posts"]]
    new = {key: cells for cells in rows if (key := _post(cells)) not in places.posts}
    made = []
    if new:
        statement = insert(Post).returning(Post.id, Post.body_id, Post.title)
        values = [
            {"body_id": places.bodies[body], "title": cells["post"], "is_head": bool(cells["is_head"])}
            for (body, _), cells in new.items()
        ]
        names = {id: name for name, id in places.bodies.items()}
        for id, body_id, title in db.session.execute(statement, values):
            places.posts[names[body_id], name_key(title)] = id
            made.append(id)
    _insert(
        PostHolding,
        [
            {
                "post_id": places.posts[_post(cells)],
                "person_id": places.people[cells["holder"]],
                "valid_from": date.fromisoformat(cells["valid_from"]),
            }
            for cells in rows
            if cells["holder"]
        ],
    )
    return made


def _new_groups(plan: Plan, places: _Places) -> list[int]:
    rows = [row.cells for row in plan.new["groups"]]
    new = {name_key(cells["group"]): cells for cells in rows if name_key(cells["group"]) not in places.groups}
    made = _insert(
        BodyGroup,
        [
            {
                "name": cells["group"],
                "type_id": places.types[fold(cells["type"])] if cells["type"] else None,
                "sort_key": sort_key(cells["group"]),
            }
            for cells in new.values()
        ],
        BodyGroup.name,
    )
    places.groups |= {name_key(name): id for name, id in made.items()}
    _insert(
        GroupMember,
        [
            {
                "group_id": places.groups[name_key(cells["group"])],
                "body_id": places.bodies[name_key(cells["body"])],
                "post_id": places.posts[_post(cells)] if cells["post"] else None,
                "valid_from": date.fromisoformat(cells["valid_from"]),
            }
            for cells in rows
            if cells["body"]
        ],
    )
    return list(made.values())


def _change_bodies(actor: Actor, plan: Plan, places: _Places, today: date) -> int:
    """Rows that say something else of a body that is there: each with its own line in the log."""
    for row, differs in plan.changed["bodies"]:
        body = db.session.get_one(Body, places.bodies[name_key(row.cells["name"])])
        plain = {name: text for name, text in differs.items() if name in {"name", "code", "phone"}}
        before = {name: getattr(body, name) for name in plain}
        for name, text in plain.items():
            setattr(body, name, text)
        body.sort_key, body.folded = sort_key(body.name), fold(body.name)
        if plain:
            trail.record(actor, "register.import", body, before=before, after=plain)
        if differs.keys() & {"email", "copies"}:
            change_mailboxes(actor, body, differs)
        if "parent" in differs:
            place_body(actor, body, parent_id=places.bodies[name_key(differs["parent"])], valid_from=today)
        for alias in aliases_of(differs.get("aliases", "")):
            add_alias(actor, body, alias=alias)
    return len(plan.changed["bodies"])


def _change_people(actor: Actor, plan: Plan, places: _Places) -> int:
    """The same of people; whoever works for several bodies stands in several rows and is changed once."""
    changed = {row.cells["login"]: row.cells for row, _ in plan.changed["people"]}
    people = _by_id(places.people[login] for login in changed)
    for login, cells in changed.items():
        person = people[places.people[login]]
        edit_person(
            actor,
            person,
            name=cells["name"],
            login=login,
            email=cells["email"],
            phone=cells["phone"] or person.phone,
            role=CODES[cells["role"]],
            version=person.version,
        )
    return len(changed)


def _by_id(ids: Iterable[int]) -> dict[int, Person]:
    return {
        person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(list(ids))))
    }


def _post(cells: Mapping[str, str]) -> tuple[str, ...]:
    return name_key(cells["body"]), name_key(cells["post"])


def _insert(kind: type[Base], rows: Sequence[Mapping[str, Any]], name: Any = None) -> dict[str, int]:
    """All rows by one statement; with `name` their ids by it."""
    if not rows:
        return {}
    if name is None:
        db.session.execute(insert(kind), rows)
        return {}
    made = db.session.execute(insert(kind).returning(name, kind.id), rows)  # type: ignore[attr-defined]
    return {text: id for text, id in made}
