"""The bulk acts by the word of their address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_login import current_user

from tracker.bodies import register
from tracker.bulk import actions, rules
from tracker.bulk.forms import (
    BulkForm,
    CallForm,
    ConfirmForm,
    ExtendForm,
    MailboxForm,
    OfficialForm,
    ReassignForm,
    SubmitForm,
)
from tracker.bulk.models import BulkBatch
from tracker.submissions import queries as submissions


@dataclass(frozen=True, slots=True)
class Kind:
    """A bulk act: its verb, who may do it, what is typed for it, the act itself; `page` shows what it would do."""

    verb: str
    right: str
    form: type[BulkForm]
    do: Callable[[BulkForm], BulkBatch]
    page: str = "bulk/preview.html"

    @property
    def takes_bodies(self) -> bool:
        """Whether bodies are chosen and not their work."""
        return self.verb in rules.OF_BODIES


def _call(form: BulkForm) -> BulkBatch:
    return actions.call_all(current_user, seen=form.versions, **form.facts)


def _extend(form: BulkForm) -> BulkBatch:
    return actions.extend_all(current_user, seen=form.versions, **form.facts)


def _confirm(form: BulkForm) -> BulkBatch:
    return actions.confirm_many(current_user, seen=form.versions)


def _reassign(form: BulkForm) -> BulkBatch:
    facts = form.facts
    body = register.card(facts.pop("body_id"))
    return actions.reassign_all(current_user, seen=form.versions, body=body, **facts)


def _submit(form: BulkForm) -> BulkBatch:
    facts = form.facts
    leader = submissions.leader(facts.pop("leader_id"))
    return actions.submit_all(current_user, seen=form.versions, leader=leader, **facts)


def _mailboxes(form: BulkForm) -> BulkBatch:
    typed = form.typed if isinstance(form, MailboxForm) else {}
    return actions.change_mailboxes(current_user, seen=form.versions, mailboxes=typed)


def _official(form: BulkForm) -> BulkBatch:
    person_id = form.facts["person_id"] or None
    return actions.put_in_charge(
        current_user, seen=form.versions, directives=form.directives, person_id=person_id
    )


KINDS = {
    "goi-dien": Kind("call", "reminder.call", CallForm, _call),
    "gia-han": Kind("extend", "extension.decide", ExtendForm, _extend),
    "xac-nhan": Kind("confirm", "assignment.confirm", ConfirmForm, _confirm),
    "chuyen-don-vi": Kind("reassign", "task.give", ReassignForm, _reassign),
    "trinh": Kind("submit", "submission.make", SubmitForm, _submit),
    "hom-thu": Kind("mailbox", "body.edit", MailboxForm, _mailboxes, "bulk/mailboxes.html"),
    "chuyen-vien": Kind("official", "official.set", OfficialForm, _official, "bulk/officials.html"),
}
"""By the word of the address."""
