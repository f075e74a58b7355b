"""Who may do what: one table, closed by default. The rights page is drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.access.actors import Actor
from tracker.errors import NotAllowed

Rule = Callable[[Actor, Any], bool]


def roles(*names: str) -> Rule:
    """Whoever has one of these roles."""

    def rule(actor: Actor, thing: Any) -> bool:
        return actor.role in names

    return rule


def own_body(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, or the holder of a link mailed to it."""
    return actor.role in {"officer", "link"} and thing is not None and thing.body_id in actor.body_ids


def own_body_signed_in(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, signed in."""
    return actor.kind == "person" and own_body(actor, thing)


def own_body_or_office(actor: Actor, thing: Any) -> bool:
    """The body itself, or the office on its behalf (by telephone or on paper)."""
    return actor.role == "office" or own_body(actor, thing)


def own_body_office_or_leader(actor: Actor, thing: Any) -> bool:
    """The body itself, the office, or a leader."""
    return actor.role == "leader" or own_body_or_office(actor, thing)


def own_body_signed_in_or_office(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, signed in; or the office for what came on paper."""
    return actor.role == "office" or own_body_signed_in(actor, thing)


def self_or_admin(actor: Actor, thing: Any) -> bool:
    """The person concerned, or an administrator."""
    return actor.role == "admin" or (actor.kind == "person" and thing is not None and thing.id == actor.id)


def own_body_signed_in_office_or_leader(actor: Actor, thing: Any) -> bool:
    """An officer of the body the thing is said for, signed in; the office; a leader."""
    return actor.role in {"office", "leader"} or own_body_signed_in(actor, thing)


def author(actor: Actor, thing: Any) -> bool:
    """Whoever wrote it and nobody else, as long as they do more than read."""
    writes = actor.kind == "person" and actor.role in {"office", "leader", "officer"}
    return writes and thing is not None and thing.author_id == actor.id


def oneself(actor: Actor, thing: Any) -> bool:
    """The person concerned and nobody else."""
    return actor.kind == "person" and thing is not None and thing.id == actor.id


OFFICE = roles("office")
SYSTEM = roles("system")
OFFICE_OR_SYSTEM = roles("office", "system")
ADMIN = roles("admin", "system")

MAY: dict[str, Rule] = {
    "assignment.accept": own_body_or_office,
    "assignment.cancel": roles("office", "leader"),
    "assignment.report": own_body_or_office,
    "assignment.withdraw": own_body_or_office,
    "assignment.confirm": OFFICE,
    "assignment.exempt": OFFICE,
    "assignment.object": own_body_signed_in_or_office,
    "assignment.reopen": OFFICE,
    "assignment.resume": roles("office", "leader"),
    "assignment.return": OFFICE,
    "assignment.suspend": roles("office", "leader"),
    "assignment.uphold": roles("office", "leader"),
    "audit.read": roles("auditor", "admin"),
    "backup.drill": SYSTEM,
    "backup.run": SYSTEM,
    "body.create": roles("office", "admin", "system"),
    "body.edit": roles("office", "admin", "system"),
    "body.reform": roles("office", "admin", "system"),
    "body.alias": roles("office", "admin", "system"),
    "citation.add": OFFICE,
    "citation.edit": OFFICE,
    "comment.correct": author,
    "comment.withdraw": author,
    "comment.write": own_body_signed_in_office_or_leader,
    "coordinator.date": OFFICE,
    "difficulty.answer": roles("office", "leader"),
    "difficulty.pass_up": OFFICE,
    "difficulty.report": own_body_or_office,
    "difficulty.share": own_body_signed_in_or_office,
    "directive.draft": OFFICE_OR_SYSTEM,
    "directive.edit": OFFICE,
    "directive.discard": OFFICE,
    "directive.issue": OFFICE,
    "extension.ask": own_body_signed_in,
    "extension.decide": roles("office", "leader"),
    "feed.body": own_body_signed_in_or_office,
    "feed.own": oneself,
    "file.store": own_body_office_or_leader,
    "group.create": roles("office", "admin", "system"),
    "group.edit": roles("office", "admin", "system"),
    "handling.pass_on": own_body_signed_in,
    "handling.settle": roles("office", "admin", "system"),
    "handling.step": own_body_signed_in,
    "letter.drop": roles("office", "admin"),
    "letter.preview": roles("office", "admin"),
    "letter.readdress": roles("office", "admin"),
    "letter.release": roles("office", "admin"),
    "letter.test": ADMIN,
    "link.issue": SYSTEM,
    "link.renew": roles("link", "system"),
    "link.report": own_body,
    "notice.read": oneself,
    "person.create": ADMIN,
    "person.edit": ADMIN,
    "person.enable": ADMIN,
    "person.code": SYSTEM,
    "person.invite": ADMIN,
    "person.language": oneself,
    "person.notices": oneself,
    "person.password": oneself,
    "person.unlock": ADMIN,
    "register.import": ADMIN,
    "person.letters": oneself,
    "reminder.call": OFFICE,
    "reminder.ladder": SYSTEM,
    "reminder.urge": OFFICE,
    "review.close": OFFICE,
    "review.open": OFFICE_OR_SYSTEM,
    "review.remark": roles("office", "leader"),
    "review.reopen": OFFICE,
    "session.confirm": oneself,
    "session.end": self_or_admin,
    "session.start": oneself,
    "setting.change": ADMIN,
    "system.read": roles("admin"),
    "task.date": OFFICE,
    "task.edit": OFFICE,
    "task.give": OFFICE,
    "task.occur": SYSTEM,
    "task.serve": OFFICE,
    "workday.change": roles("office", "admin", "system"),
}


def may(actor: Actor, verb: str, thing: Any = None) -> bool:
    """Whether the actor may do the verb to the thing; an unknown verb is nobody's."""
    rule = MAY.get(verb)
    return rule is not None and rule(actor, thing)


def require(actor: Actor, verb: str, thing: Any = None) -> None:
    """Raise NotAllowed unless the actor may do the verb to the thing."""
    if not may(actor, verb, thing):
        raise NotAllowed("not_allowed", verb=verb)
