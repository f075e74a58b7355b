"""A body's mailbox, changed by the body itself: asked for, confirmed by the new one, objected to by the old one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext

from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.auth import rates
from tracker.contacts import actions, labels, queries, rules
from tracker.contacts.forms import AnswerForm, MailboxForm, ObjectionForm
from tracker.contacts.models import MailboxChange
from tracker.errors import Conflict, Refused
from tracker.links.actions import link_key
from tracker.links.forms import RenewForm
from tracker.links.models import MailedLink
from tracker.links.views.door import opened, reporter_of
from tracker.settings.queries import office_rules
from tracker.web.sentences import register, sentence

bp = Blueprint("contacts", __name__)
DAY = 86_400  # seconds
WISHES, ANSWERS = 3, 20  # a day and body; a day and letter

register(
    {
        "mailbox_same": lazy_gettext("Letters go to %(address)s already."),
        "mailbox_unknown": lazy_gettext("%(address)s is none of this body's further mailboxes."),
        "mailbox_many": lazy_gettext("A body has at most %(most)s further mailboxes."),
        "mailbox_main_needed": lazy_gettext("Enter the official mailbox first; the others come beside it."),
        "mailbox_disputed": lazy_gettext(
            "The old mailbox objected to the last change. Telephone the office: it corrects the mailbox."
        ),
        "mailbox_over": lazy_gettext(
            "There is nothing to answer here any more: the change is in force, was stopped, or is too old."
        ),
    }
)


@bp.get("/b/<code>/lien-he")
@opened
def new(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    return _page(code, link, holder, MailboxForm(formdata=None, asked_by=reporter_of(holder, link)))


@bp.post("/b/<code>/lien-he")
@opened
def create(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    form = MailboxForm().of(queries.mailboxes(queries.body_of(link)))
    asked = _asked(link, holder, form) if form.ok else None
    if asked is None:
        return _page(code, link, holder, form), 422
    flash(gettext("A letter is on its way to %(address)s; confirm there.", address=asked.new_mailbox))
    return redirect(url_for(".new", code=code), 303)


@bp.get("/b/hom-thu-moi/<code>")
def confirming(code: str) -> str:
    return _answer_page("contacts/confirming.html", code, "newbox", AnswerForm(formdata=None))


@bp.post("/b/hom-thu-moi/<code>")
def create_confirmation(code: str) -> Any:
    change = _behind(code, "newbox")
    try:
        actions.confirm_change(_speaker(change, change.new_mailbox), change)
    except Conflict as problem:
        raise Conflict(problem.code, url=url_for(".confirming", code=code)) from None
    return redirect(url_for(".confirming", code=code), 303)


@bp.get("/b/hom-thu-cu/<code>")
def objecting(code: str) -> str:
    return _answer_page("contacts/objecting.html", code, "oldbox", ObjectionForm(formdata=None))


@bp.post("/b/hom-thu-cu/<code>")
def create_objection(code: str) -> Any:
    change, form = _behind(code, "oldbox"), ObjectionForm()
    if not form.ok:
        return _answer_page("contacts/objecting.html", code, "oldbox", form), 422
    try:
        actions.object_to_change(_speaker(change, change.old_mailbox), change, reason=form.clean["reason"])
    except Conflict as problem:
        raise Conflict(problem.code, url=url_for(".objecting", code=code)) from None
    return redirect(url_for(".objecting", code=code), 303)


def _asked(link: MailedLink, holder: LinkHolder, form: MailboxForm) -> MailboxChange | None:
    """The wish as it was taken; a refusal is put on its field."""
    rates.count(f"mailbox:{link.body_id}", limit=WISHES, seconds=DAY)
    try:
        return actions.ask_change(holder, link, asked_by=form.asked_by.data, **form.wish)
    except Refused as problem:
        form.refuse("mailbox", sentence(problem.code, problem.facts, 422))
        return None


def _behind(code: str, purpose: str) -> MailboxChange:
    change = queries.behind(code, link_key(), purpose)
    rates.count(f"mailbox:{purpose}:{change.id}", limit=ANSWERS, seconds=DAY)
    return change


def _speaker(change: MailboxChange, mailbox: str) -> LinkHolder:
    label = f"{mailbox} ({change.body.name}, qua thư đổi hòm thư)"
    return LinkHolder(label, frozenset({change.body_id}))


def _page(code: str, link: MailedLink, holder: LinkHolder, form: MailboxForm) -> str:
    body = queries.body_of(link)
    places = queries.mailboxes(body)
    return render_template(
        "contacts/new.html",
        code=code,
        form=form.of(places),
        renew_form=RenewForm(formdata=None, code=code),
        body=body,
        places=places,
        here=link.mailbox,
        last=queries.last_of(holder),
        labels=labels,
        late_at=clock.now() - rules.TO_CONFIRM,
        days=rules.TO_CONFIRM.days,
        office=office_rules(),
    )


def _answer_page(template: str, code: str, purpose: str, form: Any) -> str:
    change = queries.behind(code, link_key(), purpose)
    return render_template(
        template,
        code=code,
        change=change,
        form=form,
        may_confirm=queries.may_confirm(change),
        leads_to=queries.after_objection(change),
        mark=labels.state(change.state, is_over=change.asked_at < clock.now() - rules.TO_CONFIRM),
        days=rules.TO_OBJECT.days,
        office=office_rules(),
    )
