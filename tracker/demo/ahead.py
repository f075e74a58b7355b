"""What is still to come in the invented province: who is away and who stands in, and bodies that will merge."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.absences.actions import set_absence
from tracker.absences.models import Absence
from tracker.audit import trail
from tracker.demo.province import Province
from tracker.people.queries import as_viewer
from tracker.reforms.actions import plan_change
from tracker.reforms.rules import NewBody

AWAY = (
    ("an", "dung", "UBND xã Đàm Thượng", 0, 4, False),
    ("lam", "ky", "", 7, 11, True),
)
"""Login of who is away, of the deputy, the body, first and last day from today, and whether the deputy may decide."""

OLD, NEW = ("UBND xã An Lão Đông", "UBND xã Ea Sơn"), "UBND xã An Sơn"
DOCUMENT = "Nghị quyết số 214/NQ-HĐND ngày 12/11 của HĐND tỉnh"
AT_LEAST = timedelta(days=14)


def look_ahead(province: Province, today: date) -> None:
    """Enter the absences, and the merger for the first of a month."""
    with trail.coming_by("page"):
        for login, deputy, body, first, last, may_decide in AWAY:
            person = province.people[login]
            stated = Absence(
                person_id=person.id,
                body_id=province.bodies[body].id if body else None,
                first_on=today + timedelta(days=first),
                last_on=today + timedelta(days=last),
            )
            set_absence(
                as_viewer(person, today),
                stated,
                person=person,
                deputy=province.people[deputy],
                may_decide=may_decide,
            )
        old = [province.bodies[name] for name in OLD]
        plan_change(
            as_viewer(province.people["hoa"], today),
            kind="merge",
            day=first_of_month(today + AT_LEAST),
            old=[body.id for body in old],
            new=NewBody(NEW, old[0].type_id, email="anson@lamgiang.example"),
            document=DOCUMENT,
        )


def first_of_month(day: date) -> date:
    """The first of the month after a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
