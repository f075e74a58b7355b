"""Mailed links: made when a letter leaves, used to report, asked for anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set
from datetime import date

from sqlalchemy import func, insert, select, update

from tracker import clock, codes
from tracker.access import policy
from tracker.access.actors import SYSTEM, Actor
from tracker.action import action
from tracker.assignments.actions import post_report
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.links import queries, rules
from tracker.links.models import MailedLink
from tracker.outbox import post
from tracker.settings.queries import office_rules

PLACE = re.compile(r"⟦(link|done|all):(\d{1,18})⟧")
ENDINGS = {"link": "", "done": "?kq=xong", "all": "/tat-ca"}
_key, _base_url = b"", ""
_NEW = insert(MailedLink.__table__)  # type: ignore[arg-type]


def use(key: bytes, base_url: str) -> None:
    """Set the key codes are made with and the address they hang on; both belong to the deployment."""
    global _key, _base_url
    _key, _base_url = key, base_url.rstrip("/")


def link_key() -> bytes:
    """The key in use."""
    return _key


def address(rest: str) -> str:
    """The full address of a page behind a mailed code."""
    return f"{_base_url}/b/{rest}"


def fill(body_id: int | None, mailbox: str, text: str) -> str:
    """A letter's text with its placeholders replaced by addresses good for this mailbox of this body.

    Makes or extends the links needed, in a transaction of its own with one audit line; the code is in no table.
    A letter to no body, or about work of another, gets the address of the signed-in page instead.
    """
    return fill_all([(body_id, mailbox, text)])[0]


def fill_all(letters: Sequence[tuple[int | None, str, str]]) -> list[str]:
    """`fill` for (body, mailbox, text) of many letters, with the statements and the audit line of one."""
    wanted = {
        (body_id, mailbox, int(found[2]))
        for body_id, mailbox, text in letters
        if body_id is not None
        for found in PLACE.finditer(text)
    }
    codes_of = {place: _code(link) for place, link in (_links(wanted) if wanted else {}).items()}

    def filled(body_id: int | None, mailbox: str, text: str) -> str:
        return PLACE.sub(
            lambda found: _address(
                found[1], int(found[2]), codes_of.get((body_id or 0, mailbox, int(found[2])))
            ),
            text,
        )

    return [filled(*letter) for letter in letters]


def _links(wanted: Set[queries.Place]) -> dict[queries.Place, MailedLink]:
    days = queries.due_days(wanted)
    links = queries.of_mailboxes(days)
    if lacking := [each for each in days if each not in links or not _is_enough(links[each], days[each])]:
        links |= issue(SYSTEM, lacking)
    return links


def _code(link: MailedLink) -> str:
    return codes.code_of(_key, link.id, link.secret_version)


def _address(kind: str, assignment_id: int, code: str | None) -> str:
    """Where a mark leads: a letter has the same ones in its text and in its HTML."""
    return f"{_base_url}/phan-cong/{assignment_id}" if code is None else address(f"{code}{ENDINGS[kind]}")


def _expires_on(due_on: date | None) -> date:
    office = office_rules()
    return rules.last_day(
        due_on,
        clock.today(),
        after_due=office.link_days_after_due,
        without_due=office.link_days_without_due,
    )


def _is_enough(link: MailedLink, due_on: date | None) -> bool:
    """Whether the link is good as long as a letter of today promises."""
    return link.revoked_at is None and link.expires_at > clock.midnight(_expires_on(due_on))


@action
def issue(actor: Actor, wanted: Collection[queries.Place]) -> dict[queries.Place, MailedLink]:
    """Make or extend one link for each (body, mailbox, assignment); a revoked one comes back under a new code."""
    policy.require(actor, "link.issue")
    days = queries.due_days(wanted)
    links = queries.of_mailboxes(days)
    fresh = []
    for place, due_on in days.items():
        expires_at = clock.end_of(_expires_on(due_on))
        link = links.get(place)
        if link is None:
            body_id, mailbox, assignment_id = place
            whose = {"body_id": body_id, "mailbox": mailbox, "assignment_id": assignment_id}
            fresh.append(whose | {"created_at": clock.now(), "expires_at": expires_at, "secret_version": 1})
            continue
        if link.revoked_at is not None:
            link.revoked_at, link.secret_version = None, link.secret_version + 1
            link.expires_at = expires_at
        link.expires_at = max(link.expires_at, expires_at)
    if fresh:
        db.session.execute(_NEW, fresh)
    db.session.flush()
    trail.record(actor, "link.issue", f"links:{len(days)}", after={"links": [list(place) for place in days]})
    return links | queries.of_mailboxes(days.keys() - links.keys()) if fresh else links


@action
def renew(actor: Actor, link: MailedLink) -> MailedLink:
    """Send a letter with a link that works to the link's mailbox, else to the body's main one; at most one an hour.

    Where the body has become another, that is the mailbox of whoever carries on the work.
    """
    policy.require(actor, "link.renew", link)
    body = queries.leader(link)
    to = link.mailbox if body.id == link.body_id and queries.is_of_body(link) else body.email
    if to:
        hour = clock.local(clock.now()).strftime("%Y-%m-%dT%H")
        _send_link(body, link.assignment_id, f"link:{link.id}:{hour}", to)
    trail.record(actor, "link.renew", link, after={"mailbox": to})
    return link


@action
def welcome(actor: Actor, body: Body, *, mailbox: str, assignment_id: int, key: str) -> Body:
    """A body's new mailbox gets a link that works, unless the work has become another's meanwhile."""
    policy.require(actor, "link.welcome", body)
    if db.session.scalar(select(Assignment.body_id).where(Assignment.id == assignment_id)) == body.id:
        _send_link(body, assignment_id, key, mailbox)
    trail.record(actor, "link.welcome", body, after={"mailbox": mailbox})
    return body


@action
def revoke(actor: Actor, body: Body, *, mailbox: str = "", reason: str | None = None) -> Body:
    """The links mailed to one mailbox of a body (to any, where none is named) open nothing any more, for good.

    The next letter to it brings new ones.
    """
    policy.require(actor, "link.revoke", body)
    alive = update(MailedLink).where(MailedLink.body_id == body.id, MailedLink.revoked_at.is_(None))
    if mailbox:
        alive = alive.where(func.lower(MailedLink.mailbox) == mailbox.lower())
    ended = db.session.scalars(alive.values(revoked_at=clock.now()).returning(MailedLink.mailbox)).all()
    after = {"mailbox": mailbox or "; ".join(sorted(set(ended))), "links": len(ended)}
    trail.record(actor, "link.revoke", body, after=after, reason=reason)
    return body


def _send_link(body: Body, assignment_id: int, key: str, to: str) -> None:
    post.enqueue(
        key,
        kind="link",
        to=to,
        template="link",
        to_name=body.name,
        body_id=body.id,
        assignment_ids=[assignment_id],
        thread=f"assignment:{assignment_id}",
        assignment_id=assignment_id,
        body_name=body.name,
    )


@action
def post_reports(
    actor: Actor, link: MailedLink, *, said: Sequence[tuple[Assignment, str, str]], reporter_name: str
) -> MailedLink:
    """Report on several works of the link's body at once: (work, status, note) each. All are taken, or none."""
    policy.require(actor, "link.report", link)
    made = [
        post_report(actor, work, status=status, note=note, reporter_name=reporter_name)
        for work, status, note in said
    ]
    trail.record(actor, "link.report", link, after={"reports": [report.id for report in made]})
    return link
