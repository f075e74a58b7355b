"""Mailboxes of the province: one that was full, a commune that asks for another, one with a second and one told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.contacts import actions as contacts
from tracker.db import db
from tracker.demo.days import ISSUED
from tracker.links.models import MailedLink
from tracker.outbox import actions as letters
from tracker.outbox.models import Letter, LetterAssignment

FULL = "552 5.2.2 <lamson@lamgiang.example>: Quota exceeded (mailbox for user is full)"

DEEDS = (
    (ISSUED["dat-chuan"] + 1, 8, "ky", "came back", ("UBND xã Lam Sơn", "dat-chuan", "1", 1), FULL),
    (
        -1, 14, "ky", "mailboxes", ("UBND xã Lam Sơn", "dat-chuan", "1", 1),
        ("vanphong.lamson@lamgiang.example", "chutich.lamson@lamgiang.example"),
    ),
    (
        -1, 15, "UBND xã Đại Đồng Thành", "new mailbox", ("UBND xã Đại Đồng Thành", "dat-chuan", "1", 1),
        "vanphong.daidongthanh@lamgiang.example",
    ),
)  # fmt: skip
"""(day, hour, actor, verb, thing, words), as the history has them."""


def verbs(work: Callable[[Any], Assignment]) -> dict[str, Callable[[Actor, Any], object]]:
    """What is done to mailboxes, by the history's word for it; `work` finds the assignment an event is about."""
    return {
        "came back": lambda actor, event: came_back(actor, work(event), event.words),
        "mailboxes": lambda actor, event: two_more(actor, work(event), event.words),
        "new mailbox": lambda actor, event: new_mailbox(actor, work(event), event.words),
    }


def came_back(actor: Actor, work: Assignment, words: str) -> None:
    """The office enters a bounce mail about the last letter on a work that the mail server had taken."""
    spoken = select(LetterAssignment.letter_id).where(LetterAssignment.assignment_id == work.id)
    letter = db.session.scalars(
        select(Letter)
        .where(Letter.state == "sent", Letter.id.in_(spoken))
        .order_by(Letter.id.desc())
        .limit(1)
    ).one()
    letters.bounce(actor, letter, why="5.2.2", words=words)


def two_more(actor: Actor, work: Assignment, words: tuple[str, str]) -> None:
    """The office enters a second mailbox, whose letters have links of their own, and one that is only told."""
    body = db.session.get_one(Body, work.body_id)
    contacts.set_mailboxes(actor, body, main=body.email, further=words[:1], copies=words[1:])


def new_mailbox(actor: Actor, work: Assignment, words: str) -> None:
    """A body asks, from the link of a letter about a work, that letters go elsewhere; nobody has confirmed yet."""
    body = db.session.get_one(Body, work.body_id)
    link = db.session.scalars(
        select(MailedLink).where(MailedLink.assignment_id == work.id, MailedLink.mailbox == body.email)
    ).one()
    contacts.ask_change(actor, link, mailbox=words, asked_by="Nông Văn Thái, Văn phòng HĐND và UBND xã")
