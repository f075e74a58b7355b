"""Everything kept about one person, as plain rows. No password, code or token is read here, hashed or not.

The list of what is kept, with its purpose, is this file: a table about people that is new belongs in `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.absences.models import Absence
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.assignments.models import Report
from tracker.audit.models import AuditLine, SecurityEvent
from tracker.auth.models import UserSession
from tracker.bodies.models import Body, BodyMailbox, Post
from tracker.comments.models import Comment
from tracker.contacts.models import MailboxChange
from tracker.db import db
from tracker.directives.models import Directive
from tracker.feeds.models import Feed
from tracker.files.models import Export
from tracker.handling.models import Handling, Step
from tracker.notices.models import Notice
from tracker.officials.models import Official
from tracker.outbox.models import Letter
from tracker.people.models import Membership, Person, PostHolding
from tracker.reminders.models import Wish
from tracker.saved.models import FirstView, SavedView

MOST = 20_000
"""Rows of a section: more than a life in office leaves."""


def _account(person: Person) -> Any:
    return select(
        Person.name, Person.login, Person.email, Person.phone, Person.role, Person.language, Person.is_enabled,
        Person.created_at, Person.password_set_at, Person.locked_until,
    ).where(Person.id == person.id)  # fmt: skip


def _bodies(person: Person) -> Any:
    """Where the person works or worked, and whose work there was left to the person."""
    left, heir = aliased(Person), aliased(Person)
    return (
        select(
            left.name.label("person"), Body.name.label("body"), Membership.valid_from, Membership.valid_to,
            Membership.is_focal, heir.name.label("successor"),
        )
        .join(Body, Body.id == Membership.body_id)
        .join(left, left.id == Membership.person_id)
        .outerjoin(heir, heir.id == Membership.successor_id)
        .where(or_(Membership.person_id == person.id, Membership.successor_id == person.id))
        .order_by(Membership.valid_from, Membership.id)
    )  # fmt: skip


def _posts(person: Person) -> Any:
    """Posts the person holds or held, and those whose work was left to the person."""
    left, heir = aliased(Person), aliased(Person)
    return (
        select(
            left.name.label("person"), Post.title, Body.name.label("body"), PostHolding.valid_from,
            PostHolding.valid_to, heir.name.label("successor"),
        )
        .join(Post, Post.id == PostHolding.post_id)
        .join(Body, Body.id == Post.body_id)
        .join(left, left.id == PostHolding.person_id)
        .outerjoin(heir, heir.id == PostHolding.successor_id)
        .where(or_(PostHolding.person_id == person.id, PostHolding.successor_id == person.id))
        .order_by(PostHolding.valid_from, PostHolding.id)
    )  # fmt: skip


def _absences(person: Person) -> Any:
    away, deputy = aliased(Person), aliased(Person)
    return (
        select(
            away.name.label("away"), deputy.name.label("deputy"), Body.name.label("body"), Absence.first_on,
            Absence.last_on, Absence.may_decide, Absence.made_at, Absence.made_by, Absence.ended_at, Absence.ended_by,
        )
        .join(away, away.id == Absence.person_id)
        .join(deputy, deputy.id == Absence.deputy_id)
        .outerjoin(Body, Body.id == Absence.body_id)
        .where(or_(Absence.person_id == person.id, Absence.deputy_id == person.id))
        .order_by(Absence.first_on, Absence.id)
    )  # fmt: skip


def _sessions(person: Person) -> Any:
    return (
        select(
            UserSession.created_at, UserSession.last_seen_at, UserSession.expires_at, UserSession.revoked_at,
            UserSession.ip, UserSession.agent,
        )
        .where(UserSession.person_id == person.id)
        .order_by(UserSession.id)
    )  # fmt: skip


def _refused(person: Person) -> Any:
    return (
        select(SecurityEvent.at, SecurityEvent.kind, SecurityEvent.ip)
        .where(SecurityEvent.person_id == person.id)
        .order_by(SecurityEvent.id)
    )


def _deeds(person: Person) -> Any:
    """What the person did; what it was changed from and to may be another's data, and stays in the log."""
    mine = (AuditLine.actor_kind == "person") & (AuditLine.actor_id == person.id)
    return (
        select(
            AuditLine.seq, AuditLine.at, AuditLine.verb, AuditLine.thing, AuditLine.reason, AuditLine.via,
            AuditLine.on_behalf_of,
        )
        .where(mine)
        .order_by(AuditLine.seq)
    )  # fmt: skip


def _about(person: Person) -> Any:
    """What others did to the account."""
    return (
        select(
            AuditLine.seq, AuditLine.at, AuditLine.actor_label, AuditLine.verb, AuditLine.before, AuditLine.after,
            AuditLine.reason, AuditLine.via,
        )
        .where(AuditLine.thing == f"person:{person.id}", AuditLine.actor_id.is_distinct_from(person.id))
        .order_by(AuditLine.seq)
    )  # fmt: skip


def _reports(person: Person) -> Any:
    return (
        select(Report.assignment_id, Report.reported_at, Report.status, Report.via, Report.reporter_name)
        .where(Report.reporter_id == person.id)
        .order_by(Report.id)
    )


def _handling(person: Person) -> Any:
    """Work of the body's that was passed on to the person, and steps of it."""
    passed = select(
        Handling.assignment_id, Handling.passed_on.label("given_on"), Handling.own_due_on.label("due_on"),
        literal("").label("title"),
    ).where(Handling.person_id == person.id)  # fmt: skip
    steps = select(Step.assignment_id, Step.given_on, Step.due_on, Step.title).where(
        Step.person_id == person.id
    )
    return passed.union_all(steps)


