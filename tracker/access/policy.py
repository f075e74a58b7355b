"""Who may do what: one table, closed by default. The rights page is drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.access.actors import SEES_ALL, Actor, Stand, Viewer, is_office
from tracker.errors import NotAllowed

Rule = Callable[[Actor, Any], bool]


def roles(*names: str) -> Rule:
    """Whoever has one of these roles, or is lent one as a deputy."""

    def rule(actor: Actor, thing: Any) -> bool:
        return actor.role in names or not actor.lent.isdisjoint(names)

    return rule


def own_body(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, or the holder of a link mailed to it."""
    return actor.role in {"officer", "link"} and thing is not None and thing.body_id in actor.body_ids


def own_link(actor: Actor, thing: Any) -> bool:
    """The holder of a link or a letter's code mailed to the thing's body."""
    return actor.role == "link" and own_body(actor, thing)


def own_body_signed_in(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, signed in."""
    return actor.kind == "person" and own_body(actor, thing)


def own_body_or_office(actor: Actor, thing: Any) -> bool:
    """The body itself, or the office on its behalf (by telephone or on paper)."""
    return is_office(actor) or own_body(actor, thing)


def own_body_office_or_leader(actor: Actor, thing: Any) -> bool:
    """The body itself, the office, or a leader."""
    return actor.role == "leader" or own_body_or_office(actor, thing)


def own_body_signed_in_or_office(actor: Actor, thing: Any) -> bool:
    """An officer of the thing's body, signed in; or the office for what came on paper."""
    return is_office(actor) or own_body_signed_in(actor, thing)


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


def author_or_office(actor: Actor, thing: Any) -> bool:
    """Whoever made it, or anybody of the office."""
    return is_office(actor) or author(actor, thing)


def first_view(actor: Actor, thing: Any) -> bool:
    """Anybody who sees everybody's work, for themselves."""
    return actor.kind == "person" and actor.role in SEES_ALL


def oneself(actor: Actor, thing: Any) -> bool:
    """The person concerned and nobody else."""
    return actor.kind == "person" and thing is not None and thing.id == actor.id


def of_absence(actor: Actor, thing: Any) -> bool:
    """The one who is away, or the office or an administrator for them; a deputy settles nothing of it."""
    own = actor.kind == "person" and thing is not None and thing.person_id == actor.id
    return actor.role in {"office", "admin"} or (actor.role in {"leader", "officer"} and own)


def asked_leader(actor: Actor, thing: Any) -> bool:
    """The leader it was put before, or who stands in for that leader with the leader's rights."""
    own = {actor.id} if actor.role == "leader" else set()
    own |= {stand.person_id for stand in actor.stands if stand.lends and stand.role == "leader"}
    return thing is not None and thing.leader_id in own


OFFICE = roles("office")
SYSTEM = roles("system")
OFFICE_OR_SYSTEM = roles("office", "system")
ADMIN = roles("admin", "system")

MAY: dict[str, Rule] = {
    "absence.end": of_absence,
    "absence.set": of_absence,
    "assignment.accept": own_body_or_office,
    "assignment.cancel": roles("office", "leader"),
    "assignment.report": own_body_or_office,
    "assignment.withdraw": own_body_or_office,
    "assignment.confirm": OFFICE,
    "assignment.exempt": OFFICE,
    "assignment.note": OFFICE,
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
    "body.mailboxes": roles("office", "admin", "system"),
    "body.reform": roles("office", "admin", "system"),
    "reform.call_off": roles("office", "admin"),
    "reform.perform": SYSTEM,
    "reform.plan": roles("office", "admin", "system"),
    "body.alias": roles("office", "admin", "system"),
    "bulk.undo": OFFICE,
    "citation.add": OFFICE,
    "citation.edit": OFFICE,
    "comment.correct": author,
    "comment.withdraw": author,
    "comment.write": own_body_signed_in_office_or_leader,
    "coordinator.add": OFFICE,
    "coordinator.date": OFFICE,
    "coordinator.remove": OFFICE,
    "difficulty.answer": roles("office", "leader"),
    "difficulty.pass_up": OFFICE,
    "difficulty.report": own_body_or_office,
    "difficulty.share": own_body_signed_in_or_office,
    "directive.archive": roles("office", "leader", "auditor"),
    "directive.draft": OFFICE_OR_SYSTEM,
    "directive.edit": OFFICE,
    "directive.discard": OFFICE,
    "directive.issue": OFFICE,
    "directive.correct": OFFICE,
    "directive.recall": OFFICE,
    "directive.replace": roles("office", "leader"),
    "directive.withdraw": roles("office", "leader"),
    "export.ask": roles("office", "leader", "officer", "auditor", "admin"),
    "export.make": SYSTEM,
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
    "letter.bounce": roles("office", "admin"),
    "letter.drop": roles("office", "admin"),
    "letter.preview": roles("office", "admin"),
    "letter.readdress": roles("office", "admin"),
    "letter.release": roles("office", "admin"),
    "letter.test": ADMIN,
    "link.issue": SYSTEM,
    "link.renew": roles("link", "system"),
    "link.report": own_body,
    "link.revoke": roles("office", "admin", "link", "system"),
    "link.welcome": roles("link", "system"),
    "mailbox.ask": own_link,
    "mailbox.confirm": own_link,
    "mailbox.object": own_link,
    "notice.read": oneself,
    "official.set": OFFICE,
    "person.create": ADMIN,
    "person.edit": ADMIN,
    "person.enable": ADMIN,
    "person.export": self_or_admin,
    "person.code": SYSTEM,
    "person.invite": ADMIN,
    "person.keys": oneself,
    "person.language": oneself,
    "person.notices": oneself,
    "person.password": oneself,
    "person.unlock": ADMIN,
    "register.import": ADMIN,
    "person.letters": oneself,
    "reminder.call": OFFICE,
    "reminder.ladder": SYSTEM,
    "reminder.urge": OFFICE,
    "report.word": OFFICE,
    "review.attach": OFFICE,
    "review.close": OFFICE,
    "review.conclude": roles("office", "leader"),
    "review.give": OFFICE,
    "review.open": OFFICE_OR_SYSTEM,
    "review.remark": roles("office", "leader"),
    "review.reopen": OFFICE,
    "session.confirm": oneself,
    "session.end": self_or_admin,
    "session.start": oneself,
    "setting.change": ADMIN,
    "submission.answer": asked_leader,
    "submission.make": OFFICE,
    "system.read": roles("admin"),
    "target.add": OFFICE,
    "target.edit": OFFICE,
    "target.measure": own_body_signed_in_or_office,
    "target.part": OFFICE,
    "target.revise": roles("office", "leader"),
    "task.add": OFFICE,
    "task.correct": OFFICE,
    "task.date": OFFICE,
    "task.edit": OFFICE,
    "task.give": OFFICE,
    "task.occur": SYSTEM,
    "task.serve": OFFICE,
    "view.delete": author_or_office,
    "view.first": first_view,
    "view.rename": author_or_office,
    "view.save": OFFICE,
    "template.use": OFFICE,
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


OWN_AFFAIRS = ("absence", "notice", "person", "session")
"""What somebody does about themselves is done for nobody else."""


def on_behalf_of(actor: Actor, verb: str, thing: Any = None) -> str | None:
    """Whose place a deed is done in, by name: a deputy's of the body it is about, or of who lent the right to it."""
    if not actor.stands or verb.partition(".")[0] in OWN_AFFAIRS:
        return None
    body_id = getattr(thing, "body_id", None)
    whose = [
        stand.name
        for stand in actor.stands
        if (_is_lent(stand, verb, thing) if stand.body_id is None else body_id in (None, stand.body_id))
    ]
    return ", ".join(whose) or None


def signed(actor: Actor, verb: str, thing: Any = None) -> str:
    """Who does a deed, as a decision is signed: "A thay B" where it is done in the place of somebody away."""
    absent = on_behalf_of(actor, verb, thing)
    return f"{actor.label} thay {absent}" if absent else actor.label


def _is_lent(stand: Stand, verb: str, thing: Any) -> bool:
    """Whether the one away has lent their right to do this; a deed that has no rule of its own is part of another."""
    rule = MAY.get(verb)
    return stand.lends and (rule is None or rule(Viewer(stand.person_id, stand.name, stand.role), thing))
