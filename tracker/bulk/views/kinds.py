"""What each word of an address does: its verb, who may, what is typed for it, and the act itself."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask_login import current_user

from tracker.bodies import register
from tracker.bulk import actions
from tracker.bulk.forms import (
    BulkForm,
    CallForm,
    ConfirmForm,
    ExtendForm,
    MailboxForm,
    ReassignForm,
    SubmitForm,
)
from tracker.bulk.models import BulkBatch
from tracker.submissions import queries as submissions

KINDS = {
    "goi-dien": "call",
    "gia-han": "extend",
    "xac-nhan": "confirm",
    "chuyen-don-vi": "reassign",
    "trinh": "submit",
    "hom-thu": "mailbox",
}
"""Word of the address to verb."""
RIGHTS = {
    "call": "reminder.call",
    "extend": "extension.decide",
    "confirm": "assignment.confirm",
    "reassign": "task.give",
    "submit": "submission.make",
    "mailbox": "body.edit",
}
FORMS: dict[str, type[BulkForm]] = {
    "call": CallForm,
    "extend": ExtendForm,
    "confirm": ConfirmForm,
    "reassign": ReassignForm,
    "submit": SubmitForm,
    "mailbox": MailboxForm,
}


def _reassign(form: BulkForm) -> BulkBatch:
    facts = form.facts
    body = register.card(facts.pop("body_id"))
    return actions.reassign_all(current_user, seen=form.versions, body=body, **facts)


def _submit(form: BulkForm) -> BulkBatch:
    facts = form.facts
    leader = submissions.leader(facts.pop("leader_id"))
    return actions.submit_all(current_user, seen=form.versions, leader=leader, **facts)


def _mailboxes(form: BulkForm) -> BulkBatch:
    return actions.change_mailboxes(current_user, seen=form.versions, mailboxes=typed_mailboxes())


def typed_mailboxes() -> dict[int, str]:
    """Body to the mailbox typed beside it."""
    typed = {name[3:]: value.strip() for name, value in request.form.items() if name.startswith("to-")}
    return {int(id): value for id, value in typed.items() if id.isdecimal() and len(id) < 19 and value}


DO: dict[str, Callable[[BulkForm], BulkBatch]] = {
    "call": lambda form: actions.call_all(current_user, seen=form.versions, **form.facts),
    "extend": lambda form: actions.extend_all(current_user, seen=form.versions, **form.facts),
    "confirm": lambda form: actions.confirm_many(current_user, seen=form.versions),
    "reassign": _reassign,
    "submit": _submit,
    "mailbox": _mailboxes,
}