def _comments(person: Person) -> Any:
    """What the person wrote; of what was withdrawn only that it was."""
    text = case((Comment.withdrawn_at.is_(None), Comment.text), else_="")
    return (
        select(
            Comment.assignment_id, Comment.written_at, text.label("text"), Comment.corrected_at, Comment.withdrawn_at,
        )
        .where(Comment.author_id == person.id)
        .order_by(Comment.id)
    )  # fmt: skip


def _notices(person: Person) -> Any:
    return (
        select(
            Notice.at,
            Comment.assignment_id,
            Comment.author_name.label("author"),
            Notice.said.label("about"),
            Notice.read_at,
        )
        .outerjoin(Comment, Comment.id == Notice.comment_id)
        .where(Notice.person_id == person.id)
        .order_by(Notice.id)
    )


def _exports(person: Person) -> Any:
    """Lists the person had made into workbooks; the files themselves go after some days."""
    return (
        select(Export.asked_at, Export.title, Export.number.label("rows"), Export.state, Export.ready_at)
        .where(Export.person_id == person.id)
        .order_by(Export.id)
    )


def _letters(person: Person) -> Any:
    """Letters to the person's mailbox: their heads. The words may hold marks for links and are not given out."""
    return (
        select(
            Letter.created_at, Letter.kind, Letter.subject, Letter.to_name, Letter.to_addr, Letter.state,
            Letter.sent_at,
        )
        .where(func.lower(Letter.to_addr) == person.email.lower(), Letter.to_addr != "")
        .order_by(Letter.id)
    )  # fmt: skip


def _mailboxes(person: Person) -> Any:
    """Bodies whose mailbox is the person's own: the main one, a further one, or one that is only told (`is_copy`)."""
    address = person.email.lower()
    main = select(Body.name.label("body"), Body.email.label("mailbox"), false().label("is_copy")).where(
        Body.email != "", func.lower(Body.email) == address
    )
    more = select(Body.name, BodyMailbox.address, BodyMailbox.is_copy).where(
        BodyMailbox.body_id == Body.id, BodyMailbox.address == address
    )
    return main.union_all(more)


def _mailbox_changes(person: Person) -> Any:
    """Wishes of bodies to come to the person's mailbox or to leave it."""
    address = person.email.lower()
    theirs = or_(
        func.lower(MailboxChange.old_mailbox) == address, func.lower(MailboxChange.new_mailbox) == address
    )
    return (
        select(
            MailboxChange.asked_at, MailboxChange.asked_by, Body.name.label("body"), MailboxChange.what,
            MailboxChange.old_mailbox, MailboxChange.new_mailbox, MailboxChange.is_copy, MailboxChange.state,
            MailboxChange.confirmed_at, MailboxChange.objected_at, MailboxChange.objection,
        )
        .join(Body, Body.id == MailboxChange.body_id)
        .where(theirs, literal(address) != "")
        .order_by(MailboxChange.id)
    )  # fmt: skip


def _wishes(person: Person) -> Any:
    """Which optional letters the person chose."""
    return select(Wish.kind, Wish.is_on, Wish.weekday).where(Wish.person_id == person.id).order_by(Wish.kind)


def _calendar(person: Person) -> Any:
    """The address of the person's calendar: that it was made; the address itself is kept nowhere."""
    return select(Feed.made_at, Feed.made_by, Feed.revoked_at).where(Feed.person_id == person.id)


def _follows(person: Person) -> Any:
    """The bodies and directives the person follows for the office."""
    return (
        select(Body.name.label("body"), Directive.number.label("directive"))
        .select_from(Official)
        .outerjoin(Body, Body.id == Official.body_id)
        .outerjoin(Directive, Directive.id == Official.directive_id)
        .where(Official.person_id == person.id)
        .order_by(Official.id)
    )


def _views(person: Person) -> Any:
    """Views of the urging list the person saved; `is_first`: the one the person begins with."""
    first = select(FirstView.view_id).where(FirstView.person_id == person.id)
    is_first = SavedView.id.in_(first)
    return (
        select(SavedView.name.label("view"), SavedView.query, SavedView.saved_at, is_first.label("is_first"))
        .where(or_(SavedView.author_id == person.id, is_first))
        .order_by(SavedView.id)
    )


SECTIONS: dict[str, Callable[[Person], Any]] = {
    "account": _account,
    "bodies": _bodies,
    "posts": _posts,
    "absences": _absences,
    "reports": _reports,
    "handling": _handling,
    "follows": _follows,
    "views": _views,
    "comments": _comments,
    "notices": _notices,
    "exports": _exports,
    "letters": _letters,
    "mailboxes": _mailboxes,
    "mailbox_changes": _mailbox_changes,
    "wishes": _wishes,
    "calendar": _calendar,
    "sessions": _sessions,
    "refused": _refused,
    "deeds": _deeds,
    "about": _about,
}


def of(viewer: Actor, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Section to its rows, name to value, for the person or an administrator; one statement a section."""
    policy.require(viewer, "person.export", person)
    found = {}
    for name, made in SECTIONS.items():
        rows = db.session.execute(made(person).limit(MOST))
        found[name] = [dict(row) for row in rows.mappings()]
    return found
