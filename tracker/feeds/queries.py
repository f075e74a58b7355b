"""Reading calendars: whose one is, and the due days in it. Behind the address there is no viewer, only its owner."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from tracker import clock, codes
from tracker.access import policy
from tracker.access.actors import SEES_ALL, Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.feeds import rules
from tracker.feeds.models import Feed
from tracker.people.models import Person
from tracker.people.queries import body_ids
from tracker.tasks.models import Task
from tracker.tasks.rules import title

A = Assignment


def own(viewer: Viewer) -> Feed | None:
    """The calendar of the viewer's own work; None where its address was never made or is revoked."""
    return _alive(select(Feed).where(Feed.person_id == viewer.id))


def of_body(viewer: Viewer, body: Body) -> Feed | None:
    """The calendar of a body, for whoever may make one; None for everybody else too."""
    return _alive(select(Feed).where(Feed.body_id == body.id)) if may_see(viewer, body) else None


def may_see(viewer: Viewer, body: Body) -> bool:
    """Whether the viewer may have a body's calendar: the office, and whoever works there."""
    return policy.may(viewer, "feed.body", Owner(body.id))


class Owner:
    """A body as the policy asks for it."""

    def __init__(self, body_id: int) -> None:
        self.body_id = body_id


def _alive(statement: Any) -> Feed | None:
    found: Feed | None = db.session.scalar(statement.where(Feed.revoked_at.is_(None)))
    return found


def genuine(code: str, key: bytes) -> Feed:
    """The calendar a code opens. Raises NotFound for a code that is nobody's or revoked."""
    wanted = codes.number_in(code)
    found = db.session.get(Feed, wanted) if wanted is not None else None
    if found is None or found.revoked_at is not None:
        raise NotFound("feed")
    if not codes.is_genuine(code, key, found.id, found.secret_version):
        raise NotFound("feed")
    return found


def entries(feed: Feed, base_url: str) -> tuple[str, list[rules.Entry]]:
    """(name, due days) of a calendar. Raises NotFound when its person may not sign in or its body is no more."""
    host = base_url.rpartition("//")[2].split("/")[0].split(":")[0]
    today = clock.today()
    if feed.body_id is not None:
        body = db.session.get(Body, feed.body_id)
        if body is None or not body.is_valid_on(today):
            raise NotFound("feed")
        return body.name, _of_bodies([body.id], base_url, host, alone=True)
    person = db.session.get(Person, feed.person_id)
    if person is None or not person.is_enabled:
        raise NotFound("feed")
    if person.role in SEES_ALL:
        return person.name, _of_tasks(base_url, host)
    bodies = sorted(body_ids(person.id, today)) if person.role == "officer" else []
    return person.name, _of_bodies(bodies, base_url, host, alone=len(bodies) == 1)


def _of_bodies(bodies: list[int], base_url: str, host: str, *, alone: bool) -> list[rules.Entry]:
    """What bodies owe, one entry an assignment; what is finished, stopped or cancelled is gone from it."""
    found = db.session.execute(
        select(A.id, A.due_on, A.mode, A.state, A.version, A.assigned_on, Body.name)
        .add_columns(Task.text, Task.section, Directive.number, Directive.subject)
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .where(A.body_id.in_(bodies), A.is_open.is_(True), A.due_on.is_not(None))
        .order_by(A.due_on, A.id)
        .limit(rules.MOST)
    )
    return [
        rules.Entry(
            uid=f"viec-{row.id}@{host}",
            day=row.due_on,
            title=_headline(row.text, row.mode, "" if alone else row.name),
            text=_told(row.text, row.number or row.subject, row.section, row.name, row.state),
            url=f"{base_url}/phan-cong/{row.id}",
            version=row.version,
            since=row.assigned_on,
        )
        for row in found
    ]


def _of_tasks(base_url: str, host: str) -> list[rules.Entry]:
    """What all bodies owe, one entry a task and day, with how many bodies owe it: for who sees everything."""
    found = db.session.execute(
        select(Task.id, A.due_on, Task.text, Task.section, Directive.number, Directive.subject)
        .add_columns(func.count().label("bodies"), func.max(A.version).label("version"))
        .add_columns(func.min(A.assigned_on).label("since"), func.min(A.mode).label("mode"))
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .where(A.is_open.is_(True), A.due_on.is_not(None))
        .group_by(Task.id, A.due_on, Task.text, Task.section, Directive.number, Directive.subject)
        .order_by(A.due_on, Task.id)
        .limit(rules.MOST)
    )
    return [
        rules.Entry(
            uid=f"nhiem-vu-{row.id}-{row.due_on:%Y%m%d}@{host}",
            day=row.due_on,
            title=_headline(row.text, row.mode, f"{row.bodies} đơn vị"),
            text=_told(row.text, row.number or row.subject, row.section, f"{row.bodies} đơn vị", ""),
            url=f"{base_url}/nhiem-vu/{row.id}",
            version=row.version,
            since=row.since,
        )
        for row in found
    ]


def _headline(text: str, mode: str, who: str) -> str:
    """What a program shows of an entry; a body that is asked is not given a deadline (decision 6)."""
    words = f"{'Đề nghị thông tin' if mode == 'de_nghi' else 'Hạn'}: {title(text)}"
    return f"{words} – {who}" if who else words


def _told(text: str, source: str, section: str, who: str, state: str) -> str:
    place = f"{source}, mục {section}" if section else source
    waiting = "\nĐã báo cáo, chờ văn phòng xác nhận." if state == "submitted" else ""
    return f"{text}\n{place}\n{who}{waiting}"
