"""The named cast of the tests and their one directive.

Oanh keeps the office, Bình works for UBND xã Đàm Thượng (whose work it is), Chi for UBND xã Chí Minh Khai,
Lâm leads, Khánh audits, An administers. The Front is asked, never given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from tests import make
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.assignments.models import Assignment
from tracker.auth import actions as auth
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, BodyGroup, BodyType
from tracker.db import db
from tracker.directives.models import Directive
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.settings.actions import change_rules
from tracker.tasks.models import Task

DUE = date(2026, 3, 5)  # Thursday
CAST = {
    "oanh": ("Phạm Thị Oanh", "office"),
    "binh": ("Hoàng Văn Bình", "officer"),
    "chi": ("Nông Thị Chi", "officer"),
    "lam": ("Trần Quang Lâm", "leader"),
    "khanh": ("Đỗ Gia Khánh", "auditor"),
    "an": ("Lê Bảo An", "admin"),
}


@dataclass
class World:
    """What a test may speak of by name."""

    commune: BodyType
    front_type: BodyType
    dam: Body
    chi_body: Body
    front: Body
    communes: BodyGroup
    directive: Directive
    task: Task
    work: Assignment
    other_work: Assignment
    asked: Assignment
    people: dict[str, Person] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """A member of the cast as an actor."""
        return as_viewer(self.people[name], clock.today())

    def session_cookie(self, name: str) -> str:
        """A new session's cookie for a member of the cast."""
        person = self.people[name]
        return auth.start_session(self.viewer(name), person, hours=8, ip="127.0.0.1", agent="test").cookie


def build_world(due_on: date = DUE) -> World:
    """Make the cast, three bodies, one directive and its task given to each of them (due Thursday 5 March)."""
    change_rules(
        SYSTEM, authority_name="UBND tỉnh Lam Giang", place="Lam Giang", office_phone="0206 3600 118"
    )
    commune = bodies.create_type(SYSTEM, code="xa", name="Xã, phường", position=2)
    front_type = bodies.create_type(
        SYSTEM, code="mttq", name="Mặt trận và đoàn thể", position=9, mode="de_nghi"
    )
    dam = make.make_body("UBND xã Đàm Thượng", commune, email="dam@lamgiang.example", phone="0206 3655 102")
    chi = make.make_body("UBND xã Chí Minh Khai", commune, email="chi@lamgiang.example")
    front = make.make_body("Ủy ban MTTQ Việt Nam tỉnh", front_type, email="mttq@lamgiang.example")
    group = bodies.create_group(
        SYSTEM, name="UBND các xã, phường", type_id=commune.id, aliases=["UBND các xã"]
    )
    directive = make.make_directive(number="1847/UBND-KTN", subject="đẩy nhanh tiến độ nông thôn mới")
    task = make.make_task(
        directive, text="Lập kế hoạch chi tiết hoàn thành từng tiêu chí còn thiếu.", due_on=due_on
    )
    people = {}
    for login, (name, role) in CAST.items():
        body = {"binh": dam, "chi": chi}.get(login)
        people[login] = make.make_person(name, role, body, login=login)
    given = [make.make_assignment(body, due_on, task) for body in (dam, chi)]
    asked = make.make_assignment(front, due_on, task, mode="de_nghi")
    return World(commune, front_type, dam, chi, front, group, directive, task, *given, asked, people)


def load_world() -> World:
    """The same again, read from a database that `build_world` filled first; what came after it is left aside."""

    def first(model: Any, most: int = 1) -> Sequence[Any]:
        return db.session.scalars(select(model).order_by(model.id).limit(most)).all()

    types = {type.code: type for type in db.session.scalars(select(BodyType))}
    world = World(
        types["xa"],
        types["mttq"],
        *first(Body, 3),
        *first(BodyGroup),
        *first(Directive),
        *first(Task),
        *first(Assignment, 3),
        {person.login: person for person in db.session.scalars(select(Person))},
    )
    db.session.commit()
    return world
